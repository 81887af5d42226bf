"""The day before, at five: who is in a group, or has a talk booked, is told the day and the hour.

Nothing of it is counted, listed or journalled: how many were told would be how many are inside.
"""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone

from jobcaffe.circles import messages, queries
from jobcaffe.circles.enums import RequestState
from jobcaffe.circles.models import GroupRequest
from jobcaffe.encounters.enums import State
from jobcaffe.encounters.models import Encounter
from jobcaffe.encounters.reminders import day_to_tell
from jobcaffe.foundation.journal.actions import Actor


def remind(*, actor: Actor, now: datetime | None = None) -> None:
    """Remind of the meetings and talks of tomorrow. However often it runs, each is told once."""
    first, last = day_to_tell(now or timezone.now())
    coming = Encounter.objects.filter(
        meeting__isnull=False, state=State.PLANNED, starts_at__gte=first, starts_at__lt=last
    )
    for row in coming.select_related("meeting__circle"):
        refs = [member.person_ref for member in queries.members(row.meeting.circle)]
        messages.appointment(actor, refs, row.starts_at, key=f"meeting:{row.pk}:{row.starts_at:%Y%m%d%H%M}")
    talks = GroupRequest.objects.filter(state=RequestState.TALK, talk_at__gte=first, talk_at__lt=last)
    for request in talks:
        if request.talk_at:
            key = f"talk-tomorrow:{request.pk}:{request.talk_at:%Y%m%d%H%M}"
            messages.appointment(actor, [request.person_ref], request.talk_at, key=key)

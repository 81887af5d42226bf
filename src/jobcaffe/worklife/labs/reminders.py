"""The day before a confidential meeting, and the day after a trial ends: *Com'è andata?*

Nothing of it is counted or journalled: how many were told would be how many are inside.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from django.utils import timezone

from jobcaffe.encounters.enums import State
from jobcaffe.encounters.reminders import day_to_tell, slot_day
from jobcaffe.foundation.journal.actions import Actor
from jobcaffe.worklife.labs import messages, queries
from jobcaffe.worklife.labs.models import Experiment, Lab, Meeting


def remind(*, actor: Actor, now: datetime | None = None) -> None:
    """However often it runs, each is told once."""
    moment = now or timezone.now()
    first, last = day_to_tell(moment)
    coming = Meeting.objects.filter(
        encounter__confidential=True,
        encounter__state=State.PLANNED,
        encounter__starts_at__gte=first,
        encounter__starts_at__lt=last,
    )
    for row in coming.select_related("encounter", "lab"):
        at = row.encounter.starts_at
        messages.appointment(actor, _refs(row.lab), at, key=f"lab:{row.pk}:{at:%Y%m%d%H%M}")
    ended = Experiment.objects.filter(
        until=slot_day(moment) - timedelta(days=1), results=None, decisions=None, lab__closed_on=None
    )
    for trial in ended.select_related("lab"):
        messages.word(actor, _refs(trial.lab), key=f"trial:{trial.pk}:{trial.until}")


def _refs(lab: Lab) -> list[UUID]:
    return [row.person_ref for row in queries.members(lab)]

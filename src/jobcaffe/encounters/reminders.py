"""The day before, at five in the afternoon: who is expected is told day, hour and place, never what for."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from django.utils import timezone

from jobcaffe.encounters import messages
from jobcaffe.encounters.enums import Presence, State
from jobcaffe.encounters.models import Encounter
from jobcaffe.foundation.journal.actions import Actor
from jobcaffe.foundation.privacy.consents import with_consent
from jobcaffe.people.enums import Status
from jobcaffe.people.models import Person

AT = time(17)
CONSENT = "messages"


def slot_day(now: datetime) -> date:
    """The day whose five o'clock has struck last: a worker that was off makes up that one."""
    local = timezone.localtime(now)
    return local.date() - timedelta(days=local.time() < AT)


def day_to_tell(moment: datetime) -> tuple[datetime, datetime]:
    """What is still to come of the day after the last five o'clock: from when, until before when."""
    day = slot_day(moment) + timedelta(days=1)
    start, end = (
        timezone.make_aware(datetime.combine(one, time.min)) for one in (day, day + timedelta(days=1))
    )
    return max(start, moment), end


def remind(*, actor: Actor, now: datetime | None = None) -> int:
    """Remind of the encounters of the day after the last five o'clock that are still to come.

    Never of confidential ones; persons only with their yes to messages. However often it runs, each
    gets one message for each encounter and hour. How many were told (or held by their own choice).
    """
    first, last = day_to_tell(now or timezone.now())
    rows = Encounter.objects.filter(
        confidential=False, state=State.PLANNED, starts_at__gte=first, starts_at__lt=last
    )
    coming = list(
        rows.select_related("room__place", "place").prefetch_related("attendances__person", "sign_ups")
    )
    expected = {encounter.pk: _expected(encounter) for encounter in coming}
    willing = with_consent({person.pk for persons in expected.values() for person in persons}, CONSENT)
    return sum(
        messages.remind(actor, one, [person for person in expected[one.pk] if person.pk in willing])
        for one in coming
    )


def _expected(encounter: Encounter) -> list[Person]:
    """Who is followed and expected; from what was fetched."""
    rows = [row for row in encounter.attendances.all() if row.presence == Presence.EXPECTED]
    return [row.person for row in rows if row.person and row.person.status == Status.ACTIVE]

"""Somebody opens more records than a day's work explains: the coordinator is told (threat T2).

Counted from the journal, where every opening of a record is a row.
"""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID

from django.db.models import Count
from django.utils import timezone

from jobcaffe.foundation.journal.models import Entry

# A full shift at the desk opens fewer than ten records in an hour; a list copied by hand, hundreds.
MANY_RECORDS = 40
WITHIN = timedelta(hours=1)
LOOK_BACK = timedelta(days=3)
OPENED = "person.read"


@dataclass(frozen=True)
class Alert:
    """One account that opened ``persons`` distinct records within an hour that ended ``at``."""

    actor_ref: UUID
    actor_name: str
    persons: int
    at: datetime

    @property
    def ref(self) -> str:
        """The account, for an address."""
        return str(self.actor_ref)


def many_records(now: datetime | None = None) -> list[Alert]:
    """The accounts that opened too many in the last days, the most first. One query.

    The hour slides: forty before the stroke and forty after it are eighty.
    """
    moment = now or timezone.now()
    rows = Entry.objects.filter(
        action=OPENED, at__gt=moment - LOOK_BACK, actor_ref__isnull=False, subject_ref__isnull=False
    )
    many = rows.order_by().values("actor_ref").annotate(n=Count("subject_ref", distinct=True))
    suspects = many.filter(n__gt=MANY_RECORDS).values("actor_ref")
    found: dict[UUID, list[tuple[datetime, UUID]]] = {}
    names: dict[UUID, str] = {}
    wanted = rows.filter(actor_ref__in=suspects).order_by("at", "seq")
    for actor, name, at, subject in wanted.values_list("actor_ref", "actor_name", "at", "subject_ref"):
        if actor is None or subject is None:  # the question left them out
            continue
        if actor and subject:
            found.setdefault(actor, []).append((at, subject))
            names[actor] = name
    peaks = [(actor, *peak(reads)) for actor, reads in found.items()]
    alerts = [Alert(actor, names[actor], n, at) for actor, n, at in peaks if n > MANY_RECORDS]
    return sorted(alerts, key=lambda alert: (-alert.persons, alert.actor_name))


def peak(reads: Iterable[tuple[datetime, UUID]]) -> tuple[int, datetime]:
    """The most distinct subjects in any hour, and when that hour ended. ``reads`` are in order of time."""
    window: deque[tuple[datetime, UUID]] = deque()
    inside: Counter[UUID] = Counter()
    best, when = 0, datetime.min.replace(tzinfo=UTC)
    for at, subject in reads:
        window.append((at, subject))
        inside[subject] += 1
        while window[0][0] <= at - WITHIN:
            _gone, old = window.popleft()
            inside[old] -= 1
            if not inside[old]:
                del inside[old]
        if len(inside) > best:
            best, when = len(inside), at
    return best, when

"""Facilitators, their hours, and the only totals of groups that leave them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Count, Q, QuerySet, Sum
from django.db.models.functions import TruncMonth
from django.utils import timezone

from jobcaffe.circles import catalogue
from jobcaffe.circles.models import (
    Acceptance,
    Circle,
    FacilitatorProfile,
    FollowUp,
    GroupRequest,
    Help,
    Hours,
    Membership,
    PresenceMark,
)
from jobcaffe.circles.queries.circles import refs_of
from jobcaffe.circles.queries.entry import free_slots
from jobcaffe.circles.queries.inside import my_contributions
from jobcaffe.encounters.enums import State as EncounterState
from jobcaffe.foundation import access
from jobcaffe.foundation.access import Reach
from jobcaffe.foundation.accounts.models import User
from jobcaffe.spaces.words import ROME


@dataclass(frozen=True)
class MonthTotal:
    """One closed month over all groups: evenings held and presences (``None`` below the threshold)."""

    month: date
    meetings: int
    presences: int | None


def available(user: object) -> list[tuple[FacilitatorProfile, list[str]]]:
    """Facilitators with the windows they still have free, by name; for who forms groups."""
    if not access.allows(user, "circle.form"):
        return []
    order = list(catalogue.slots())
    rows = [(row, sorted(free, key=order.index)) for row, free in free_slots().values()]
    return sorted(rows, key=lambda pair: (pair[0].user.name, str(pair[0].user_id)))


def profile_of(user: User) -> FacilitatorProfile | None:
    """What this facilitator offers."""
    return FacilitatorProfile.objects.filter(user=user.pk).first()


def hours(user: object, first: date, last: date, *, of: UUID | None = None) -> QuerySet[Hours]:
    """Hours between two days that hold (a corrected row does not): one's own, or all for the coordinator."""
    found = access.reach(user, "circle.hours")
    rows = Hours.objects.filter(day__gte=first, day__lte=last, replaced_by__isnull=True, minutes__gt=0)
    rows = rows.select_related("user", "circle")
    if found is Reach.NONE or not isinstance(user, User):
        return rows.none()
    rows = rows if found is Reach.ALL else rows.filter(user=user)
    return rows.filter(user=of) if of else rows


def month_totals(user: object) -> list[MonthTotal]:
    """Closed months over all groups together, oldest first. The running month is never in it."""
    if not access.allows(user, "circle.totals"):
        return []
    start = timezone.localdate().replace(day=1)
    held = Q(meetings__encounter__state=EncounterState.HELD)
    rows = (
        Circle.objects.filter(held, meetings__encounter__starts_at__date__lt=start)
        .annotate(month=TruncMonth("meetings__encounter__starts_at", tzinfo=ROME))
        .values("month")
        .annotate(n=Count("meetings"), present=Sum("meetings__encounter__present_count"))
        .order_by("month")
    )
    least = catalogue.number("threshold")
    return [
        MonthTotal(
            row["month"].date(), row["n"], present if (present := row["present"] or 0) >= least else None
        )
        for row in rows
    ]


def follow_ups_due(user: object) -> QuerySet[FollowUp]:
    """Closed groups that one should ask how they go."""
    rows = FollowUp.objects.filter(done_on__isnull=True, due_on__lte=timezone.localdate())
    return rows.select_related("circle") if access.allows(user, "circle.manage") else rows.none()


def my_copy(user: object) -> dict[str, list[dict[str, str]]]:
    """All that this room keeps about the member, for her own copy of her data."""
    refs = refs_of(user)
    if not refs:
        return {}
    groups = Membership.objects.filter(Membership.of(refs)).select_related("circle").order_by("joined_on")
    asked = GroupRequest.objects.filter(GroupRequest.of(refs))
    helped = Help.objects.filter(Help.of(refs))
    return {
        "gruppi": [
            _texts(gruppo=row.circle.code, dal=row.joined_on, stato=row.get_standing_display())
            for row in groups
        ],
        "richieste": [
            _texts(
                temi=_words(catalogue.words("theme"), row.themes),
                orari=_words({code: slot.label for code, slot in catalogue.slots().items()}, row.slots),
                dal=row.asked_on,
                stato=row.get_state_display(),
                colloquio=row.talk_at or "",
            )
            for row in asked
        ],
        "patti": [
            _texts(
                gruppo=row.pact.circle.code,
                versione=row.pact.version,
                dal=row.accepted_on,
                come=row.get_how_display(),
            )
            for row in Acceptance.objects.filter(Acceptance.of(refs)).select_related("pact__circle")
        ],
        "presenze": [
            _texts(gruppo=row.meeting.circle.code, quando=row.meeting.encounter.starts_at)
            for row in PresenceMark.objects.filter(PresenceMark.of(refs)).select_related(
                "meeting__circle", "meeting__encounter"
            )
        ],
        "aiuti": [
            _texts(tipo=row.get_kind_display(), aiuto=_category(row), dal=row.written_at.date())
            for row in helped
        ],
        "scritti": [
            _texts(tipo=row.kind, parole=row.text, sentimento=row.feeling) for row in my_contributions(user)
        ],
    }


def _words(known: Mapping[str, str], codes: Iterable[str]) -> str:
    return ", ".join(known.get(code, code) for code in codes)


def _category(row: Help) -> str:
    what: Any = row.what
    return catalogue.words("help")[what["category"]]


def _texts(**values: object) -> dict[str, str]:
    return {name: str(value) for name, value in values.items()}

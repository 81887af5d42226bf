"""Groups as the coordinator's board shows them: nothing in it moves when somebody enters or leaves."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from jobcaffe.circles import catalogue
from jobcaffe.circles.enums import Part
from jobcaffe.circles.models import Circle, Cycle, Facilitation
from jobcaffe.circles.queries.circles import HIDDEN, visible_to
from jobcaffe.circles.queries.entry import free_slots, incompatibilities, waiting_list
from jobcaffe.foundation.accounts.models import User
from jobcaffe.people import queries as people
from jobcaffe.people.models import Person


@dataclass(frozen=True)
class OnBoard:
    """A group, who leads it today, how many leaders it lacks, whether it has dates."""

    circle: Circle
    leaders: list[str]
    lacking: int
    dated: bool


@dataclass(frozen=True)
class Opening:
    """Enough people wait for this theme in this window; ``led``: somebody is free to lead them."""

    theme: str
    slot: str
    waiting: int
    led: bool


@dataclass(frozen=True)
class Apart:
    """A pair that must not meet, with names; ``second`` is a person or who leads groups."""

    id: UUID
    first: str
    second: str
    until: date


def board(user: object) -> list[OnBoard]:
    """Every group for who manages them, by code. Two queries."""
    rows = visible_to(user, "circle.manage").annotate(
        dated=Exists(Cycle.objects.filter(circle=OuterRef("pk")))
    )
    circles = list(rows)
    led = _leading(circles)
    kinds = catalogue.kinds()
    return [
        OnBoard(
            row,
            names := led.get(row.pk, []),
            max(kinds[row.kind].leaders - len(names), 0),
            row.dated,
        )
        for row in circles
    ]


def _leading(circles: Iterable[Circle]) -> dict[UUID, list[str]]:
    """Names of who leads each group today; who stands in for one evening is not among them."""
    today, found = timezone.localdate(), dict[UUID, list[str]]()
    now = Facilitation.objects.filter(circle__in=[row.pk for row in circles], starts_on__lte=today)
    now = now.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=today)).exclude(part=Part.SUBSTITUTE)
    for circle, name in now.order_by("starts_on", "pk").values_list("circle", "user__name"):
        found.setdefault(circle, []).append(name)
    return found


def openings(user: object, kind: str = "ama") -> list[Opening]:
    """Where enough people wait to open a group; those that lack only a leader tell where to look for one."""
    led = {
        (theme, slot) for profile, free in free_slots().values() for theme in profile.themes for slot in free
    }
    return [
        Opening(cell.theme, cell.slot, cell.waiting, (cell.theme, cell.slot) in led)
        for cell in waiting_list(user, kind)
        if cell.missing == 0 and cell.waiting is not None
    ]


def pairs(user: User) -> list[Apart]:
    """The pairs that this coordinator wrote herself, with names; the first to end first."""
    rows = list(incompatibilities(user).order_by("expires_on", "pk"))
    refs = {UUID(one) for row in rows for one in _persons(row.pair)}
    leaders = {UUID(row.pair["facilitator"]) for row in rows if "facilitator" in row.pair}
    named = _names(user, refs) | dict(User.objects.filter(pk__in=leaders).values_list("pk", "name"))
    found = []
    for row in rows:
        sides = [*_persons(row.pair), *([row.pair["facilitator"]] if "facilitator" in row.pair else [])]
        first, second = (named.get(UUID(one), HIDDEN) for one in sides)
        found.append(Apart(row.pk, first, second, row.expires_on))
    return found


def _persons(pair: dict[str, list[str]]) -> list[str]:
    return [*pair.get("people", []), *([str(pair["person"])] if "person" in pair else [])]


def _names(user: User, refs: Iterable[UUID]) -> dict[UUID, str]:
    persons = Person.objects.in_bulk(list(refs))
    hidden = people.stays_closed(user, persons.values())
    return {
        pk: (person.alias or HIDDEN) if pk in hidden else person.full_name for pk, person in persons.items()
    }

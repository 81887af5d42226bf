"""What she reads of her own, the group's mean, and the map of unmet times."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from jobcaffe.foundation import access
from jobcaffe.foundation.disclosure import rules
from jobcaffe.kernels import disclosure
from jobcaffe.people import queries as people
from jobcaffe.worklife.weeks import catalogue
from jobcaffe.worklife.weeks.models import Household, UnmetMap, Week

Cells = list[list[str] | None]
EMPTY: dict[str, Any] = {}


@dataclass(frozen=True)
class Mine:
    """One week of hers. ``cells``: for each day three uses, or ``None`` for a day not yet written."""

    id: UUID
    monday: date
    cells: Cells
    mean: bool

    @property
    def next_day(self) -> int | None:
        """The first day not yet written; ``None`` when the week is whole."""
        return next((day for day, row in enumerate(self.cells) if row is None), None)

    @property
    def hours(self) -> dict[str, int]:
        """Hours by use."""
        return hours_of(self.cells)


@dataclass(frozen=True)
class Home:
    """Her household as she wrote it; ``answer`` the last result, ``form`` what it was computed from."""

    id: UUID | None = None
    body: Mapping[str, Any] = field(default_factory=dict)
    result: Mapping[str, Any] = field(default_factory=dict)
    searching_since: datetime | None = None

    def rows(self, subject: str) -> list[dict[str, Any]]:
        """What she wrote about one subject."""
        found: list[dict[str, Any]] = self.body.get(subject, [])
        return found


def hours_of(cells: Cells) -> dict[str, int]:
    """Hours of a week by use, as the length of its cells says."""
    counted: Counter[str] = Counter()
    lengths = [part.hours for part in catalogue.parts().values()]
    for row in cells:
        for use, hours in zip(row or [], lengths, strict=False):
            counted[use] += hours
    return {code: counted[code] for code in catalogue.uses()}


def refs_of(user: object) -> list[UUID]:
    """The records behind a member's account, merged ones included; none for others."""
    return people.refs_of(user, "week.own")


def visible_to(user: object) -> QuerySet[Week]:
    """Her own weeks; nobody else reaches any."""
    refs = refs_of(user)
    return Week.objects.filter(Week.of(refs)) if refs else Week.objects.none()


def households_of(user: object) -> QuerySet[Household]:
    """Her own household; nobody else reaches any."""
    refs = refs_of(user)
    return Household.objects.filter(Household.of(refs)) if refs else Household.objects.none()


def told(row: Week, body: Mapping[str, Any] | None = None) -> Mine:
    """A week, opened; ``body`` when that was done already."""
    body = row.opened() if body is None else body
    monday = date.fromisoformat(body.get("monday", row.changed_on.isoformat()))
    return Mine(row.pk, monday, body.get("cells", [None] * 7), bool(body.get("mean")))


def my_weeks(user: object) -> list[Mine]:
    """The newest first. The same number of queries for one and for many."""
    found = [told(row, body) for row, body in Week.opened_each(visible_to(user))]
    return sorted(found, key=lambda one: (one.monday, one.id), reverse=True)


def my_week(user: object, week_id: UUID) -> Mine | None:
    """One of hers, ``None`` when it is not there or not hers."""
    row = visible_to(user).filter(pk=week_id).first()
    return told(row) if row else None


def my_home(user: object) -> Home:
    """Her household; empty when she has not begun."""
    row = households_of(user).first()
    if row is None:
        return Home()
    return Home(row.pk, row.opened(), row.opened("result"), row.searching_since)


def counted(home: Home) -> bool:
    """Whether her unmet times stand in the count."""
    return bool(home.body.get("token"))


def my_copy(user: object) -> dict[str, Any]:
    """All that this room keeps about her, as plain values."""
    home = my_home(user)
    hers = {name: value for name, value in home.body.items() if name != "token"}
    weeks = [{"dal": one.monday, "caselle": one.cells, "ore": one.hours} for one in my_weeks(user)]
    return {"settimane": weeks, "casa": hers, "risultato": dict(home.result), "conteggio": counted(home)}


def shared(refs: Collection[UUID]) -> dict[UUID, dict[str, int]]:
    """Hours by use of the last whole week of each of these persons who lets hers count, by week.

    It opens their rows. For a mean of many: no page shows one.
    """
    newest: dict[UUID, Mine] = {}
    for row, body in Week.opened_each(Week.objects.filter(Week.of(refs))):
        one = told(row, body)
        known = newest.get(row.person_ref)
        if one.mean and one.next_day is None and (known is None or known.monday < one.monday):
            newest[row.person_ref] = one
    return {one.id: one.hours for one in newest.values()}


def fewest() -> int:
    """Fewest weeks behind a group's mean."""
    return max(rules()[disclosure.Audience.GROUP].share_from, catalogue.map_number("group"))


def means(weeks: Collection[Mapping[str, int]]) -> dict[str, float] | None:
    """Mean hours by use; ``None`` when the weeks are too few. It tells nothing of any of them alone."""
    if len(weeks) < fewest():
        return None
    rule = rules()[disclosure.Audience.GROUP]
    return {code: disclosure.mean([hours[code] for hours in weeks], rule) or 0.0 for code in catalogue.uses()}


def maps(user: object) -> QuerySet[UnmetMap]:
    """The published maps for the municipality and who runs the programme; none for others."""
    rows = UnmetMap.objects.all()
    return rows if access.allows(user, "figures.municipality") else rows.none()

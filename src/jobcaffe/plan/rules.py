"""Ages, bands and target groups: who belongs where, as data says; and how a milestone stands.

Ages are counted by year of birth alone, the only thing that is asked: the age that the person
reaches in the year of the day in question. Who has not said falls in the band "non indicato",
so that a table by band always adds up.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

NOT_GIVEN = "na"
NOT_GIVEN_LABEL = "non indicato"
_OLDEST = 150
# A milestone of the next days is already to be worked on.
MILESTONE_DAYS = 30


@dataclass(frozen=True)
class Band:
    """An age band: first and last age included; ``None`` where it is open or not given."""

    code: str
    label: str
    first: int | None
    last: int | None

    def holds(self, birth_year: int | None, on: date) -> bool:
        """Whether somebody born in that year is in the band on that day."""
        if self.code == NOT_GIVEN:
            return birth_year is None
        return birth_year is not None and (self.first or 0) <= on.year - birth_year <= (self.last or _OLDEST)

    def q(self, on: date, prefix: str = "") -> Q:
        """The same as a filter on ``<prefix>birth_year``."""
        if self.code == NOT_GIVEN:
            return Q(**{f"{prefix}birth_year__isnull": True})
        return _ages(self.first, self.last, on, prefix)


@dataclass(frozen=True)
class Group:
    """A target group, shown as "di cui": groups overlap and are never summed."""

    code: str
    label: str
    first: int | None
    last: int | None
    sex: str

    def holds(self, birth_year: int | None, sex: str, on: date) -> bool:
        """Whether somebody is in the group on that day; what she has not said does not count."""
        if self.sex and sex != self.sex:
            return False
        if self.first is None and self.last is None:
            return True
        return birth_year is not None and (self.first or 0) <= on.year - birth_year <= (self.last or _OLDEST)

    def q(self, on: date, prefix: str = "") -> Q:
        """The same as a filter on ``<prefix>birth_year`` and ``<prefix>sex``."""
        found = Q(**{f"{prefix}sex": self.sex}) if self.sex else Q()
        if self.first is None and self.last is None:
            return found
        return found & _ages(self.first, self.last, on, prefix)


def _ages(first: int | None, last: int | None, on: date, prefix: str) -> Q:
    return Q(
        **{
            f"{prefix}birth_year__lte": on.year - (first or 0),
            f"{prefix}birth_year__gte": on.year - (last or _OLDEST),
        }
    )


def milestone_state(due_on: date, done_on: date | None, today: date) -> str:
    """How a milestone stands, as a chip: "done", "late", "todo" in the last 30 days before it, "later".

    One that was reached after ``today`` is not reached yet: a closed period tells its own last day.
    """
    if done_on is not None and done_on <= today:
        return "done"
    if due_on < today:
        return "late"
    return "todo" if (due_on - today).days <= MILESTONE_DAYS else "later"


def band_of(bands: Iterable[Band], birth_year: int | None, on: date) -> Band:
    """The one band of somebody born in that year. Raises ``StopIteration`` when bands leave a hole."""
    return next(band for band in bands if band.holds(birth_year, on))

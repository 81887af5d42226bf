"""What one change would open: each limit of a person, loosened alone, and how many more there would be.

Only her own limits: time, hours, contracts, licences. What the law says (age, protected categories) is
not hers to change, and skills are told by the proposals.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from enum import StrEnum

from jobcaffe.kernels.matching.model import Constraint, Market, Person, week
from jobcaffe.kernels.matching.rules import Rules


class Change(StrEnum):
    """A limit that could be loosened."""

    MINUTES = "minutes"  # detail: how many more
    MORNINGS = "mornings"
    AFTERNOONS = "afternoons"
    EVENINGS = "evenings"
    WEEKEND = "weekend"
    CARE = "care"  # somebody else takes over the hours of care
    CONTRACT = "contract"  # detail: which one
    LICENCE = "licence"  # detail: which one


MORE_MINUTES = (15, 30)
_WORKDAYS = range(5)
# With room for the way there and back; they overlap where people would say both.
HOURS = {
    Change.MORNINGS: week((day, 6 * 60, 14 * 60) for day in _WORKDAYS),
    Change.AFTERNOONS: week((day, 12 * 60, 20 * 60) for day in _WORKDAYS),
    Change.EVENINGS: week((day, 16 * 60, 24 * 60) for day in _WORKDAYS),
    Change.WEEKEND: week((day, 6 * 60, 24 * 60) for day in (5, 6)),
}


@dataclass(frozen=True)
class Relaxed:
    """One change, and the ids of what it would open, in order of points."""

    change: Change
    detail: str
    opens: tuple[str, ...]


def relax(market: Market, person: Person) -> tuple[Relaxed, ...]:
    """Every single change that would open something, the one that opens most first.

    Counted is what may be proposed after the change and may not now. The person need not be of the market.
    """
    rules = Rules.of(market)
    shut = [
        (one, wrong)
        for one in market.opportunities
        if len(wrong := list(rules.closed(person, one))) == 1 and rules.worth(person, one)
    ]
    found = []
    for change, detail, cause, other in _changes(market, person):
        opened = [one for one, wrong in shut if wrong == [cause] and not any(rules.closed(other, one))]
        opened.sort(key=lambda one: (-rules.points(person, one), one.id))
        if opened:
            found.append(Relaxed(change, detail, tuple(one.id for one in opened)))
    return tuple(sorted(found, key=lambda one: -len(one.opens)))


def _changes(market: Market, person: Person) -> Iterator[tuple[Change, str, Constraint, Person]]:
    """The change, its detail, the constraint that it loosens, the person after it."""
    if person.limit is not None:
        for more in MORE_MINUTES:
            yield Change.MINUTES, str(more), Constraint.MINUTES, replace(person, limit=person.limit + more)
    if person.windows is not None:
        for change, hours in HOURS.items():
            if hours & ~person.windows:
                other = replace(person, windows=person.windows | hours)
                yield change, "", Constraint.HOURS, other
    if person.care:
        yield Change.CARE, "", Constraint.HOURS, replace(person, care=0)
    yield from _papers(market, person)


def _papers(market: Market, person: Person) -> Iterator[tuple[Change, str, Constraint, Person]]:
    if (mine := person.contracts) is not None:
        for name in _missing((one.contract for one in market.opportunities), mine):
            yield Change.CONTRACT, name, Constraint.CONTRACT, replace(person, contracts=mine | {name})
    if (held := person.licences) is not None:
        asked = (name for one in market.opportunities for name in one.licences)
        for name in _missing(asked, held):
            yield Change.LICENCE, name, Constraint.LICENCE, replace(person, licences=held | {name})


def _missing(names: Iterable[str | None], mine: frozenset[str]) -> list[str]:
    return sorted({name for name in names if name is not None} - mine)

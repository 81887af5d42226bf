"""What goes in and what comes out: a household's week, what it would accept to change, what comes of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

MINUTES = 1440  # of a day
DAYS = 7


@dataclass(frozen=True)
class Child:
    """A child; under ``alone_from`` years somebody is always with her, and brings and fetches her."""

    id: str
    age: int
    alone_from: int

    @property
    def small(self) -> bool:
        """Whether she is not left alone yet."""
        return self.age < self.alone_from


@dataclass(frozen=True)
class Commitment:
    """Somebody is somewhere on these days, from ``start`` to ``end`` minutes after midnight.

    ``end`` not after ``start``: until the next day. Of a child: somebody there looks after her.
    """

    id: str
    who: str
    where: str
    days: tuple[int, ...]
    start: int
    end: int
    kind: str = ""


@dataclass(frozen=True)
class Carer:
    """Somebody from outside who is at home with these children; ``brings``: she also takes and fetches."""

    id: str
    children: tuple[str, ...]
    days: tuple[int, ...]
    start: int
    end: int
    brings: bool = False


@dataclass(frozen=True)
class Change:
    """What an option does to a commitment on some days: other hours, another place, or nothing to do."""

    commitment: str
    days: tuple[int, ...]
    start: int | None = None
    end: int | None = None
    where: str | None = None
    drop: bool = False


@dataclass(frozen=True)
class Option:
    """Something the household would accept, with the cost that she gives it (0 or more)."""

    id: str
    cost: int
    changes: tuple[Change, ...] = ()
    carers: tuple[Carer, ...] = ()
    services: tuple[Commitment, ...] = ()  # a child somewhere: pre-school, a neighbour, a friend
    not_with: tuple[str, ...] = ()


@dataclass(frozen=True)
class Instance:
    """A household's week. ``travel`` in minutes between two places, the same both ways; same place 0."""

    adults: tuple[str, ...]
    children: tuple[Child, ...]
    home: str
    travel: Mapping[frozenset[str], int]
    commitments: tuple[Commitment, ...]
    carers: tuple[Carer, ...] = ()
    options: tuple[Option, ...] = ()

    def minutes(self, one: str, other: str) -> int:
        """From a place to another; a way that is not told goes past home. Raises ``KeyError``."""
        if one == other:
            return 0
        told = self.travel.get(frozenset((one, other)))
        if told is not None or self.home in (one, other):
            return told if told is not None else self.travel[frozenset((one, other))]
        return self.minutes(one, self.home) + self.minutes(self.home, other)


@dataclass(frozen=True, order=True)
class Clash:
    """Two commitments of somebody on a day; ``missing`` minutes to be in both, travel included."""

    day: int
    who: str
    first: str
    second: str
    missing: int


@dataclass(frozen=True, order=True)
class Uncovered:
    """*Tempo scoperto*: nobody is with a child, or she is on her way alone."""

    day: int
    child: str
    start: int
    end: int


@dataclass(frozen=True, order=True)
class Trip:
    """Somebody goes from a place to another; ``children``: the small ones she takes along."""

    day: int
    start: int
    end: int
    who: str
    origin: str
    to: str
    children: tuple[str, ...] = ()


@dataclass(frozen=True)
class Alternative:
    """Options that together leave no clash and nobody uncovered, and one way to do it."""

    options: tuple[str, ...]
    cost: int
    trips: tuple[Trip, ...] = ()


class Status(StrEnum):
    """``optimal``: the first alternative costs least."""

    OPTIMAL = "optimal"
    FEASIBLE = "feasible"
    INFEASIBLE = "infeasible"


@dataclass(frozen=True)
class Answer:
    """The week as it is, and what would make it work.

    ``alternatives``: at most five, by rising cost, none with an option it could do without.
    ``smallest_clash``: when there is none, a smallest set of commitments that cannot be kept
    together. ``minutes``: of a week, by adult and kind of commitment.
    """

    clashes: tuple[Clash, ...]
    uncovered: tuple[Uncovered, ...]
    alternatives: tuple[Alternative, ...] = ()
    smallest_clash: tuple[str, ...] = ()
    minutes: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    value: int | None = None
    bound: int = 0
    status: Status = Status.INFEASIBLE
    ended_by: str = "proof"
    why: str = ""
    seed: int = 0
    seconds: float = 0.0

"""What goes in and what comes out: people, opportunities, the market; proposals with their reasons.

Nothing that is not known counts against anybody: ``None`` always means "nobody has asked yet", it
never closes a door, and it is told among what to ask. The one exception is ``protected``: a condition
that somebody has not declared is never asked for by a list.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

HALF_HOURS = 336  # of a week, from Monday 00:00
WHOLE_WEEK = (1 << HALF_HOURS) - 1
FULL = 100_000_000  # the points of a perfect match

Coordinates = tuple[float, float]  # latitude, longitude in degrees


class Means(StrEnum):
    """How a person moves."""

    WALK = "walk"
    BIKE = "bike"
    PUBLIC = "public"
    CAR = "car"


class Wish(StrEnum):
    """How an opportunity meets what the person would like to do."""

    OCCUPATION = "occupation"  # just that
    GROUP = "group"  # an occupation of the same group
    SECTOR = "sector"
    NONE = "none"


class Constraint(StrEnum):
    """What can close an opportunity to a person."""

    MINUTES = "minutes"
    HOURS = "hours"
    CONTRACT = "contract"
    LICENCE = "licence"
    AGE = "age"
    PROTECTED = "protected"
    PLACES = "places"  # none is left


class Side(StrEnum):
    """Whom to ask."""

    PERSON = "person"
    OPPORTUNITY = "opportunity"


@dataclass(frozen=True, order=True)
class Ask:
    """Something that is not known and could change the answer: whom to ask, and which field."""

    side: Side
    about: str  # the name of the field of Person or Opportunity


def week(spans: Iterable[tuple[int, int, int]], *, outward: bool = False) -> int:
    """The half-hours of a week as bits, from (weekday, from, to): 0 is Monday, minutes from midnight.

    A half-hour counts when it is wholly inside (what somebody is free), or with ``outward`` when it is
    touched at all (what is needed: a shift, the hours of care). A span that ends before it begins goes
    on into the next day. Raises ``ValueError`` for a weekday or minutes that do not exist.
    """
    bits = 0
    for day, begins, ends in spans:
        if not (0 <= day <= 6 and 0 <= begins < 1440 and 0 <= ends <= 1440):
            raise ValueError(f"no such hours: {day}, {begins}, {ends}")
        ends += 1440 if ends <= begins else 0
        first = begins // 30 if outward else -(-begins // 30)
        last = -(-ends // 30) if outward else ends // 30
        for half in range(first, last):
            bits |= 1 << (day * 48 + half) % HALF_HOURS
    return bits


@dataclass(frozen=True)
class Person:
    """Somebody who looks for something. Every limit is her own; ``None`` is "not known yet".

    ``skills``, ``occupations`` (wished): ESCO uris; ``sectors``: names as the opportunities use them;
    ``place``: a name among the places of the market, or ``coordinates``; ``limit``: minutes one way;
    ``windows``, ``care``: bits from :func:`week`; ``care`` is taken away from the windows;
    ``contracts`` accepted; ``licences`` held; ``protected``: declared to belong to the protected
    categories (law 68/1999).
    """

    id: str
    skills: frozenset[str] | None = None
    occupations: frozenset[str] = frozenset()
    sectors: frozenset[str] = frozenset()
    place: str | None = None
    coordinates: Coordinates | None = None
    means: frozenset[Means] | None = None
    limit: int | None = None
    windows: int | None = None
    care: int = 0
    contracts: frozenset[str] | None = None
    licences: frozenset[str] | None = None
    age: int | None = None
    protected: bool = False

    @property
    def free(self) -> int:
        """The half-hours when she can be at work or on the way; the whole week when nobody asked."""
        return (WHOLE_WEEK if self.windows is None else self.windows) & ~self.care


@dataclass(frozen=True)
class Opportunity:
    """Something that is open. ``None`` is "not known yet".

    ``essential``, ``optional``: ESCO uris of what is required; ``shifts``: alternatives, each the bits of
    its half-hours, one of them is enough; an empty tuple means hours as one likes; ``remote``: nowhere
    to go; ``age_from``, ``age_to``: years completed, only where a law says so: ``age_law`` names it;
    ``protected``: reserved by law 68/1999; ``places`` that are left; ``freshness``: 100 published today,
    0 about to be hidden.

    Raises ``ValueError`` for an age without its law, or figures out of range.
    """

    id: str
    essential: tuple[str, ...] = ()
    optional: tuple[str, ...] = ()
    occupation: str | None = None
    sector: str | None = None
    place: str | None = None
    coordinates: Coordinates | None = None
    remote: bool = False
    shifts: tuple[int, ...] | None = None
    contract: str | None = None
    licences: frozenset[str] = frozenset()
    age_from: int | None = None
    age_to: int | None = None
    age_law: str = ""
    protected: bool = False
    places: int | None = 1
    freshness: int | None = None

    def __post_init__(self) -> None:
        if (self.age_from is not None or self.age_to is not None) and not self.age_law:
            raise ValueError(f"{self.id}: a limit of age needs the law that allows it")
        if self.freshness is not None and not 0 <= self.freshness <= 100:
            raise ValueError(f"{self.id}: freshness is between 0 and 100")
        if self.places is not None and self.places < 0:
            raise ValueError(f"{self.id}: places cannot be negative")


@dataclass(frozen=True)
class Weights:
    """What counts how much: fixed, published, the same for everybody, never learnt from who was hired.

    ``skills`` + ``wish`` + ``fresh`` = 100. ``near``: what a skill of the same broader group is worth
    beside the one required, in percent. An essential requirement counts ``essential`` times its rarity,
    an optional one ``optional`` times. ``least``: the percent of the requirements below which nothing is
    proposed, unless it is what the person wishes. Raises ``ValueError`` for others.
    """

    skills: int = 80
    wish: int = 15
    fresh: int = 5
    near: int = 25
    essential: int = 2
    optional: int = 1
    least: int = 10

    def __post_init__(self) -> None:
        shares = (self.skills, self.wish, self.fresh)
        if sum(shares) != 100 or min(*shares, self.least, self.near, self.optional) < 0:
            raise ValueError("skills, wish and fresh make 100; none is negative")
        if self.near > 100 or self.least > 100 or not 1 <= self.essential <= 100 or self.optional > 100:
            raise ValueError("no weight is above 100; what is essential counts")


Travel = Mapping[tuple[str, str, Means], int]


@dataclass(frozen=True)
class Market:
    """Everybody and everything that is open, and what is known about places and concepts.

    ``places``: coordinates by name; ``travel``: minutes that are known better than by distance, by
    (place of the person, place of the opportunity, means); ``groups``: the one broader group of a skill
    or occupation in the ESCO graph; ``rarity``: idf of each skill, where empty it is counted over the
    opportunities. Raises ``ValueError`` for an id used twice or a place that is not there.
    """

    persons: tuple[Person, ...]
    opportunities: tuple[Opportunity, ...]
    places: Mapping[str, Coordinates] = field(default_factory=dict)
    travel: Travel = field(default_factory=dict)
    groups: Mapping[str, str] = field(default_factory=dict)
    rarity: Mapping[str, float] = field(default_factory=dict)
    weights: Weights = Weights()

    def __post_init__(self) -> None:
        for rows in (self.persons, self.opportunities):
            if len({one.id for one in rows}) < len(rows):
                raise ValueError("an id is used twice")
            for one in rows:
                if one.place is not None and one.place not in self.places:
                    raise ValueError(f"{one.id}: no such place: {one.place}")

    def where(self, one: Person | Opportunity) -> str | Coordinates | None:
        """What tells one starting point or destination from another."""
        return one.place if one.place is not None else one.coordinates


@dataclass(frozen=True)
class Near:
    """A requirement that is not held, and the skills of the same broader group that are."""

    required: str
    held: tuple[str, ...]


@dataclass(frozen=True)
class Proposal:
    """An opportunity for a person, and why.

    ``points``: out of :data:`FULL`; ``coverage``: points of the requirements alone, out of a million;
    ``covered``, ``missing``: uris, what counts most first; ``nearly``: held in the same broader group;
    ``minutes`` one way by ``means``; ``shifts``: places of the alternatives that fit; ``ask``: what is
    not known and could change the answer.
    """

    opportunity: str
    points: int
    coverage: int
    covered: tuple[str, ...]
    nearly: tuple[Near, ...]
    missing: tuple[str, ...]
    wish: Wish
    minutes: int | None
    means: Means | None
    shifts: tuple[int, ...]
    ask: tuple[Ask, ...]

    @property
    def score(self) -> float:
        """The points as a share of a perfect match."""
        return self.points / FULL


class Status(StrEnum):
    """How the work ended."""

    OPTIMAL = "optimal"  # the exact answer for everybody
    FEASIBLE = "feasible"  # the seconds ended before everybody was reached


@dataclass(frozen=True)
class Answer:
    """For every person the best k, exactly, in order: points, then the id of the opportunity.

    ``top``: places in ``market.opportunities``, one row a person, -1 where there is no more; ``points``
    beside it; ``feasible``: opportunities that no constraint closes; ``open``: those of them that may be
    proposed (see ``Weights.least``); ``reached``: whether the person's row was worked out.
    """

    market: Market
    k: int
    top: npt.NDArray[np.int32]
    points: npt.NDArray[np.int32]
    feasible: npt.NDArray[np.int32]
    open: npt.NDArray[np.int32]
    reached: npt.NDArray[np.bool_]
    engine: str
    status: Status
    seed: int
    seconds: float

    @property
    def value(self) -> int:
        """The points of all proposals together."""
        return int(self.points.sum())

    def ranked(self, row: int) -> tuple[tuple[Opportunity, int], ...]:
        """The opportunities of the person in this row, with their points."""
        pairs = zip(self.top[row].tolist(), self.points[row].tolist(), strict=True)
        return tuple((self.market.opportunities[place], points) for place, points in pairs if place >= 0)

    def proposals(self, row: int) -> tuple[Proposal, ...]:
        """The same with every reason, worked out now."""
        from jobcaffe.kernels.matching.rules import Rules

        rules, person = Rules.of(self.market), self.market.persons[row]
        return tuple(rules.proposal(person, one) for one, _points in self.ranked(row))

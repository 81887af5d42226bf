"""The definition of a match in plain words of Python: one person, one opportunity, no arrays.

Slow and simple on purpose: reasons, what-if and ``check`` are made from it, and the fast versions must
give the same numbers. Everything is whole numbers, so "the same" means equal.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from functools import cached_property, lru_cache

from jobcaffe.kernels.matching import travel
from jobcaffe.kernels.matching.model import (
    HALF_HOURS,
    WHOLE_WEEK,
    Ask,
    Constraint,
    Market,
    Means,
    Near,
    Opportunity,
    Person,
    Proposal,
    Side,
    Wish,
)

SHARES = 10_000  # the requirements of an opportunity weigh this together
NEUTRAL = 50  # percent, where nothing is known
WISHES = {Wish.OCCUPATION: 100, Wish.GROUP: 50, Wish.SECTOR: 50, Wish.NONE: 0}


@lru_cache(maxsize=4096)
def erode(bits: int, steps: int) -> int:
    """Half-hours with ``steps`` more of them before and after, round the week."""
    for _ in range(steps):
        before = ((bits << 1) | (bits >> (HALF_HOURS - 1))) & WHOLE_WEEK
        after = (bits >> 1) | ((bits & 1) << (HALF_HOURS - 1))
        bits &= before & after
    return bits


def rarities(market: Market) -> dict[str, int]:
    """Idf of every required skill in thousandths, at least 1: as given, else over the opportunities."""
    counts: Counter[str] = Counter()
    for one in market.opportunities:
        counts.update({*one.essential, *one.optional})
    if market.rarity:
        return {uri: max(round(1000 * market.rarity.get(uri, 1.0)), 1) for uri in counts}
    everything = 1 + len(market.opportunities)
    return {uri: round(1000 * (1 + math.log(everything / (1 + n)))) for uri, n in counts.items()}


def shares(one: Opportunity, rarity: Mapping[str, int], essential: int, optional: int) -> dict[str, int]:
    """What each requirement weighs, out of :data:`SHARES`, heaviest first; then by uri.

    What rounding leaves goes to the heaviest. Both essential and optional counts as essential. Empty when
    nothing is required, or nothing that counts.
    """
    heavy = {uri: optional * rarity[uri] for uri in one.optional}
    heavy.update({uri: essential * rarity[uri] for uri in one.essential})
    order = sorted(heavy, key=lambda uri: (-heavy[uri], uri))
    total = sum(heavy.values())
    if not total:
        return {}
    found = {uri: SHARES * heavy[uri] // total for uri in order}
    found[order[0]] += SHARES - sum(found.values())
    return found


class Rules:
    """The rules of one market, with what is worked out once."""

    def __init__(self, market: Market) -> None:
        self.market = market
        self._shares: dict[str, dict[str, int]] = {}
        self._spots: dict[object, travel.Spot] = {}

    @classmethod
    def of(cls, market: Market) -> Rules:
        """The rules of this market, kept with it."""
        kept: Rules | None = market.__dict__.get("_rules")
        if kept is None:
            kept = cls(market)
            kept.keep_with(market)
        return kept

    def keep_with(self, market: Market) -> None:
        """Use these rules for a market with the same opportunities too."""
        object.__setattr__(market, "_rules", self)

    @cached_property
    def rarity(self) -> dict[str, int]:
        """Of every required skill, in thousandths."""
        return rarities(self.market)

    def shares(self, one: Opportunity) -> dict[str, int]:
        """What each requirement weighs; see :func:`shares`."""
        if one.id not in self._shares:
            weights = self.market.weights
            self._shares[one.id] = shares(one, self.rarity, weights.essential, weights.optional)
        return self._shares[one.id]

    # How far.
    def journey(self, person: Person, one: Opportunity) -> tuple[int, Means | None] | None:
        """Minutes one way and by which of her means; ``None`` when something about it is not known."""
        if one.remote:
            return 0, None
        if not person.means or self.market.where(person) is None or self.market.where(one) is None:
            return None
        return min((self._minutes(person, one, means), means) for means in Means if means in person.means)

    def _minutes(self, person: Person, one: Opportunity, means: Means) -> int:
        if person.place is not None and one.place is not None:
            known = self.market.travel.get((person.place, one.place, means))
            if known is not None:
                return min(known, travel.FAR)
        named = person.place is not None and one.place is not None
        return travel.minutes(self._spot(person), self._spot(one), means, travel.INSIDE_KM if named else 0.0)

    def _spot(self, one: Person | Opportunity) -> travel.Spot:
        key = self.market.where(one)
        if key not in self._spots:
            at = self.market.places[key] if isinstance(key, str) else key
            assert at is not None  # noqa: S101  (asked for only where there is one)
            self._spots[key] = travel.spot(at)
        return self._spots[key]

    # What closes.
    def closed(self, person: Person, one: Opportunity) -> Iterator[Constraint]:
        """Every constraint that closes this opportunity to this person, each at most once."""
        journey = self.journey(person, one)
        if journey is not None and person.limit is not None and journey[0] > person.limit:
            yield Constraint.MINUTES
        if one.shifts and not self.fitting(person, one):
            yield Constraint.HOURS
        yield from _papers(person, one)

    def fitting(self, person: Person, one: Opportunity) -> tuple[int, ...]:
        """The alternatives that fit her week and the way there and back, by place."""
        journey = self.journey(person, one)
        free = erode(person.free, travel.steps(journey[0]) if journey else 0)
        return tuple(place for place, shift in enumerate(one.shifts or ()) if not shift & ~free)

    # How well.
    def coverage(self, person: Person, one: Opportunity) -> int:
        """Points of the requirements, out of a million; half where one side says nothing."""
        weights = self.shares(one)
        if person.skills is None or not weights:
            return NEUTRAL * SHARES
        groups = self._groups(person.skills)
        held = sum(100 * share for uri, share in weights.items() if uri in person.skills)
        near = sum(
            self.market.weights.near * share
            for uri, share in weights.items()
            if uri not in person.skills and self.market.groups.get(uri) in groups
        )
        return held + near

    def _groups(self, skills: frozenset[str]) -> dict[str | None, list[str]]:
        found: dict[str | None, list[str]] = defaultdict(list)
        for uri in sorted(skills):
            if (group := self.market.groups.get(uri)) is not None:
                found[group].append(uri)
        return dict(found)

    def wish(self, person: Person, one: Opportunity) -> Wish:
        """How it meets what she would like."""
        if one.occupation is not None and person.occupations:
            if one.occupation in person.occupations:
                return Wish.OCCUPATION
            group = self.market.groups.get(one.occupation)
            if group is not None and group in {self.market.groups.get(uri) for uri in person.occupations}:
                return Wish.GROUP
        return Wish.SECTOR if one.sector is not None and one.sector in person.sectors else Wish.NONE

    def points(self, person: Person, one: Opportunity) -> int:
        """The whole score, out of ``FULL``."""
        weights = self.market.weights
        wishes = person.occupations or person.sectors
        wish = WISHES[self.wish(person, one)] if wishes else NEUTRAL
        fresh = NEUTRAL if one.freshness is None else one.freshness
        return weights.skills * self.coverage(person, one) + SHARES * (
            weights.wish * wish + weights.fresh * fresh
        )

    def worth(self, person: Person, one: Opportunity) -> bool:
        """Whether it is near enough to be proposed at all."""
        enough = self.coverage(person, one) >= self.market.weights.least * SHARES
        return enough or self.wish(person, one) != Wish.NONE

    # Why.
    def proposal(self, person: Person, one: Opportunity) -> Proposal:
        """The pair with every reason."""
        weights, held = self.shares(one), person.skills or frozenset()
        groups, journey = self._groups(held), self.journey(person, one)
        left = [uri for uri in weights if uri not in held]
        near = {uri: groups[group] for uri in left if (group := self.market.groups.get(uri)) in groups}
        return Proposal(
            opportunity=one.id,
            points=self.points(person, one),
            coverage=self.coverage(person, one),
            covered=tuple(uri for uri in weights if uri in held),
            nearly=tuple(Near(uri, tuple(mine)) for uri, mine in near.items()),
            missing=tuple(uri for uri in left if uri not in near) if person.skills is not None else (),
            wish=self.wish(person, one),
            minutes=journey[0] if journey else None,
            means=journey[1] if journey else None,
            shifts=self.fitting(person, one),
            ask=tuple(self.unknown(person, one)),
        )

    def unknown(self, person: Person, one: Opportunity) -> Iterator[Ask]:
        """What nobody has asked yet and could change this answer, the person's side first."""
        yield from (Ask(Side.PERSON, about) for about in self._ask_person(person, one))
        yield from (Ask(Side.OPPORTUNITY, about) for about in self._ask_opportunity(person, one))

    def _ask_person(self, person: Person, one: Opportunity) -> Iterator[str]:
        somewhere = not one.remote and self.market.where(one) is not None
        missing = {
            "skills": person.skills is None and bool(self.shares(one)),
            "place": somewhere and self.market.where(person) is None,
            "means": somewhere and not person.means,
            "limit": somewhere and person.limit is None,
            "windows": person.windows is None and bool(one.shifts),
            "contracts": person.contracts is None and one.contract is not None,
            "licences": person.licences is None and bool(one.licences),
            "age": person.age is None and (one.age_from is not None or one.age_to is not None),
        }
        return (about for about, asked in missing.items() if asked)

    def _ask_opportunity(self, person: Person, one: Opportunity) -> Iterator[str]:
        nowhere = not one.remote and self.market.where(one) is None
        missing = {
            "essential": not self.shares(one) and bool(person.skills),
            "place": nowhere and (person.limit is not None or person.free != WHOLE_WEEK),
            "shifts": one.shifts is None and person.free != WHOLE_WEEK,
            "contract": one.contract is None and person.contracts is not None,
            "places": one.places is None,
        }
        return (about for about, asked in missing.items() if asked)


def _papers(person: Person, one: Opportunity) -> Iterator[Constraint]:
    if None not in (one.contract, person.contracts) and one.contract not in (person.contracts or ()):
        yield Constraint.CONTRACT
    if person.licences is not None and not one.licences <= person.licences:
        yield Constraint.LICENCE
    if person.age is not None and not _of_age(person.age, one):
        yield Constraint.AGE
    if one.protected and not person.protected:
        yield Constraint.PROTECTED
    if one.places == 0:
        yield Constraint.PLACES


def _of_age(age: int, one: Opportunity) -> bool:
    return (one.age_from is None or age >= one.age_from) and (one.age_to is None or age <= one.age_to)

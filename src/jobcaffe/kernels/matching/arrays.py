"""The market as arrays of whole numbers, made once: what both engines read.

Opportunities are put in the order (destination, id), so that those of one comune lie side by side;
persons in the order (origin, means, limit), so that what can be reached is worked out once for all who
start alike. Unknown things become values that never close: no origin, every bit of the papers, the whole
week, half of the points.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Sequence
from itertools import chain, repeat
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from jobcaffe.kernels.matching import travel
from jobcaffe.kernels.matching.model import HALF_HOURS, Coordinates, Market, Means, Opportunity, Person
from jobcaffe.kernels.matching.rules import NEUTRAL, SHARES, Rules

Int32 = npt.NDArray[np.int32]
Int64 = npt.NDArray[np.int64]
Words = npt.NDArray[np.uint64]
Bools = npt.NDArray[np.bool_]

WORDS = 6  # a week is six words of 56 bits: 336 half-hours, turned round without a gap
WORD_BITS = HALF_HOURS // WORDS
SHARE_BITS = 14  # a share is at most 10,000
SHARE_MASK = (1 << SHARE_BITS) - 1
NO_LIMIT = travel.FAR + 1


class Supply(NamedTuple):
    """Opportunities with a place left. ``m`` of them, in the order (destination, id).

    ``order`` (m): place in the market; ``rank`` (m): place among the ids; ``start`` (m + 1), ``asked``:
    requirements, row by row, skill << ``SHARE_BITS`` | share; ``need`` (m, words): bits of the papers
    asked for; ``shifts`` (m, alternatives): rows of ``patterns`` (…, 6), the first of which is empty
    and always fits;
    ``destination`` (d + 2): where the opportunities of each begin, those with no journey first;
    ``occupation``, ``group``, ``sector`` (m): codes, 0 for none; ``fresh`` (m): percent; ``members_at``,
    ``members``: the required skills of each group.
    """

    order: Int32
    rank: Int32
    start: Int64
    asked: Int32
    need: Words
    shifts: Int32
    patterns: Words
    destination: Int64
    occupation: Int32
    group: Int32
    sector: Int32
    fresh: Int32
    members_at: Int64
    members: Int32


class Demand(NamedTuple):
    """Persons, ``n`` of them, in the order (origin, means, limit).

    ``order`` (n): place in the market; ``origin`` (n): code, -1 where the journey is unknown; ``means``
    (n): bits; ``limit`` (n): minutes; ``has`` (n, words); ``free`` (steps + 1, n, 6): the week eroded;
    ``start`` (n + 1), ``skill``, ``near``: held skills, and groups with one held, by code or -1;
    ``known`` (n): whether anybody asked for the skills; ``wish_at``, ``wish``: codes wished, in the three
    lists one after the other (see ``offsets``); ``wishing`` (n): whether anything is wished.
    """

    order: Int32
    origin: Int32
    means: Int32
    limit: Int32
    has: Words
    free: Words
    start: Int64
    skill: Int32
    near: Int32
    known: Bools
    wish_at: Int64
    wish: Int32
    wishing: Bools


class Code(dict[Hashable, int]):
    """Numbers for things, in order of arrival, from ``first``."""

    def __init__(self, first: int = 0) -> None:
        super().__init__()
        self.first = first

    def __missing__(self, key: Hashable) -> int:
        self[key] = number = len(self) + self.first
        return number


class Index:
    """The opportunities of a market as arrays; any number of persons can be asked against it."""

    def __init__(self, market: Market) -> None:
        self.market, self.rules = market, Rules.of(market)
        self.destinations = Code()
        self.rows = self._rows()
        self.bits = _Papers(self.opportunities)
        self.skills, self.groups = Code(), Code()
        self.tokens: dict[str, int] = {}
        self.occupations, self.families, self.sectors = Code(1), Code(1), Code(1)
        self.supply = self._supply()
        self.spots = _spots(market, list(self.destinations))

    def _rows(self) -> list[int]:
        """Places in the market of what has a place left, in the order of the arrays."""
        everything, where = self.market.opportunities, self.market.where
        keys: list[Any] = [None if one.remote else where(one) for one in everything]
        known = sorted({key for key in keys if key is not None}, key=repr)
        for key in known:
            self.destinations[key]
        self.destination_of = [-1 if key is None else self.destinations[key] for key in keys]
        open_now = (place for place, one in enumerate(everything) if one.places != 0)
        return sorted(open_now, key=lambda place: (self.destination_of[place], everything[place].id))

    @property
    def opportunities(self) -> list[Opportunity]:
        """In the order of the arrays."""
        return [self.market.opportunities[place] for place in self.rows]

    def _supply(self) -> Supply:
        rows = self.opportunities
        start, asked = self._requirements(rows)
        members_at, members = self._members()
        shifts, patterns = _shifts(rows)
        ids = sorted(range(len(rows)), key=lambda row: rows[row].id)
        rank = np.empty(len(rows), np.int32)
        rank[ids] = np.arange(len(rows), dtype=np.int32)
        at = np.array([self.destination_of[place] for place in self.rows], np.int64)
        return Supply(
            order=np.array(self.rows, np.int32),
            rank=rank,
            start=start,
            asked=asked,
            need=self.bits.words([self.bits.need(one) for one in rows]),
            shifts=shifts,
            patterns=patterns,
            destination=np.searchsorted(at, np.arange(-1, len(self.destinations) + 1)).astype(np.int64),
            occupation=_codes(self.occupations, (one.occupation for one in rows)),
            group=_codes(self.families, (self._family(one.occupation) for one in rows)),
            sector=_codes(self.sectors, (one.sector for one in rows)),
            fresh=np.array([NEUTRAL if one.freshness is None else one.freshness for one in rows], np.int32),
            members_at=members_at,
            members=members,
        )

    def _family(self, occupation: str | None) -> str | None:
        return None if occupation is None else self.market.groups.get(occupation)

    def _requirements(self, rows: Sequence[Opportunity]) -> tuple[Int64, Int32]:
        """One made-up requirement of skill 0, always half held, where nothing is required."""
        self.skills[None]
        weights = [self.rules.shares(one) for one in rows]
        filled: list[dict[Any, int]] = [one or {None: SHARES} for one in weights]
        code = self.skills
        asked = [code[uri] << SHARE_BITS | share for one in filled for uri, share in one.items()]
        return _starts([len(one) for one in filled]), np.array(asked, np.int32)

    def _members(self) -> tuple[Int64, Int32]:
        """The required skills of each group; and a token for every skill that touches a requirement."""
        groups = self.market.groups
        lists: list[list[int]] = []
        for uri, skill in self.skills.items():
            if isinstance(uri, str) and uri in groups:
                group = self.groups[groups[uri]]
                lists.extend([] for _ in range(group + 1 - len(lists)))
                lists[group].append(skill)
        for uri, group_uri in groups.items():
            if group_uri in self.groups or uri in self.skills:
                self.tokens[uri] = len(self.tokens)
        for uri in self.skills:
            if isinstance(uri, str) and uri not in self.tokens:
                self.tokens[uri] = len(self.tokens)
        self.token_skill = np.array([*(self.skills.get(uri, -1) for uri in self.tokens), -1], np.int32)
        near = (self.groups.get(groups.get(uri), -1) for uri in self.tokens)
        self.token_near = np.array([*near, -1], np.int32)
        return _starts([len(one) for one in lists]), np.array(list(chain.from_iterable(lists)), np.int32)

    # Persons.
    def demand(self, persons: Sequence[Person]) -> Demand:
        """These persons as arrays."""
        origins, self.origins = [self._origin(one) for one in persons], Code()
        origin = np.array([-1 if one is None else self.origins[one] for one in origins], np.int32)
        means = np.array([sum(_BIT[way] for way in one.means or ()) for one in persons], np.int32)
        limit = np.array([NO_LIMIT if one.limit is None else one.limit for one in persons], np.int32)
        order = np.lexsort((limit, means, origin)).astype(np.int32)
        rows = [persons[place] for place in order.tolist()]
        start, skill, near = self._held(rows)
        wish_at, wish = self._wishes(rows)
        return Demand(
            order=order,
            origin=origin[order],
            means=means[order],
            limit=limit[order],
            has=self.bits.words([self.bits.has(one) for one in rows]),
            free=eroded(_week([one.free for one in rows])),
            start=start,
            skill=skill,
            near=near,
            known=np.array([one.skills is not None for one in rows], np.bool_),
            wish_at=wish_at,
            wish=wish,
            wishing=np.array([bool(one.occupations or one.sectors) for one in rows], np.bool_),
        )

    def starting_points(self) -> list[Any]:
        """Where the persons of the last :meth:`demand` start, in the order of the codes."""
        return list(self.origins)

    def _origin(self, one: Person) -> str | Coordinates | None:
        return self.market.where(one) if one.means else None

    def _held(self, rows: Sequence[Person]) -> tuple[Int64, Int32, Int32]:
        lengths = [len(one.skills or ()) for one in rows]
        every = chain.from_iterable(one.skills or () for one in rows)
        # The last token stands for what no requirement touches.
        nothing = len(self.tokens)
        tokens = np.fromiter(map(self.tokens.get, every, repeat(nothing)), np.int64, sum(lengths))
        return _starts(lengths), self.token_skill[tokens], self.token_near[tokens]

    @property
    def offsets(self) -> tuple[int, int, int]:
        """Where groups and sectors begin among the codes of wishes, and how many codes there are."""
        groups = len(self.occupations) + 1
        sectors = groups + len(self.families) + 1
        return groups, sectors, sectors + len(self.sectors) + 1

    def _wishes(self, rows: Sequence[Person]) -> tuple[Int64, Int32]:
        groups, sectors, _all = self.offsets
        lists: list[list[int]] = []
        for one in rows:
            mine = [self.occupations[uri] for uri in one.occupations if uri in self.occupations]
            families = {self._family(uri) for uri in one.occupations}
            mine += [groups + self.families[uri] for uri in families if uri in self.families]
            mine += [sectors + self.sectors[name] for name in one.sectors if name in self.sectors]
            lists.append(mine)
        return _starts([len(one) for one in lists]), np.array(list(chain.from_iterable(lists)), np.int32)

    # Journeys.
    def minutes(self, origins: Sequence[str | Coordinates]) -> npt.NDArray[np.int16]:
        """Minutes by each set of means, by its bits: (16, origins, destinations)."""
        here, named = _spots(self.market, origins), _named(origins)
        there, known = self.spots, _named(list(self.destinations))
        north = there[0] - here[0][:, None]
        east = there[1] - here[1][:, None]
        km = travel.EARTH_KM * np.sqrt(north * north + east * east * (here[2][:, None] * there[2]))
        km = np.maximum(km, np.where(named[:, None] & known, travel.INSIDE_KM, 0.0))
        found = np.empty((len(Means), *km.shape), np.int16)
        for place, means in enumerate(Means):
            fixed, speed = travel.PACE[means]
            taken = np.ceil(fixed + km * (travel.DETOUR * 60 / speed))
            found[place] = np.minimum(taken, travel.FAR)
        self._known_better(found, origins)
        return self._by_set(found)

    def _by_set(self, found: npt.NDArray[np.int16]) -> npt.NDArray[np.int16]:
        """The quickest of every set of means, by its bits; the empty set takes no time."""
        best = np.zeros((1 << len(found), *found.shape[1:]), np.int16)
        for bits in range(1, len(best)):
            lowest = (bits & -bits).bit_length() - 1
            rest = bits & (bits - 1)
            best[bits] = np.minimum(found[lowest], best[rest]) if rest else found[lowest]
        return best

    def _known_better(self, found: npt.NDArray[np.int16], origins: Sequence[str | Coordinates]) -> None:
        rows = {name: row for row, name in enumerate(origins)}
        for (here, there, means), taken in self.market.travel.items():
            if here in rows and there in self.destinations:
                place = list(Means).index(means)
                found[place, rows[here], self.destinations[there]] = min(taken, travel.FAR)


_BIT = {means: 1 << place for place, means in enumerate(Means)}


class _Papers:
    """Contract, licences, age, protected categories: what is asked for as bits, what one has as bits."""

    def __init__(self, rows: Sequence[Opportunity]) -> None:
        self.code = Code()
        for one in rows:
            self.need(one)
        self._kept: dict[Hashable, int] = {}

    def need(self, one: Opportunity) -> int:
        """The bits that this opportunity asks for."""
        asked: list[Hashable] = [("licence", name) for name in one.licences]
        if one.contract is not None:
            asked.append(("contract", one.contract))
        if one.age_from is not None or one.age_to is not None:
            asked.append(("age", one.age_from, one.age_to))
        if one.protected:
            asked.append(("protected",))
        return sum(1 << self.code[key] for key in asked)

    def has(self, one: Person) -> int:
        """The bits that this person brings; all of a kind where nobody asked."""
        bits = self._keep(
            ("contract", one.contracts), lambda key: one.contracts is None or key[1] in one.contracts
        )
        bits |= self._keep(
            ("licence", one.licences), lambda key: one.licences is None or key[1] in one.licences
        )
        bits |= self._keep(("age", one.age), lambda key: _of_age(one.age, key[1], key[2]))
        return bits | self._keep(("protected", one.protected), lambda _key: one.protected)

    def _keep(self, kept: tuple[Hashable, ...], holds: Callable[[Any], bool]) -> int:
        if kept not in self._kept:
            mine = ((key, bit) for key, bit in self.code.items() if key[0] == kept[0])  # type: ignore[index]
            self._kept[kept] = sum(1 << bit for key, bit in mine if holds(key))
        return self._kept[kept]

    def words(self, values: Sequence[int]) -> Words:
        """Bits as rows of 64-bit words."""
        width = max(1, -(-len(self.code) // 64))
        packed = b"".join(one.to_bytes(8 * width, "little") for one in values)
        return np.frombuffer(packed, "<u8").reshape(len(values), width).astype(np.uint64)


def _of_age(age: int | None, youngest: int | None, oldest: int | None) -> bool:
    if age is None:
        return True
    return (youngest is None or age >= youngest) and (oldest is None or age <= oldest)


def _starts(lengths: Sequence[int]) -> Int64:
    return np.concatenate(([0], np.cumsum(np.array(lengths, np.int64)))).astype(np.int64)


def _codes(code: Code, names: Iterable[str | None]) -> Int32:
    return np.array([0 if name is None else code[name] for name in names], np.int32)


def _named(places: Sequence[object]) -> Bools:
    return np.array([isinstance(one, str) for one in places], np.bool_)


def _spots(market: Market, places: Sequence[Any]) -> npt.NDArray[np.float64]:
    """Latitude, longitude in radians, cosine of the latitude: (3, places)."""
    rows = [travel.spot(market.places[one] if isinstance(one, str) else one) for one in places]
    return np.array(rows, np.float64).reshape(len(rows), 3).T


def _week(values: Sequence[int]) -> Words:
    """Weeks of 336 bits as (…, 6) words of 56 bits."""
    packed = np.frombuffer(b"".join(one.to_bytes(HALF_HOURS // 8, "little") for one in values), np.uint8)
    padded = np.zeros((len(values), WORDS, 8), np.uint8)
    padded[:, :, :7] = packed.reshape(len(values), WORDS, 7)
    return padded.reshape(len(values), WORDS * 8).view("<u8").astype(np.uint64)


def eroded(week: Words) -> Words:
    """The same weeks without 0, 1, … ``MOST_STEPS`` half-hours at either end: (steps + 1, n, 6)."""
    one, top, mask = np.uint64(1), np.uint64(WORD_BITS - 1), np.uint64((1 << WORD_BITS) - 1)
    found = [week]
    for _ in range(travel.MOST_STEPS):
        last = found[-1]
        later = ((last << one) & mask) | (np.roll(last, 1, axis=1) >> top)
        earlier = (last >> one) | ((np.roll(last, -1, axis=1) & one) << top)
        found.append(last & later & earlier)
    return np.stack(found)


def _shifts(rows: Sequence[Opportunity]) -> tuple[Int32, Words]:
    """Alternatives as rows of patterns, the first repeated to fill; pattern 0 is empty: it always fits."""
    code = Code()
    code[0]
    lists = [[code[bits] for bits in one.shifts] if one.shifts else [0] for one in rows]
    width = max((len(one) for one in lists), default=1)
    filled = [one + one[:1] * (width - len(one)) for one in lists]
    return np.array(filled, np.int32).reshape(len(rows), width), _week(list(code))  # type: ignore[arg-type]

"""So that not everybody is sent to the same door: the proposals of all, spread, at nobody's expense.

Everybody keeps her own best. The rest of the proposals is given out in rounds, to whoever has the fewest
options first, and no opportunity takes more than its share for its places; what is then still owed is
filled up where there is the least crowd. Nobody gets fewer proposals than before. No lottery, no prices:
one can tell anybody why.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import ceil, log

from jobcaffe.kernels.matching.model import FULL, Answer

# Of what there would be for everybody alike: below 1 there is room left for the last ones.
ROOM = Fraction(9, 10)
Lists = Sequence[Sequence[tuple[int, int]]]  # a person's (opportunity, points), best first


@dataclass(frozen=True)
class Spread:
    """The proposals after spreading: per person (place of the opportunity, points), best first.

    ``naive``: what they were; ``caps``: how many persons an opportunity was to be shown to at most.
    """

    lists: tuple[tuple[tuple[int, int], ...], ...]
    naive: tuple[tuple[tuple[int, int], ...], ...]
    caps: tuple[int, ...]


@dataclass(frozen=True)
class Congestion:
    """How crowded lists of proposals are, over all opportunities.

    ``best`` and ``utility``: mean score of the first and of all proposals (shares of a perfect match);
    ``per_person``; ``coverage``: share of the opportunities shown to somebody; ``gini`` of how often they
    are shown, 0 = all alike; ``entropy``: 1 = all alike; ``most``: how often the most shown one is.
    """

    best: float
    utility: float
    per_person: float
    coverage: float
    gini: float
    entropy: float
    most: int


def spread(answer: Answer, proposals: int, *, room: Fraction = ROOM) -> Spread:
    """The proposals of every person, at most so many, spread over the opportunities.

    ``answer``: everybody's best k with a k well above ``proposals``: the options to choose from.
    An opportunity is shown at most to its share of all proposals x ``room``, rounded up; shares go by
    places + 1, so that one with three places is shown twice as often as one with one,
    beside those who have it as their best. Raises ``ValueError`` when k is below ``proposals``.
    """
    if not 1 <= proposals <= answer.k:
        raise ValueError("there must be at least as many options as proposals")
    options = _options(answer)
    places = [1 if one.places is None else one.places for one in answer.market.opportunities]
    owed = [min(proposals, len(mine)) for mine in options]
    caps = _caps(places, sum(owed), Fraction(room))
    lists = _Round(options, owed, caps).run()
    return Spread(
        tuple(tuple(sorted(mine, key=options[row].index)) for row, mine in enumerate(lists)),
        tuple(tuple(mine[:proposals]) for mine in options),
        tuple(caps),
    )


def _options(answer: Answer) -> list[list[tuple[int, int]]]:
    rows = zip(answer.top.tolist(), answer.points.tolist(), strict=True)
    return [[pair for pair in zip(*row, strict=True) if pair[0] >= 0] for row in rows]


def _caps(places: Sequence[int], total: int, room: Fraction) -> list[int]:
    everything = sum(1 + here for here in places)
    return [ceil(room * total * (1 + here) / everything) for here in places]


class _Round:
    """The rounds: who still is owed what, and how often each opportunity is shown by now."""

    def __init__(self, options: list[list[tuple[int, int]]], owed: list[int], caps: list[int]) -> None:
        self.options, self.owed, self.caps = options, owed, caps
        self.shown = [0] * len(caps)
        self.lists: list[list[tuple[int, int]]] = [[] for _ in options]
        self.left = [list(mine) for mine in options]

    def run(self) -> list[list[tuple[int, int]]]:
        """Own best, capped rounds, fill."""
        for row, mine in enumerate(self.options):
            if mine:
                self._give(row, 0)
        # Fewest options first; who has as many, by her place in the market.
        order = sorted(range(len(self.options)), key=lambda row: len(self.options[row]))
        while order := [row for row in order if self._wants(row) and self._capped(row)]:
            pass
        for row in sorted(range(len(self.options)), key=lambda row: len(self.options[row])):
            while self._wants(row):
                self._give(row, min(range(len(self.left[row])), key=lambda at: self._crowd(row, at)))
        return self.lists

    def _wants(self, row: int) -> bool:
        return len(self.lists[row]) < self.owed[row]

    def _capped(self, row: int) -> bool:
        """Her next best with room left; whether there was one. What is full stays full: skipped for good."""
        for at, (place, _points) in enumerate(self.left[row]):
            if self.shown[place] < self.caps[place]:
                self._give(row, at)
                return True
        return False

    def _crowd(self, row: int, at: int) -> int:
        return self.shown[self.left[row][at][0]]

    def _give(self, row: int, at: int) -> None:
        chosen = self.left[row].pop(at)
        self.shown[chosen[0]] += 1
        self.lists[row].append(chosen)


def congestion(lists: Lists, opportunities: int) -> Congestion:
    """The figures of some lists of proposals; all 0 when nobody has any."""
    shown = Counter(place for mine in lists for place, _points in mine)
    total, with_any = sum(shown.values()), [mine for mine in lists if mine]
    if not total:
        return Congestion(0, 0, 0, 0, 0, 0, 0)
    counts = sorted([*shown.values(), *[0] * (opportunities - len(shown))])
    weighted = sum(place * count for place, count in enumerate(counts, 1))
    chaos = sum(count / total * log(total / count) for count in shown.values())
    return Congestion(
        best=sum(mine[0][1] for mine in with_any) / len(with_any) / FULL,
        utility=sum(points for mine in lists for _place, points in mine) / total / FULL,
        per_person=total / len(lists),
        coverage=len(shown) / opportunities,
        gini=(2 * weighted / (opportunities * total)) - (opportunities + 1) / opportunities,
        entropy=chaos / log(opportunities) if opportunities > 1 else 1.0,
        most=counts[-1],
    )


@dataclass(frozen=True)
class Exposure:
    """One group of people in the audit.

    ``persons`` in it; ``feasible``, ``open``: mean opportunities that nothing closes, that may be proposed;
    ``proposals``, ``best``: mean number, mean score of the first; ``nothing``: persons without a proposal.
    """

    trait: str
    value: str
    persons: int
    feasible: float
    open: float
    proposals: float
    best: float
    nothing: int


def exposure(
    answer: Answer, groups: Mapping[str, Mapping[str, str]], lists: Lists | None = None
) -> tuple[Exposure, ...]:
    """What people of each group get to see: an audit, never an input of the order.

    ``groups``: trait → person's id → value (sex, age band, citizenship …); who is not in a trait is left
    out of it. ``lists``: proposals after :func:`spread`; else those of the answer. Counts are true: who
    publishes them protects the small ones first.
    """
    shown = lists if lists is not None else _options(answer)
    rows = {one.id: row for row, one in enumerate(answer.market.persons)}
    found = []
    for trait, values in groups.items():
        members: dict[str, list[int]] = {}
        for name, value in values.items():
            if name in rows:
                members.setdefault(value, []).append(rows[name])
        found += [_exposure(answer, shown, trait, value, members[value]) for value in sorted(members)]
    return tuple(found)


def _exposure(answer: Answer, shown: Lists, trait: str, value: str, rows: list[int]) -> Exposure:
    firsts = [shown[row][0][1] for row in rows if shown[row]]
    return Exposure(
        trait=trait,
        value=value,
        persons=len(rows),
        feasible=sum(int(answer.feasible[row]) for row in rows) / len(rows),
        open=sum(int(answer.open[row]) for row in rows) / len(rows),
        proposals=sum(len(shown[row]) for row in rows) / len(rows),
        best=sum(firsts) / len(firsts) / FULL if firsts else 0.0,
        nothing=len(rows) - len(firsts),
    )

"""The cheapest options by trying all of them, each day walked through state by state.

Written from the contract: it shares only the reading of hours with the kernel.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations, product

from jobcaffe.kernels.weekmap import Instance
from jobcaffe.kernels.weekmap.pieces import helpers, pieces

STEP, WAIT = 15, 2
# An adult or helper: place and steps left on the way there. The child: place, and who carries her.
Walker = tuple[str, int]
State = tuple[tuple[Walker, ...], str, int]
NOBODY = -1


def cheapest(instance: Instance, without: frozenset[str] = frozenset()) -> int | None:
    """The least cost with which the only day of the instance works; ``None`` when nothing does."""
    names = [one.id for one in instance.options]
    costs = {one.id: one.cost for one in instance.options}
    subsets = [set(some) for count in range(len(names) + 1) for some in combinations(names, count)]
    for some in sorted(subsets, key=lambda one: (sum(costs[name] for name in one), len(one))):
        if not _exclusive(instance, some) and works(instance, some, without):
            return sum(costs[name] for name in some)
    return None


def _exclusive(instance: Instance, some: set[str]) -> bool:
    touched = [change.commitment for one in instance.options if one.id in some for change in one.changes]
    return len(set(touched)) < len(touched)


class _Day:
    def __init__(self, instance: Instance, some: set[str], without: frozenset[str]) -> None:
        self.instance, every = instance, pieces(instance, 0, STEP)
        rows = [row for row in every if row.holds(some)]
        child = instance.children[0].id
        self.free = any(row.who == child and row.commitment in without for row in every)
        self.rows = [row for row in rows if row.commitment not in without]
        self.school = [row for row in self.rows if row.who == child]
        self.windows = [(row.where, row.start - WAIT, row.end + WAIT) for row in every if row.who == child]
        self.outside = [one for one in helpers(instance, 0, STEP) if not one.option or one.option in some]
        self.low, self.high = 8 * 4 - 8, 16 * 4 + 8
        self.places = ("casa", "scuola", "lavoro")

    def start(self) -> State:
        """Everybody is at home."""
        return (("casa", 0),) * (len(self.instance.adults) + len(self.outside)), "casa", NOBODY

    def moves(self, walkers: tuple[Walker, ...], step: int) -> Iterator[tuple[Walker, ...]]:
        """What each adult and helper may do at a step."""
        yield from product(*(self._of(index, walker, step) for index, walker in enumerate(walkers)))

    def _of(self, index: int, walker: Walker, step: int) -> list[Walker]:
        place, left = walker
        if left:
            return [(place, left)]
        helper = self._helper(index)
        if helper is not None and not (helper.carer.brings and helper.start <= step < helper.end):
            return [walker]
        ways = [
            (other, self.instance.minutes(place, other) // STEP) for other in self.places if other != place
        ]
        return [walker, *ways]

    def _helper(self, index: int):  # type: ignore[no-untyped-def]
        count = len(self.instance.adults)
        return self.outside[index - count] if index >= count else None

    def fits(self, walkers: tuple[Walker, ...], step: int) -> bool:
        """Whether adults are where they should, and helpers home when they go."""
        adults = self.instance.adults
        due = [row for row in self.rows if row.who in adults and row.start <= step < row.end]
        gone = [
            index
            for index, one in enumerate(self.outside, len(adults))
            if not one.start <= step < one.end and walkers[index] != ("casa", 0)
        ]
        return not gone and all(walkers[adults.index(row.who)] == (row.where, 0) for row in due)

    def child_fits(self, walkers: tuple[Walker, ...], where: str, step: int) -> bool:
        """Whether she is at school when she should, and somebody is with her where she is."""
        if any(row.start <= step < row.end and row.where != where for row in self.school):
            return False
        if where != "casa" and not any(a == where and b <= step < c for a, b, c in self.windows):
            return False
        if any(row.start <= step < row.end for row in self.school):
            return True
        for index, walker in enumerate(walkers):
            helper = self._helper(index)
            here = helper is None or helper.start <= step < helper.end
            if walker == (where, 0) and here:
                return True
        return False


def works(instance: Instance, some: set[str], without: frozenset[str] = frozenset()) -> bool:
    """Whether the day can be walked through from home to home."""
    day = _Day(instance, some, without)
    states = {day.start()}
    for step in range(day.low, day.high):
        states = {after for state in states for after in _after(day, state, step)}
        if not states:
            return False
    return any(
        all(walker == ("casa", 0) for walker in walkers) and (day.free or (where, by) == ("casa", NOBODY))
        for walkers, where, by in states
    )


def _after(day: _Day, state: State, step: int) -> Iterator[State]:
    """The states at the end of a step, after what everybody chose at its beginning."""
    walkers, where, by = state
    for chosen in day.moves(walkers, step):
        gone = [
            index
            for index, (old, new) in enumerate(zip(walkers, chosen, strict=True))
            if not old[1] and new[1]
        ]
        if not day.fits(chosen, step):
            continue
        if day.free:
            yield _tick(chosen), "casa", NOBODY
        elif by != NOBODY:
            if _away(day, step):
                yield _land(_tick(chosen), where, by, chosen[by])
        else:
            if day.child_fits(chosen, where, step):
                yield _tick(chosen), where, NOBODY
            for index in gone:
                if walkers[index][0] == where and _away(day, step):
                    yield _land(_tick(chosen), chosen[index][0], index, chosen[index])


def _away(day: _Day, step: int) -> bool:
    return not any(row.start <= step < row.end for row in day.school)


def _tick(walkers: tuple[Walker, ...]) -> tuple[Walker, ...]:
    return tuple((place, max(left - 1, 0)) for place, left in walkers)


def _land(walkers: tuple[Walker, ...], where: str, by: int, before: Walker) -> State:
    arrived = before[1] <= 1
    return walkers, before[0] if arrived else where, NOBODY if arrived else by

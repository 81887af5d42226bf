"""The same best k, compiled with numba (extra ``scale``): equal numbers, one thread, nothing drawn.

Where NumPy makes arrays for every person, this goes through the candidates once with all tests in a row
and keeps the best in a short sorted list. The functions are plain Python until :func:`compiled` is called:
nobody pays for numba who does not use it. The compiled code is kept on the disk where a folder may be
written, else it is made again in every process.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import Any

import numpy as np
import numpy.typing as npt

from jobcaffe.kernels.matching.arrays import SHARE_BITS, SHARE_MASK, Demand, Int32, Supply, Words
from jobcaffe.kernels.matching.ranking import Found, Int16, Scale

Bytes = npt.NDArray[np.uint8]

STEPS = 9  # 0 to MOST_STEPS half-hours of travel
_COMPILED = ("_reach", "_value", "_marks", "_table", "_feasible", "_coverages", "_place", "_person", "_block")


@lru_cache(maxsize=1)
def compiled() -> Callable[..., None]:
    """The compiled :func:`ranking.block`; compiles, or reads what was compiled, at the first call."""
    import numba

    def jit(function: Any) -> Any:
        try:
            return numba.njit(cache=True)(function)
        except RuntimeError:  # no folder where compiled code could be kept
            return numba.njit(function)

    for name in _COMPILED:
        globals()[name] = jit(globals()[name])
    return block


def block(
    supply: Supply,
    demand: Demand,
    minutes: Int16,
    first_origin: int,
    rows: tuple[int, int],
    scale: Scale,
    found: Found,
) -> None:
    """See :func:`jobcaffe.kernels.matching.ranking.block`: the same arguments, the same numbers."""
    _block(supply, demand, minutes, first_origin, rows, scale, found)


def _block(
    supply: Supply,
    demand: Demand,
    minutes: Int16,
    first: int,
    rows: tuple[int, int],
    scale: Scale,
    found: Found,
) -> None:
    size = len(supply.rank)
    reach, steps = np.empty(size, np.int32), np.empty(size, np.uint8)
    left = np.empty(size + 1, np.int32)  # one more: what fails last is written, and not counted
    coverage = np.empty(size, np.int32)
    value = np.zeros(scale.required, np.uint8)
    seen = np.full(len(supply.members_at), -1, np.int32)
    marks = np.zeros(scale.codes, np.int32)
    fits = np.empty((STEPS, len(supply.patterns)), np.uint8)
    count, origin, means, limit = 0, -2, -2, -2
    for row in range(rows[0], rows[1]):
        if demand.origin[row] != origin or demand.means[row] != means or demand.limit[row] != limit:
            origin, means, limit = demand.origin[row], demand.means[row], demand.limit[row]
            count = _reach(supply, minutes, origin, first, means, limit, reach, steps)
        _value(supply, demand, row, scale, value, seen)
        _marks(demand, row, scale, marks, True)
        _table(supply.patterns, demand.free, row, steps[:count].max() if count else 0, fits)
        some = _feasible(supply, demand, row, reach[:count], steps, fits, left)
        _coverages(supply, left[:some], value, coverage)
        _person(supply, demand, row, scale, found, left[:some], coverage, marks)
        _marks(demand, row, scale, marks, False)


def _reach(
    supply: Supply, minutes: Int16, origin: int, first: int, means: int, limit: int, reach: Int32, steps: Any
) -> int:
    """Opportunities within the limit and the half-hours of travel; returns how many."""
    count = 0
    at = supply.destination
    for place in range(-1, len(at) - 2):
        taken = minutes[means, origin - first, place] if place >= 0 and origin >= 0 else 0
        if taken > limit and origin >= 0:
            continue
        half_hours = min((taken + 29) // 30, STEPS - 1)
        for one in range(at[place + 1], at[place + 2]):
            reach[count] = one
            steps[count] = half_hours
            count += 1
    return count


def _value(supply: Supply, demand: Demand, row: int, scale: Scale, value: Bytes, seen: Int32) -> None:
    """What each required skill is worth to this person, in percent."""
    if not demand.known[row]:
        value[:] = 50
        return
    value[:] = 0
    first, last = demand.start[row], demand.start[row + 1]
    for place in range(first, last):
        group = demand.near[place]
        if group >= 0 and seen[group] != row:
            seen[group] = row
            for member in range(supply.members_at[group], supply.members_at[group + 1]):
                value[supply.members[member]] = scale.near
    for place in range(first, last):
        if demand.skill[place] >= 0:
            value[demand.skill[place]] = 100
    value[0] = 50


def _marks(demand: Demand, row: int, scale: Scale, marks: Int32, put: bool) -> None:
    for place in range(demand.wish_at[row], demand.wish_at[row + 1]):
        code = demand.wish[place]
        marks[code] = (100 if code < scale.groups_at else 50) if put else 0


def _table(patterns: Words, free: Words, row: int, steps: int, fits: Any) -> None:
    """Whether each pattern fits after 0 … ``steps`` half-hours of travel, as 0 or 1."""
    for step in range(steps + 1):
        for pattern in range(len(patterns)):
            fit = 1
            for word in range(patterns.shape[1]):
                if patterns[pattern, word] & ~free[step, row, word]:
                    fit = 0
                    break
            fits[step, pattern] = fit


def _feasible(
    supply: Supply, demand: Demand, row: int, reach: Int32, steps: Any, fits: Any, left: Int32
) -> int:
    """Those that nothing closes, into ``left``; returns how many.

    Without a branch for each test: which candidate passes cannot be foreseen, and a processor that
    guesses wrong loses more than the test costs.
    """
    count, has, need, shifts = 0, demand.has[row], supply.need, supply.shifts
    for place in range(len(reach)):
        one, step = reach[place], steps[place]
        lacking = need[one, 0] & ~has[0]
        for word in range(1, need.shape[1]):
            lacking |= need[one, word] & ~has[word]
        fit = fits[step, shifts[one, 0]]
        for way in range(1, shifts.shape[1]):
            fit |= fits[step, shifts[one, way]]
        left[count] = one
        count += fit & (lacking == 0)
    return count


def _coverages(supply: Supply, left: Int32, value: Bytes, coverage: Int32) -> None:
    """Points of the requirements of each of ``left``."""
    start, asked = supply.start, supply.asked
    for place in range(len(left)):
        one, total = left[place], np.int32(0)
        for at in range(start[one], start[one + 1]):
            total += np.int32(value[asked[at] >> SHARE_BITS]) * np.int32(asked[at] & SHARE_MASK)
        coverage[place] = total


def _person(
    supply: Supply,
    demand: Demand,
    row: int,
    scale: Scale,
    found: Found,
    left: Int32,
    coverage: Int32,
    marks: Int32,
) -> None:
    occupation, group, sector, fresh, rank = (
        supply.occupation, supply.group, supply.sector, supply.fresh, supply.rank
    )  # fmt: skip
    top, points = found.top[row], found.points[row]
    wishing = demand.wishing[row]
    opened, kept = 0, 0
    for place in range(len(left)):
        one = left[place]
        wish = max(
            marks[occupation[one]],
            marks[scale.groups_at + group[one]],
            marks[scale.sectors_at + sector[one]],
        )
        if coverage[place] < scale.least and wish == 0:
            continue
        opened += 1
        if not wishing:
            wish = 50
        earned = scale.skills * coverage[place] + 10_000 * (scale.wish * wish + scale.fresh * fresh[one])
        kept = _place(rank, top, points, kept, one, earned)
    found.feasible[row] = len(left)
    found.open[row] = opened


def _place(rank: Int32, top: Int32, points: Int32, kept: int, one: int, earned: int) -> int:
    """Put an opportunity where it belongs among the best; returns how many there are now."""
    at = kept
    while at > 0 and (
        points[at - 1] < earned or (points[at - 1] == earned and rank[top[at - 1]] > rank[one])
    ):
        at -= 1
    if at == len(top):
        return kept
    for later in range(min(kept, len(top) - 1), at, -1):
        top[later] = top[later - 1]
        points[later] = points[later - 1]
    top[at] = one
    points[at] = earned
    return min(kept + 1, len(top))

"""The exact best k with NumPy alone: the reference that the fast engine is held against.

Person by person; what can be reached once for all who start alike. Papers first, then hours, then the
requirements of what is left: the cheap tests spare the dear ones.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from jobcaffe.kernels.matching.arrays import SHARE_BITS, SHARE_MASK, Demand, Int32, Int64, Supply, Words

Int16 = npt.NDArray[np.int16]


class Scale(NamedTuple):
    """Weights as whole numbers; see ``model.Weights``. ``least``: out of a million."""

    skills: int
    wish: int
    fresh: int
    near: int
    least: int
    groups_at: int
    sectors_at: int
    codes: int
    required: int  # how many skills are required somewhere, with the made-up one


class Found(NamedTuple):
    """Answers in the order of the demand: places in the supply (-1: none), points, and the two counts."""

    top: Int32
    points: Int32
    feasible: Int32
    open: Int32


class _Class(NamedTuple):
    """What those who start alike can reach: opportunities, half-hours of travel, their requirements."""

    reach: Int64
    steps: Int64


def block(
    supply: Supply,
    demand: Demand,
    minutes: Int16,
    first_origin: int,
    rows: tuple[int, int],
    scale: Scale,
    found: Found,
) -> None:
    """Work out the persons of ``rows`` (from, to) into ``found``.

    ``minutes``: (16, origins, destinations), see ``Index.minutes``, of the origins from ``first_origin`` on.
    """
    before, alike = (-2, -2, -2), _Class(np.empty(0, np.int64), np.empty(0, np.int64))
    for row in range(*rows):
        start = (int(demand.origin[row]), int(demand.means[row]), int(demand.limit[row]))
        if start != before:
            before, alike = start, _reachable(supply, minutes, start, first_origin)
        _person(supply, demand, alike, row, scale, found)


def _reachable(supply: Supply, minutes: Int16, start: tuple[int, int, int], first_origin: int) -> _Class:
    origin, means, limit = start
    at = supply.destination
    taken = np.zeros(len(at) - 2, np.int16) if origin < 0 else minutes[means, origin - first_origin]
    near = np.flatnonzero(taken <= limit) if origin >= 0 else np.arange(len(taken))
    sizes = at[near + 2] - at[near + 1]
    reach = np.concatenate((np.arange(at[1]), _spread(at[near + 1], sizes)))
    halves = np.minimum(-(-taken[near].astype(np.int64) // 30), 8)
    steps = np.concatenate((np.zeros(at[1], np.int64), np.repeat(halves, sizes)))
    return _Class(reach, steps)


def _spread(starts: Int64, sizes: Int64) -> Int64:
    """start, start + 1, … of every run, one after the other."""
    ends = np.cumsum(sizes)
    total = int(ends[-1]) if len(ends) else 0
    found: Int64 = np.arange(total) + np.repeat(starts - (ends - sizes), sizes)
    return found


def _person(supply: Supply, demand: Demand, alike: _Class, row: int, scale: Scale, found: Found) -> None:
    left = _feasible(supply, demand, alike, row)
    found.feasible[row] = len(left)
    if not len(left):
        return
    coverage = _coverage(supply, demand, row, scale, left)
    wish = _wish(supply, demand, row, scale, left)
    open_now = (coverage >= scale.least) | (wish > 0)
    left, coverage, wish = left[open_now], coverage[open_now], wish[open_now]
    found.open[row] = len(left)
    wished = wish if demand.wishing[row] else 50
    points = scale.skills * coverage + 10_000 * (scale.wish * wished + scale.fresh * supply.fresh[left])
    _keep_best(supply, left, points, row, found)


def _feasible(supply: Supply, demand: Demand, alike: _Class, row: int) -> Int64:
    fits = ~(supply.need[alike.reach] & ~demand.has[row]).any(axis=1)
    reach, steps = alike.reach[fits], alike.steps[fits]
    if not len(reach):
        return np.empty(0, np.int64)
    table = _table(supply.patterns, demand.free[: int(steps.max()) + 1, row])
    left: Int64 = reach[table[steps[:, None], supply.shifts[reach]].any(axis=1)]
    return left


def _table(patterns: Words, free: Words) -> npt.NDArray[np.bool_]:
    """Whether each pattern fits after so many half-hours of travel: (steps, patterns)."""
    found = np.ones((len(free), len(patterns)), np.bool_)
    for word in range(patterns.shape[1]):
        found &= (patterns[:, word] & ~free[:, word, None]) == 0
    return found


def _coverage(supply: Supply, demand: Demand, row: int, scale: Scale, left: Int64) -> Int32:
    value = np.zeros(scale.required, np.int32)
    mine = slice(int(demand.start[row]), int(demand.start[row + 1]))
    near = np.unique(demand.near[mine])
    near = near[near >= 0].astype(np.int64)
    sizes = supply.members_at[near + 1] - supply.members_at[near]
    value[supply.members[_spread(supply.members_at[near], sizes)]] = scale.near
    held = demand.skill[mine]
    value[held[held >= 0]] = 100
    value[0] = 50
    if not demand.known[row]:
        value[:] = 50
    sizes = supply.start[left + 1] - supply.start[left]
    every = _spread(supply.start[left], sizes)
    asked = supply.asked[every]
    earned = value[asked >> SHARE_BITS] * (asked & SHARE_MASK)
    return np.add.reduceat(earned, np.cumsum(sizes) - sizes).astype(np.int32)


def _wish(supply: Supply, demand: Demand, row: int, scale: Scale, left: Int64) -> Int32:
    mark = np.zeros(scale.codes, np.int32)
    mine = demand.wish[int(demand.wish_at[row]) : int(demand.wish_at[row + 1])]
    mark[mine] = np.where(mine < scale.groups_at, 100, 50)
    best = np.maximum(mark[supply.occupation[left]], mark[scale.groups_at + supply.group[left]])
    return np.maximum(best, mark[scale.sectors_at + supply.sector[left]])


def _keep_best(supply: Supply, left: Int64, points: Int32, row: int, found: Found) -> None:
    """Points first, then the id: one whole number for both, so that the cut is exact."""
    size, k = len(supply.rank), found.top.shape[1]
    key = points.astype(np.int64) * size + (size - 1 - supply.rank[left])
    best = np.argpartition(key, len(key) - k)[len(key) - k :] if len(key) > k else np.arange(len(key))
    best = best[np.argsort(-key[best])]
    found.top[row, : len(best)] = left[best]
    found.points[row, : len(best)] = points[best]

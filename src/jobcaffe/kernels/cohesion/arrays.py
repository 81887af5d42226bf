"""The network in arrays: every pair that met, how often, the first and the last day."""

from __future__ import annotations

import re
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from jobcaffe.kernels.cohesion.model import MONTHS, Case, Tie

Ints = NDArray[np.int64]
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


def days_of(days: list[str]) -> Ints:
    """Days since 1970. Raises ``ValueError`` for what is no day of the calendar."""
    if wrong := [day for day in days if not _DAY.fullmatch(day)]:
        raise ValueError(f"non è una data (AAAA-MM-GG): {wrong[0]}")
    return np.array(days, dtype="datetime64[D]").astype(np.int64)


def quarters_of(days: Ints) -> Ints:
    """Number of the quarter of each day, counted from 1970."""
    return days.astype("datetime64[D]").astype("datetime64[M]").astype(np.int64) // 3


def quarter_name(number: int) -> str:
    """``2026-3``."""
    return f"{1970 + number // 4}-{number % 4 + 1}"


def later(days: Ints, months: int = MONTHS) -> Ints:
    """The same day some months later; the last of the month where there is no such day."""
    dates = days.astype("datetime64[D]")
    month = dates.astype("datetime64[M]")
    there = month + np.timedelta64(months, "M")
    last = (there + np.timedelta64(1, "M")).astype("datetime64[D]") - np.timedelta64(1, "D")
    same = there.astype("datetime64[D]") + (dates - month.astype("datetime64[D]"))
    found: Ints = np.minimum(same, last).astype(np.int64)
    return found


class Network:
    """The case in numbers. ``a``, ``b``: the two ends of each tie (a < b, places in the list of bodies),
    sorted; ``times``, ``first``, ``last`` of each; ``attended``: encounters of each body.

    Raises ``ValueError`` for ids told twice, organisations that are not listed and days that are none.
    """

    def __init__(self, case: Case) -> None:
        self.case, self.size = case, len(case.bodies)
        self.place = {body.id: at for at, body in enumerate(case.bodies)}
        if len(self.place) < self.size:
            raise ValueError("un'organizzazione c'è due volte")
        if len({one.id for one in case.encounters}) < len(case.encounters):
            raise ValueError("un incontro c'è due volte")
        self.until = int(days_of([case.until])[0])
        days = days_of([one.day for one in case.encounters])
        groups = [self._places(one.present) for one in case.encounters]
        kept = np.flatnonzero(days <= self.until)
        self.days, self.groups = days[kept], [groups[at] for at in kept]
        self.attended = np.bincount(_joined(self.groups), minlength=self.size)
        self._tie()

    def _places(self, present: tuple[str, ...]) -> Ints:
        try:
            found = sorted({self.place[one] for one in present})
        except KeyError as error:
            raise ValueError(f"un'organizzazione non è nell'elenco: {error.args[0]}") from None
        return np.array(found, dtype=np.int64)

    def _tie(self) -> None:
        """Each pair of each encounter as one number, sorted with the days; then one row a pair."""
        keys, days = self._pairs()
        order = np.lexsort((days, keys))
        keys, days = keys[order], days[order]
        starts = np.flatnonzero(np.r_[True, keys[1:] != keys[:-1]]) if len(keys) else np.zeros(0, np.int64)
        ends = np.r_[starts[1:], len(keys)].astype(np.int64) if len(keys) else starts
        self.a, self.b = np.divmod(keys[starts], max(self.size, 1))
        self.times = ends - starts
        self.first, self.last = days[starts], days[ends - 1]
        self.meetings, self.met_on = np.repeat(np.arange(len(starts)), self.times), days

    def _pairs(self) -> tuple[Ints, Ints]:
        by_size: dict[int, list[int]] = {}
        for at, group in enumerate(self.groups):
            by_size.setdefault(len(group), []).append(at)
        keys, days = [], []
        for size, places in by_size.items():
            one, other = np.triu_indices(size, 1)
            table = np.stack([self.groups[at] for at in places])
            keys.append((table[:, one] * self.size + table[:, other]).ravel())
            days.append(np.repeat(self.days[places], len(one)))
        return _joined(keys), _joined(days)

    @cached_property
    def degree(self) -> Ints:
        """Partners of each body."""
        return np.bincount(np.r_[self.a, self.b], minlength=self.size)

    @cached_property
    def since(self) -> Ints:
        """Quarter in which each body got its first tie; a large number for those without one."""
        found = np.full(self.size, np.iinfo(np.int64).max)
        quarters = quarters_of(self.first)
        np.minimum.at(found, np.r_[self.a, self.b], np.r_[quarters, quarters])
        return found

    def largest(self, ties: NDArray[np.bool_] | None = None) -> int:
        """Bodies of the largest connected part, over some of the ties; 0 when there is no tie."""
        from scipy.sparse import coo_array
        from scipy.sparse.csgraph import connected_components

        a, b = (self.a, self.b) if ties is None else (self.a[ties], self.b[ties])
        if not len(a):
            return 0
        graph = coo_array((np.ones(len(a), np.int8), (a, b)), shape=(self.size, self.size))
        return int(np.bincount(connected_components(graph, directed=False)[1]).max())

    def ties(self) -> tuple[Tie, ...]:
        """The ties with their ids and days."""
        return self._told(np.arange(len(self.a)), self.times, self.last)

    def ties_until(self, quarter: int) -> tuple[Tie, ...]:
        """Those born by the end of a quarter, as they were then: nothing of what came after."""
        some = quarters_of(self.met_on) <= quarter
        times = np.bincount(self.meetings[some], minlength=len(self.a))
        last = self.first.copy()
        np.maximum.at(last, self.meetings[some], self.met_on[some])
        return self._told(np.flatnonzero(times), times, last)

    def _told(self, at: Ints, times: Ints, last: Ints) -> tuple[Tie, ...]:
        ids = [body.id for body in self.case.bodies]
        days = (self.first[at].astype("datetime64[D]"), last[at].astype("datetime64[D]"))
        rows = zip(self.a[at].tolist(), self.b[at].tolist(), times[at].tolist(), *days, strict=True)
        return tuple(Tie(ids[a], ids[b], count, str(first), str(end)) for a, b, count, first, end in rows)


def _joined(parts: list[Ints]) -> Ints:
    return np.concatenate(parts).astype(np.int64) if parts else np.zeros(0, np.int64)

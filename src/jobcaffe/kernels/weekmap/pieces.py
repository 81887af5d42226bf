"""What holds on a day: every form that a commitment may take, and under which option."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from math import gcd

from jobcaffe.kernels.weekmap.model import DAYS, MINUTES, Carer, Change, Clash, Commitment, Instance

COARSE, FINE = 15, 5  # minutes of a step


@dataclass(frozen=True)
class Piece:
    """A commitment on one day, in steps; it holds with ``option`` ("" : with none of ``unless``)."""

    commitment: str
    who: str
    where: str
    start: int
    end: int
    option: str = ""
    unless: frozenset[str] = frozenset()

    def holds(self, chosen: Iterable[str]) -> bool:
        """Whether it holds with these options."""
        return self.option in chosen if self.option else not self.unless & set(chosen)


@dataclass(frozen=True)
class Helper:
    """A carer's time at home on one day, in steps."""

    carer: Carer
    start: int
    end: int
    option: str = ""


def step_of(instance: Instance) -> int:
    """Minutes of a step: a quarter of an hour when every time and way is in quarters, else five."""
    times = [time for row in _rows(instance) for time in (row.start, row.end)]
    times += [time for row in instance.carers for time in (row.start, row.end)]
    times += [time for one in instance.options for row in one.carers for time in (row.start, row.end)]
    changes = [change for one in instance.options for change in one.changes]
    times += [time for change in changes for time in (change.start, change.end) if time is not None]
    return COARSE if gcd(COARSE, *times, *instance.travel.values()) == COARSE else FINE


def _rows(instance: Instance) -> list[Commitment]:
    return [*instance.commitments, *(row for one in instance.options for row in one.services)]


def pieces(instance: Instance, day: int, step: int) -> list[Piece]:
    """Every form of every commitment on a day; one that ends the next day is cut at midnight."""
    found: list[Piece] = []
    for row in instance.commitments:
        found += _forms(instance, row, day, step)
    for one in instance.options:
        for row in one.services:
            for start, end in _spans(row.days, row.start, row.end, day):
                found.append(_piece(row, start, end, step, option=one.id))
    return found


def _forms(instance: Instance, row: Commitment, day: int, step: int) -> Iterator[Piece]:
    for origin in (day, (day - 1) % DAYS):
        if origin not in row.days:
            continue
        changes = [
            (one.id, change)
            for one in instance.options
            for change in one.changes
            if change.commitment == row.id and origin in change.days
        ]
        unless = frozenset(name for name, _change in changes)
        for start, end in _on(row.start, row.end, origin, day):
            yield _piece(row, start, end, step, unless=unless)
        for name, change in changes:
            if not change.drop:
                yield from _changed(row, change, name, (origin, day, step))


def _changed(row: Commitment, change: Change, name: str, when: tuple[int, int, int]) -> Iterator[Piece]:
    origin, day, step = when
    start = row.start if change.start is None else change.start
    end = row.end if change.end is None else change.end
    for first, last in _on(start, end, origin, day):
        yield _piece(row, first, last, step, option=name, where=change.where)


def _on(start: int, end: int, origin: int, day: int) -> Iterator[tuple[int, int]]:
    """What of a span that begins on ``origin`` falls on ``day``."""
    overnight = end <= start
    if origin == day:
        yield (start, MINUTES if overnight else end)
    elif overnight and end:
        yield (0, end)


def _spans(days: Iterable[int], start: int, end: int, day: int) -> Iterator[tuple[int, int]]:
    for origin in (day, (day - 1) % DAYS):
        if origin in days:
            yield from _on(start, end, origin, day)


def _piece(
    row: Commitment,
    start: int,
    end: int,
    step: int,
    *,
    option: str = "",
    unless: frozenset[str] = frozenset(),
    where: str | None = None,
) -> Piece:
    return Piece(row.id, row.who, where or row.where, start // step, -(-end // step), option, unless)


def helpers(instance: Instance, day: int, step: int) -> list[Helper]:
    """Who from outside is at home on a day."""
    rows = [(row, "") for row in instance.carers]
    rows += [(row, one.id) for one in instance.options for row in one.carers]
    return [
        Helper(row, -(-start // step), end // step, option)
        for row, option in rows
        for start, end in _spans(row.days, row.start, row.end, day)
    ]


def alike(instance: Instance, days: Iterable[int]) -> dict[int, tuple[int, ...]]:
    """The first of each kind of day, and all the days of that kind: what works on one works on all.

    Two days are alike when the same commitments and carers hold on both, at the same hours, under the
    same options.
    """
    step, found = step_of(instance), dict[object, list[int]]()
    for day in sorted(days):
        kind = (tuple(pieces(instance, day, step)), tuple(helpers(instance, day, step)))
        found.setdefault(kind, []).append(day)
    return {some[0]: tuple(some) for some in found.values()}


def clashes(instance: Instance) -> list[Clash]:
    """Commitments of one person that overlap, or with less time between them than the way takes.

    As the week is, without options. Sorted once by start: O(n log n).
    """
    found: list[Clash] = []
    for day in range(DAYS):
        by_person: dict[str, list[Piece]] = {}
        for piece in pieces(instance, day, 1):
            if piece.holds(()):
                by_person.setdefault(piece.who, []).append(piece)
        for who, rows in by_person.items():
            found += _of_person(instance, day, who, sorted(rows, key=lambda row: (row.start, row.end)))
    return sorted(found)


def _of_person(instance: Instance, day: int, who: str, rows: list[Piece]) -> Iterator[Clash]:
    latest: Piece | None = None
    for piece in rows:
        if latest is not None:
            missing = latest.end + instance.minutes(latest.where, piece.where) - piece.start
            if missing > 0 and latest.commitment != piece.commitment:
                yield Clash(day, who, latest.commitment, piece.commitment, missing)
        # The one that ends last: a short one inside a long one hides nothing after it.
        latest = piece if latest is None or piece.end > latest.end else latest

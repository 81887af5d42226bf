"""What a re-plan changes in the talks as they are: hours that move, talks that begin to be, talks that go."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from jobcaffe.fair.talks.live import Key, Live, Row, given_away
from jobcaffe.kernels.timetable.model import Place


@dataclass(frozen=True)
class Shift:
    """A talk gets another hour and table."""

    row: Row
    slot: int
    table: int


@dataclass(frozen=True)
class Addition:
    """Somebody gets a talk."""

    visitor: UUID
    stand: UUID
    slot: int
    table: int


@dataclass(frozen=True)
class Difference:
    """What a re-plan changes."""

    shifts: tuple[Shift, ...] = ()
    additions: tuple[Addition, ...] = ()
    dropped: tuple[Row, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.shifts or self.additions or self.dropped)


def difference(live: Live, places: Iterable[Place]) -> Difference:
    """Which talks move, begin to be, or go; every one at a table of its own."""
    wanted = {(UUID(one.citizen), UUID(one.exhibitor)): one.slot for one in places}
    rows = {row.key: row for row in live.talks}
    moved = [key for key, slot in wanted.items() if key not in rows or rows[key].slot != slot]
    stay = [row for key, row in rows.items() if _stays(live, row, wanted)]
    dropped = [
        row
        for key, row in rows.items()
        if key not in wanted and row not in set(stay) and row.visitor not in live.absent
    ]
    seats = _Seats(live, stay, [row for row in live.talks if given_away(live, row)])
    shifts, additions = [], []
    for who, where in sorted(moved, key=lambda key: (wanted[key], str(key))):
        slot = wanted[who, where]
        table = seats.take(where, slot)
        old = rows.get((who, where))
        if old is None:
            additions.append(Addition(who, where, slot, table))
        else:
            shifts.append(Shift(old, slot, table))
    return Difference(tuple(shifts), tuple(additions), (*dropped, *seats.given))


def _stays(live: Live, row: Row, wanted: Mapping[Key, int]) -> bool:
    if row.key in wanted:
        return wanted[row.key] == row.slot
    return live.is_kept_apart(row) or row.slot <= live.slot


class _Seats:
    """The free tables, those of the absent last."""

    def __init__(self, live: Live, stay: Iterable[Row], absent: Iterable[Row]) -> None:
        self.live = live
        self.taken: dict[tuple[UUID, int], set[int]] = defaultdict(set)
        for row in stay:
            self.taken[row.stand, row.slot].add(row.table)
        self.loose = {(row.stand, row.slot, row.table): row for row in absent}
        self.given: list[Row] = []

    def take(self, stand: UUID, slot: int) -> int:
        """A table of the stand in that slot. Raises ``IndexError`` when there is none."""
        taken = self.taken[stand, slot]
        free = [one for one in range(self.live.tables[stand][slot]) if one not in taken]
        table = sorted(free, key=lambda one: ((stand, slot, one) in self.loose, one))[0]
        taken.add(table)
        gone = self.loose.pop((stand, slot, table), None)
        if gone is not None:
            self.given.append(gone)
        return table

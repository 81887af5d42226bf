"""A fair without windows: the flow's choice always fits, because a bipartite graph needs as many colours
as its busiest node has edges (König 1916). Slots are colours; each table of a stand is a node.
"""

from __future__ import annotations

from jobcaffe.kernels.timetable.citizens.field import Day, Field

NOBODY = -1


def applies(field: Field) -> bool:
    """Everybody is there all day, tables are the same all day, waiting costs nothing, nothing is fixed."""
    whole = (1 << field.slots) - 1
    return (
        field.penalty == 0
        and not field.reward
        and all(bits == whole for bits in field.open)
        and all(len(set(row)) <= 1 for row in field.tables)
        and not any(field.fixed)
        and field.most <= field.slots
    )


def coloured(field: Field, pairs: list[tuple[int, int]]) -> Day:
    """The timetable of these pairs: at most ``slots`` of a citizen and ``tables * slots`` of a stand."""
    graph, given = _Colours(len(field.wishes), field.slots), [0] * len(field.tables)
    numbers: dict[tuple[int, int], int] = {}
    for who, where in pairs:
        desk = (where, given[where] // field.slots)
        given[where] += 1
        graph.add(who, numbers.setdefault(desk, len(numbers)))
    day = Day(field)
    stands = [where for where, _table in numbers]
    for number, row in enumerate(graph.desk):
        for slot, who in enumerate(row):
            if who != NOBODY:
                day.put(who, slot, stands[number])
    return day


class _Colours:
    """Edges between citizens and desks, each with a slot that neither end has twice."""

    def __init__(self, citizens: int, slots: int) -> None:
        self.slots = slots
        self.citizen = [[NOBODY] * slots for _ in range(citizens)]
        self.desk: list[list[int]] = []

    def add(self, who: int, desk: int) -> None:
        """One edge more, turning an alternating path where no slot is free at both ends."""
        while desk >= len(self.desk):
            self.desk.append([NOBODY] * self.slots)
        mine, its = self.citizen[who].index(NOBODY), self.desk[desk].index(NOBODY)
        if self.desk[desk][mine] != NOBODY:
            self._turn(desk, mine, its)
        self.citizen[who][mine] = desk
        self.desk[desk][mine] = who

    def _turn(self, desk: int, mine: int, its: int) -> None:
        """Swap the two slots along the path that begins at the desk; it never comes to the citizen."""
        path, slot = list[tuple[int, int, int]](), mine
        while True:
            who = self.desk[desk][slot]
            if who == NOBODY:
                break
            path.append((who, desk, slot))
            slot = its if slot == mine else mine
            desk = self.citizen[who][slot]
            if desk == NOBODY:
                break
            path.append((who, desk, slot))
            slot = its if slot == mine else mine
        for who, place, slot in path:
            self.citizen[who][slot] = self.desk[place][slot] = NOBODY
        for who, place, slot in path:
            other = its if slot == mine else mine
            self.citizen[who][other], self.desk[place][other] = place, who

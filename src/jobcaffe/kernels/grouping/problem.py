"""An instance in numbers: people, cells (theme, slot), facilitators and running groups by index."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from jobcaffe.kernels.grouping.model import LONE, LONE_FROM, OPENING, SEAT, Group, Instance, Size

Cell = int  # index of a (theme, slot)
Site = tuple[int, Cell]  # a facilitator and a cell: where one group may be opened


@dataclass(frozen=True)
class Opened:
    """A new group, by index."""

    facilitator: int
    cell: Cell
    members: frozenset[int]


@dataclass(frozen=True)
class Plan:
    """A whole proposal, by index; ``added[r]``: who joins running group ``r``."""

    opened: tuple[Opened, ...]
    added: tuple[frozenset[int], ...]

    def placed(self) -> set[int]:
        """Everybody with a seat."""
        return {one for group in (*(group.members for group in self.opened), *self.added) for one in group}


class Problem:
    """What the search reads. ``worth[p][c]``: value of person ``p`` in cell ``c``, for cells with a group.

    ``crews[c]``: facilitators who may open a group there; ``joins[r]``: value by person in running
    group ``r``; ``seats[r]``: its free seats; ``enemies``: by person, who is apart from her.
    """

    def __init__(self, instance: Instance) -> None:
        self.instance, self.size = instance, instance.size
        self.people = range(len(instance.people))
        self._number = {one.id: index for index, one in enumerate(instance.people)}
        self._name_cells()
        self._value_seats()
        self.limits = [one.max_groups for one in instance.facilitators]
        self.seats = [max(0, instance.size.max - one.members) for one in instance.running]
        self.enemies: list[set[int]] = [set() for _ in self.people]
        for a, b in instance.apart:
            self.enemies[self._number[a]].add(self._number[b])
            self.enemies[self._number[b]].add(self._number[a])
        names = {trait: index for index, trait in enumerate(sorted(self._traits()))}
        self.traits = [tuple(names[trait] for trait in one.traits.items()) for one in instance.people]

    def _traits(self) -> set[tuple[str, str]]:
        return {trait for one in self.instance.people for trait in one.traits.items()}

    def _name_cells(self) -> None:
        """Cells with a room and a facilitator, in the order of their names."""
        instance = self.instance
        busy = {(one.facilitator, one.slot) for one in instance.running}
        crews: dict[tuple[str, str], list[int]] = {}
        for index, one in enumerate(instance.facilitators):
            for slot in one.slots:
                if one.max_groups and instance.rooms.get(slot, 0) and (one.id, slot) not in busy:
                    for theme in one.themes:
                        crews.setdefault((theme, slot), []).append(index)
        self.cells = sorted(crews)
        self.crews = [crews[name] for name in self.cells]
        slots = {slot: index for index, slot in enumerate(sorted(instance.rooms))}
        self.slot = [slots[slot] for _, slot in self.cells]
        self.rooms = [instance.rooms[slot] for slot in slots]

    def _value_seats(self) -> None:
        instance = self.instance
        index = {name: cell for cell, name in enumerate(self.cells)}
        self.worth: list[dict[Cell, int]] = []
        for one in instance.people:
            asked = ((index.get((theme, slot)), theme, slot) for theme in one.themes for slot in one.slots)
            self.worth.append(
                {cell: one.value(theme, slot) for cell, theme, slot in asked if cell is not None}
            )
        leaders = {one.id: number for number, one in enumerate(instance.facilitators)}
        self.banned: list[set[int]] = [set() for _ in self.people]
        never = set(instance.not_with)
        for person, facilitator in never:
            if facilitator in leaders:
                self.banned[self._number[person]].add(leaders[facilitator])
        self.joins = [
            {
                number: one.value(group.theme, group.slot)
                for number, one in enumerate(instance.people)
                if group.theme in one.themes
                and group.slot in one.slots
                and (one.id, group.facilitator) not in never
            }
            for group in instance.running
        ]
        self.askers: list[list[int]] = [[] for _ in self.cells]
        for number, mine in enumerate(self.worth):
            for cell in mine:
                self.askers[cell].append(number)
        # A cell that too few people ask for opens nothing.
        self.open_cells = [cell for cell in range(len(self.cells)) if len(self.askers[cell]) >= self.size.min]

    def group_value(self, group: Opened) -> int:
        """What a new group is worth with its members."""
        return sum(self.worth[one][group.cell] for one in group.members) - self.group_cost(group.members)

    def group_cost(self, members: Iterable[int]) -> int:
        """Opening, seats outside ``low`` … ``high`` and lone traits of a new group."""
        people = list(members)
        cost = OPENING + SEAT * deviation(self.size, len(people))
        if len(people) >= LONE_FROM:
            held = Counter(trait for one in people for trait in self.traits[one])
            cost += LONE * sum(times == 1 for times in held.values())
        return cost

    def plan_value(self, plan: Plan) -> int:
        """The value of a whole proposal."""
        joined = sum(self.joins[number][one] for number, added in enumerate(plan.added) for one in added)
        return joined + sum(self.group_value(group) for group in plan.opened)

    def groups(self, plan: Plan) -> tuple[Group, ...]:
        """The proposal with names: running groups first, people in the order of the instance."""
        found = [
            Group(one.theme, one.slot, one.facilitator, self._names(added), one.id)
            for one, added in zip(self.instance.running, plan.added, strict=True)
            if added
        ]
        ordered = sorted(plan.opened, key=lambda group: (group.cell, group.facilitator))
        for group in ordered:
            theme, slot = self.cells[group.cell]
            leader = self.instance.facilitators[group.facilitator].id
            found.append(Group(theme, slot, leader, self._names(group.members)))
        return tuple(found)

    def _names(self, members: Iterable[int]) -> tuple[str, ...]:
        return tuple(self.instance.people[one].id for one in sorted(members))


def deviation(size: Size, count: int) -> int:
    """Seats above ``high`` or below ``low``."""
    return max(count - size.high, size.low - count, 0)

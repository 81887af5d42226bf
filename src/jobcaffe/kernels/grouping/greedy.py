"""The instant preview: open the most valuable group again and again, then fill the seats left.

The value of a cell's best group only falls while people and facilitators are taken, so a heap with
old values finds the best cell without looking at the others (lazy evaluation).
"""

from __future__ import annotations

import heapq

from jobcaffe.kernels.grouping.model import SEAT
from jobcaffe.kernels.grouping.problem import Cell, Opened, Plan, Problem, deviation


class _Greedy:
    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self.free = set(problem.people)
        self.rooms, self.limits = list(problem.rooms), list(problem.limits)
        self.busy: set[tuple[int, int]] = set()
        self.members: list[tuple[int, Cell, list[int]]] = []
        self.added: list[list[int]] = [[] for _ in problem.joins]

    def plan(self) -> Plan:
        """Running groups first (a seat there opens nothing), then new groups, then the seats left."""
        for number, values in enumerate(self.problem.joins):
            self.added[number] = self._best(values, self.problem.seats[number])
            self.free -= set(self.added[number])
        self._open()
        self._fill()
        return Plan(
            tuple(Opened(leader, cell, frozenset(members)) for leader, cell, members in self.members),
            tuple(map(frozenset, self.added)),
        )

    def _open(self) -> None:
        heap = [(-(10**9), cell) for cell in self.problem.open_cells]
        heapq.heapify(heap)
        while heap:
            _, cell = heapq.heappop(heap)
            found = self._group(cell)
            if found is None:
                continue
            value, leader, members = found
            if heap and value < -heap[0][0]:
                heapq.heappush(heap, (-value, cell))
                continue
            self._take(leader, cell, members)
            heapq.heappush(heap, (-value, cell))

    def _take(self, leader: int, cell: Cell, members: list[int]) -> None:
        slot = self.problem.slot[cell]
        self.members.append((leader, cell, members))
        self.free -= set(members)
        self.rooms[slot] -= 1
        self.limits[leader] -= 1
        self.busy.add((leader, slot))

    def _group(self, cell: Cell) -> tuple[int, int, list[int]] | None:
        """The best group of a cell: value, facilitator, members; ``None`` when too few are left."""
        problem, slot = self.problem, self.problem.slot[cell]
        crew = [one for one in problem.crews[cell] if self.limits[one] and (one, slot) not in self.busy]
        if not crew or not self.rooms[slot]:
            return None
        # Whoever may lead least else goes first.
        leader = min(crew, key=lambda one: (len(problem.instance.facilitators[one].themes), one))
        values = {
            one: problem.worth[one][cell]
            for one in problem.askers[cell]
            if one in self.free and leader not in problem.banned[one]
        }
        members = self._best(values, problem.size.high)
        if len(members) < problem.size.min:
            return None
        return problem.group_value(Opened(leader, cell, frozenset(members))), leader, members

    def _best(self, values: dict[int, int], seats: int) -> list[int]:
        """The most valuable free people who may sit together."""
        found: list[int] = []
        for one in sorted(values, key=lambda one: (-values[one], one)):
            if len(found) == seats:
                break
            if one in self.free and not self.problem.enemies[one] & set(found):
                found.append(one)
        return found

    def _fill(self) -> None:
        """Seats up to ``max`` for those who are left."""
        problem = self.problem
        for one in sorted(self.free):
            best, place = 0, None
            for leader, cell, members in self.members:
                if self._fits(one, leader, cell, members):
                    now, then = (
                        deviation(problem.size, len(members)),
                        deviation(problem.size, len(members) + 1),
                    )
                    gain = problem.worth[one][cell] - SEAT * (then - now)
                    if gain > best:
                        best, place = gain, members
            if place is not None:
                place.append(one)
                self.free.discard(one)

    def _fits(self, one: int, leader: int, cell: Cell, members: list[int]) -> bool:
        problem = self.problem
        return (
            cell in problem.worth[one]
            and len(members) < problem.size.max
            and leader not in problem.banned[one]
            and not problem.enemies[one] & set(members)
        )


def greedy_plan(problem: Problem) -> Plan:
    """A proposal in a moment: O(groups x cells x people a cell) at worst, far less in practice."""
    return _Greedy(problem).plan()

"""What no proposal can exceed: a linear relaxation by cells, never by single groups.

A person sits in a cell (theme, slot) at most as far as groups are open there; the groups of a cell
share sizes and traits. Every proposal is a point of it, so its best value bounds them all. Its rows
are as many as the (person, cell) pairs; GLOP takes seconds for thousands of people.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from jobcaffe.kernels.ceiling import Ceiling
from jobcaffe.kernels.grouping.model import LONE, LONE_FROM, OPENING, SEAT
from jobcaffe.kernels.grouping.problem import Cell, Problem, Site, deviation

SLACK = 0.01  # above any error of the linear solver; values are whole numbers
SEATS_A_SECOND = 1500  # too few seconds for more (person, cell) pairs than that: not tried


def simple(problem: Problem) -> int:
    """Everybody in her best seat, with the smallest share of the cost of a group."""
    size, open_cells = problem.size, set(problem.open_cells)
    share = min((OPENING + SEAT * deviation(size, n)) / n for n in range(size.min, size.max + 1))
    total = 0.0
    for one in problem.people:
        seats = [value - share for cell, value in problem.worth[one].items() if cell in open_cells]
        seats += [values[one] for values in problem.joins if one in values]
        total += max(0.0, *seats) if seats else 0.0
    return int(total + SLACK)


def linear(problem: Problem, ceiling: Ceiling) -> int | None:
    """The bound on the value by the relaxation; ``None`` when the seconds left are too few."""
    relaxation = _relaxation(problem, ceiling)
    return relaxation.most_value(ceiling) if relaxation else None


def people(problem: Problem, ceiling: Ceiling) -> int | None:
    """How many people at most may have a seat; ``None`` when the seconds left are too few."""
    relaxation = _relaxation(problem, ceiling)
    return relaxation.most_people(ceiling) if relaxation else None


def _relaxation(problem: Problem, ceiling: Ceiling) -> _Relaxation | None:
    if sum(map(len, problem.askers)) > SEATS_A_SECOND * ceiling.left():
        return None
    from ortools.linear_solver import pywraplp

    relaxation = _Relaxation(problem, pywraplp.Solver.CreateSolver("GLOP"))
    relaxation.build()
    return relaxation


@dataclass
class _Relaxation:
    problem: Problem
    solver: Any
    opens: dict[Site, Any] = field(default_factory=dict)
    seats: dict[Cell, dict[int, Any]] = field(default_factory=dict)
    joins: list[dict[int, Any]] = field(default_factory=list)
    costs: list[tuple[Any, int]] = field(default_factory=list)

    def build(self) -> None:
        """Variables and rows, without a purpose."""
        for cell in self.problem.open_cells:
            crew = self.problem.crews[cell]
            self.opens |= {(leader, cell): self.solver.NumVar(0, 1, "") for leader in crew}
            self.seats[cell] = self._seats(self.problem.askers[cell])
            self._cell(cell)
        for values, free in zip(self.problem.joins, self.problem.seats, strict=True):
            self.joins.append(self._seats(values))
            self._at_most(list(self.joins[-1].values()), free)
        self._one_seat_each()
        self._resources()

    def _seats(self, people: Sequence[int] | dict[int, int]) -> dict[int, Any]:
        return {one: self.solver.NumVar(0, 1, "") for one in people}

    def _at_most(self, options: list[Any], limit: int) -> None:
        if options:
            self.solver.Add(self.solver.Sum(options) <= limit)

    def _one_seat_each(self) -> None:
        mine: dict[int, list[Any]] = defaultdict(list)
        for seats in (*self.seats.values(), *self.joins):
            for one, seat in seats.items():
                mine[one].append(seat)
        for options in mine.values():
            self._at_most(options, 1)

    def _resources(self) -> None:
        problem = self.problem
        by_slot: dict[int, list[Any]] = defaultdict(list)
        by_leader: dict[int, list[Any]] = defaultdict(list)
        by_evening: dict[tuple[int, int], list[Any]] = defaultdict(list)
        for (leader, cell), opens in self.opens.items():
            by_slot[problem.slot[cell]].append(opens)
            by_leader[leader].append(opens)
            by_evening[leader, problem.slot[cell]].append(opens)
        for slot, options in by_slot.items():
            self._at_most(options, problem.rooms[slot])
        for leader, options in by_leader.items():
            self._at_most(options, problem.limits[leader])
        for options in by_evening.values():
            self._at_most(options, 1)

    def _cell(self, cell: Cell) -> None:
        solver, size, seats = self.solver, self.problem.size, self.seats[cell]
        groups, count, spare = (solver.NumVar(0, solver.infinity(), "") for _ in range(3))
        solver.Add(groups == solver.Sum([self.opens[leader, cell] for leader in self.problem.crews[cell]]))
        solver.Add(count == solver.Sum(list(seats.values())))
        solver.Add(count >= size.min * groups)
        solver.Add(count <= size.max * groups)
        solver.Add(spare >= count - size.high * groups)
        solver.Add(spare >= size.low * groups - count)
        self.costs += [(groups, OPENING), (spare, SEAT)]
        for one, seat in seats.items():
            solver.Add(seat <= groups)
            for other in self.problem.enemies[one]:
                if one < other and other in seats:
                    solver.Add(seat + seats[other] <= groups)
        if size.min >= LONE_FROM:
            self._lone(seats)

    def _lone(self, seats: dict[int, Any]) -> None:
        """Who holds a trait needs another holder in her group, or the group pays; so in their sum."""
        solver = self.solver
        holders: dict[int, list[Any]] = defaultdict(list)
        for one, seat in seats.items():
            for trait in self.problem.traits[one]:
                holders[trait].append(seat)
        for mine in holders.values():
            held, lone = solver.NumVar(0, solver.infinity(), ""), solver.NumVar(0, solver.infinity(), "")
            for seat in mine:
                solver.Add(held >= seat)
            solver.Add(solver.Sum(mine) + lone >= 2 * held)
            self.costs.append((lone, LONE))

    def most_value(self, ceiling: Ceiling) -> int | None:
        """The best value of the relaxation, rounded down; ``None`` when it is not reached in time."""
        purpose = self.solver.Objective()
        for cell, seats in self.seats.items():
            for one, seat in seats.items():
                purpose.SetCoefficient(seat, self.problem.worth[one][cell])
        for values, joined in zip(self.problem.joins, self.joins, strict=True):
            for one, seat in joined.items():
                purpose.SetCoefficient(seat, values[one])
        for variable, cost in self.costs:
            purpose.SetCoefficient(variable, -cost)
        return self._solve(ceiling)

    def most_people(self, ceiling: Ceiling) -> int | None:
        """The largest number of people seated in the relaxation, rounded down."""
        purpose = self.solver.Objective()
        for seats in (*self.seats.values(), *self.joins):
            for seat in seats.values():
                purpose.SetCoefficient(seat, 1)
        return self._solve(ceiling)

    def _solve(self, ceiling: Ceiling) -> int | None:
        self.solver.Objective().SetMaximization()
        self.solver.SetTimeLimit(max(1, int(1000 * ceiling.left())))
        if self.solver.Solve() != self.solver.OPTIMAL:
            return None
        return int(self.solver.Objective().Value() + SLACK)

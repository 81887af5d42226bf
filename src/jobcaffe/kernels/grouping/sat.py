"""One CP-SAT model for the whole instance or for a part of it: the rest stays as it is."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from jobcaffe.kernels.ceiling import Ceiling
from jobcaffe.kernels.grouping.model import LONE, LONE_FROM, OPENING, SEAT
from jobcaffe.kernels.grouping.problem import Opened, Plan, Problem, Site


@dataclass(frozen=True)
class Part:
    """What may change: these people, on these sites, with these rooms, facilitators and joined groups.

    ``rooms`` by slot and ``limits`` by facilitator are what the rest leaves; ``joins``: running groups
    whose new members may change; ``start``: how the part stands now.
    """

    people: Sequence[int]
    sites: Sequence[Site]
    rooms: Mapping[int, int]
    limits: Mapping[int, int]
    joins: Sequence[int]
    start: Plan


@dataclass(frozen=True)
class Effort:
    """Limits of one solve: deterministic units, and the ceiling that may end it before."""

    work: float
    ceiling: Ceiling
    seed: int


@dataclass(frozen=True)
class Found:
    """The best plan for a part, its bound, whether proved, and the deterministic units used."""

    plan: Plan
    value: int
    bound: int
    proved: bool
    work: float
    late: bool


Copy = tuple[int, int]  # a cell and which of its possible groups


@dataclass
class _Model:
    """``opens`` by (cell, copy); ``leads[site][f]``: whether facilitator ``f`` leads that group.

    Who leads is kept apart from who sits there: seats are as many as the copies of a cell, not as its
    facilitators, and the solver does not try one facilitator after the other.
    """

    problem: Problem
    part: Part
    model: Any
    opens: dict[Copy, Any] = field(default_factory=dict)
    leads: dict[Copy, dict[int, Any]] = field(default_factory=dict)
    seats: dict[Copy, dict[int, Any]] = field(default_factory=dict)
    joins: dict[int, dict[int, Any]] = field(default_factory=dict)
    terms: list[Any] = field(default_factory=list)

    def build(self) -> None:
        """Variables, rules and purpose."""
        self._variables()
        self._one_seat_each()
        self._resources()
        for site in self.opens:
            self._size(site)
            self._lone(site)
            self._banned(site)
            self._apart(self.seats[site], self.opens[site])
        for number, seats in self.joins.items():
            self.model.add(sum(seats.values()) <= self.problem.seats[number])
            self._apart(seats, 1)
        self.model.maximize(sum(self.terms))

    def _variables(self) -> None:
        crews: dict[int, list[int]] = defaultdict(list)
        for leader, cell in self.part.sites:
            crews[cell].append(leader)
        for cell, crew in crews.items():
            people = [one for one in self.part.people if cell in self.problem.worth[one]]
            for copy in range(copies(self.problem, self.part, cell, len(crew), len(people))):
                self._group((cell, copy), crew, people)
        for number in self.part.joins:
            values = self.problem.joins[number]
            self.joins[number] = self._bools(one for one in self.part.people if one in values)
            self.terms += [values[one] * seat for one, seat in self.joins[number].items()]

    def _group(self, site: Copy, crew: list[int], people: list[int]) -> None:
        cell, copy = site
        opens = self.opens[site] = self.model.new_bool_var("")
        self.leads[site], self.seats[site] = self._bools(crew), self._bools(people)
        self.model.add(sum(self.leads[site].values()) == opens)
        if copy:
            # Copies are opened in order: exchanging them would change nothing.
            self.model.add_implication(opens, self.opens[cell, copy - 1])
        self.terms.append(-OPENING * opens)
        self.terms += [self.problem.worth[one][cell] * seat for one, seat in self.seats[site].items()]

    def _bools(self, keys: Iterable[int]) -> dict[int, Any]:
        return {key: self.model.new_bool_var("") for key in keys}

    def _one_seat_each(self) -> None:
        mine: dict[int, list[Any]] = defaultdict(list)
        for seats in (*self.seats.values(), *self.joins.values()):
            for one, seat in seats.items():
                mine[one].append(seat)
        for options in mine.values():
            self.model.add_at_most_one(options)

    def _resources(self) -> None:
        by_slot: dict[int, list[Any]] = defaultdict(list)
        by_leader: dict[int, list[Any]] = defaultdict(list)
        by_evening: dict[tuple[int, int], list[Any]] = defaultdict(list)
        for site, opens in self.opens.items():
            slot = self.problem.slot[site[0]]
            by_slot[slot].append(opens)
            for leader, leads in self.leads[site].items():
                by_leader[leader].append(leads)
                by_evening[leader, slot].append(leads)
        for slot, options in by_slot.items():
            self.model.add(sum(options) <= self.part.rooms.get(slot, 0))
        for leader, options in by_leader.items():
            self.model.add(sum(options) <= self.part.limits.get(leader, 0))
        for options in by_evening.values():
            self.model.add_at_most_one(options)

    def _banned(self, site: Copy) -> None:
        for one, seat in self.seats[site].items():
            for leader in self.problem.banned[one] & self.leads[site].keys():
                self.model.add(seat + self.leads[site][leader] <= 1)

    def _size(self, site: Copy) -> None:
        size, model, opens = self.problem.size, self.model, self.opens[site]
        count = sum(self.seats[site].values())
        model.add(count >= size.min * opens)
        model.add(count <= size.max * opens)
        for seat in self.seats[site].values():
            model.add_implication(seat, opens)
        spare = model.new_int_var(0, max(size.max - size.high, size.low - size.min), "")
        model.add(spare >= count - size.high * opens)
        model.add(spare >= size.low * opens - count)
        self.terms.append(-SEAT * spare)

    def _lone(self, site: Copy) -> None:
        """``held`` if anybody has the trait; twice ``held`` needs two holders, or pays."""
        seats, model, size = self.seats[site], self.model, self.problem.size
        holders: dict[int, list[Any]] = defaultdict(list)
        for one, seat in seats.items():
            for trait in self.problem.traits[one]:
                holders[trait].append(seat)
        if size.max < LONE_FROM:
            return
        small: Any = 0
        if size.min < LONE_FROM:
            small = model.new_bool_var("")
            most = max(size.max, LONE_FROM) - LONE_FROM + 1
            model.add(sum(seats.values()) <= LONE_FROM - 1 + most * (1 - small))
        for mine in holders.values():
            held, lone = model.new_bool_var(""), model.new_bool_var("")
            for seat in mine:
                model.add_implication(seat, held)
            model.add(sum(mine) + lone + small >= 2 * held)
            self.terms.append(-LONE * lone)

    def _apart(self, seats: Mapping[int, Any], opens: Any) -> None:
        for one in seats:
            for other in self.problem.enemies[one]:
                if one < other and other in seats:
                    self.model.add(seats[one] + seats[other] <= opens)

    def hint(self) -> None:
        """Start from the plan as it stands."""
        now: dict[int, list[Opened]] = defaultdict(list)
        for opened in self.part.start.opened:
            now[opened.cell].append(opened)
        for site, opens in self.opens.items():
            cell, copy = site
            group = now[cell][copy] if copy < len(now[cell]) else None
            self.model.add_hint(opens, group is not None)
            for leader, leads in self.leads[site].items():
                self.model.add_hint(leads, group is not None and group.facilitator == leader)
            for one, seat in self.seats[site].items():
                self.model.add_hint(seat, group is not None and one in group.members)
        for number, seats in self.joins.items():
            for one, seat in seats.items():
                self.model.add_hint(seat, one in self.part.start.added[number])

    def read(self, solver: Any) -> Plan:
        """The plan that the solver found."""

        def chosen(options: Mapping[int, Any]) -> frozenset[int]:
            return frozenset(key for key, variable in options.items() if solver.boolean_value(variable))

        opened = tuple(
            Opened(min(chosen(self.leads[site])), site[0], chosen(self.seats[site]))
            for site, opens in self.opens.items()
            if solver.boolean_value(opens)
        )
        added = list(self.part.start.added)
        for number, seats in self.joins.items():
            added[number] = chosen(seats)
        return Plan(opened, tuple(added))


def copies(problem: Problem, part: Part, cell: int, crew: int, people: int) -> int:
    """How many groups a cell could have at most: by rooms, facilitators and people."""
    return max(0, min(crew, part.rooms.get(problem.slot[cell], 0), people // problem.size.min))


def improve(problem: Problem, part: Part, effort: Effort) -> Found:
    """The best way for a part, not worse than how it stands; its bound is for the part alone."""
    from ortools.sat.python import cp_model

    model = _Model(problem, part, cp_model.CpModel())
    model.build()
    model.hint()
    solver = cp_model.CpSolver()
    parameters = solver.parameters
    parameters.random_seed = effort.seed % (2**31)
    parameters.max_deterministic_time = effort.work
    # Read after the model is built: building takes its time too.
    seconds = max(effort.ceiling.left(), 0.01)
    parameters.max_time_in_seconds = seconds
    # One worker: several are not reproducible.
    parameters.num_workers = 1
    parameters.linearization_level = 2
    status = solver.solve(model.model)
    start = problem.plan_value(part.start)
    work = float(solver.response_proto.deterministic_time)
    late = work < effort.work and solver.wall_time >= seconds
    bound = max(start, int(solver.best_objective_bound + 1e-6))
    proved = status == cp_model.OPTIMAL
    plan = model.read(solver) if proved or status == cp_model.FEASIBLE else part.start
    # Before the proof the solver may pay more than the plan costs: the plan itself is counted.
    value = problem.plan_value(plan)
    if value < start:
        plan, value = part.start, start
    return Found(plan, value, bound, proved, work, late)


def whole(problem: Problem, start: Plan) -> Part:
    """Everything may change."""
    return Part(
        people=problem.people,
        sites=[(leader, cell) for cell in problem.open_cells for leader in problem.crews[cell]],
        rooms=dict(enumerate(problem.rooms)),
        limits=dict(enumerate(problem.limits)),
        joins=range(len(problem.joins)),
        start=start,
    )


def seats(problem: Problem, part: Part) -> int:
    """How many (person, group) pairs the model of a part has."""
    crews = Counter(cell for _, cell in part.sites)
    asked = Counter(cell for one in part.people for cell in problem.worth[one])
    groups = sum(asked[cell] * copies(problem, part, cell, crew, asked[cell]) for cell, crew in crews.items())
    return groups + sum(map(len, problem.joins))

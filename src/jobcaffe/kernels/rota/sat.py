"""The CP-SAT model of a week, solved for one purpose after the other."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from jobcaffe.kernels.ceiling import Ceiling
from jobcaffe.kernels.rota.model import Assignment
from jobcaffe.kernels.rota.problem import Problem

PURPOSES = ("hours", "kept", "worst", "total", "carers")
# Deterministic units for each purpose; the hours are what is promised with a bound.
WORK = {"hours": 12.0, "kept": 1.0, "worst": 2.0, "total": 2.0, "carers": 1.0}
# Of the time that is left, what each purpose may take at most.
SHARE = {"hours": 0.7, "kept": 0.3, "worst": 0.5, "total": 0.5, "carers": 0.9}
Told = Callable[[str, int, int], None]  # purpose, value, bound


@dataclass
class Found:
    """The plan, the bound on the hours in units, the purposes proved, whether the clock ended it."""

    plan: list[Assignment]
    bound: int
    proved: list[str] = field(default_factory=list)
    late: bool = False


@dataclass
class _Model:
    problem: Problem
    model: Any
    chosen: dict[Assignment, Any] = field(default_factory=dict)
    goals: dict[str, Any] = field(default_factory=dict)

    def build(self) -> None:
        """Variables and rules; the purposes in ``goals``, each to be made as large as possible."""
        problem = self.problem
        self.chosen = {one: self.model.new_bool_var("") for one in problem.pairs}
        for one in problem.instance.frozen:
            self.model.add(self.chosen[one] == 1)
        self._once()
        self._sessions()
        self.goals["hours"] = sum(problem.hours[one.need] * take for one, take in self.chosen.items())
        self.goals["kept"] = sum(
            take for one, take in self.chosen.items() if one in problem.instance.previous
        )
        self._accounts()
        self._carers()

    def _once(self) -> None:
        by_need: dict[int, list[Any]] = defaultdict(list)
        for one, take in self.chosen.items():
            by_need[one.need].append(take)
        for options in by_need.values():
            self.model.add_at_most_one(options)

    def _sessions(self) -> None:
        """What is looked after at one time fits, and who looks after does no more than was offered."""
        by_offer: dict[int, list[tuple[int, Any]]] = defaultdict(list)
        for one, take in self.chosen.items():
            by_offer[one.offer].append((self.problem.instance.needs[one.need].children, take))
        opened: dict[str, dict[int, Any]] = defaultdict(dict)
        for offer, rows in by_offer.items():
            used = self.model.new_bool_var("")
            opened[self.problem.instance.offers[offer].family][offer] = used
            self.model.add(sum(n * take for n, take in rows) <= self.problem.room[offer] * used)
            for _n, take in rows:
                self.model.add_implication(take, used)
        for sessions in opened.values():
            self._most(sessions)

    def _most(self, sessions: dict[int, Any]) -> None:
        """``max_sessions`` of every offer that is used bounds the week."""
        offers = self.problem.instance.offers
        for limit in {offers[offer].max_sessions for offer in sessions}:
            strict = [used for offer, used in sessions.items() if offers[offer].max_sessions == limit]
            if limit == 0:
                self.model.add(sum(strict) == 0)
                continue
            spare = max(len(sessions) - limit, 0)
            if not spare:
                continue
            if len(strict) == len(sessions):
                self.model.add(sum(sessions.values()) <= limit)
                continue
            for used in strict:
                self.model.add(sum(sessions.values()) <= limit + spare * (1 - used))

    def _accounts(self) -> None:
        problem, moved = self.problem, defaultdict(list)
        for one, take in self.chosen.items():
            hours = problem.hours[one.need]
            moved[problem.instance.offers[one.offer].family].append(hours * take)
            moved[problem.instance.needs[one.need].family].append(-hours * take)
        widest = max((max(abs(low), abs(high)) for low, high in problem.limits.values()), default=0)
        worst, sizes = self.model.new_int_var(0, widest, ""), []
        for name, (low, high) in problem.limits.items():
            start = problem.balance[name]
            if not moved[name]:
                self.model.add(worst >= abs(start))
                continue
            after = self.model.new_int_var(low, high, "")
            self.model.add(after == start + sum(moved[name]))
            size = self.model.new_int_var(0, widest, "")
            self.model.add_abs_equality(size, after)
            self.model.add(worst >= size)
            sizes.append(size)
        self.goals["worst"], self.goals["total"] = -worst, -sum(sizes)

    def _carers(self) -> None:
        by_pair: dict[tuple[str, str], list[Any]] = defaultdict(list)
        for one, take in self.chosen.items():
            need, offer = self.problem.instance.needs[one.need], self.problem.instance.offers[one.offer]
            by_pair[need.family, offer.family].append(take)
        known = []
        for takes in by_pair.values():
            seen = self.model.new_bool_var("")
            for take in takes:
                self.model.add_implication(take, seen)
            known.append(seen)
        self.goals["carers"] = -sum(known)


def improve(problem: Problem, start: list[Assignment], ceiling: Ceiling, seed: int, told: Told) -> Found:
    """The best week from ``start`` on, purpose by purpose: what one reached, the next ones keep."""
    from ortools.sat.python import cp_model

    best = _Model(problem, cp_model.CpModel())
    best.build()
    found = Found(start, _most_hours(problem))
    for purpose in PURPOSES:
        if purpose == "kept" and not problem.instance.previous:
            continue
        _solve(best, found, purpose, ceiling, seed)
        told(purpose, sum(problem.hours[one.need] for one in found.plan), found.bound)
    return found


def _most_hours(problem: Problem) -> int:
    """All that somebody could serve: a bound to start from."""
    return sum(problem.hours[need] for need in {one.need for one in problem.pairs})


def _solve(best: _Model, found: Found, purpose: str, ceiling: Ceiling, seed: int) -> None:
    from ortools.sat.python import cp_model

    model, goal = best.model, best.goals[purpose]
    if isinstance(goal, int):
        found.proved.append(purpose)
        return
    model.clear_hints()
    chosen = set(found.plan)
    for one, take in best.chosen.items():
        model.add_hint(take, one in chosen)
    model.maximize(goal)
    solver = cp_model.CpSolver()
    seconds = max(ceiling.left() * SHARE[purpose], 0.01)
    solver.parameters.random_seed = seed % (2**31)
    solver.parameters.max_deterministic_time = WORK[purpose]
    solver.parameters.max_time_in_seconds = seconds
    solver.parameters.num_workers = 1  # several are not reproducible
    status = solver.solve(model)
    found.late |= solver.wall_time >= seconds
    if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        _keep(best, found, purpose)
        return
    found.plan = sorted(one for one, take in best.chosen.items() if solver.boolean_value(take))
    if purpose == "hours":
        found.bound = min(found.bound, int(solver.best_objective_bound + 1e-6))
    if status == cp_model.OPTIMAL:
        found.proved.append(purpose)
    model.add(goal >= round(solver.objective_value))


def _keep(best: _Model, found: Found, purpose: str) -> None:
    """Nothing better in the time there was: the hours of the plan stay the least."""
    if purpose == "hours":
        best.model.add(best.goals["hours"] >= sum(best.problem.hours[one.need] for one in found.plan))

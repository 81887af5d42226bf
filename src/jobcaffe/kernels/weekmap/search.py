"""From a week to what would make it work: the cheapest options, the next ones, or what clashes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from typing import Any

from jobcaffe.kernels.ceiling import Ceiling
from jobcaffe.kernels.weekmap.grid import Grid
from jobcaffe.kernels.weekmap.model import (
    DAYS,
    MINUTES,
    Alternative,
    Answer,
    Instance,
    Status,
    Trip,
    Uncovered,
)
from jobcaffe.kernels.weekmap.pieces import alike, clashes, helpers, pieces

Progress = Callable[[float, int, int], None]  # share of the work done (0 to 1), cost, bound
MOST = 5  # alternatives
WORK = 20.0  # deterministic units for each question put to CP-SAT
COST = 100  # a unit of cost against one option: none that is not needed, but never at a cost
TIDY = 0.3  # deterministic units for a day with few ways
LATE = 1_000  # a step out of place against a step alone: commitments are kept, children wait
NO_TIME = "Il tempo non è bastato per cercare una soluzione. Riprova con più tempo."
NOBODY = "Anche senza impegni nessuno può stare con i bambini in quelle ore."


@dataclass(frozen=True)
class _Asked:
    """What one question to CP-SAT gave; ``known``: whether it was settled."""

    known: bool
    options: tuple[str, ...] | None = None
    cost: int = 0
    bound: int = 0
    trips: tuple[Trip, ...] = ()


class _Question:
    """The grid of some days, one of each kind, asked again and again."""

    def __init__(self, instance: Instance, ceiling: Ceiling, seed: int, days: Collection[int]) -> None:
        from ortools.sat.python import cp_model

        self.instance, self.ceiling, self.seed = instance, ceiling, seed
        self.like = alike(instance, days)
        self.tidied: dict[tuple[int, frozenset[str]], tuple[Trip, ...]] = {}
        self.grid = Grid(instance, cp_model.CpModel(), tuple(self.like))
        self.grid.build()

    def ask(
        self, kept: Collection[str], cuts: Collection[tuple[str, ...]] = (), *, best: bool = True
    ) -> _Asked:
        """The cheapest options with which the kept commitments hold, none a superset of a cut."""
        from ortools.sat.python import cp_model

        model, grid = self.grid.model.clone(), self.grid
        for name, keep in grid.keeps.items():
            model.add(keep == (name in kept))
        for cut in cuts:
            model.add(sum(grid.chosen[one] for one in cut) <= len(cut) - 1)
        cost = sum(one.cost * grid.chosen[one.id] for one in self.instance.options)
        if best:
            model.minimize(COST * cost + sum(grid.chosen.values()))
        solver = cp_model.CpSolver()
        status = solver.solve(self._limited(solver, model, WORK))
        if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
            return _Asked(known=status == cp_model.INFEASIBLE)
        options = tuple(one.id for one in self.instance.options if solver.boolean_value(grid.chosen[one.id]))
        total = sum(one.cost for one in self.instance.options if one.id in options)
        bound = total if status == cp_model.OPTIMAL else max(int(solver.best_objective_bound) // COST, 0)
        return _Asked(True, options, total, min(bound, total), self._tidy(options, solver) if best else ())

    def _tidy(self, options: tuple[str, ...], found: Any) -> tuple[Trip, ...]:
        """The same options with few ways, day by day, as far as a short search finds them."""
        trips = {trip for day in self.like for trip in self._tidy_day(day, options, found)}
        return tuple(sorted(replace(trip, day=day) for trip in trips for day in self.like[trip.day]))

    def _tidy_day(self, day: int, options: tuple[str, ...], found: Any) -> tuple[Trip, ...]:
        """One day; alternatives that agree on what they change in it share it."""
        step = self.grid.step
        here = {name for row in pieces(self.instance, day, step) for name in (row.option, *row.unless)}
        here |= {row.option for row in helpers(self.instance, day, step)}
        key = day, frozenset(here & set(options))
        if key not in self.tidied:
            self.tidied[key] = self._few_ways(day, options, found)
        return self.tidied[key]

    def _few_ways(self, day: int, options: tuple[str, ...], found: Any) -> tuple[Trip, ...]:
        from ortools.sat.python import cp_model

        grid = Grid(self.instance, cp_model.CpModel(), (day,))
        grid.build()
        for keep in grid.keeps.values():
            grid.model.add(keep == 1)
        for name, literal in grid.chosen.items():
            grid.model.add(literal == (name in options))
        ways = [(key, arc, goes) for key, flow in grid.flows.items() for arc, goes in flow.goes.items()]
        for key, arc, goes in ways:
            grid.model.add_hint(goes, found.boolean_value(self.grid.flows[key].goes[arc]))
        grid.model.minimize(sum(goes for _key, _arc, goes in ways))
        solver = cp_model.CpSolver()
        status = solver.solve(self._limited(solver, grid.model, TIDY))
        if status in (cp_model.OPTIMAL, cp_model.FEASIBLE):
            return trips_of(grid, solver)
        return tuple(trip for trip in trips_of(self.grid, found) if trip.day == day)

    def _limited(self, solver: Any, model: Any, work: float) -> Any:
        solver.parameters.random_seed = self.seed % (2**31)
        solver.parameters.num_workers = 1  # several are not reproducible
        solver.parameters.max_deterministic_time = work
        solver.parameters.max_time_in_seconds = max(self.ceiling.left(), 0.01)
        return model


def trips_of(grid: Grid, solver: Any) -> tuple[Trip, ...]:
    """Who goes where and when, with which small children, in a solution."""
    small = {one.id for one in grid.instance.children if one.small}
    ways = {
        (day, arc, who.partition("#")[0])
        for (day, who), flow in grid.flows.items()
        for arc, goes in flow.goes.items()
        if solver.boolean_value(goes) and _there(grid, solver, day, who)
    }
    found = []
    for day, (step, origin, to), who in sorted(ways):
        if who not in small:
            along = tuple(sorted(
                child for other_day, arc, child in ways
                if child in small and (other_day, arc) == (day, (step, origin, to))
            ))  # fmt: skip
            start, way = step * grid.step, -(-grid.instance.minutes(origin, to) // grid.step) * grid.step
            found.append(Trip(day, start, start + way, who, origin, to, along))
    return tuple(found)


def _there(grid: Grid, solver: Any, day: int, who: str) -> bool:
    helper = grid.helped.get((day, who))
    return helper is None or not helper.option or solver.boolean_value(grid.chosen[helper.option])


def solve(
    instance: Instance, *, seconds: float = 600.0, seed: int = 0, progress: Progress | None = None
) -> Answer:
    """The week as it is, up to five ways to make it work, or a smallest set of commitments that clash.

    ``seconds``: a ceiling of wall-clock time. Raises ``ValueError`` when it is not positive.
    """
    if seconds <= 0:
        raise ValueError("seconds must be positive")
    ceiling, tell = Ceiling(0.95 * seconds), progress or _silent
    shown = Answer(
        clashes=tuple(clashes(instance)),
        uncovered=uncovered(instance, ceiling, seed),
        minutes=minutes_of(instance),
        seed=seed,
        seconds=seconds,
    )
    tell(0.3, 0, 0)
    question = _Question(instance, ceiling, seed, range(DAYS))
    found, bound, known = _alternatives(question, tell)
    if found:
        proved = bound == found[0].cost
        answer = replace(
            shown,
            alternatives=tuple(found),
            value=found[0].cost,
            bound=bound,
            status=Status.OPTIMAL if proved else Status.FEASIBLE,
            ended_by="proof" if proved else "time",
        )
    else:
        clash, known = _clash_in_time(instance, ceiling, seed) if known else ((), False)
        why = NO_TIME if not known else "" if clash else NOBODY
        answer = replace(shown, smallest_clash=clash, why=why, ended_by="proof" if known else "time")
    tell(1.0, answer.value or 0, answer.bound)
    return answer


def _alternatives(question: _Question, tell: Progress) -> tuple[list[Alternative], int, bool]:
    """At most five, the bound on the first one's cost, and whether the search settled every question."""
    everything = [one.id for one in question.instance.commitments]
    found: list[Alternative] = []
    bound, known = 0, True
    while len(found) < MOST:
        asked = question.ask(everything, [one.options for one in found])
        known &= asked.known
        if asked.options is None:
            break
        bound = bound if found else asked.bound
        found.append(Alternative(asked.options, asked.cost, asked.trips))
        tell(0.3 + 0.14 * len(found), found[0].cost, bound)
        if not asked.options:
            break  # it works as it is: nothing else is needed
    return found, bound, known


def _silent(share: float, cost: int, bound: int) -> None:
    """No progress is told."""


def uncovered(instance: Instance, ceiling: Ceiling, seed: int) -> tuple[Uncovered, ...]:
    """*Tempi scoperti* of the week as it is, with the household organised as well as it can be."""
    from ortools.sat.python import cp_model

    found: list[Uncovered] = []
    for day, same in alike(instance, range(DAYS)).items():
        grid = Grid(instance, cp_model.CpModel(), (day,), relaxed=True)
        grid.build()
        for literal in (*grid.chosen.values(), *(one.negated() for one in grid.keeps.values())):
            grid.model.add(literal == 0)
        grid.model.minimize(LATE * sum(grid.late) + sum(grid.alone.values()))
        solver = cp_model.CpSolver()
        solver.parameters.random_seed, solver.parameters.num_workers = seed % (2**31), 1
        solver.parameters.max_deterministic_time = WORK
        solver.parameters.max_time_in_seconds = max(ceiling.left(), 0.01)
        if solver.solve(grid.model) in (cp_model.OPTIMAL, cp_model.FEASIBLE):
            steps = sorted(key for key, alone in grid.alone.items() if solver.boolean_value(alone))
            found += (replace(one, day=other) for one in _joined(steps, grid.step) for other in same)
    return tuple(sorted(found))


def _joined(steps: list[tuple[int, str, int]], step: int) -> list[Uncovered]:
    """Steps that follow each other, as one interval."""
    found: list[Uncovered] = []
    for day, child, index in steps:
        start = index * step
        if found and (found[-1].day, found[-1].child, found[-1].end) == (day, child, start):
            found[-1] = Uncovered(day, child, found[-1].start, start + step)
        else:
            found.append(Uncovered(day, child, start, start + step))
    return found


def _clash_in_time(instance: Instance, ceiling: Ceiling, seed: int) -> tuple[tuple[str, ...], bool]:
    """The smallest clash, and whether the time was enough: what was not settled is no clash."""
    try:
        return smallest_clash(instance, ceiling, seed), True
    except TimeoutError:
        return (), False


def smallest_clash(instance: Instance, ceiling: Ceiling, seed: int) -> tuple[str, ...]:
    """As few commitments as possible that cannot be kept together; empty when even none can.

    Sets to hit (Ignatiev, Previti, Liffiton, Marques-Silva, *Smallest MUS extraction with minimal
    hitting set dualization*, CP 2015), on the first day that cannot be, or on the whole week when each
    day alone could. Raises ``TimeoutError`` when a question was not settled in time.
    """
    days = [_Question(instance, ceiling, seed, [day]) for day in alike(instance, range(DAYS))]
    names = [one.id for one in instance.commitments]
    if not all(_holds(day, ()) for day in days):
        return ()
    whole = _Question(instance, ceiling, seed, range(DAYS))
    question = next((day for day in days if not _holds(day, names)), whole)
    sets: list[frozenset[str]] = []
    while True:
        chosen = _hit(names, sets)
        if not _holds(question, chosen):
            return tuple(name for name in names if name in chosen)
        grown = set(chosen)
        for name in names:
            if name not in grown and _holds(question, grown | {name}):
                grown.add(name)
        sets.append(frozenset(names) - grown)


def _holds(question: _Question, kept: Collection[str]) -> bool:
    asked = question.ask(kept, best=False)
    if not asked.known:
        raise TimeoutError
    return asked.options is not None


def _hit(names: list[str], sets: list[frozenset[str]]) -> frozenset[str]:
    """As few names as possible, one at least of each set."""
    from ortools.sat.python import cp_model

    model = cp_model.CpModel()
    picked = {name: model.new_bool_var("") for name in names}
    for one in sets:
        model.add_bool_or([picked[name] for name in sorted(one)])
    model.minimize(sum(picked.values()))
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.solve(model)
    return frozenset(name for name, pick in picked.items() if solver.boolean_value(pick))


def minutes_of(instance: Instance) -> dict[str, dict[str, int]]:
    """Minutes of a week by adult and kind of commitment, as the week is."""
    found: dict[str, Counter[str]] = {name: Counter() for name in instance.adults}
    kinds = {one.id: one.kind or "other" for one in instance.commitments}
    for day in range(DAYS):
        for piece in pieces(instance, day, 1):
            if piece.who in found and piece.holds(()):
                found[piece.who][kinds[piece.commitment]] += min(piece.end, MINUTES) - piece.start
    return {name: dict(row) for name, row in found.items()}

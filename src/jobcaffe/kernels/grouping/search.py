"""From an instance to a proposal: greedy, proof where it can be had, search, bound, reasons."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from jobcaffe.kernels.ceiling import Ceiling
from jobcaffe.kernels.grouping import bound as bounds
from jobcaffe.kernels.grouping.greedy import greedy_plan
from jobcaffe.kernels.grouping.model import Answer, Ended, Instance, Status, Unplaced
from jobcaffe.kernels.grouping.neighbourhoods import Search
from jobcaffe.kernels.grouping.problem import Plan, Problem
from jobcaffe.kernels.grouping.reasons import NO_SEAT, public, reason, what_if
from jobcaffe.kernels.grouping.sat import Effort, improve, seats, whole

Progress = Callable[[float, int, int], None]  # share of the work done (0 to 1), value, bound

FIRST_WORK = 3.0  # deterministic units for a plan to start the proof from
WHOLE = 5000  # (person, group) pairs up to which the whole instance is given to CP-SAT
WHOLE_WORK = 25.0  # deterministic units for it
SEARCH_WORK = 30.0  # for the search with 200 people; grows with the square root
RESERVE = 0.5  # seconds kept aside, at least
LEAST_SECONDS = 1.0  # under this there is only time for the greedy proposal


def greedy(instance: Instance) -> Answer:
    """A proposal in a moment, with a loose bound: a preview."""
    problem = Problem(instance)
    plan, bound = greedy_plan(problem), bounds.simple(problem)
    return _answer(problem, _Run(plan, bound, Ended.WORK), Ceiling(0), seed=0)


def solve(
    instance: Instance, *, seconds: float = 600.0, seed: int = 0, progress: Progress | None = None
) -> Answer:
    """The best proposal found, its bound and the reasons.

    ``seconds``: a ceiling of wall-clock time; the search itself is limited in deterministic units, so
    the same instance and seed give the same answer wherever the ceiling is not what ends it
    (``ended_by``). Raises ``ValueError`` when ``seconds`` is not positive.
    """
    if seconds <= 0:
        raise ValueError("seconds must be positive")
    ceiling, problem = Ceiling(seconds), Problem(instance)
    # The solver looks at the clock now and then, and what is told at the end takes its own time.
    reserve = max(RESERVE, 0.05 * seconds)
    run = _search(problem, Ceiling(seconds - reserve), seed, progress or _silent)
    return _answer(problem, run, ceiling, seed)


def _silent(share: float, value: int, bound: int) -> None:
    """No progress is told."""


@dataclass
class _Run:
    plan: Plan
    bound: int
    ended: Ended

    def better(self, plan: Plan, bound: int | None) -> None:
        self.plan = plan
        self.bound = self.bound if bound is None else min(self.bound, bound)


def _search(problem: Problem, ceiling: Ceiling, seed: int, progress: Progress) -> _Run:
    run = _Run(greedy_plan(problem), bounds.simple(problem), Ended.TIME)
    value = problem.plan_value(run.plan)
    progress(0.0, value, run.bound)
    if ceiling.left() < LEAST_SECONDS and value < run.bound:
        return run
    if value < run.bound:
        # Half of the time at most: without this bound the plan can still be improved.
        run.better(run.plan, bounds.linear(problem, Ceiling(0.5 * ceiling.left())))
        progress(0.1, value, run.bound)
    late = _improve(problem, run, ceiling, seed, progress)
    proved = problem.plan_value(run.plan) >= run.bound
    run.ended = Ended.PROOF if proved else Ended.TIME if late else Ended.WORK
    progress(1.0, problem.plan_value(run.plan), run.bound)
    return run


def _improve(problem: Problem, run: _Run, ceiling: Ceiling, seed: int, progress: Progress) -> bool:
    """A short search, a try at the proof when the instance is small, a long one; whether it is late."""
    search = Search(problem, run.plan, seed=seed, ceiling=ceiling)
    part = whole(problem, run.plan)
    if seats(problem, part) <= WHOLE:
        search.run(FIRST_WORK, run.bound, _nothing)
        run.plan = search.plan
        if search.value < run.bound and not search.late:
            effort = Effort(WHOLE_WORK, Ceiling(0.8 * ceiling.left()), seed)
            found = improve(problem, replace(part, start=run.plan), effort)
            run.better(found.plan, found.bound)
            search = Search(problem, run.plan, seed=seed + 1, ceiling=ceiling)
    work = SEARCH_WORK * max(1.0, (len(problem.people) / 200) ** 0.5)
    search.run(work, run.bound, lambda share, value: progress(0.1 + 0.9 * share, value, run.bound))
    run.plan = search.plan
    return search.late or not ceiling.left()


def _nothing(share: float, value: int) -> None:
    """The short search tells nothing."""


def _answer(problem: Problem, run: _Run, ceiling: Ceiling, seed: int) -> Answer:
    instance, value = problem.instance, problem.plan_value(run.plan)
    told, left = public(instance), sorted(set(problem.people) - run.plan.placed())
    reasons = [Unplaced(instance.people[one].id, reason(told, one)) for one in left]
    more = sum(one.reason == NO_SEAT for one in reasons)
    if more and ceiling.seconds >= LEAST_SECONDS:
        most = bounds.people(told, ceiling)
        more = more if most is None else min(more, most - len(run.plan.placed()))
    return Answer(
        groups=problem.groups(run.plan),
        unplaced=tuple(reasons),
        value=value,
        bound=run.bound,
        gap=round((run.bound - value) / run.bound, 6) if run.bound else 0.0,
        status=Status.OPTIMAL if value == run.bound else Status.FEASIBLE,
        ended_by=run.ended,
        more=more,
        what_if=what_if(more),
        seed=seed,
        seconds=ceiling.seconds,
    )

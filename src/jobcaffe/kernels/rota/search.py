"""From an instance to a week: greedy, then purpose by purpose, with a bound on the hours and reasons."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction

from jobcaffe.kernels.ceiling import Ceiling
from jobcaffe.kernels.rota import sat
from jobcaffe.kernels.rota.checking import broken_by
from jobcaffe.kernels.rota.fund import solidarity
from jobcaffe.kernels.rota.greedy import greedy_plan
from jobcaffe.kernels.rota.model import (
    Answer,
    Ended,
    Instance,
    Status,
    Unserved,
    balances,
    fairness,
)
from jobcaffe.kernels.rota.problem import Problem
from jobcaffe.kernels.rota.reasons import unserved

Progress = Callable[[float, int, int], None]  # share of the work done (0 to 1), minutes served, bound
BLOCKED = "Le assegnazioni da tenere ferme rompono una regola: "
RESERVE = 0.05  # of the seconds, kept aside for what is told at the end


def greedy(instance: Instance) -> Answer:
    """A week in a moment, with a loose bound: a preview."""
    problem = Problem(instance)
    if broken := broken_by(instance, instance.frozen):
        return _infeasible(problem, broken[0], Ceiling(0), seed=0)
    most = sum(problem.hours[need] for need in {one.need for one in problem.pairs})
    found = sat.Found(greedy_plan(problem), most)
    return _answer(problem, found, _End(Ended.WORK, Ceiling(0), 0))


def solve(
    instance: Instance, *, seconds: float = 600.0, seed: int = 0, progress: Progress | None = None
) -> Answer:
    """The best week found, with a bound on the hours served.

    ``seconds``: a ceiling of wall-clock time; the search is limited in deterministic units, so the same
    instance and seed give the same answer wherever the ceiling is not what ends it (``ended_by``).
    Raises ``ValueError`` when ``seconds`` is not positive.
    """
    if seconds <= 0:
        raise ValueError("seconds must be positive")
    ceiling, problem = Ceiling(seconds), Problem(instance)
    if broken := broken_by(instance, instance.frozen):
        return _infeasible(problem, broken[0], ceiling, seed)
    teller = _teller(problem, progress)
    found = sat.improve(problem, greedy_plan(problem), Ceiling(seconds * (1 - RESERVE)), seed, teller)
    served = sum(problem.hours[one.need] for one in found.plan)
    ended = Ended.PROOF if served == found.bound else Ended.TIME if found.late else Ended.WORK
    return _answer(problem, found, _End(ended, ceiling, seed))


def _teller(problem: Problem, progress: Progress | None) -> sat.Told:
    def tell(purpose: str, value: int, bound: int) -> None:
        share = (sat.PURPOSES.index(purpose) + 1) / len(sat.PURPOSES)
        if progress is not None:
            progress(share, round(60 * problem.exact(value)), round(60 * problem.exact(bound)))

    return tell


@dataclass(frozen=True)
class _End:
    ended: Ended
    ceiling: Ceiling
    seed: int


def _answer(problem: Problem, found: sat.Found, end: _End) -> Answer:
    instance, plan = problem.instance, tuple(found.plan)
    served = sum((instance.hours(one.need) for one in plan), Fraction(0))
    bound, after = problem.exact(found.bound), balances(instance, plan)
    return Answer(
        assignments=plan,
        unserved=unserved(problem, plan),
        hours_served=served,
        bound=bound,
        gap=round(float((bound - served) / bound), 6) if bound else 0.0,
        balances=after,
        fund=solidarity(instance.families, after, instance.rules.solidarity_above),
        fairness=fairness(instance, plan),
        status=Status.OPTIMAL if served == bound else Status.FEASIBLE,
        ended_by=end.ended,
        proved=tuple(found.proved),
        seed=end.seed,
        seconds=end.ceiling.seconds,
    )


def _infeasible(problem: Problem, why: str, ceiling: Ceiling, seed: int) -> Answer:
    instance = problem.instance
    nothing = tuple(Unserved(need, BLOCKED + why) for need in range(len(instance.needs)))
    return Answer(
        assignments=(), unserved=nothing, hours_served=Fraction(0), bound=Fraction(0), gap=0.0,
        balances=balances(instance, ()), fund=(), fairness=fairness(instance, ()),
        status=Status.INFEASIBLE, ended_by=Ended.PROOF, proved=(), seed=seed, seconds=ceiling.seconds,
        why=BLOCKED + why,
    )  # fmt: skip

"""The search itself, in a process of its own: a SAT solver cannot be stopped from inside.

From below: is there a timetable without breaks? With one? With two? One incremental solver (CaDiCaL
through PySAT) with a totalizer over the excess literals, so what it learnt stays. What is found is told on
standard output, a line of JSON each: ``plan`` (a timetable and its breaks), ``bound`` (no timetable has
fewer), ``none`` (no timetable at all), ``done``.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from typing import Any

from jobcaffe.kernels.timetable.business.encode import Clauses
from jobcaffe.kernels.timetable.model import Business

SOLVER = "cadical195"
FEW = 16  # breaks counted at first


def prove(instance: Business) -> Iterator[dict[str, Any]]:
    """Everything that is found, in order; the last row is ``done`` or ``none``."""
    from pysat.card import ITotalizer
    from pysat.solvers import Solver

    clauses = Clauses(instance)
    if any(not clause for clause in clauses.clauses) or not all(clauses.slots_of.values()):
        yield {"none": True}
        return
    with Solver(SOLVER, bootstrap_with=clauses.clauses) as solver:
        if not solver.solve():
            yield {"none": True}
            return
        plan = _plan(clauses, solver.get_model())
        yield {"plan": plan}
        excess = clauses.excess
        if not excess:
            yield {"done": True}
            return
        counter = ITotalizer(excess, ubound=min(FEW, len(excess)), top_id=clauses.top)
        _append(solver, counter.cnf.clauses)
        for allowed in range(len(excess) + 1):
            yield {"bound": allowed}
            if allowed >= counter.ubound and counter.ubound < len(excess):
                counter.increase(ubound=min(2 * counter.ubound, len(excess)))
                _append(solver, counter.cnf.clauses[-counter.nof_new :])
            limit = [-counter.rhs[allowed]] if allowed < len(counter.rhs) else []
            if solver.solve(assumptions=[-one for one in excess] if allowed == 0 else limit):
                yield {"plan": _plan(clauses, solver.get_model())}
                yield {"done": True}
                return


def _append(solver: Any, clauses: list[list[int]]) -> None:
    for clause in clauses:
        solver.add_clause(clause)


def _plan(clauses: Clauses, model: list[int]) -> list[tuple[str, int]]:
    true = {literal for literal in model if literal > 0}
    return [key for key, literal in clauses.at.items() if literal in true]


def main() -> None:
    """Read a form on standard input, tell what is found."""
    from jobcaffe.kernels.timetable.form import read

    instance = read(json.load(sys.stdin))
    if not isinstance(instance, Business):
        raise TypeError("business talks only")
    for row in prove(instance):
        sys.stdout.write(json.dumps(row) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()

"""Shared care: ours beside a greedy rota and an exact integer programme, one week and twelve in a row.

    python bench/rota.py [--families 10 15 20 30 45] [--seeds N] [--weeks 12]

Every answer is believed only after ``check``. "exact": hours served by a plain integer programme of
the same rules, solved by SCIP for the hours alone. Figures are hours. "target": the gap asked for
within the seconds of the ceiling, on two cores.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections import defaultdict
from dataclasses import replace
from pathlib import Path
from statistics import fmean

# The instances live with the tests, beside this folder.
sys.path.insert(0, str(Path(__file__).parents[1]))

from tests.kernels.rota.instances import realistic, village, week_of

from jobcaffe.kernels import rota
from jobcaffe.kernels.rota.problem import Problem

CEILINGS = {45: (3.0, 60)}  # families: gap in percent, seconds; fewer families: 1 % in 10 s
COLUMNS = (
    f"{'families':>8}{'needs':>6}{'seed':>5} │{'greedy':>8} │{'exact':>8}{'s':>7}  {'':8}│{'ours':>8}"
    f"{'bound':>8}{'gap %':>7}{'s':>6}  {'proved':28}│{'target %':>9}{'s':>4}"
)


def exact(instance: rota.Instance, seconds: float) -> tuple[float, bool]:
    """Most hours by SCIP, and whether it proved them."""
    from ortools.linear_solver import pywraplp

    problem, solver = Problem(instance), pywraplp.Solver.CreateSolver("SCIP")
    takes = {one: solver.BoolVar("") for one in problem.pairs}
    rows: dict[object, list[object]] = defaultdict(list)
    for one, take in takes.items():
        need, offer = instance.needs[one.need], instance.offers[one.offer]
        rows["need", one.need].append(take)
        rows["room", one.offer].append(need.children * take)
        rows["account", offer.family].append(problem.hours[one.need] * take)
        rows["account", need.family].append(-problem.hours[one.need] * take)
    used = {offer: solver.BoolVar("") for offer in {one.offer for one in takes}}
    for (kind, name), terms in rows.items():  # type: ignore[misc]
        if kind == "need":
            solver.Add(sum(terms) <= 1)
        elif kind == "room":
            solver.Add(sum(terms) <= problem.room[name] * used[name])
        else:
            low, high = problem.limits[name]
            solver.Add(low <= problem.balance[name] + sum(terms))
            solver.Add(problem.balance[name] + sum(terms) <= high)
    for family in {instance.offers[offer].family for offer in used}:
        mine = [offer for offer in used if instance.offers[offer].family == family]
        solver.Add(sum(used[one] for one in mine) <= instance.offers[mine[0]].max_sessions)
    solver.Maximize(sum(problem.hours[one.need] * take for one, take in takes.items()))
    solver.SetTimeLimit(int(1000 * seconds))
    status = solver.Solve()
    return solver.Objective().Value() / problem.unit, status == pywraplp.Solver.OPTIMAL


def believed(instance: rota.Instance, answer: rota.Answer) -> rota.Answer:
    """The answer, when it keeps every rule."""
    assert rota.check(instance, answer) == [], rota.check(instance, answer)
    return answer


def line(families: int, seed: int) -> str:
    """One week, three ways."""
    instance = realistic(families, seed)
    target, seconds = CEILINGS.get(families, (1.0, 10))
    quick = believed(instance, rota.greedy(instance))
    start = time.perf_counter()
    peer, proved = exact(instance, seconds=60)
    peer_seconds, start = time.perf_counter() - start, time.perf_counter()
    ours = believed(instance, rota.solve(instance, seconds=seconds, seed=seed))
    taken = time.perf_counter() - start
    met = 100 * ours.gap <= target and taken <= 1.1 * seconds
    met &= not proved or abs(peer - float(ours.hours_served)) < 1e-6 or families > 30
    return (
        f"{families:8}{len(instance.needs):6}{seed:5} │{float(quick.hours_served):8.1f} │{peer:8.1f}"
        f"{peer_seconds:7.2f}  {'proved' if proved else 'not':8}│{float(ours.hours_served):8.1f}"
        f"{float(ours.bound):8.1f}{100 * ours.gap:7.2f}{taken:6.1f}  {' '.join(ours.proved):28}│{target:9.1f}"
        f"{seconds:4}  {'yes' if met else 'NO'}"
    )


def rolling(families: int, seed: int, weeks: int, fund: bool) -> list[float]:
    """The share of the hours asked for that is served, week by week."""
    place, accounts, shares = village(families, seed), None, []
    for number in range(1, weeks + 1):
        instance = week_of(place, number, seed, accounts)
        answer = believed(instance, rota.solve(instance, seconds=10, seed=seed))
        asked = sum(instance.hours(need) for need in range(len(instance.needs)))
        shares.append(float(answer.hours_served / asked))
        accounts = dict(answer.balances)
        for moved in answer.fund if fund else ():
            accounts[moved.giver] -= moved.hours
            accounts[moved.receiver] += moved.hours
    return shares


def sick(families: int, seed: int) -> str:
    """The busiest carer falls ill: everything else is frozen."""
    instance = realistic(families, seed)
    before = rota.solve(instance, seconds=10, seed=seed)
    count: dict[str, int] = defaultdict(int)
    for one in before.assignments:
        count[instance.offers[one.offer].family] += 1
    ill = max(count, key=lambda name: count[name])
    left = [index for index, one in enumerate(instance.offers) if one.family != ill]
    place = {old: new for new, old in enumerate(left)}
    kept = tuple(
        rota.Assignment(one.need, place[one.offer]) for one in before.assignments if one.offer in place
    )
    again = replace(instance, offers=tuple(instance.offers[one] for one in left), frozen=kept)
    start = time.perf_counter()
    after = believed(again, rota.solve(again, seconds=1, seed=seed))
    taken = time.perf_counter() - start
    others = len(set(kept) - set(after.assignments))
    return f"{families:8}{count[ill]:10}{len(after.assignments) - len(kept):12}{others:15}{taken:8.2f}"


def main() -> None:
    """The tables."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--families", type=int, nargs="+", default=[10, 15, 20, 30, 45])
    options.add_argument("--seeds", type=int, default=3)
    options.add_argument("--weeks", type=int, default=12)
    chosen = options.parse_args()
    print(COLUMNS)
    for families in chosen.families:
        for seed in range(1, chosen.seeds + 1):
            print(line(families, seed), flush=True)
    print(f"\n{'families':>8}{'her shifts':>10}{'replaced':>12}{'others moved':>15}{'s':>8}")
    for families in chosen.families:
        print(sick(families, 1), flush=True)
    print(f"\n30 families, {chosen.weeks} weeks: share of the hours asked for that is served, %")
    for fund in (False, True):
        rows = [rolling(30, seed, chosen.weeks, fund) for seed in range(1, 6)]
        kept = fmean(row[-1] / row[0] for row in rows)
        name = "with the fund" if fund else "without"
        for seed, row in enumerate(rows, 1):
            print(f"  {name:14} seed {seed}: " + " ".join(f"{100 * one:4.0f}" for one in row))
        print(f"  {name:14} last week of the first: {100 * kept:.0f} %", flush=True)


if __name__ == "__main__":
    main()

"""The timetable of a fair: business meetings beside the published times, citizens beside what others do.

    python bench/timetable.py [FOLDER] [--seconds 10 60] [--only business|citizens] [--peer-seconds 60]

FOLDER (JOBCAFFE_DATA/b2b, or ../shared/data/b2b) holds the instances of "Scheduling B2B meetings" (JAIR
74, 2022) and the generated fairs; without it, made-up ones of the same sizes. Seconds of ours are CPU of this
process and of the prover beside it; the published ones are of a Xeon E3-1220v2. Every answer is believed only
after ``check``. Peers of the citizens' fairs, in the same run: people who pick a free slot themselves, and a
plain CP-SAT model of the same rules.
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import resource
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from random import Random
from statistics import median

# The instances live with the tests, beside this folder.
sys.path.insert(0, str(Path(__file__).parents[1]))

from tests.kernels.timetable.instances import fair, meetings

from jobcaffe.kernels import timetable
from jobcaffe.kernels.timetable import Business, Citizens, Place, form
from jobcaffe.kernels.timetable.citizens.checking import broken, value

# Optimum (None: there is none), then the paper's seconds: MaxSAT, CP, MIP (TO: 7200).
PUBLISHED: dict[str, tuple[int | None, str, str, str]] = {
    "tic-12.original": (0, "0.1", "0.8", "13.8"),
    "tic-12crafc.original": (0, "0.3", "1.2", "8.9"),
    "tic-12.forb0003": (None, "0.2", "0.7", "0.1"),
    "tic-13.original": (0, "0.4", "16.9", "162.5"),
    "tic-13crafc.original": (4, "5.8", "518.2", "128.6"),
    "tic-13crafc.prec15": (4, "6.8", "485.6", "195.8"),
    "tic-14crafa.original": (0, "1.0", "22.4", "326.3"),
    "tic-14crafa.fixed020-Forb": (2, "0.5", "12.1", "116.8"),
    "forumt-14.original": (5, "0.5", "5.6", "44.9"),
    "forumt-14.forb0003": (0, "1.0", "24.0", "244.2"),
    "forumt-14crafd.original": (4, "0.4", "20.9", "217.6"),
    "forum-13.original": (0, "2.5", "2891.2", "648.4"),
    "forum-13crafb.original": (6, "23.3", "1725.6", "TO"),
    "ticf-13crafa.fixed020-Forb": (20, "2.1", "93.0", "3600.3"),
    "ticf-13crafb.original": (3, "22.3", "2291.9", "TO"),
    "forum-14.prec15": (2, "21.9", "2085.3", "TO"),
}
MADE_UP = {
    "made-up 40 x 120 x 10": meetings(40, 120, 10, 20, 1, away=0.01),
    "made-up 60 x 230 x 16": meetings(60, 230, 16, 27, 2, after=0.05),
}
SIZES = {"200 x 20 x 8": (200, 20, 8), "800 x 60 x 16": (800, 60, 16), "1500 x 100 x 20": (1500, 100, 20)}


def main() -> None:
    """Print the two tables."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    default = Path(os.environ.get("JOBCAFFE_DATA", Path(__file__).parents[2] / "shared" / "data")) / "b2b"
    parser.add_argument("folder", nargs="?", type=Path, default=default)
    parser.add_argument("--seconds", type=float, nargs="*", default=[10, 60])
    parser.add_argument("--only", choices=["business", "citizens"])
    parser.add_argument("--peer-seconds", type=float, default=60)
    options = parser.parse_args()
    if not options.folder.is_dir():
        print(f"{options.folder} is not here: made-up instances")
    if options.only != "citizens":
        business(options.folder)
    if options.only != "business":
        citizens(options.folder, options.seconds, options.peer_seconds)


def cpu() -> float:
    """Seconds of this process and of those it started that have ended."""
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + children.ru_utime + children.ru_stime


def warm() -> None:
    """Heavy wheels are loaded once, outside what is measured."""
    timetable.solve(meetings(3, 3, 4, 2, 0), seconds=30)
    timetable.solve(fair(20, 4, 4, 0), seconds=5)


def business(folder: Path) -> None:
    """Every instance proved, or proved to have no timetable."""
    warm()
    print("\nBusiness meetings: fewest breaks, proved")
    print(
        f"{'instance':30}{'ours':>9}{'bound':>7}{'optimum':>9}{'CPU s':>8} │{'MaxSAT':>8}{'CP':>8}{'MIP':>8}"
    )
    ours, theirs = [], []
    for name, instance in _business(folder):
        start = cpu()
        answer = timetable.solve(instance, seconds=300)
        spent = cpu() - start
        assert timetable.check(instance, answer) == [], name
        optimum, *published = PUBLISHED.get(name, (None, "-", "-", "-"))
        found = "none" if answer.status == "infeasible" else str(answer.value)
        if name in PUBLISHED:
            assert found == ("none" if optimum is None else str(optimum)), name
            ours.append(spent)
            theirs.append(float(published[0]))
        wanted = "-" if name not in PUBLISHED else "none" if optimum is None else str(optimum)
        print(
            f"{name:30}{found:>9}{answer.bound:>7}{wanted:>9}{spent:>8.2f} │"
            + "".join(f"{one:>8}" for one in published)
        )
        if answer.why:
            print(f"    {answer.why}")
    if ours:
        print(
            f"all: {sum(ours):.1f} CPU s, worst {max(ours):.1f}, median {median(ours):.2f}"
            f" (published MaxSAT: {sum(theirs):.1f}, worst {max(theirs):.1f}, median {median(theirs):.2f})"
        )


def _business(folder: Path) -> Iterator[tuple[str, Business]]:
    if not folder.is_dir():
        yield from MADE_UP.items()
    for path in sorted(folder.glob("*.json")):
        instance = form.read(json.loads(path.read_text()))
        if isinstance(instance, Business):
            yield path.stem, instance


def citizens(folder: Path, seconds: list[float], peer_seconds: float) -> None:
    """Value against the bound; who stays with no talk when people pick for themselves."""
    warm()
    print("\nCitizens at stands: most points (gap to a bound that forgets the hours)")
    print(
        f"{'instance':18}{'method':26}{'value':>9}{'bound':>9}{'gap %':>8}{'talks':>7}"
        f"{'with none':>10}{'idle':>6}{'CPU s':>8}"
    )
    for name, instance in _citizens(folder):
        for ceiling in seconds:
            start = cpu()
            answer = timetable.solve(instance, seconds=ceiling)
            spent = cpu() - start
            assert timetable.check(instance, answer) == [], name
            row(name, f"ours, {ceiling:g} s, {answer.status}", instance, answer.citizens, answer.bound, spent)
            if answer.status == "optimal":
                break
        start = cpu()
        row(name, "a free slot each", instance, pick(instance, 1), answer.bound, cpu() - start)
        if len(instance.wishes) < 8000 and peer_seconds > 0:
            start = cpu()
            row(
                name,
                "plain CP-SAT",
                instance,
                plain_model(instance, peer_seconds),
                answer.bound,
                cpu() - start,
            )


def row(
    name: str, method: str, instance: Citizens, places: tuple[Place, ...], bound: int, spent: float
) -> None:
    """One line of the table, the value computed again."""
    assert not list(broken(instance, places))
    points = value(instance, places)
    days: dict[str, list[int]] = {}
    for one in places:
        days.setdefault(one.citizen, []).append(one.slot)
    idle = sum(max(day) - min(day) + 1 - len(day) for day in days.values())
    gap = 100 * (bound - points) / bound if bound else 0.0
    none = len(instance.citizens) - len(days)
    print(
        f"{name:18}{method:26}{points:>9}{bound:>9}{gap:>8.3f}{len(places):>7}{none:>10}{idle:>6}{spent:>8.1f}",
        flush=True,
    )


def _citizens(folder: Path) -> Iterator[tuple[str, Citizens]]:
    if not folder.is_dir():
        for name, size in SIZES.items():
            yield name, fair(*size, 1)
    for path in sorted(folder.glob("*.json.gz"), key=lambda one: one.stat().st_size):
        with gzip.open(path, "rt") as file:
            instance = form.read(json.load(file))
        if isinstance(instance, Citizens):
            yield path.name.removesuffix(".json.gz"), instance


def pick(instance: Citizens, seed: int) -> tuple[Place, ...]:
    """What most products do: one person after the other books her favourites, each in any free slot."""
    random = Random(seed)
    left = {one.id: list(one.tables) for one in instance.exhibitors}
    wishes: dict[str, list[tuple[int, str]]] = {}
    for wish in instance.wishes:
        wishes.setdefault(wish.citizen, []).append((wish.value, wish.exhibitor))
    people = list(instance.citizens)
    random.shuffle(people)
    places = []
    for who in people:
        mine: set[int] = set()
        for _value, where in sorted(wishes.get(who.id, ()), reverse=True):
            free = [s for s in range(who.first, who.last + 1) if s not in mine and left[where][s] > 0]
            if free and len(mine) < instance.max_talks:
                slot = random.choice(free)
                mine.add(slot)
                left[where][slot] -= 1
                places.append(Place(who.id, where, slot))
    return tuple(places)


def plain_model(instance: Citizens, seconds: float) -> tuple[Place, ...]:
    """The rules written down one by one for CP-SAT: a variable for each wish and slot, idle slots counted."""
    from ortools.sat.python import cp_model

    model, takes = cp_model.CpModel(), {}
    windows = {one.id: (one.first, one.last) for one in instance.citizens}
    tables = {one.id: one.tables for one in instance.exhibitors}
    by_wish: dict[tuple[str, str], list[object]] = {}
    by_slot: dict[tuple[str, int], list[object]] = {}
    by_table: dict[tuple[str, int], list[object]] = {}
    terms = []
    for wish in instance.wishes:
        first, last = windows[wish.citizen]
        for slot in range(first, last + 1):
            if tables[wish.exhibitor][slot]:
                take = takes[wish.citizen, wish.exhibitor, slot] = model.new_bool_var("")
                by_wish.setdefault((wish.citizen, wish.exhibitor), []).append(take)
                by_slot.setdefault((wish.citizen, slot), []).append(take)
                by_table.setdefault((wish.exhibitor, slot), []).append(take)
                terms.append(wish.value * take)
    for some in (by_wish, by_slot):
        for literals in some.values():
            model.add_at_most_one(literals)
    for (where, slot), literals in by_table.items():
        model.add(sum(literals) <= tables[where][slot])
    for who in instance.citizens:
        mine = {s: by_slot[who.id, s] for s in range(instance.slots) if (who.id, s) in by_slot}
        terms += _day(model, instance, mine)
    model.maximize(sum(terms))
    solver = cp_model.CpSolver()
    solver.parameters.max_time_in_seconds = seconds
    solver.parameters.num_workers = 2
    if solver.solve(model) not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return ()
    return tuple(Place(*key) for key, take in takes.items() if solver.value(take))


def _day(model: object, instance: Citizens, mine: dict[int, list[object]]) -> list[object]:
    """Bonuses of a citizen's talks, less her idle slots."""
    if not mine:
        return []
    talks = sum(sum(literals) for literals in mine.values())
    model.add(talks <= instance.max_talks)  # type: ignore[attr-defined]
    steps = [model.new_bool_var("") for _ in instance.bonus]  # type: ignore[attr-defined]
    model.add(sum(steps) <= talks)  # type: ignore[attr-defined]
    terms: list[object] = [bonus * step for bonus, step in zip(instance.bonus, steps, strict=True)]
    first, last = (model.new_int_var(0, instance.slots, "") for _ in range(2))  # type: ignore[attr-defined]
    for slot, literals in mine.items():
        busy = sum(literals)
        model.add(first <= slot + instance.slots * (1 - busy))  # type: ignore[attr-defined]
        model.add(last >= (slot + 1) * busy)  # type: ignore[attr-defined]
    idle = model.new_int_var(0, instance.slots, "")  # type: ignore[attr-defined]
    model.add(idle >= last - first - talks)  # type: ignore[attr-defined]
    terms.append(-instance.idle_penalty * idle)
    return terms


if __name__ == "__main__":
    main()

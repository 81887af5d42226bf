"""Business meetings never seen before: the real events, varied in the nine ways of the published archive.

    python bench/timetable_unseen.py [FOLDER] [--seeds 1] [--seconds 300] [--ways "forbidden 0.3 %" …]

FOLDER (JOBCAFFE_DATA/b2b, or ../shared/data/b2b) holds the instances of "Scheduling B2B meetings" (JAIR 74,
2022); without it, made-up ones of the same sizes. From each original: hours taken away, slots fixed,
precedences, other bounds of fairness, drawn with a seed. Every answer must be proved, and is believed only
after ``check``. Beside: seconds that the paper's UWrMaxSAT took in all for its own 20 files of each way, on a
Xeon E3-1220v2 (its files are other draws: compare orders of magnitude).
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from random import Random
from statistics import median

# The other table, and the instances that live with the tests, are beside this folder.
sys.path.insert(0, str(Path(__file__).parents[1]))

from bench.timetable import MADE_UP, cpu, warm

from jobcaffe.kernels import timetable
from jobcaffe.kernels.timetable import Business, Participant, form

Way = Callable[[Business, Random], Business]


def main() -> None:
    """Print a line for each way, and the slowest cases."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    default = Path(os.environ.get("JOBCAFFE_DATA", Path(__file__).parents[2] / "shared" / "data")) / "b2b"
    parser.add_argument("folder", nargs="?", type=Path, default=default)
    parser.add_argument("--seeds", type=int, default=1)
    parser.add_argument("--seconds", type=float, default=300)
    parser.add_argument("--ways", nargs="*", choices=list(WAYS), default=list(WAYS))
    options = parser.parse_args()
    warm()
    print(
        f"{'way':18}{'cases':>6}{'proved':>8}{'none':>6}{'CPU s':>9}{'median':>8}{'worst':>8}"
        "  │ MaxSAT, 20 files"
    )
    everything: list[tuple[float, str]] = []
    for way in options.ways:
        cases = [
            (f"{way} · {name} · {seed}", WAYS[way][0](instance, Random(f"{way}{name}{seed}")))
            for name, instance in originals(options.folder)
            for seed in range(1, options.seeds + 1)
        ]
        everything += row(way, cases, options.seconds)
    everything.sort(reverse=True)
    print(f"all: {sum(spent for spent, _name in everything):.1f} CPU s; the slowest:")
    for spent, name in everything[:5]:
        print(f"{spent:>8.2f}  {name}")


def originals(folder: Path) -> Iterator[tuple[str, Business]]:
    """The real events as they were, or made-up ones."""
    if not folder.is_dir():
        yield from MADE_UP.items()
    for path in sorted(folder.glob("*.original.json")):
        instance = form.read(json.loads(path.read_text()))
        if isinstance(instance, Business):
            yield path.name.split(".")[0], instance


def row(way: str, cases: list[tuple[str, Business]], seconds: float) -> list[tuple[float, str]]:
    """Solve them one by one: CPU seconds and name of each, worst ones are told at the end."""
    spent, proved, none = [], 0, 0
    for name, instance in cases:
        start = cpu()
        answer = timetable.solve(instance, seconds=seconds)
        spent.append((cpu() - start, name))
        assert timetable.check(instance, answer) == [], name
        proved += answer.status != "feasible"
        none += answer.status == "infeasible"
    times = [one for one, _name in spent]
    print(
        f"{way:18}{len(cases):>6}{proved:>8}{none:>6}{sum(times):>9.1f}{median(times):>8.2f}{max(times):>8.2f}"
        f"  │ {WAYS[way][1]:>7.1f}",
        flush=True,
    )
    return spent


def forbidden(share: float) -> Way:
    """Each hour of each participant is taken away with this probability."""

    def vary(instance: Business, random: Random) -> Business:
        people = tuple(
            Participant(
                one.id,
                tuple(s for s in range(instance.slots) if s in one.unavailable or random.random() < share),
            )
            for one in instance.participants
        )
        return replace(instance, participants=people)

    return vary


def fixed(share: float) -> Way:
    """This share of the talks has a slot, drawn among those that leave no participant in two places."""

    def vary(instance: Business, random: Random) -> Business:
        busy = {one.id: set(one.unavailable) for one in instance.participants}
        talks = list(instance.talks)
        for at in random.sample(range(len(talks)), round(share * len(talks))):
            one = talks[at]
            half = instance.morning_slots
            hours = {"any": (0, instance.slots), "morning": (0, half), "afternoon": (half, instance.slots)}
            free = [s for s in range(*hours[one.when]) if s not in busy[one.a] | busy[one.b]]
            if free:
                slot = random.choice(free)
                busy[one.a].add(slot)
                busy[one.b].add(slot)
                talks[at] = replace(one, slot=slot)
        return replace(instance, talks=tuple(talks))

    return vary


def after(share: float) -> Way:
    """This share of the talks comes after another one of the same participant, without going round."""

    def vary(instance: Business, random: Random) -> Business:
        order = list(range(len(instance.talks)))
        random.shuffle(order)
        talks = list(instance.talks)
        for place, at in enumerate(order):
            mine = {talks[at].a, talks[at].b}
            earlier = [talks[other].id for other in order[:place] if mine & {talks[other].a, talks[other].b}]
            if earlier and random.random() < share:
                talks[at] = replace(talks[at], after=(*talks[at].after, random.choice(earlier)))
        return replace(instance, talks=tuple(talks))

    return vary


def difference(most: int) -> Way:
    """Another bound on how unequal the breaks may be."""
    return lambda instance, _random: replace(instance, max_break_difference=most)


# The way, and what the paper's MaxSAT took for its 20 files of it, in seconds.
WAYS: dict[str, tuple[Way, float]] = {
    "forbidden 0.3 %": (forbidden(0.003), 110.0),
    "forbidden 0.7 %": (forbidden(0.007), 81.1),
    "fixed 20 %": (fixed(0.20), 27.4),
    "fixed 40 %": (fixed(0.40), 28.5),
    "precedences 15 %": (after(0.15), 221.6),
    "precedences 25 %": (after(0.25), 33.2),
    "fairness 0": (difference(0), 22.5),
    "fairness 1": (difference(1), 106.8),
    "fairness 3": (difference(3), 75.3),
}

if __name__ == "__main__":
    main()

"""A household's week: ours beside trying everything, and the time that a family waits.

    python bench/weekmap.py [--small 100] [--families 8]

Small weeks: the least cost by walking every state of every subset of options. Families: what is told
in how many seconds; too many options to try them all. Every answer is believed only after ``check``.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from random import Random
from typing import Any

# The instances live with the tests, beside this folder.
sys.path.insert(0, str(Path(__file__).parents[1]))

from tests.kernels.weekmap.instances import WORKDAYS, at, family, small
from tests.kernels.weekmap.oracle import cheapest

from jobcaffe.kernels import weekmap
from jobcaffe.kernels.weekmap import Change, Commitment, Instance, Option


def timed(run: Callable[[], Any]) -> tuple[Any, float]:
    """What comes of it, and its seconds."""
    start = time.perf_counter()
    return run(), time.perf_counter() - start


def believed(instance: Instance, seconds: float) -> weekmap.Answer:
    """The answer, when it keeps every rule."""
    answer = weekmap.solve(instance, seconds=seconds)
    assert weekmap.check(instance, answer) == [], weekmap.check(instance, answer)
    return answer


def realistic(seed: int) -> Instance:
    """Shifts that change by the day, three children's things, ten options, at times of five minutes."""
    random, base = Random(seed), family()
    rows = [one for one in base.commitments if one.id not in ("lavoro", "turno")]
    for day in WORKDAYS:
        start = at("08:30") + 10 * random.randint(0, 9)
        rows.append(Commitment(f"lavoro {day}", "io", "lavoro", (day,), start, start + 300, "lavoro"))
        early = random.random() < 0.5
        hours = (at("06:00"), at("14:00")) if early else (at("14:00"), at("22:00"))
        rows.append(Commitment(f"turno {day}", "lui", "fabbrica", (day,), *hours, "lavoro"))
    day = random.choice(WORKDAYS)
    rows.append(Commitment("nuoto", "Anna", "casa", (day,), at("17:00"), at("18:00")))
    more = [
        Option(f"casa {day}", random.randint(1, 4), (Change(f"lavoro {day}", (day,), where="casa"),))
        for day in WORKDAYS
    ]
    later = [
        Option(f"tardi {day}", random.randint(1, 3), (Change(f"lavoro {day}", (day,), start=at("09:40")),))
        for day in WORKDAYS
    ]
    services = tuple(one for one in base.options if one.id != "più tardi")
    return replace(base, commitments=tuple(rows), options=(*services, *more, *later))


def main() -> None:
    """The tables."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--small", type=int, default=100)
    options.add_argument("--families", type=int, default=8)
    chosen = options.parse_args()
    costs, ours, theirs = 0, 0.0, 0.0
    for seed in range(chosen.small):
        instance = small(seed)
        answer, taken = timed(lambda: believed(instance, 60))  # noqa: B023
        tried, peer = timed(lambda: cheapest(instance))  # noqa: B023
        costs, ours, theirs = costs + (answer.value == tried), ours + taken, theirs + peer
    print(f"{chosen.small} small weeks of one day: {costs} same costs as trying everything")
    print(f"  seconds each: ours {ours / chosen.small:.3f}, trying everything {theirs / chosen.small:.3f}\n")
    print(f"{'week':>14}{'options':>9}{'found':>7}{'cost':>6}{'bound':>7}{'clash':>7}{'s':>7}")
    weeks = [("as in the manual", family()), ("without options", family(options=False))]
    weeks += [(f"seed {seed}", realistic(seed)) for seed in range(chosen.families)]
    for name, instance in weeks:
        answer, taken = timed(lambda: believed(instance, 60))  # noqa: B023
        print(
            f"{name:>16}{len(instance.options):7}{len(answer.alternatives):7}{answer.value!s:>6}"
            f"{answer.bound:7}{len(answer.smallest_clash):7}{taken:7.2f}",
            flush=True,
        )


if __name__ == "__main__":
    main()

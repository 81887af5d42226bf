"""Forming groups: ours beside the greedy preview, on realistic instances of four sizes.

    python bench/grouping.py [--people 60 200 600 2000] [--seed S] [--instances N]

Every answer, of both, is believed only after ``check``. "gap": how far the value is from what no
proposal can exceed; the greedy's gap is measured from the same bound. "target": the gap asked for
within the seconds of the ceiling, on two cores.
"""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path

# The instances live with the tests, beside this folder.
sys.path.insert(0, str(Path(__file__).parents[1]))

from tests.kernels.grouping.instances import realistic

from jobcaffe.kernels import grouping

TARGETS = {60: (1.0, 30), 200: (2.0, 60), 600: (2.5, 120), 2000: (2.0, 240)}
COLUMNS = (
    f"{'people':>6}{'seed':>5} │{'greedy':>8}{'placed':>7}{'gap %':>7}{'s':>6} │{'ours':>8}{'placed':>7}"
    f"{'bound':>8}{'gap %':>7}{'s':>7}  {'status':9}{'ended by':9}│{'target %':>9}{'s':>5}"
)


def line(people: int, seed: int) -> str:
    """One instance, solved both ways and checked."""
    instance = realistic(people, seed)
    target, seconds = TARGETS.get(people, (2.5, 120))
    start = time.perf_counter()
    quick = grouping.greedy(instance)
    quick_seconds = time.perf_counter() - start
    start = time.perf_counter()
    ours = grouping.solve(instance, seconds=seconds, seed=seed)
    taken = time.perf_counter() - start
    for answer in (quick, ours):
        assert grouping.check(instance, answer) == [], grouping.check(instance, answer)
    loss = 100 * (ours.bound - quick.value) / ours.bound
    met = "yes" if 100 * ours.gap <= target and taken <= seconds * 1.1 else "NO"
    placed = people - len(quick.unplaced)
    return (
        f"{people:6}{seed:5} │{quick.value:8}{placed:7}{loss:7.2f}{quick_seconds:6.2f} │"
        f"{ours.value:8}{people - len(ours.unplaced):7}{ours.bound:8}{100 * ours.gap:7.2f}{taken:7.1f}  "
        f"{ours.status:9}{ours.ended_by:9}│{target:9.1f}{seconds:5}  {met}"
    )


def main() -> None:
    """The table."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--people", type=int, nargs="+", default=list(TARGETS))
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--instances", type=int, default=1, help="seeds for each size")
    chosen = options.parse_args()
    print(COLUMNS)
    for people in chosen.people:
        for seed in range(chosen.seed, chosen.seed + chosen.instances):
            print(line(people, seed), flush=True)


if __name__ == "__main__":
    main()

"""Cohesion of a network: ours beside networkx, on made-up networks, both in one run.

    python bench/cohesion.py [--sizes 60x120 300x600 2000x3000] [--permutations 1000] [--seed 7]

SIZE is organisations x encounters. "measures": the whole computation from the list of encounters to every
number, the permutations included; the best of three for ours, one for networkx. "equal": every value and
every part within 1e-9. "layout": the places of the picture, 100 rounds of springs each. Processor seconds
(user + system), one thread; libraries are loaded before.
"""

from __future__ import annotations

import argparse
import gc
import os
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

# The made-up networks and the oracle live with the tests, beside this folder.
sys.path.insert(0, str(Path(__file__).parents[1]))
os.environ["OMP_NUM_THREADS"] = "1"
os.environ["OPENBLAS_NUM_THREADS"] = "1"

import networkx as nx
from tests.kernels.cohesion import oracle
from tests.kernels.cohesion.generated import network

from jobcaffe.kernels.cohesion import Case, draw, measure

FASTER, AT = 10, 2000  # what is asked, from so many organisations on


def timed(work: Callable[[], Any]) -> tuple[float, Any]:
    """Processor seconds and the result."""
    gc.collect()
    start = time.process_time()
    found = work()
    return time.process_time() - start, found


def row(case: Case) -> bool:
    """One size; whether it is equal, and fast enough where that is asked."""
    runs = [timed(lambda: measure(case)) for _one in range(3)]
    ours, answer = min(seconds for seconds, _answer in runs), runs[0][1]
    theirs, truth = timed(lambda: oracle.measures(case))
    found = {code: (item.value, dict(item.parts)) for code, item in answer.measures.items()}
    wrong = oracle.differences(case, found, truth=truth)
    drawing, _picture = timed(lambda: draw(case))
    graph = oracle.projection(case)[0]
    springs, _places = timed(lambda: nx.spring_layout(graph, seed=case.seed, iterations=100))
    size, edges = len(case.bodies), graph.number_of_edges()
    print(
        f"{size:>6,} {len(case.encounters):>10,} {edges:>7,} | {ours:>9.4f} {theirs:>9.3f} "
        f"{theirs / ours:>6.0f}x  {'yes' if not wrong else 'NO: ' + wrong[0]:<5} | "
        f"{drawing:>8.3f} {springs:>8.3f} {springs / drawing:>6.1f}x"
    )
    return not wrong and (size < AT or theirs >= FASTER * ours)


def main() -> int:
    """The table; exit code 1 when a target is missed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--sizes", nargs="+", default=["60x120", "300x600", "2000x3000"])
    parser.add_argument("--permutations", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=7)
    options = parser.parse_args()
    measure(network(20, 20, 1))  # loads NumPy and SciPy
    draw(network(20, 20, 1))
    print(f"networkx {nx.__version__}, {options.permutations:,} permutations, CPU seconds")
    print("bodies encounters    ties |      ours  networkx faster equal | our layout  networkx faster")
    met = []
    for size in options.sizes:
        bodies, encounters = map(int, size.split("x"))
        case = replace(
            network(bodies, encounters, options.seed, largest=6), permutations=options.permutations
        )
        met.append(row(case))
    print(f"equal within 1e-9, and at {AT:,} at least {FASTER} times faster: {'yes' if all(met) else 'NO'}")
    return 0 if all(met) else 1


if __name__ == "__main__":
    raise SystemExit(main())

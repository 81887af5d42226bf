"""People and opportunities: ours beside what a Python user would take, on a generated market.

    python bench/matching.py [--data FOLDER] [--sizes 10000x2000 100000x20000] [--seed 7] [--numpy-up-to N]

FOLDER (or JOBCAFFE_DATA) holds ``esco/esco_v1.1.1_relations_csv.zip`` and ``comuni.csv``; without them the
graph is made up, and that is said. Seconds are of the processor (user + system), one thread, after
compiling. "arrays": the opportunities, then the persons, made into arrays from Python objects.
"recall": share of the true best 20 under all constraints that a peer finds when its unconstrained best
20 or 200 are filtered afterwards; ours is compared by requirements alone there, as the peers see nothing
else. A peer that is not installed is said.
"""

from __future__ import annotations

import argparse
import gc
import os
import resource
import sys
import time
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path
from statistics import median, quantiles
from typing import Any

# The made-up markets live with the tests, beside this folder.
sys.path.insert(0, str(Path(__file__).parents[1]))
os.environ["OMP_NUM_THREADS"] = "1"
os.environ["OPENBLAS_NUM_THREADS"] = "1"

import numpy as np
from tests.kernels.matching.generated import World, market, world

from jobcaffe.kernels import matching
from jobcaffe.kernels.matching.arrays import SHARE_BITS, SHARE_MASK, Demand, Index

K = 20
FIELDS = ("top", "points", "feasible", "open")
# What the peers see: requirements held, weighed by rarity. A twentieth at least, so that nobody gets noise.
PLAIN = matching.Weights(100, 0, 0, near=0, least=1)
TARGETS = {(10_000, 2_000): 0.2, (100_000, 20_000): 7.0}  # seconds of search


def timed(work: Callable[[], Any]) -> tuple[float, Any]:
    """Processor seconds and the result."""
    gc.collect()
    start = time.process_time()
    found = work()
    return time.process_time() - start, found


def said(ok: bool) -> str:
    """Whether a target is met."""
    return "yes" if ok else "NO"


def same(one: matching.Answer, other: matching.Answer) -> bool:
    """Whether two answers are equal number by number."""
    return all(np.array_equal(getattr(one, name), getattr(other, name)) for name in FIELDS)


def exactness(place: World, seed: int, rows: int = 200) -> None:
    """NumPy against the rules in plain Python, numba against NumPy, at 2,000 x 500."""
    case = market(place, 2_000, 500, seed)
    answer = matching.solve(case, K, engine="numpy")
    wrong = matching.check(case, answer, range(0, 2_000, 2_000 // rows))
    print(f"2,000 x 500: {rows} persons pair by pair: {len(wrong)} differences", end="; ")
    if find_spec("numba"):
        print(f"numba = numpy: {said(same(answer, matching.solve(case, K, engine='numba')))}")
    else:
        print("numba is not installed")


def speed(place: World, size: tuple[int, int], seed: int, numpy_up_to: int) -> None:
    """One size: ours, then the peers."""
    ours(market(place, *size, seed), numpy_up_to)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"  memory at most so far: {peak:,.0f} MB (target 1,536: {said(peak <= 1536)})")
    plain = market(place, *size, seed)
    object.__setattr__(plain, "weights", PLAIN)
    peers(plain)


def ours(case: matching.Market, numpy_up_to: int) -> None:
    """Every engine that is there."""
    size = (len(case.persons), len(case.opportunities))
    gc.collect()
    gc.freeze()
    offers, index = timed(lambda: matching.prepare(case))
    persons, _ = timed(lambda: index.demand(case.persons))
    print(f"\n{size[0]:,} x {size[1]:,}: arrays {offers:.2f} + {persons:.2f} s")
    answers: list[matching.Answer] = []
    for engine in ("numba", "numpy"):
        if engine == "numba" and not find_spec("numba"):
            print("  numba: not installed")
        elif engine == "numpy" and size[0] * size[1] > numpy_up_to:
            print("  numpy: left out at this size (--numpy-up-to)")
        else:
            total, answer = _solved(case, index, engine)
            answers.append(answer)
            _line(size, engine, total - persons, total, answer)
    if len(answers) == 2:
        print(f"  numba = numpy, every number: {said(same(*answers))}")


def _solved(case: matching.Market, index: Index, engine: Any) -> tuple[float, matching.Answer]:
    return timed(lambda: matching.solve(case, K, index=index, engine=engine, seconds=3600))


def _line(size: tuple[int, int], engine: str, search: float, total: float, answer: matching.Answer) -> None:
    target = TARGETS.get(size) if engine == "numba" else None
    met = f"; target {target} s: {said(search <= target)}" if target else ""
    share = 100 * answer.feasible.mean() / size[1]
    print(
        f"  {engine}, all constraints, exact best {K}: {search:.2f} s, with the persons' arrays {total:.2f} s"
        f"; feasible {share:.1f} %, open to each {answer.open.mean():.0f}{met}",
        flush=True,
    )


# Peers.
def peers(case: matching.Market) -> None:
    """What finds the best without constraints, then filtered."""
    index = matching.prepare(case)
    arrays, demand = timed(lambda: index.demand(case.persons))
    engine = "numba" if find_spec("numba") else "numpy"
    total, answer = timed(lambda: matching.solve(case, K, index=index, engine=engine))
    print(f"  {'by requirements alone':36}{'s':>7}{'recall of the true best 20':>30}")
    print(f"  {'ours, all constraints (' + engine + ')':36}{total - arrays:7.2f}{'100.0 %':>30}", flush=True)
    here, there = _matrices(index, demand)
    place = {old: new for new, old in enumerate(index.supply.order.tolist())}
    truth = [[place[one] for one in row if one >= 0] for row in answer.top[demand.order].tolist()]
    if find_spec("sparse_dot_topn"):
        _sparse(here, there, truth)
    else:
        print("  sparse_dot_topn: not installed")
    if find_spec("hnswlib"):
        _hnsw(here, there, truth)
    else:
        print("  hnswlib: not installed")


def _matrices(index: Index, demand: Demand) -> tuple[Any, Any]:
    """Persons x skills held (0 or 1), opportunities x skills (shares), in the order of the arrays."""
    from scipy import sparse

    supply, width = index.supply, len(index.skills)
    rows = np.repeat(np.arange(len(demand.order)), np.diff(demand.start))
    held = demand.skill >= 0
    ones = np.ones(held.sum(), np.float32)
    here = sparse.csr_matrix((ones, (rows[held], demand.skill[held])), (len(demand.order), width))
    share = (supply.asked & SHARE_MASK).astype(np.float32) / 10_000
    there = sparse.csr_matrix((share, supply.asked >> SHARE_BITS, supply.start), (len(supply.order), width))
    return here, there


def _recall(found: list[np.ndarray], truth: list[list[int]]) -> str:
    hits = sum(len(np.intersect1d(mine, right)) for mine, right in zip(found, truth, strict=True))
    return f"{100 * hits / max(sum(map(len, truth)), 1):28.1f} %"


def _sparse(here: Any, there: Any, truth: list[list[int]]) -> None:
    from sparse_dot_topn import sp_matmul_topn

    across = there.T.tocsr()
    for top in (20, 200):
        taken, best = timed(lambda top=top: sp_matmul_topn(here, across, top_n=top, n_threads=1))
        found = [best.indices[best.indptr[row] : best.indptr[row + 1]] for row in range(len(truth))]
        print(f"  {f'sparse_dot_topn, top {top}':36}{taken:7.2f}{_recall(found, truth)}", flush=True)


def _hnsw(here: Any, there: Any, truth: list[list[int]]) -> None:
    import hnswlib
    from scipy.sparse.linalg import svds

    def build() -> tuple[Any, np.ndarray]:
        left, size, right = svds(there.astype(np.float64), k=128, random_state=0)
        graph = hnswlib.Index(space="ip", dim=128)
        graph.init_index(max_elements=there.shape[0], ef_construction=200, M=16, random_seed=0)
        graph.add_items((left * size).astype(np.float32), num_threads=1)
        return graph, (here @ right.T).astype(np.float32)

    taken, (graph, asked) = timed(build)
    print(f"  {'hnswlib 128-d: projection and build':36}{taken:7.2f}")
    for top in (20, 200):
        graph.set_ef(max(100, top))
        taken, (found, _far) = timed(lambda top=top: graph.knn_query(asked, k=top, num_threads=1))
        print(f"  {f'hnswlib, top {top}':36}{taken:7.2f}{_recall(list(found), truth)}", flush=True)


def latency(place: World, seed: int) -> None:
    """One person at a page, in milliseconds of the processor."""
    case = market(place, 300, 2_000, seed)
    index = matching.prepare(case)
    works: dict[str, Callable[[matching.Person], Any]] = {
        "best 20": lambda person: matching.one(index, person, K),
        "best 3 with reasons": lambda person: matching.one(index, person, 3).proposals(0),
        "what one change opens": lambda person: matching.relax(case, person),
    }
    print("\none person, 2,000 opportunities, NumPy alone, ms:")
    for name, work in works.items():
        work(case.persons[0])
        taken = [timed_once(lambda work=work, person=person: work(person)) for person in case.persons[:100]]
        target = f"  target 5: {said(median(taken) <= 5)}" if name == "best 20" else ""
        print(f"  {name:24} median {median(taken):6.1f}  p95 {quantiles(taken, n=20)[-1]:6.1f}{target}")


def timed_once(work: Callable[[], Any]) -> float:
    """Processor milliseconds, without looking at the garbage first."""
    start = time.process_time()
    work()
    return 1000 * (time.process_time() - start)


COLUMNS = ("best", "utility", "each", "coverage", "Gini", "entropy", "most")


def crowding(place: World, seed: int) -> None:
    """Everybody's own best and the same spread: 5,000 persons, 1,000 opportunities."""
    case = market(place, 5_000, 1_000, seed, unequal=True)
    places = sum(one.places or 0 for one in case.opportunities)
    print(f"\ncongestion, 5,000 persons, 1,000 opportunities, {places:,} places; targets: no best lost,")
    print("no fewer proposals, Gini -30 %, most shown -45 %, 1 s, at 10 proposals among all that is feasible")
    object.__setattr__(case, "weights", matching.Weights(least=0))
    _spread(case, 10, judged=True)
    object.__setattr__(case, "weights", matching.Weights())
    _audit(*_spread(case, 3, judged=False))


def _spread(case: matching.Market, proposals: int, judged: bool) -> tuple[matching.Answer, matching.Spread]:
    case.__dict__.pop("_rules", None)
    answer = matching.solve(case, 200, engine="numba" if find_spec("numba") else "numpy")
    taken, found = timed(lambda: matching.spread(answer, proposals))
    print(
        f"  {proposals} among {answer.open.mean():.1f} options; {answer.feasible.mean() / 10:.1f} % feasible"
    )
    print("  " + " " * 10 + "".join(f"{name:>9}" for name in COLUMNS) + f"{'s':>7}")
    figures = [matching.congestion(lists, 1_000) for lists in (found.naive, found.lists)]
    for name, one in zip(("own best", "spread"), figures, strict=True):
        cells = (one.best, one.utility, one.per_person, one.coverage, one.gini, one.entropy, one.most)
        print(
            f"  {name:10}"
            + "".join(f"{cell:9.3f}" for cell in cells)
            + (f"{taken:7.2f}" * (name == "spread"))
        )
    pairs = list(zip(found.naive, found.lists, strict=True))
    lost = sum(old[:1] != new[:1] for old, new in pairs)
    fewer = sum(len(old) != len(new) for old, new in pairs)
    gini, most = 1 - figures[1].gini / figures[0].gini, 1 - figures[1].most / figures[0].most
    met = lost == fewer == 0 and gini >= 0.3 and most >= 0.45 and taken <= 1
    print(
        f"  best lost {lost}, fewer proposals {fewer}, Gini -{100 * gini:.0f} %, most -{100 * most:.0f} %"
        + (f": targets met: {said(met)}" if judged else " (what the pages show; no target)"),
        flush=True,
    )
    return answer, found


def _audit(answer: matching.Answer, found: matching.Spread) -> None:
    people = answer.market.persons
    groups = {
        "sex (drawn)": {one.id: "F" if row % 2 else "M" for row, one in enumerate(people)},
        "age": {one.id: f"{(one.age or 0) // 20 * 20} and on" for one in people},
    }
    print(f"  audit: {'':18}persons feasible    open proposals    best nothing")
    for row in matching.exposure(answer, groups, found.lists):
        cells = f"{row.feasible:9.1f}{row.open:8.1f}{row.proposals:10.2f}{row.best:8.3f}{row.nothing:8}"
        print(f"    {row.trait:12}{row.value:10}{row.persons:7}{cells}")


def main() -> None:
    """The tables."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--data", default=os.environ.get("JOBCAFFE_DATA", ""))
    options.add_argument("--sizes", nargs="+", default=["10000x2000", "100000x20000"])
    options.add_argument("--seed", type=int, default=7)
    options.add_argument(
        "--numpy-up-to", type=int, default=10**10, help="pairs beyond which NumPy is left out"
    )
    chosen = options.parse_args()
    place = world(Path(chosen.data) if chosen.data else None)
    print(f"{place.source}; load {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores", flush=True)
    exactness(place, chosen.seed)
    for text in chosen.sizes:
        persons, opportunities = map(int, text.split("x"))
        speed(place, (persons, opportunities), chosen.seed, chosen.numpy_up_to)
    latency(place, chosen.seed)
    crowding(place, chosen.seed)
    print(f"load {os.getloadavg()[0]:.1f}")


if __name__ == "__main__":
    main()

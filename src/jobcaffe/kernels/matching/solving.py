"""From a market to everybody's best k: arrays, then block by block with the engine that is there."""

from __future__ import annotations

from collections.abc import Callable
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any, Literal

from jobcaffe.kernels.ceiling import Ceiling
from jobcaffe.kernels.matching.model import Answer, Market, Person, Status

if TYPE_CHECKING:
    from jobcaffe.kernels.matching.arrays import Demand, Index
    from jobcaffe.kernels.matching.ranking import Found, Scale

Engine = Literal["auto", "numpy", "numba"]
Progress = Callable[[float, int, int], None]  # share of the work, persons reached, persons
# Below so many pairs NumPy is done before a compiled version would be read from the disk.
WORTH_COMPILING = 2_000_000
# The very first compilation cannot be interrupted; who has less time gets NumPy.
COMPILING_SECONDS = 60
CELLS = 2_000_000  # journeys held at a time, by each set of means
ROWS = 2_000  # persons between two looks at the clock


def prepare(market: Market) -> Index:
    """The opportunities of the market as arrays, to be asked many times. Persons do not matter here."""
    from jobcaffe.kernels.matching.arrays import Index

    return Index(market)


def solve(
    market: Market,
    k: int = 3,
    *,
    index: Index | None = None,
    engine: Engine = "auto",
    seconds: float = 600.0,
    seed: int = 0,
    progress: Progress | None = None,
) -> Answer:
    """For every person of the market the exact best ``k`` that no constraint closes.

    ``index``: from :func:`prepare` on a market with the same opportunities; ``engine``: "numba" is
    chosen by itself where it is installed and there is enough to do; both give equal numbers. ``seed`` is
    only told again: nothing is drawn. When the ``seconds`` end first the rest of the persons is not
    ``reached`` and the status says so. Raises ``ValueError`` for k below 1, seconds that are not above 0,
    or numba asked for and not there.
    """
    if k < 1 or seconds <= 0:
        raise ValueError("k and seconds must be above 0")
    import numpy as np

    from jobcaffe.kernels.matching.ranking import Found

    ceiling, chosen = Ceiling(seconds), _chosen(engine, market, seconds)
    index = index or prepare(market)
    demand, n = index.demand(market.persons), len(market.persons)
    width = min(k, max(len(market.opportunities), 1))
    found = Found(
        np.full((n, width), -1, np.int32), np.zeros((n, width), np.int32),
        np.zeros(n, np.int32), np.zeros(n, np.int32),
    )  # fmt: skip
    done = _run(index, demand, found, chosen, ceiling, progress)
    back = np.empty(n, np.int64)
    back[demand.order] = np.arange(n)
    places = np.append(index.supply.order, np.int32(-1))
    return Answer(
        market=market,
        k=k,
        top=places[found.top][back],
        points=found.points[back],
        feasible=found.feasible[back],
        open=found.open[back],
        reached=(np.arange(n) < done)[back],
        engine=chosen,
        status=Status.OPTIMAL if done == n else Status.FEASIBLE,
        seed=seed,
        seconds=seconds,
    )


def one(index: Index, person: Person, k: int = 3) -> Answer:
    """The same for one person at once, as a page asks for it."""
    from dataclasses import replace

    market = replace(index.market, persons=(person,))
    index.rules.keep_with(market)
    return solve(market, k, index=index, engine="numpy")


def _chosen(engine: Engine, market: Market, seconds: float) -> Literal["numpy", "numba"]:
    there = find_spec("numba") is not None
    if engine == "numba" and not there:
        raise ValueError("numba is not installed: pip install jobcaffe[scale]")
    if engine == "auto":
        pairs = len(market.persons) * len(market.opportunities)
        worth = pairs >= WORTH_COMPILING and seconds >= COMPILING_SECONDS
        return "numba" if there and worth else "numpy"
    return engine


def _run(
    index: Index, demand: Demand, found: Found, engine: str, ceiling: Ceiling, progress: Progress | None
) -> int:
    """Fill ``found`` in order; returns how many rows were reached."""
    block, scale = _engine(engine), _scale(index)
    n, done = len(demand.order), 0
    origins = index.starting_points()
    many = max(1, CELLS // max(len(index.destinations), 1))
    for first in range(-1, len(origins), many):
        here = max(first, 0)
        minutes = index.minutes(origins[here : first + many])
        while done < n and demand.origin[done] < first + many:
            if ceiling.left() <= 0:
                return done
            last = _last(demand, done, first + many)
            block(index.supply, demand, minutes, here, (done, last), scale, found)
            done = last
            if progress is not None:
                progress(done / n, done, n)
    return done


def _last(demand: Demand, done: int, origin: int) -> int:
    """The end of the next rows: of these origins, and not too many."""
    import numpy as np

    return min(done + ROWS, int(np.searchsorted(demand.origin, origin)))


def _engine(name: str) -> Callable[..., None]:
    if name == "numba":
        from jobcaffe.kernels.matching.fast import compiled

        return compiled()
    from jobcaffe.kernels.matching.ranking import block

    return block


def _scale(index: Index) -> Scale:
    from jobcaffe.kernels.matching.ranking import Scale

    weights: Any = index.market.weights
    groups, sectors, codes = index.offsets
    return Scale(
        weights.skills, weights.wish, weights.fresh, weights.near, 10_000 * weights.least,
        groups, sectors, codes, len(index.skills),
    )  # fmt: skip

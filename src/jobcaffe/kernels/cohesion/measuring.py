"""The measures: numbers from the arrays, words from :mod:`words`."""

from __future__ import annotations

import numpy as np

from jobcaffe.kernels.cohesion import words
from jobcaffe.kernels.cohesion.arrays import Network, later, quarter_name, quarters_of
from jobcaffe.kernels.cohesion.chance import mixing
from jobcaffe.kernels.cohesion.model import TIMES, Answer, Case, Measure, Quarter


def measured(case: Case) -> Answer:
    """Every measure, in the order of the page."""
    network = Network(case)
    quarters = _quarters(network)
    found = (
        _connected(network),
        _largest(network),
        _new(quarters),
        _repeated(network),
        _alive(network),
        _habits(network),
        _partners(network),
        _mixed(network),
        _breadth(network),
    )
    return Answer({one.code: one for one in found}, quarters)


def _quarters(network: Network) -> tuple[Quarter, ...]:
    """From the first encounter to the quarter of the last day."""
    if not len(network.days):
        return ()
    start = int(quarters_of(network.days.min()[None])[0])
    count = int(quarters_of(np.array([network.until]))[0]) - start + 1
    new = np.bincount(quarters_of(network.first) - start, minlength=count)
    joined = np.bincount(network.since[network.degree > 0] - start, minlength=count)
    rows = zip(new.tolist(), new.cumsum().tolist(), joined.cumsum().tolist(), strict=True)
    return tuple(Quarter(quarter_name(start + at), *row) for at, row in enumerate(rows))


def _connected(network: Network) -> Measure:
    count = int((network.degree > 0).sum())
    parts = {"connected": count, "bodies": network.size, "largest": network.largest()}
    return words.said("connected", float(count), parts)


def _largest(network: Network) -> Measure:
    largest = network.largest()
    share = largest / network.size if network.size else None
    return words.said("largest", share, {"largest": largest, "bodies": network.size})


def _new(quarters: tuple[Quarter, ...]) -> Measure:
    last = quarters[-1].new_ties if quarters else 0
    before = quarters[-2].new_ties if len(quarters) > 1 else 0
    total = quarters[-1].ties if quarters else 0
    return words.said("new", float(last), {"new": last, "before": before, "ties": total})


def _repeated(network: Network) -> Measure:
    count = int((network.times >= TIMES).sum())
    return words.said("repeated", float(count), {"repeated": count, "ties": len(network.a)})


def _alive(network: Network) -> Measure:
    """Among ties old enough to be asked: those whose two sides met again at least six months later."""
    then = later(network.first)
    old, alive = int((then <= network.until).sum()), int((then <= network.last).sum())
    return words.said("alive", alive / old if old else None, {"alive": alive, "old": old})


def _habits(network: Network) -> Measure:
    both = int(((network.times >= TIMES) & (later(network.first) <= network.last)).sum())
    return words.said("habits", float(both), {"habits": both, "ties": len(network.a)})


def _partners(network: Network) -> Measure:
    connected = int((network.degree > 0).sum())
    mean = 2 * len(network.a) / connected if connected else None
    most = int(network.degree.max()) if connected else 0
    return words.said("partners", mean, {"connected": connected, "ties": len(network.a), "most": most})


def _mixed(network: Network) -> Measure:
    """Among connected bodies only: those who never met anybody do not tell whom they would meet."""
    at = np.flatnonzero(network.degree > 0)
    place = np.zeros(network.size, np.int64)
    place[at] = np.arange(len(at))
    names = sorted({body.kind for body in network.case.bodies})
    number = {name: place for place, name in enumerate(names)}
    kinds = np.array([number[network.case.bodies[one].kind] for one in at.tolist()], dtype=np.int16)
    case = network.case
    found = mixing(kinds, place[network.a], place[network.b], case.permutations, case.seed)
    if found is None:
        return words.said("mixing", None, {})
    parts = {"observed": found.observed, "chance": found.chance, "low": found.low, "high": found.high}
    return words.said("mixing", found.observed - found.chance, parts)


def _breadth(network: Network) -> Measure:
    """How many of those who came make half of the presences; with the Gini index."""
    counts = np.sort(network.attended[network.attended > 0])[::-1]
    if not len(counts):
        return words.said("breadth", None, {})
    total, size = int(counts.sum()), len(counts)
    half = int(np.searchsorted(2 * counts.cumsum(), total) + 1)
    rising = counts[::-1]
    gini = float((2 * np.arange(1, size + 1) - size - 1) @ rising) / (size * total)
    parts = {"half": half, "active": size, "presences": total, "gini": gini}
    return words.said("breadth", half / size, parts)

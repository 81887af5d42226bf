"""The network in steps: one place for everybody, computed once on all ties, and the state of each quarter."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from jobcaffe.kernels.cohesion.arrays import Network, quarter_name, quarters_of
from jobcaffe.kernels.cohesion.model import Case, Step

Points = NDArray[np.float64]
APART_UP_TO = 150  # bodies that are kept apart from each other: beyond, nobody can read numbers anyway
_ROUNDS = 200


@dataclass(frozen=True)
class Picture:
    """``places``: of each connected body, from 0 to 1 both ways; the same in every step."""

    places: dict[str, tuple[float, float]]
    steps: tuple[Step, ...]


def drawn(case: Case) -> Picture:
    """Layout and steps, from the first encounter to the quarter of the last day."""
    network = Network(case)
    at = np.flatnonzero(network.degree > 0)
    points = _layout(network, at)
    ids = [case.bodies[one].id for one in at.tolist()]
    places = {one: (float(x), float(y)) for one, (x, y) in zip(ids, points, strict=True)}
    return Picture(places, _steps(network))


def _steps(network: Network) -> tuple[Step, ...]:
    if not len(network.days):
        return ()
    start = int(quarters_of(network.days.min()[None])[0])
    end = int(quarters_of(np.array([network.until]))[0])
    born = quarters_of(network.first)
    return tuple(_step(network, born, quarter) for quarter in range(start, end + 1))


def _step(network: Network, born: NDArray[np.int64], quarter: int) -> Step:
    ids = [body.id for body in network.case.bodies]
    ties = network.ties_until(quarter)
    new = born[born <= quarter] == quarter
    return Step(
        quarter_name(quarter),
        tuple(ids[one] for one in np.flatnonzero(network.since <= quarter)),
        tuple(ids[one] for one in np.flatnonzero(network.since == quarter)),
        ties,
        tuple(tie for tie, is_new in zip(ties, new.tolist(), strict=True) if is_new),
        network.largest(born <= quarter),
    )


def _layout(network: Network, at: NDArray[np.int64]) -> Points:
    """Springs on all ties, stretched to the square, then pushed apart until marks do not touch."""
    import rustworkx

    if not len(at):
        return np.zeros((0, 2))
    place = np.zeros(network.size, np.int64)
    place[at] = np.arange(len(at))
    graph = rustworkx.PyGraph()
    graph.add_nodes_from(range(len(at)))
    rows = zip(place[network.a].tolist(), place[network.b].tolist(), network.times.tolist(), strict=True)
    graph.add_edges_from([(a, b, float(times)) for a, b, times in rows])
    # Weights in the square root: a pair that met ten times is not ten times nearer.
    found = rustworkx.spring_layout(
        graph, seed=network.case.seed, weight_fn=lambda times: times**0.5, num_iter=100
    )
    return _apart(_stretched(np.array([found[one] for one in range(len(at))])))


def _stretched(points: Points) -> Points:
    low, span = points.min(axis=0), np.ptp(points, axis=0)
    return np.asarray((points - low) / np.where(span > 0, span, 1))


def _apart(points: Points) -> Points:
    """Pairs nearer than the wanted distance move away from each other, half each, round by round."""
    size = len(points)
    if not 1 < size <= APART_UP_TO:
        return points
    wanted = least_distance(size)
    for _round in range(_ROUNDS):
        gap = points[:, None] - points[None, :]
        distance = np.hypot(gap[..., 0], gap[..., 1])
        near = (distance < wanted) & ~np.eye(size, dtype=bool)
        if not near.any():
            break
        gap[(distance == 0) & near] = (1e-3, 0)  # two in one place: one to each side
        length = np.maximum(np.hypot(gap[..., 0], gap[..., 1]), 1e-6)
        push = np.where(near, (wanted * 1.02 - distance) / 2 / length, 0)
        points = np.clip(points + (gap * push[..., None]).sum(axis=1) / 2, 0, 1)
    return points


def least_distance(size: int) -> float:
    """Distance that leaves room for everybody: half of that of a full square grid, at most a tenth."""
    return float(min(0.1, 0.6 / size**0.5))

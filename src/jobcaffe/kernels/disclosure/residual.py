"""Which flows of a network are determined by the bounds on its arcs, exactly and for integers.

Problem. A circulation is known to exist (the truth). A reader knows the network and, for each arc,
an interval that holds its flow. Which flows can he work out exactly?

Method. The difference of two circulations is a sum of cycles in the residual network of the first,
so another circulation that differs on an arc exists if and only if the arc lies on a residual cycle
that is not just the arc and its own reverse. All bounds are integers, so moving one unit along the
cycle gives another integer circulation: no solver is needed.

Several layers (the same network at successive times) may be chained: flows on some arcs never fall
from one layer to the next. There one unit is moved along the same cycle on a run of consecutive
layers. This proves that a flow is free; a flow for which no such move exists is called determined,
which for more than one layer may be too careful, never too bold.

Cost: O(L² A²) for L layers of A arcs. Source: D. Gusfield, SIAM J. Comput. 17 (1988) 552-571.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

Node = tuple[str, int]


@dataclass(frozen=True)
class Arc:
    """An arc with its true flow and the interval that is known (``high`` ``None``: no bound).

    ``chained``: the flow on this arc never falls from one layer to the next.
    """

    tail: Node
    head: Node
    flow: int
    low: int
    high: int | None
    chained: bool = False


Layer = Sequence[Arc]
_ENDLESS = 10**9


def determined(layers: Sequence[Layer]) -> set[tuple[int, int]]:
    """Flows that are determined, as (layer, index of the arc). All layers have the same arcs."""
    free: set[tuple[int, int]] = set()
    for first in range(len(layers)):
        for last in range(first, len(layers)):
            run = range(first, last + 1)
            movable = _movable(*_rooms(layers, first, last), layers[first])
            free |= {(layer, arc) for layer in run for arc in movable}
    return {(layer, arc) for layer in range(len(layers)) for arc in range(len(layers[layer]))} - free


def span(arcs: Layer, index: int) -> tuple[int, int | None]:
    """The smallest and largest flow that one arc may have (``None``: without bound).

    Method: from the true circulation, push as much as fits along residual paths from the head of the
    arc to its tail (the largest), or the other way (the smallest).
    """
    flow = arcs[index].flow
    less, more = _push(arcs, index, up=False), _push(arcs, index, up=True)
    return flow - less, None if more >= _ENDLESS else flow + more


def _push(arcs: Layer, index: int, *, up: bool) -> int:
    """How many units the flow on the arc may rise (or fall), up to ``_ENDLESS``."""
    flows = [arc.flow for arc in arcs]
    own, ways = arcs[index], _ways(arcs, index)
    start, goal = (own.head, own.tail) if up else (own.tail, own.head)
    while (left := _room(own, flows[index], up=up)) > 0:
        path = _path(arcs, flows, ways, start, goal)
        units = min([left, *(_room(arcs[arc], flows[arc], up=rise) for arc, rise in path)])
        if not path or units >= _ENDLESS:
            return units if path else abs(flows[index] - own.flow)
        for arc, rise in [*path, (index, up)]:
            flows[arc] += units if rise else -units
    return abs(flows[index] - own.flow)


def _room(arc: Arc, flow: int, *, up: bool) -> int:
    if not up:
        return flow - arc.low
    return _ENDLESS if arc.high is None else arc.high - flow


def _ways(arcs: Layer, without: int) -> dict[Node, list[tuple[Node, int, bool]]]:
    """From each node: where an arc leads, which one, and whether its flow would rise."""
    ways: dict[Node, list[tuple[Node, int, bool]]] = {}
    for index, arc in enumerate(arcs):
        if index != without:
            ways.setdefault(arc.tail, []).append((arc.head, index, True))
            ways.setdefault(arc.head, []).append((arc.tail, index, False))
    return ways


def _path(
    arcs: Layer, flows: Sequence[int], ways: dict[Node, list[tuple[Node, int, bool]]], start: Node, goal: Node
) -> list[tuple[int, bool]]:
    """A shortest residual path as (arc, whether its flow rises); empty when there is none."""
    came: dict[Node, tuple[Node, int, bool]] = {}
    line = [start]
    for node in line:
        for head, index, rise in ways.get(node, ()):
            if head not in came and head != start and _room(arcs[index], flows[index], up=rise) > 0:
                came[head] = (node, index, rise)
                line.append(head)
    path: list[tuple[int, bool]] = []
    while goal in came:
        goal, index, rise = came[goal]
        path.append((index, rise))
    return path


def _rooms(layers: Sequence[Layer], first: int, last: int) -> tuple[list[bool], list[bool]]:
    """For each arc, whether its flow may rise, and may fall, by one on all layers of the run."""
    up, down = [], []
    for arc in range(len(layers[first])):
        run = [layers[layer][arc] for layer in range(first, last + 1)]
        rises = all(one.high is None or one.flow < one.high for one in run)
        falls = all(one.flow > one.low for one in run)
        if run[0].chained and last + 1 < len(layers):
            rises = rises and run[-1].flow < layers[last + 1][arc].flow
        if run[0].chained and first > 0:
            falls = falls and run[0].flow > layers[first - 1][arc].flow
        up.append(rises)
        down.append(falls)
    return up, down


def _movable(up: Sequence[bool], down: Sequence[bool], arcs: Layer) -> set[int]:
    """Arcs on a residual cycle that is more than the arc and its reverse."""
    steps: dict[Node, list[tuple[Node, int]]] = {}
    for index, arc in enumerate(arcs):
        if up[index]:
            steps.setdefault(arc.tail, []).append((arc.head, index))
        if down[index]:
            steps.setdefault(arc.head, []).append((arc.tail, index))
    return {
        index
        for index, arc in enumerate(arcs)
        if (up[index] and _reaches(steps, arc.head, arc.tail, index))
        or (down[index] and _reaches(steps, arc.tail, arc.head, index))
    }


def _reaches(steps: dict[Node, list[tuple[Node, int]]], start: Node, goal: Node, without: int) -> bool:
    """Whether a path leads from ``start`` to ``goal`` that does not use arc ``without``."""
    seen, stack = {start}, [start]
    while stack:
        for node, arc in steps.get(stack.pop(), ()):
            if arc == without or node in seen:
                continue
            if node == goal:
                return True
            seen.add(node)
            stack.append(node)
    return False

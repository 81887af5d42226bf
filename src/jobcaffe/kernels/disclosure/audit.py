"""What a reader of printed tables can work out exactly: the network of cells and totals."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from jobcaffe.kernels.disclosure.residual import Arc, determined, span
from jobcaffe.kernels.disclosure.tables import (
    HIDDEN,
    Axis,
    Place,
    Published,
    Series,
    Table,
    printed,
    values,
)


def exposed(series: Series) -> set[tuple[int, Place]]:
    """Which values a reader of all these tables can work out exactly: (index of the table, place).

    Values printed as they are (zeros that do not tell) are not counted. Successive tables are read
    together only where no count falls from one to the next.
    """
    if series[-1][0].overlapping:
        return {(index, place) for index, one in enumerate(series) for place in _tight(*one)}
    start, found = 0, set[tuple[int, Place]]()
    for end in range(1, len(series) + 1):
        if end == len(series) or not _never_falls(series[end - 1][0], series[end][0]):
            layers = [network(one, known(published)) for one, published in series[start:end]]
            places = _places(series[start][0])
            found |= {(start + layer, places[arc]) for layer, arc in determined(layers)}
            start = end
    return {(index, place) for index, place in found if _secret(*series[index], place)}


def _never_falls(before: Table, after: Table) -> bool:
    pairs = zip(before.cells, after.cells, strict=True)
    return all(x <= y for old, new in pairs for x, y in zip(old, new, strict=True))


def _places(table: Table) -> list[Place]:
    """The arcs: cells, totals of rows and of columns, the grand total."""
    rows, width = range(len(table.cells)), range(len(table.cells[0]))
    lines: list[Place] = [("row", i, 0) for i in rows]
    lines += [("column", 0, j) for j in width]
    return [*(("cell", i, j) for i in rows for j in width), *lines, ("total", 0, 0)]


Interval = tuple[int, int | None]


def known(published: Published) -> dict[Place, Interval]:
    """What each printed form stands for."""
    return {place: (one.low, one.high) for place, one in printed(published).items()}


def network(table: Table, intervals: Mapping[Place, Interval]) -> list[Arc]:
    """The network of one table: source → rows → columns → sink → source.

    Arcs in the order of cells, rows, columns, total; places without an interval have no bound.
    """
    true = values(replace(table, columns=table.columns or Axis(("",), ())))
    source, sink = ("source", 0), ("sink", 0)
    arcs = []
    for place in _places(table):
        name, i, j = place
        ends = {
            "cell": (("row", i), ("column", j)),
            "row": (source, ("row", i)),
            "column": (("column", j), sink),
            "total": (sink, source),
        }[name]
        low, high = intervals.get(place, (0, None))
        arcs.append(Arc(*ends, true[place], low, high, chained=name == "cell"))
    return arcs


def reach(table: Table, intervals: Mapping[Place, Interval], place: Place) -> Interval:
    """The smallest and largest value of a total, as a reader of the other places knows it."""
    if table.overlapping:
        cells = [interval for (name, _, _), interval in intervals.items() if name == "cell"]
        highs = [high for _, high in cells if high is not None]
        return max(low for low, _ in cells), sum(highs) if len(highs) == len(cells) else None
    return span(network(table, intervals), _places(table).index(place))


def _secret(table: Table, published: Published, place: Place) -> bool:
    """Whether the table has the place, does not print its value as it is, and it is no plain zero."""
    shown = printed(published).get(place)
    return shown is not None and shown.low != shown.high and (values(table)[place] > 0 or table.zero_tells)


def _tight(table: Table, published: Published) -> set[Place]:
    """Overlapping rows: their sum bounds the total, so a total at the bound gives all of them away."""
    shown = printed(published)
    total = shown.pop(("total", 0, 0))
    highest = sum(one.high if one.high is not None else table.total or 0 for one in shown.values())
    if total.text == HIDDEN or highest > total.low:
        return set()
    return {place for place, one in shown.items() if one.low != one.high}

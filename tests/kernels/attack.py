"""The reader who wants to know: an exact attack on printed tables, by integer programming.

He knows what is printed, what each printed form stands for, that counts are whole and not negative,
that cells add up to their totals, and that cumulative counts do not fall. He does not share a line
of code with the audit that he attacks.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from jobcaffe.kernels.disclosure import Axis, Cell, Kind, Published, Table, printed, values

TOP = 2000  # no count in these tests is larger
PERSONAL = (Kind.PERSONAL,)


@dataclass
class Attack:
    """For every printed place: the smallest and largest value that fits all that is known."""

    low: dict
    high: dict

    def recovered(self) -> set:
        """Places whose value is known exactly."""
        return {place for place in self.low if self.low[place] == self.high[place]}


def attack(series: Sequence[Published], *, additive: bool = True, follow: Collection = ()) -> Attack:
    """Attack tables of successive periods. Places are (index of the table, place).

    Only the values in ``follow`` are followed to their ends; of the others it is enough to see that
    they vary, so :meth:`Attack.recovered` is exact for all.
    """
    from scipy.optimize import Bounds, LinearConstraint, milp

    places, bounds, rows = _known(series, additive)
    index = {place: i for i, place in enumerate(places)}
    matrix = np.zeros((max(len(rows), 1), len(places)))
    least, most = np.zeros(max(len(rows), 1)), np.zeros(max(len(rows), 1))
    for i, (terms, low, high) in enumerate(rows):
        for place, factor in terms:
            matrix[i, index[place]] = factor
        least[i], most[i] = low, high
    low, high = np.array([bounds[p][0] for p in places]), np.array([bounds[p][1] for p in places])

    def solve(weights: np.ndarray) -> np.ndarray:
        found = milp(
            weights,
            integrality=np.ones(len(places)),
            bounds=Bounds(low, high),
            constraints=LinearConstraint(matrix, least, most),
        )
        assert found.status == 0, found.message
        return np.round(found.x).astype(int)

    random = np.random.default_rng(1)
    seen = [solve(random.standard_normal(len(places))) for _ in range(6)]
    lowest, highest = np.min(seen, axis=0), np.max(seen, axis=0)
    for i in range(len(places)):
        if places[i] in follow or lowest[i] == highest[i]:
            unit = np.zeros(len(places))
            unit[i] = 1
            lowest[i], highest[i] = solve(unit)[i], solve(-unit)[i]
    return Attack(dict(zip(places, lowest, strict=True)), dict(zip(places, highest, strict=True)))


def _known(series, additive):
    bounds = {
        (k, place): (one.low, TOP if one.high is None else one.high)
        for k, published in enumerate(series)
        for place, one in printed(published).items()
    }
    places = list(bounds)
    rows = []
    for k, published in enumerate(series):
        shape = range(len(published.cells)), range(len(published.cells[0]))
        rows += _sums(k, published, *shape) if additive else _union(k, published)
    for k, _ in pairwise(range(len(series))):
        cells = [place for place in printed(series[k]) if place[0] == "cell"]
        rows += [([((k + 1, place), 1), ((k, place), -1)], 0, TOP) for place in cells]
    return places, bounds, rows


def _sums(k, published, lines, width):
    whole = [((k, ("cell", i, j)), 1) for i in lines for j in width]
    yield [*whole, ((k, ("total", 0, 0)), -1)], 0, 0
    if published.row_totals:
        for i in lines:
            yield [*(((k, ("cell", i, j)), 1) for j in width), ((k, ("row", i, 0)), -1)], 0, 0
        for j in width:
            yield [*(((k, ("cell", i, j)), 1) for i in lines), ((k, ("column", 0, j)), -1)], 0, 0


def _union(k, published):
    total = (k, ("total", 0, 0))
    cells = [(k, ("cell", i, 0)) for i in range(len(published.cells))]
    yield [*((place, 1) for place in cells), (total, -1)], 0, TOP
    for place in cells:
        yield [(total, 1), (place, -1)], 0, TOP


def table(cells, **more) -> Table:
    """A table of persons, by two personal attributes (or one, when one column wide)."""
    columns = Axis(tuple(f"c{j}" for j in range(len(cells[0]))), PERSONAL) if len(cells[0]) > 1 else None
    rows = Axis(tuple(f"r{i}" for i in range(len(cells))), PERSONAL)
    return Table(rows, columns, tuple(tuple(int(n) for n in row) for row in cells), **more)


def populations(count: int, seed: int):
    """Cells of random populations of 20 to 600 persons, skewed as real ones, in 2 to 3 periods."""
    random = np.random.default_rng(seed)
    for _ in range(count):
        rows, columns = random.integers(2, 5), random.integers(1, 9)
        share = random.dirichlet(np.full(rows * columns, random.choice([0.3, 1.0, 3.0])))
        size, periods = random.integers(20, 601), random.integers(2, 4)
        parts = random.multinomial(size, random.dirichlet(np.ones(periods)))
        steps = [random.multinomial(part, share).reshape(rows, columns) for part in parts]
        yield [np.sum(steps[: k + 1], axis=0).tolist() for k in range(periods)]


def secrets(one: Table, published: Published) -> set:
    """Places whose printed form does not say the value, zeros that do not tell left aside."""
    return {
        place
        for place, shown in printed(published).items()
        if shown.low != shown.high and (values(one)[place] > 0 or one.zero_tells)
    }


def suppressed(one: Table, hidden: set) -> Published:
    """Another method: exact numbers, with some places left out as "from 1 to 4"."""
    true = values(one)

    def show(place):
        small = Cell("*", None, 1, 4) if 0 < true[place] < 5 else Cell("*", None, 0, None)
        return small if place in hidden else Cell(str(true[place]), true[place], true[place], true[place])

    rows, width = range(len(one.cells)), range(len(one.cells[0]))
    return Published(
        cells=tuple(tuple(show(("cell", i, j)) for j in width) for i in rows),
        row_totals=tuple(show(("row", i, 0)) for i in rows) if one.columns else (),
        column_totals=tuple(show(("column", 0, j)) for j in width) if one.columns else (),
        total=show(("total", 0, 0)),
    )

"""Small fairs to the proof, from above: is there a timetable at the bound? One point below? Two?

The flow's prices of the stands tell what each day of a citizen takes from the others. In a timetable
that loses at most so many points against the bound, no citizen's day loses more than that against her
best one after the prices; those days are few, and an integer programme (HiGHS) says whether some of
them fit together: the columns of branch and price (Barnhart et al. 1998), all at once.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from jobcaffe.kernels.ceiling import Ceiling
from jobcaffe.kernels.timetable.citizens.field import Day, Field, idle
from jobcaffe.kernels.timetable.citizens.flow import shared

MOST_COLUMNS = 60_000
NODES = 2_000  # of the branching
EPSILON = 1e-6
SOLVED, INFEASIBLE = 0, 2  # SciPy's words for how a programme ended


@dataclass(frozen=True)
class Column:
    """A day of one citizen: the stands by slot, its points."""

    who: int
    places: tuple[tuple[int, int], ...]  # (slot, stand)
    points: int


def improve(day: Day, bound: int, seconds: float) -> tuple[Day, int]:
    """A better timetable if there is one, and the bound as far as it was lowered."""
    ceiling, prices = Ceiling(seconds), _prices(day.field)
    while prices is not None and bound > day.value() and ceiling.left() > 0:
        columns = _columns(day.field, prices, round(prices.total) - bound)
        if columns is None:
            break
        choice = _choose(day.field, columns, prices, bound, ceiling.left())
        if choice.day is not None and choice.day.value() > day.value():
            day = choice.day
        if not choice.proved:
            break
        # No better timetable loses less than these columns allow: at best it is one point lower.
        bound = max(day.value(), bound if day.value() == bound else bound - 1)
    return day, bound


@dataclass(frozen=True)
class _Prices:
    """What a talk at each stand takes from the others; the value of the flow without what is fixed."""

    stands: list[float]
    total: float


def _prices(field: Field) -> _Prices | None:
    """Prices of the stands, from the flow as a linear programme."""
    from scipy.optimize import linprog
    from scipy.sparse import coo_array

    programme, start, count = _Programme(), Day(field), len(field.wishes)
    for who, stands in enumerate(shared(field)):
        done = start.busy[who].bit_count()
        more = max(0, min(field.most - done, field.open[who].bit_count(), len(stands)))
        for where in stands if more else ():
            programme.add(-field.wishes[who][where], {who: 1.0, count + where: 1.0})
        for talk in range(done, done + more):
            programme.add(-field.bonus[talk], {who: -1.0})
    if not programme.costs:
        return None
    room = [float(sum(max(0, left) for left in row)) for row in field.tables]
    matrix = coo_array(
        (programme.data, (programme.rows, programme.columns)),
        shape=(count + len(room), len(programme.costs)),
    ).tocsr()
    found = linprog(
        programme.costs, A_ub=matrix[count:], b_ub=room, A_eq=matrix[:count], b_eq=[0.0] * count,
        bounds=(0, 1), method="highs-ds",
    )  # fmt: skip
    if not found.success:
        return None
    stands_prices = [max(0.0, -float(one)) for one in found.ineqlin.marginals]
    return _Prices(stands_prices, _worth(field, stands_prices))


class _Programme:
    """A sparse linear programme, column by column."""

    def __init__(self) -> None:
        self.costs: list[float] = []
        self.rows: list[int] = []
        self.columns: list[int] = []
        self.data: list[float] = []

    def add(self, cost: float, entries: dict[int, float]) -> None:
        """One variable more."""
        for row, value in entries.items():
            self.rows.append(row)
            self.columns.append(len(self.costs))
            self.data.append(value)
        self.costs.append(cost)


def _worth(field: Field, stands: list[float]) -> float:
    """The bound that these prices prove: everybody's best day, and what all tables cost."""
    tables = sum(price * sum(row) for price, row in zip(stands, field.tables, strict=True))
    return tables + sum(_best(field, who, stands) for who in range(len(field.wishes)))


def _columns(field: Field, prices: _Prices, loss: int) -> list[Column] | None:
    """All days within ``loss`` of a citizen's best; ``None`` when they are too many."""
    found = list[Column]()
    for who in range(len(field.wishes)):
        if field.fixed[who]:
            return None
        least = _best(field, who, prices.stands) - loss - EPSILON
        for column in _days(field, who, prices.stands, least):
            found.append(column)
            if len(found) > MOST_COLUMNS:
                return None
    return found


def _best(field: Field, who: int, price: list[float]) -> float:
    """The most that a day of hers is worth after the prices, hours forgotten."""
    worths = sorted((value - price[where] for where, value in field.wishes[who].items()), reverse=True)
    total, best = 0.0, 0.0
    for talk, worth in enumerate(worths[: field.most]):
        total += worth + field.bonus[talk]
        best = max(best, total)
    return best


def _days(field: Field, who: int, price: list[float], least: float) -> Iterator[Column]:
    """Every day of hers worth at least ``least`` after the prices."""
    stands = sorted(field.wishes[who], key=lambda where: price[where] - field.wishes[who][where])
    for chosen, worth in _sets(field, who, stands, price, least):
        spare = worth - least
        for places in _placings(field, who, chosen, spare):
            busy = sum(1 << slot for slot, _where in places)
            points = sum(field.wishes[who][where] for where in chosen) + sum(field.bonus[: len(chosen)])
            yield Column(who, places, points - field.penalty * idle(busy))


def _sets(
    field: Field, who: int, stands: list[int], price: list[float], least: float
) -> Iterator[tuple[tuple[int, ...], float]]:
    """Sets of stands worth at least ``least`` when hours are forgotten, with their worth."""
    worths = [field.wishes[who][where] - price[where] for where in stands]

    def rest(index: int, talks: int) -> float:
        total, best = 0.0, 0.0
        for step, worth in enumerate(worths[index : index + field.most - talks]):
            total += worth + field.bonus[talks + step]
            best = max(best, total)
        return best

    def grow(index: int, chosen: tuple[int, ...], worth: float) -> Iterator[tuple[tuple[int, ...], float]]:
        if worth >= least:
            yield chosen, worth
        if len(chosen) == field.most:
            return
        for step in range(index, len(stands)):
            if worth + rest(step, len(chosen)) < least:
                return
            more = worth + worths[step] + field.bonus[len(chosen)]
            yield from grow(step + 1, (*chosen, stands[step]), more)

    yield from grow(0, (), 0.0)


def _placings(
    field: Field, who: int, chosen: tuple[int, ...], spare: float
) -> Iterator[tuple[tuple[int, int], ...]]:
    """Every way to give the stands slots, with no more idle slots than ``spare`` points pay."""

    def place(index: int, busy: int, places: tuple[tuple[int, int], ...]) -> Iterator[Any]:
        if index == len(chosen):
            if field.penalty * idle(busy) <= spare:
                yield places
            return
        for slot in range(field.slots):
            bit = 1 << slot
            if field.open[who] & bit and not busy & bit and field.tables[chosen[index]][slot] > 0:
                yield from place(index + 1, busy | bit, (*places, (slot, chosen[index])))

    yield from place(0, 0, ())


def _choose(field: Field, columns: list[Column], prices: _Prices, bound: int, seconds: float) -> _Choice:
    """A timetable at the bound made of these days. At no loss, tables with a price are all taken."""
    from scipy.optimize import Bounds, LinearConstraint, milp
    from scipy.sparse import coo_array

    if not columns:  # nobody's day loses so little
        return _Choice(None, proved=True)
    width = field.slots
    count = len(field.wishes)
    rows, columns_of, data = list[int](), list[int](), list[float]()
    for number, column in enumerate(columns):
        for row in [column.who, *(count + where * width + slot for slot, where in column.places)]:
            rows.append(row)
            columns_of.append(number)
            data.append(1.0)
    low = [1.0] * count
    high = [1.0] * count
    for where, tables in enumerate(field.tables):
        tight = round(prices.total) == bound and prices.stands[where] > EPSILON
        low += [float(left) if tight else 0.0 for left in tables]
        high += [float(left) for left in tables]
    matrix = coo_array((data, (rows, columns_of)), shape=(len(low), len(columns))).tocsr()
    found = milp(
        [-float(column.points) for column in columns],
        constraints=LinearConstraint(matrix, low, high),
        integrality=[1] * len(columns),
        bounds=Bounds(0, 1),
        options={"time_limit": max(0.1, seconds), "node_limit": NODES},
    )
    if found.x is None:
        return _Choice(None, found.status == INFEASIBLE)
    made = Day(field)
    for column, share in zip(columns, found.x, strict=True):
        if share > 0.5:
            for slot, where in column.places:
                made.put(column.who, slot, where)
    return _Choice(made, found.status == SOLVED)


@dataclass(frozen=True)
class _Choice:
    """What the programme found, and whether it is the best (or that there is none)."""

    day: Day | None
    proved: bool

"""A reader with a solver and every earlier report does not find a small cell of the published one."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from typing import Any

import numpy as np
import pytest
from scipy.optimize import Bounds, LinearConstraint, milp  # noqa: TID253  the attacker

from jobcaffe.foundation.journal.actions import SYSTEM
from jobcaffe.plan.models import Period
from jobcaffe.programme import actions
from jobcaffe.programme.disclosing import Shown
from jobcaffe.programme.enums import Audience
from jobcaffe.programme.models import Closure
from jobcaffe.programme.reports.lines import Cut, Line, of_closures
from tests.programme.conftest import community

MANY = 10_000


def interval(shown: Shown) -> tuple[int, int]:
    """The integers that a printed cell may stand for, as its rules say in public."""
    if shown.number == 0:
        return 0, 0
    if shown.number is not None:
        return max(shown.number - 2, 5), shown.number + 2
    return (1, 4) if shown.text == "meno di 5" else (0, MANY)


def close_two(period: Callable[[str], Period]) -> list[Closure]:
    return [
        actions.close_period(actor=SYSTEM, period=period(code), despite_missing=True, now=now)
        for code, now in (
            ("2024-1", datetime(2024, 8, 1, tzinfo=UTC)),
            ("2024-2", datetime(2025, 2, 1, tzinfo=UTC)),
        )
    ]


def crossed(lines: list[Line]) -> Iterator[tuple[str, Cut]]:
    for line in lines:
        for cut in line.cuts:
            if cut.adds_up and len(cut.published.column_labels) > 1 and line.row["counts"] == "person":
                yield line.row["code"], cut


def knowledge(series: list[Cut]) -> tuple[Bounds, LinearConstraint, int, int]:
    """Everything printed, as bounds on the cells and on their sums; counts never fall in time."""
    rows, columns = len(series[0].published.row_labels), len(series[0].published.column_labels)
    size = rows * columns
    low, high = np.zeros(size * len(series)), np.full(size * len(series), MANY)
    sums: list[tuple[np.ndarray, int, int]] = []
    for n, cut in enumerate(series):
        at = np.arange(size).reshape(rows, columns) + n * size
        table = cut.published
        for i in range(rows):
            for j in range(columns):
                low[at[i, j]], high[at[i, j]] = interval(table.cells[i][j])
        groups = [(at[i], table.row_totals[i]) for i in range(rows)]
        groups += [(at[:, j], table.column_totals[j]) for j in range(columns)]
        groups.append((at.ravel(), table.total))
        for places, shown in groups:
            line = np.zeros(size * len(series))
            line[places] = 1
            sums.append((line, *interval(shown)))
        if n:
            for place in at.ravel():
                line = np.zeros(size * len(series))
                line[place], line[place - size] = 1, -1
                sums.append((line, 0, MANY))
    matrix = np.array([line for line, _low, _high in sums])
    return (
        Bounds(low, high),
        LinearConstraint(matrix, [s[1] for s in sums], [s[2] for s in sums]),
        size,
        columns,
    )


def extreme(place: int, sign: int, bounds: Bounds, sums: LinearConstraint) -> int:
    aim = np.zeros(len(bounds.lb))
    aim[place] = sign
    found: Any = milp(aim, integrality=np.ones(len(aim)), bounds=bounds, constraints=sums)
    assert found.status == 0, "what is printed must be possible"
    return round(found.x[place])


@pytest.mark.parametrize("seed", [11, 12])
def test_no_small_cell_can_be_worked_out(period: Callable[[str], Period], seed: int) -> None:
    community(seed, persons=70)
    community(seed + 100, persons=40, first=date(2024, 7, 3))
    first, second = close_two(period)
    before = dict(crossed(of_closures(Audience.MUNICIPALITY, (first.sha256,))))
    attacked = 0
    for code, cut in crossed(of_closures(Audience.MUNICIPALITY, (first.sha256, second.sha256))):
        bounds, sums, size, columns = knowledge([before[code], cut])
        for i, row in enumerate(cut.published.cells):
            for j, shown in enumerate(row):
                if shown.text == "meno di 5":
                    place = size + i * columns + j
                    assert extreme(place, 1, bounds, sums) < extreme(place, -1, bounds, sums), (code, i, j)
                    attacked += 1
    assert attacked > 10


def test_the_attack_is_real_it_recovers_cells_from_exact_totals(period: Callable[[str], Period]) -> None:
    community(13, persons=70)
    closure, _second = close_two(period)
    hidden = dict(crossed(of_closures(Audience.MUNICIPALITY, (closure.sha256,))))["P1"]
    exact = dict(crossed(of_closures(Audience.FUNDER, (closure.sha256,))))["P1"].published
    bounds, sums, size, columns = knowledge([hidden])
    # What a naive report does: small cells hidden, every total exact, every other cell exact.
    for i, row in enumerate(exact.cells):
        for j, shown in enumerate(row):
            value = int(shown.number or 0)
            place = i * columns + j
            bounds.lb[place], bounds.ub[place] = (1, 4) if 0 < value < 5 else (value, value)
    totals = [*exact.row_totals, *exact.column_totals, exact.total]
    values = [int(one.number or 0) for one in totals]
    naive = LinearConstraint(sums.A, values, values)
    small = [n for n in range(size) if bounds.lb[n] == 1 and bounds.ub[n] == 4]
    found = [n for n in small if extreme(n, 1, bounds, naive) == extreme(n, -1, bounds, naive)]
    assert found

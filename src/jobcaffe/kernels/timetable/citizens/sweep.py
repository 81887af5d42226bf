"""One slot made best, all others staying: exactly a matching of the greatest weight.

A citizen has at most one talk in a slot, so with her other talks given, what a talk at a stand adds (its
value, the bonus of one talk more, the idle slots it opens or closes) is a number. Stands are split into
their tables. Ties go to what stands there already. Cost: one assignment problem of citizens x tables.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from jobcaffe.kernels.timetable.citizens.field import FREE, Day, Field, idle

STAY = 2.0**-10  # a tie goes to what is there already


def sweep(day: Day, slot: int, penalty: float) -> None:
    """Make ``slot`` best for this penalty of an idle slot, in place."""
    field = day.field
    desks, first = _desks(field, slot)
    rows, weights = _weights(day, slot, penalty, first)
    for who in rows:
        if day.at[who][slot] != FREE:
            day.take(who, slot)
    if weights is None:
        return
    for row, column in _matching(weights):
        day.put(rows[row], slot, desks[column])


def _desks(field: Field, slot: int) -> tuple[list[int], dict[int, tuple[int, int]]]:
    """The stand of every table of the slot, and for each stand its first table and how many."""
    desks: list[int] = []
    first = {}
    for where, tables in enumerate(field.tables):
        if tables[slot] > 0:
            first[where] = (len(desks), tables[slot])
            desks += [where] * tables[slot]
    return desks, first


def _weights(day: Day, slot: int, penalty: float, first: dict[int, tuple[int, int]]) -> tuple[list[int], Any]:
    """Citizens who may talk in the slot, and what each table of the slot adds for each of them."""
    field, bit = day.field, 1 << slot
    rows: list[int] = []
    row_of, column_of, weight_of = list[int](), list[int](), list[float]()
    for who, open_slots in enumerate(field.open):
        if not open_slots & bit:
            continue
        row = len(rows)
        rows.append(who)
        for where, gain in gains(day, who, slot, penalty):
            if where in first and gain > 0:
                start, tables = first[where]
                for column in range(start, start + tables):
                    row_of.append(row)
                    column_of.append(column)
                    weight_of.append(gain)
    if not weight_of:
        return rows, None
    width = sum(tables for _start, tables in first.values())
    weights = np.zeros((len(rows), width))
    weights[row_of, column_of] = weight_of
    return rows, weights


def gains(day: Day, who: int, slot: int, penalty: float) -> list[tuple[int, float]]:
    """What a talk of this citizen in this slot adds, for each stand she wishes and has not elsewhere."""
    field, now = day.field, day.at[who][slot]
    others = day.busy[who] & ~(1 << slot)
    talks = others.bit_count()
    if talks >= field.most:
        return []
    base = field.bonus[talks] - penalty * (idle(others | 1 << slot) - idle(others))
    found = []
    for where, value in field.wishes[who].items():
        if where == now or where not in day.used[who]:
            gain = base + value + (STAY if where == now else 0.0)
            if field.reward and (who, where, slot) in field.kept:
                gain += field.reward
            found.append((where, gain))
    return found


def _matching(weights: Any) -> list[tuple[int, int]]:
    from scipy.optimize import linear_sum_assignment

    useful = np.flatnonzero(weights.any(axis=1))
    small = weights[useful]
    rows, columns = linear_sum_assignment(small, maximize=True)
    good = small[rows, columns] > 0
    return list(zip(useful[rows[good]].tolist(), columns[good].tolist(), strict=True))

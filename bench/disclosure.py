"""How well printed tables resist, and how much they still say: ours beside two usual methods.

    python bench/disclosure.py [--tables N] [--seed S]

The attack is the exact one of the tests: it knows what is printed and how, and that counts are
whole, not negative, and add up to their totals. "recovered": tables with at least one value that
the method meant to protect and the attack finds exactly. "printed": counts printed as a number
(rounded or exact). "uncertainty": how many values beyond the true one still fit a protected count
between 1 and 4, on average. "time": to protect one table, on one core.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable
from pathlib import Path

# The attack lives with the tests, beside this folder.
sys.path.insert(0, str(Path(__file__).parents[1]))

from tests.kernels.attack import attack, populations, secrets, suppressed, table

from jobcaffe.foundation.disclosure import rules
from jobcaffe.kernels import disclosure
from jobcaffe.kernels.disclosure import Audience, Published, Table, printed, values

Method = Callable[[Table], Published]
SMALL = 5


def ours(one: Table) -> Published:
    """Base-5 rounding with the exact audit."""
    return disclosure.protect(one, rules(), Audience.PUBLIC)


def rounding(one: Table) -> Published:
    """Base-5 rounding alone."""
    rule = rules()[Audience.PUBLIC]
    shown = {place: disclosure.cell(value, rule) for place, value in values(one).items()}
    rows, width = range(len(one.cells)), range(len(one.cells[0]))
    return Published(
        cells=tuple(tuple(shown["cell", i, j] for j in width) for i in rows),
        row_totals=tuple(shown["row", i, 0] for i in rows),
        column_totals=tuple(shown["column", 0, j] for j in width),
        total=shown["total", 0, 0],
    )


def _small(one: Table) -> set:
    return {place for place, value in values(one).items() if 0 < value < SMALL}


def primary(one: Table) -> Published:
    """Leave out what is under 5."""
    return suppressed(one, _small(one))


def complementary(one: Table) -> Published:
    """Leave out what is under 5, then the smallest other value of each line that hides only one."""
    true, hidden = values(one), _small(one)
    rows, width = range(len(one.cells)), range(len(one.cells[0]))
    lines = [[*(("cell", i, j) for j in width), ("row", i, 0)] for i in rows]
    lines += [[*(("cell", i, j) for i in rows), ("column", 0, j)] for j in width]
    lines += [
        [*(("row", i, 0) for i in rows), ("total", 0, 0)],
        [*(("column", 0, j) for j in width), ("total", 0, 0)],
    ]
    while alone := [line for line in lines if sum(place in hidden for place in line) == 1]:
        others = [place for place in alone[0] if place not in hidden and true[place] > 0]
        if not others:
            others = [place for place in alone[0] if place not in hidden]
        hidden.add(min(others, key=lambda place: (true[place], place)))
    return suppressed(one, hidden)


METHODS: tuple[tuple[str, Method], ...] = (
    ("Job Caffè: base 5, audited", ours),
    ("base 5 alone", rounding),
    ("primary suppression, < 5", primary),
    ("greedy complementary suppression", complementary),
)


def measure(method: Method, tables: list[Table]) -> tuple[float, float, float, float]:
    """Share of tables recovered, share of counts printed, mean uncertainty, milliseconds a table."""
    recovered = shown = counts = 0
    spans: list[int] = []
    began = time.perf_counter()
    made = [method(one) for one in tables]
    spent = (time.perf_counter() - began) * 1000 / len(tables)
    for one, published in zip(tables, made, strict=True):
        cells, secret = printed(published), secrets(one, published)
        found = attack([published], follow={(0, place) for place in secret})
        span = {place: found.high[0, place] - found.low[0, place] for place in secret}
        recovered += any(width == 0 for width in span.values())
        shown += sum(one.number is not None for one in cells.values())
        counts += len(cells)
        spans += [min(width, 50) for place, width in span.items() if 0 < values(one)[place] < SMALL]
    return recovered / len(tables), shown / counts, sum(spans) / max(len(spans), 1), spent


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--tables", type=int, default=100)
    parser.add_argument("--seed", type=int, default=2026)
    options = parser.parse_args()
    made = (table(periods[-1]) for periods in populations(10**6, options.seed))
    tables: list[Table] = []
    while len(tables) < options.tables:
        one = next(made)
        if one.columns and _small(one):
            tables.append(one)
    print(f"{len(tables)} tables with small counts, 20 to 600 persons, 2-4 rows x 2-8 columns, with totals\n")
    print(f"{'method':<34}{'recovered':>11}{'printed':>9}{'uncertainty':>13}{'ms/table':>10}")
    for name, method in METHODS:
        lost, shown, span, spent = measure(method, tables)
        print(f"{name:<34}{lost:>10.1%} {shown:>8.1%}{span:>13.2f}{spent:>10.2f}")


if __name__ == "__main__":
    main()

"""The map of unmet times as it may be read: counts by area and half hour, for each weekday.

Every weekday is one table (area × half hour, with the total of all areas), protected as a whole, so
that subtracting areas from the total gives nobody away. A zero is printed like one to four: neither
"none" nor "few" can be told of a small place.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from jobcaffe.foundation.disclosure import rules
from jobcaffe.kernels import disclosure
from jobcaffe.kernels.disclosure import Axis, Kind
from jobcaffe.worklife.weeks import catalogue

DAYS, HALVES = 7, 48
ALL = ""


@dataclass(frozen=True)
class Window:
    """A run of half hours of one weekday that print the same number."""

    day: int
    start: int
    end: int
    number: int


def clock(half: int) -> str:
    """``33`` → ``"16:30"``."""
    return f"{half // 2}:{'30' if half % 2 else '00'}"


def table(counts: Mapping[tuple[str, int], int], day: int) -> disclosure.Table:
    """The true table of a weekday; ``counts`` by (area, weekday × 48 + half hour)."""
    areas, halves = list(catalogue.words("area")), catalogue.half_hours()
    return disclosure.Table(
        rows=Axis(tuple(areas), (Kind.OTHER,)),
        columns=Axis(tuple(clock(half) for half in halves), (Kind.HALF_HOUR,)),
        cells=tuple(tuple(counts.get((area, day * HALVES + half), 0) for half in halves) for area in areas),
        telling=True,
        closed=True,
        period="half_year",
    )


def published(counts: Mapping[tuple[str, int], int], day: int) -> disclosure.Published:
    """What may be printed of a weekday, by the rules for everybody."""
    return disclosure.protect(table(counts, day), rules(), disclosure.Audience.PUBLIC)


def printed(counts: Mapping[tuple[str, int], int]) -> dict[str, Any]:
    """The whole map, ready for JSON, without any true count."""
    days = [published(counts, day) for day in range(DAYS)]
    return {
        "areas": list(catalogue.words("area")),
        "halves": list(catalogue.half_hours()),
        "days": [[[cell.text for cell in row] for row in (*one.cells, one.column_totals)] for one in days],
        "notes": sorted({note for one in days for note in one.notes}),
    }


def texts(kept: Mapping[str, Any], area: str) -> list[list[str]]:
    """For each half hour what is printed on the seven weekdays; ``area`` "" is all of them.

    Raises ``ValueError`` for an area that the map does not have.
    """
    place = len(kept["areas"]) if area == ALL else kept["areas"].index(area)
    return [[day[place][n] for day in kept["days"]] for n in range(len(kept["halves"]))]


def number(text: str) -> int:
    """What a printed cell is drawn as: 0 where no number is told."""
    return int(text) if text.isdigit() else 0


def windows(kept: Mapping[str, Any], area: str = ALL) -> list[Window]:
    """Runs of half hours with the same number, the largest first."""
    rows = texts(kept, area)
    found = [one for day in range(DAYS) for one in _runs(kept["halves"], [row[day] for row in rows], day)]
    return sorted(found, key=lambda one: (-one.number, one.start - one.end, one.day, one.start))


def _runs(halves: Sequence[int], column: Sequence[str], day: int) -> Iterator[Window]:
    start = 0
    for n in range(1, len(column) + 1):
        if n == len(column) or number(column[n]) != number(column[start]):
            if number(column[start]):
                yield Window(day, halves[start], halves[n - 1] + 1, number(column[start]))
            start = n

"""The indicators of a closed period as one audience may read them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Any

from jobcaffe.foundation.ui.tables import number
from jobcaffe.programme import disclosing
from jobcaffe.programme.disclosing import PublishedTable, Shown
from jobcaffe.programme.enums import Audience
from jobcaffe.programme.indicators import breakdowns
from jobcaffe.programme.models import Closure

Frozen = dict[str, Any]


@dataclass(frozen=True)
class Cut:
    """One cut of one indicator, already published. ``measure`` is "nel periodo" or "dall'inizio"."""

    measure: str
    title: str
    code: str
    adds_up: bool
    published: PublishedTable


@dataclass(frozen=True)
class Line:
    """One indicator as this audience may read it."""

    row: Frozen
    period: Shown
    cumulative: Shown
    target: str | None
    percent: int | None
    trend: list[tuple[date, Shown]]
    cuts: list[Cut]

    @property
    def title(self) -> str:
        """Code and name."""
        return f"{self.row['code']} {self.row['name']}"

    @property
    def target_cell(self) -> str | int | None:
        """The target of the year for a table: a number when it is whole."""
        if self.target is None:
            return None
        value = Decimal(self.target)
        return int(value) if value == value.to_integral_value() else number(value)


def readable(row: Frozen, audience: Audience) -> bool:
    """Whether the audience may read the indicator at all: others than the funder, the public ones."""
    return audience == Audience.FUNDER or bool(row["public"])


def lines(frozen: Frozen, audience: Audience, earlier: Sequence[Frozen] = ()) -> list[Line]:
    """The indicators that the audience may read, in the order of the plan.

    ``earlier`` are the closed periods before, from the first: what was published of them counts.
    """
    return [_line(row, audience, earlier) for row in frozen["indicators"] if readable(row, audience)]


@lru_cache(maxsize=32)
def of_closures(audience: Audience, hashes: tuple[str, ...]) -> list[Line]:
    """The lines of the last of some closed periods, whose hashes are given in order.

    Kept in memory: a closed period never changes, and auditing what is published takes a while.
    """
    rows = {one.sha256: one.frozen for one in Closure.objects.filter(sha256__in=hashes)}
    *earlier, last = (rows[sha256] for sha256 in hashes)
    return lines(last, audience, earlier)


def weighs_persons(row: Frozen) -> bool:
    """Whether the indicator counts persons or their presences."""
    return disclosing.weighs_persons(row["counts"], row["source"])


def _line(row: Frozen, audience: Audience, earlier: Sequence[Frozen]) -> Line:
    persons = weighs_persons(row)
    cumulative = disclosing.figure(row["cumulative"], audience, persons=persons)
    return Line(
        row=row,
        period=disclosing.figure(row["period_value"], audience, persons=persons),
        cumulative=cumulative,
        target=row["target"],
        percent=disclosing.share(cumulative, row["baseline"], row["target"], audience, persons=persons),
        trend=[
            (date.fromisoformat(day), disclosing.figure(value, audience, persons=persons))
            for day, value in row["trend"]
        ],
        cuts=_cuts(row, audience, earlier, persons),
    )


def _cuts(row: Frozen, audience: Audience, earlier: Sequence[Frozen], persons: bool) -> list[Cut]:
    found = [
        _cut("dall'inizio", data, audience, persons, _same_cut(earlier, row["code"], data["code"]))
        for data in row["tables"]
    ]
    if audience == Audience.FUNDER:
        # For others the cut of one period, beside those since the start, would only help to subtract.
        found += [_cut("nel periodo", data, audience, persons, []) for data in row["period_tables"]]
    return found


def _cut(
    measure: str, data: Frozen, audience: Audience, persons: bool, earlier: Sequence[breakdowns.Table]
) -> Cut:
    table = breakdowns.Table.from_json(data)
    published = disclosing.publish(table, audience, persons=persons, earlier=earlier)
    return Cut(measure, table.title, table.code, table.adds_up, published)


def _same_cut(earlier: Sequence[Frozen], code: str, cut: str) -> list[breakdowns.Table]:
    return [
        breakdowns.Table.from_json(data)
        for frozen in earlier
        for row in frozen["indicators"]
        if row["code"] == code
        for data in row["tables"]
        if data["code"] == cut
    ]

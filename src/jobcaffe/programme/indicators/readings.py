"""A number beside what the plan promised: progress, what was expected by the day, and in which state."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from jobcaffe.plan.models import Indicator, Programme
from jobcaffe.programme.indicators import spans
from jobcaffe.programme.indicators.facts import Fact, Source
from jobcaffe.programme.indicators.sources import source_of
from jobcaffe.programme.indicators.spans import Span

ON_TRACK = Decimal("0.90")
NEAR = Decimal("0.70")
STATES = {"done": "In linea", "attention": "Attenzione", "late": "In ritardo", "later": "Più avanti"}


def progress(value: Decimal, baseline: Decimal, target: Decimal | None) -> Decimal | None:
    """The share of the way from the baseline to the target, 1 when reached; ``None`` without a target.

    Right also for indicators that should fall: from 40 to 20, a value of 30 is half the way.
    A target equal to the baseline is reached as long as the value has not gone the wrong way.
    """
    if target is None:
        return None
    if target == baseline:
        return Decimal(1) if value >= baseline else Decimal(0)
    return (value - baseline) / (target - baseline)


def state(value: Decimal, baseline: Decimal, expected: Decimal | None) -> str:
    """The chip: the share of what was expected by today, at least 90 % "in linea", 70 % "attenzione"."""
    share = progress(value, baseline, expected)
    if share is None or expected == baseline:
        return "later"
    return "done" if share >= ON_TRACK else "attention" if share >= NEAR else "late"


@dataclass(frozen=True)
class Reading:
    """One indicator on one day: cumulative value, target of the year, progress, state."""

    indicator: Indicator
    source: Source
    value: int
    day: date
    target: Decimal | None
    final_target: Decimal | None
    expected: Decimal | None

    @property
    def progress(self) -> Decimal | None:
        """Share of this year's way."""
        return progress(Decimal(self.value), self.indicator.baseline, self.target)

    @property
    def percent(self) -> int | None:
        """Progress in whole percent, rounded down so that 99.6 % is not yet 100 %."""
        return None if self.progress is None else int(self.progress * 100)

    @property
    def state(self) -> str:
        """One of the five chips."""
        return state(Decimal(self.value), self.indicator.baseline, self.expected)

    @property
    def state_label(self) -> str:
        """In Italian."""
        return STATES[self.state]


def read(programme: Programme, indicator: Indicator, value: int, day: date) -> Reading:
    """Put a value beside the plan."""
    number = spans.year_number(programme, day)
    final = max((int(year) for year in indicator.targets), default=0)
    return Reading(
        indicator=indicator,
        source=source_of(indicator.source),
        value=value,
        day=day,
        target=spans.target_of_year(indicator, number),
        final_target=spans.target_of_year(indicator, final),
        expected=spans.expected_on(programme, indicator, day),
    )


def cumulative_by_month(counted: Sequence[Fact], span: Span) -> list[tuple[date, int]]:
    """The running total at the end of each month (the last point is the last day of the span).

    ``counted`` are rows already counted once, in their order. What happened before the span
    (``ever`` sources) is in the first point.
    """
    points, index, running = [], 0, 0
    for end in spans.months(span.first, span.last):
        # The groups' row of a month is dated on its last day; a cut month holds none.
        while index < len(counted) and counted[index].day <= end:
            running += counted[index].weight
            index += 1
        points.append((min(end, span.last), running))
    return points


def by_month(cumulative: Sequence[tuple[date, int]]) -> list[tuple[date, int]]:
    """How many were new in each month of a running total; adds up to the value of the span."""
    running, found = 0, []
    for day, total in cumulative:
        found.append((day, total - running))
        running = total
    return found

"""Progress is right also for what should fall; spans follow the programme's own years."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest

from jobcaffe.plan.models import Indicator, Programme
from jobcaffe.programme.indicators import readings, spans
from jobcaffe.programme.indicators.spans import Span

D = Decimal


@pytest.mark.parametrize(
    ("value", "baseline", "target", "share"),
    [
        (D(60), D(0), D(120), D("0.5")),
        (D(12), D(6), D(18), D("0.5")),
        (D(30), D(40), D(20), D("0.5")),
        (D(50), D(40), D(20), D("-0.5")),
        (D(5), D(5), D(5), D(1)),
        (D(4), D(5), D(5), D(0)),
        (D(4), D(5), None, None),
    ],
)
def test_progress_is_the_share_of_the_way_from_baseline_to_target(
    value: Decimal, baseline: Decimal, target: Decimal | None, share: Decimal | None
) -> None:
    assert readings.progress(value, baseline, target) == share


@pytest.mark.parametrize(
    ("value", "state"), [(90, "done"), (89, "attention"), (70, "attention"), (69, "late")]
)
def test_the_chip_compares_with_what_was_expected_by_today(value: int, state: str) -> None:
    assert readings.state(D(value), D(0), D(100)) == state


def test_expected_grows_straight_between_the_yearly_targets(
    programme: Programme, indicator: Callable[[str], Indicator]
) -> None:
    people = indicator("P1")
    assert spans.expected_on(programme, people, date(2024, 12, 31)) == 170
    assert spans.expected_on(programme, people, date(2025, 12, 31)) == 370
    middle = spans.expected_on(programme, people, date(2025, 7, 1))
    assert middle is not None
    assert round(middle) == 270


def test_a_programme_that_begins_on_the_29th_of_february_has_years() -> None:
    programme = Programme(starts_on=date(2024, 2, 29), ends_on=date(2027, 2, 27))
    first, second = spans.year_span(programme, 1), spans.year_span(programme, 2)
    assert (first.last, second.first) == (date(2025, 2, 28), date(2025, 3, 1))


def test_whole_months_inside_a_span() -> None:
    today = date(2024, 5, 20)
    assert spans.closed_months(Span(date(2024, 1, 10), date(2024, 12, 31)), today) == Span(
        date(2024, 2, 1), date(2024, 4, 30)
    )
    assert spans.closed_months(Span(date(2024, 1, 10), date(2024, 3, 31), opening=True), today) == Span(
        date(2024, 1, 10), date(2024, 3, 31), opening=True
    )

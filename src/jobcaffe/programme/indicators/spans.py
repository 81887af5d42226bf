"""Stretches of the calendar over which an indicator is read, in wall-clock days of Europe/Rome."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from django.utils import formats, timezone
from django.utils.translation import get_language

from jobcaffe.plan.models import Indicator, Period, Programme
from jobcaffe.plan.queries import year_of

LONG_AGO = date(1900, 1, 1)


@dataclass(frozen=True)
class Span:
    """First and last day, both included. ``opening`` is true when it begins with the programme."""

    first: date
    last: date
    opening: bool = False

    @property
    def starts_at(self) -> datetime:
        """The first moment inside."""
        return midnight(self.first)

    @property
    def ends_at(self) -> datetime:
        """The first moment after."""
        return midnight(self.last + timedelta(days=1))

    def __contains__(self, day: date) -> bool:
        return self.first <= day <= self.last


def midnight(day: date) -> datetime:
    """The beginning of a day on the wall clock."""
    return timezone.make_aware(datetime.combine(day, time.min))


def long_date(day: date, form: str = "j F Y") -> str:
    """``1 marzo 2026``: Django writes Italian months with a capital, people do not."""
    text = str(formats.date_format(day, form))
    return text.lower() if (get_language() or "it").startswith("it") else text


def month_of(day: date) -> str:
    """``2026-03``."""
    return f"{day:%Y-%m}"


def month_end(day: date) -> date:
    """The last day of the month of ``day``."""
    return (day.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)


def months(first: date, last: date) -> Iterator[date]:
    """The last day of each month from that of ``first`` to that of ``last``."""
    end = month_end(first)
    while end <= month_end(last):
        yield end
        end = month_end(end + timedelta(days=1))


def closed_months(span: Span, today: date) -> Span:
    """The whole months inside ``span`` that are over: what mutual-aid groups may be counted in.

    A span that cuts a month leaves it out, so that no week of a group can be had by subtraction.
    The result is empty (``last`` before ``first``) when no month is whole.
    """
    first = span.first
    if first.day != 1 and not span.opening:
        first = month_end(first) + timedelta(days=1)
    last = min(span.last, today - timedelta(days=1))
    if last != month_end(last):
        last = last.replace(day=1) - timedelta(days=1)
    return Span(first, last, span.opening)


def of_period(period: Period) -> Span:
    """The days of one period of the account."""
    return Span(period.first_day, period.last_day, period.first_day <= period.programme.starts_on)


def since_start(programme: Programme, last: date) -> Span:
    """From the programme's first day until ``last``."""
    return Span(programme.starts_on, max(last, programme.starts_on), opening=True)


def year_number(programme: Programme, day: date) -> int:
    """1 for the first year of the programme; never below 1 nor past the last year."""
    return max(year_of(programme, min(day, programme.ends_on)), 1)


def year_span(programme: Programme, number: int) -> Span:
    """The days of one year of the programme."""
    first = _anniversary(programme.starts_on, number - 1)
    last = min(_anniversary(programme.starts_on, number) - timedelta(days=1), programme.ends_on)
    return Span(first, last, number == 1)


def target_of_year(indicator: Indicator, number: int) -> Decimal | None:
    """The cumulative target at the end of a year; ``None`` when the plan sets none."""
    found = indicator.targets.get(str(number))
    return None if found is None else Decimal(str(found))


def expected_on(programme: Programme, indicator: Indicator, day: date) -> Decimal | None:
    """What the plan expects on a day: a straight line between the baseline and the yearly targets."""
    number = year_number(programme, day)
    end = target_of_year(indicator, number)
    start = indicator.baseline if number == 1 else target_of_year(indicator, number - 1)
    if end is None or start is None:
        return None
    span = year_span(programme, number)
    passed = Decimal((min(day, span.last) - span.first).days + 1)
    length = Decimal((span.last - span.first).days + 1)
    return start + (end - start) * min(max(passed / length, Decimal(0)), Decimal(1))


def _anniversary(start: date, years: int) -> date:
    # A programme that begins on 29 February has its anniversary on 1 March of common years.
    try:
        return start.replace(year=start.year + years)
    except ValueError:
        return date(start.year + years, 3, 1)

"""How far an indicator is: from its baseline towards its target, rising or falling.

``progress = (actual - baseline) / (target - baseline)``; undefined when target and baseline are
equal. The direction is never assumed: an indicator that must fall (days of waiting, 30 → 10) has a
target under its baseline, and the same formula gives 0 at 30, ½ at 20, 1 at 10, more than 1 below.
Exact: rational numbers in, rational numbers out.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

Number = int | Decimal | Fraction


class Pace(StrEnum):
    """How an indicator stands against where it should be today."""

    REACHED = "reached"  # the target of the period is met
    ON_TIME = "on_time"  # at least as far as the days gone
    SLOW = "slow"  # behind by less than a fifth of the way expected
    LATE = "late"
    UNDEFINED = "undefined"  # target equal to baseline


def progress(actual: Number, baseline: Number, target: Number) -> Fraction | None:
    """The share of the way done, 1 = target reached; may be negative or above 1.

    ``None`` when target and baseline are equal: there is no way to go.
    """
    way = Fraction(target) - Fraction(baseline)
    return (Fraction(actual) - Fraction(baseline)) / way if way else None


def expected(targets: Mapping[int, Number], baseline: Number, years: Number) -> Fraction:
    """Where the indicator should be after ``years`` (from 0), straight between yearly targets.

    ``targets``: cumulative target at the end of year 1, 2, … Before the start it is the baseline,
    after the last year the last target. Raises ``ValueError`` without targets or with a missing year.
    """
    if sorted(targets) != list(range(1, len(targets) + 1)) or not targets:
        raise ValueError("targets need every year from 1")
    points = [Fraction(baseline), *(Fraction(targets[year]) for year in sorted(targets))]
    gone = min(max(Fraction(years), Fraction(0)), Fraction(len(targets)))
    year = min(int(gone), len(targets) - 1)
    return points[year] + (points[year + 1] - points[year]) * (gone - year)


def pace(actual: Number, baseline: Number, target: Number, expected_now: Number) -> Pace:
    """Whether the indicator is reached, on time, slow or late.

    ``target``: of the end of the current year; ``expected_now``: from :func:`expected`.
    """
    done = progress(actual, baseline, target)
    if done is None:
        return Pace.UNDEFINED
    if done >= 1:
        return Pace.REACHED
    due = progress(expected_now, baseline, target)
    if due is None or done >= due:
        return Pace.ON_TIME
    return Pace.SLOW if done >= due * Fraction(4, 5) else Pace.LATE

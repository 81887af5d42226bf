"""How the groups go, all together, month by month: for who runs the programme.

A month is in the list when it is over. Nothing here is of one group, and a month with few presences
hides them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.db.models import Sum
from django.db.models.functions import TruncMonth
from django.utils import timezone

from jobcaffe.circles.enums import State
from jobcaffe.circles.models import Decision, Hours
from jobcaffe.circles.queries.staff import month_totals
from jobcaffe.foundation import access

ENDS = (State.AUTONOMOUS, State.ENDED)
MINUTES = 60


@dataclass(frozen=True)
class Month:
    """One month that is over: groups that meet at its end, meetings held, presences, whole hours.

    ``presences`` is ``None`` below the threshold; ``hours`` are those of who leads.
    """

    month: date
    groups: int
    meetings: int
    presences: int | None
    hours: int


def months_of_groups(user: object) -> list[Month]:
    """From the first month in which something happened to the last that is over. Three queries."""
    if not access.allows(user, "circle.totals"):
        return []
    totals = {row.month: row for row in month_totals(user)}
    minutes, steps = _minutes(), _steps()
    known = [*totals, *minutes, *(day.replace(day=1) for day, _change in steps)]
    return [
        Month(
            month=month,
            groups=sum(change for day, change in steps if day < _next(month)),
            meetings=totals[month].meetings if month in totals else 0,
            presences=totals[month].presences if month in totals else 0,
            hours=(minutes.get(month, 0) + MINUTES // 2) // MINUTES,
        )
        for month in _months(min(known, default=_this_month()))
    ]


def _this_month() -> date:
    return timezone.localdate().replace(day=1)


def _next(month: date) -> date:
    return (month + timedelta(days=31)).replace(day=1)


def _months(first: date) -> Iterator[date]:
    month, stop = first, _this_month()
    while month < stop:
        yield month
        month = _next(month)


def _minutes() -> dict[date, int]:
    """Minutes that hold (a corrected row does not), by month."""
    rows = Hours.objects.filter(replaced_by__isnull=True).order_by()
    found = rows.annotate(month=TruncMonth("day")).values_list("month").annotate(total=Sum("minutes"))
    return {month: total for month, total in found if total}


def _steps() -> list[tuple[date, int]]:
    """+1 on the day on which a group begins, -1 on the day on which it closes or goes on alone."""
    begun: dict[UUID, int] = defaultdict(int)
    found = []
    for pk, after, day in Decision.objects.values_list("circle", "after", "on").order_by("pk"):
        change = (after == State.START_UP) - (after in ENDS and begun[pk] > 0)
        begun[pk] += change
        found.append((day, change))
    return [row for row in found if row[1]]

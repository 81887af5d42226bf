"""When public groups meet, as a rule that anybody may put in a calendar.

The rule is made again from what was announced: weekday, hour, every how many weeks, first and last
day of the cycle, holidays. No evening of a group is read: one that was moved, held or called off
changes nothing here.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, time
from uuid import UUID

from django.utils import timezone

from jobcaffe.circles import catalogue
from jobcaffe.circles.models import Circle, Cycle
from jobcaffe.circles.queries.circles import announced
from jobcaffe.encounters import recurrence
from jobcaffe.spaces import holidays
from jobcaffe.spaces.models import Closure


@dataclass(frozen=True)
class Run:
    """A cycle of a public group: every ``every`` weeks on ``weekdays`` (0 is Monday), but for ``off``."""

    circle_id: UUID
    number: int
    first_day: date
    last_day: date
    starts: time
    minutes: int
    every: int
    weekdays: tuple[int, ...]
    off: tuple[date, ...]

    @property
    def days(self) -> list[date]:
        """All its days."""
        return [day for day in _ruled(self) if day not in self.off]


def public_runs(today: date | None = None) -> list[Run]:
    """Cycles of public groups that are not over, in the order of their days. Three queries."""
    day = today or timezone.localdate()
    rows = Cycle.objects.filter(circle__in=announced(), last_day__gte=day)
    rows = rows.select_related("circle__room__place").order_by("first_day", "circle__slot", "circle__pk")
    closures = list(Closure.objects.all())
    return [_run(cycle, closures) for cycle in rows]


def _run(cycle: Cycle, closures: Iterable[Closure]) -> Run:
    circle, kind = cycle.circle, catalogue.kinds()[cycle.circle.kind]
    slot = catalogue.slots()[circle.slot]
    whole = Run(
        circle_id=circle.pk,
        number=cycle.number,
        first_day=cycle.first_day,
        last_day=cycle.last_day,
        starts=slot.starts,
        minutes=kind.minutes,
        every=kind.every,
        weekdays=tuple(range(5)) if kind.daily else (slot.weekday,),
        off=(),
    )
    return Run(**{**whole.__dict__, "off": tuple(_off(whole, circle, closures))})


def _ruled(run: Run) -> list[date]:
    rule = recurrence.weekly(weekdays=run.weekdays, until=run.last_day, every=run.every)
    return recurrence.days_of(rule, run.first_day, run.starts)


def _off(run: Run, circle: Circle, closures: Iterable[Closure]) -> Iterator[date]:
    """Days of the rule on which nobody meets: holidays, breaks, closures of the place."""
    place = circle.room.place if circle.room else None
    shut = [row for row in closures if place is not None and row.place_id == place.pk]
    for day in _ruled(run):
        closed = any(row.first_day <= day <= row.last_day for row in shut)
        if closed or catalogue.break_on(day) or holidays.name_of(day, place.municipality if place else ""):
            yield day

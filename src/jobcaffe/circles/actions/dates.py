"""The dates of a cycle: seen before they are made, then made with their rooms, all or none."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from jobcaffe.circles import catalogue, queries, rules
from jobcaffe.circles.models import Circle, Cycle, Meeting
from jobcaffe.encounters import recurrence
from jobcaffe.encounters.actions import Choice, Details, Occurrence, create_series, plan_series
from jobcaffe.encounters.enums import Action, Kind
from jobcaffe.encounters.enums import State as EncounterState
from jobcaffe.foundation.access import Refused
from jobcaffe.foundation.db.once import made_before
from jobcaffe.foundation.journal.actions import Actor, record

LONGEST_RULE = 200


@transaction.atomic
def plan_cycle(
    *,
    actor: Actor,
    circle_id: UUID,
    first_day: date,
    choices: Mapping[date, Choice] | None = None,
    request_key: UUID | None = None,
) -> Cycle:
    """Plan the meetings of a cycle with their room, at the group's hour on the wall clock of Rome.

    As many as the kind has, on days that are no holiday, no closure and not in the Christmas break.
    A second press gives the same cycle. Refused on another weekday than the group's, before the last
    evening that is planned, without a leader, for a closed group, and as ``SeriesBlocked`` when the
    room is taken: ``choices`` then say where to go on those dates, and one without a choice is left out.
    """
    circle = rules.locked_circle(actor, circle_id, "circle.manage", "circle.lead")
    twice = made_before(Cycle, request_key)
    if twice is not None:
        return twice
    days, rule = cycle_days(circle, first_day)
    slot, kind = catalogue.slots()[circle.slot], catalogue.kinds()[circle.kind]
    made = create_series(
        actor=actor,
        details=_details(circle),
        rule=rule,
        first_day=days[0],
        starts=slot.starts,
        minutes=kind.minutes,
        skip_taken=choices is not None,
        choices=choices,
    )
    cycle = Cycle.objects.create(
        circle=circle,
        number=circle.cycles.count() + 1,
        series=made[0].series,
        first_day=days[0],
        last_day=days[-1],
        meetings=len(made),
        request_key=request_key,
    )
    Meeting.objects.bulk_create(
        Meeting(encounter=row, circle=circle, cycle=cycle, number=number)
        for number, row in enumerate(made, circle.meetings.count() + 1)
    )
    record(actor, "circle.plan", circle, fields=[str(cycle.number)])
    return cycle


def _check_plan(circle: Circle, first_day: date) -> None:
    kind, slot = catalogue.kinds()[circle.kind], catalogue.slots()[circle.slot]
    if circle.state in queries.CLOSED:
        raise Refused(_("Questo gruppo è chiuso: non ha altri incontri."))
    if not queries.leaders(circle).exists():
        raise Refused(_("Prima scegli chi guida il gruppo."))
    if not kind.daily and first_day.weekday() != slot.weekday:
        raise Refused(_("Il gruppo si trova di %(when)s. Scegli quel giorno.") % {"when": slot.label})
    last = (
        circle.meetings.filter(encounter__state=EncounterState.PLANNED)
        .order_by("encounter__starts_at")
        .last()
    )
    if last is not None and first_day <= (day := timezone.localdate(last.encounter.starts_at)):
        raise Refused(
            _("Il gruppo ha già delle date fino al %(day)s. Comincia dopo.") % {"day": f"{day:%d/%m/%Y}"}
        )


def _details(circle: Circle) -> Details:
    """The group's code is the title; room and seats are those of the kind, not of who is inside."""
    return Details(
        kind=Kind.GROUP,
        action=Action.AMA,
        title=circle.code,
        confidential=True,
        room_id=circle.room_id,
        seats=catalogue.kinds()[circle.kind].size.max,
        leader_ids=tuple(queries.leaders(circle).values_list("user", flat=True)),
    )


def cycle_plan(circle: Circle, first_day: date) -> list[Occurrence]:
    """Every date of a cycle from ``first_day`` to its last meeting, also those left out, with a word.

    Refused as :func:`plan_cycle` is, but for a room that is taken: that stands in the dates.
    """
    _check_plan(circle, first_day)
    kind, slot = catalogue.kinds()[circle.kind], catalogue.slots()[circle.slot]
    wanted = kind.meetings or kind.horizon
    far = first_day + timedelta(days=(2 if kind.daily else 7 * kind.every) * wanted + 60)
    plan = plan_series(
        details=_details(circle),
        rule=recurrence.weekly(weekdays=_weekdays(circle), until=far, every=kind.every),
        first_day=first_day,
        starts=slot.starts,
        minutes=kind.minutes,
    )
    marked = [replace(row, skipped=row.skipped or catalogue.break_on(row.day)) for row in plan]
    held = [number for number, row in enumerate(marked) if not row.skipped][:wanted]
    if not held:
        raise Refused(_("In questi mesi la sala è chiusa. Scegli un altro inizio."))
    return marked[: held[-1] + 1]


def _weekdays(circle: Circle) -> list[int]:
    return (
        list(range(5)) if catalogue.kinds()[circle.kind].daily else [catalogue.slots()[circle.slot].weekday]
    )


def cycle_days(circle: Circle, first_day: date) -> tuple[list[date], str]:
    """The days of a cycle from ``first_day`` on, and the recurrence rule that gives exactly them.

    Refused when so many days must be left out that the rule grows too long.
    """
    kind, slot = catalogue.kinds()[circle.kind], catalogue.slots()[circle.slot]
    plan = cycle_plan(circle, first_day)
    days = [row.day for row in plan if not row.skipped]
    out = [row.day for row in plan if catalogue.break_on(row.day)]
    rule = recurrence.weekly(weekdays=_weekdays(circle), until=days[-1], every=kind.every)
    if out:
        stamps = ",".join(f"{datetime.combine(day, slot.starts):%Y%m%dT%H%M%S}" for day in out)
        rule = f"RRULE:{rule}\nEXDATE:{stamps}"
    if len(rule) > LONGEST_RULE:
        raise Refused(_("Ci sono troppi giorni di vacanza in mezzo. Scegli un altro inizio."))
    return days, rule

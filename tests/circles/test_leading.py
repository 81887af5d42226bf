"""What waits for who leads, and the dates of a cycle before they are made."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from jobcaffe.circles import actions, queries
from jobcaffe.circles.models import Pact
from jobcaffe.encounters.models import Encounter
from jobcaffe.foundation.access import Refused
from tests import factories
from tests.circles.groups import Staff, circle, running, tonight

pytestmark = pytest.mark.django_db
ROME = ZoneInfo("Europe/Rome")


def test_the_plan_shows_the_days_left_out_and_the_cycle_has_the_others() -> None:
    staff = Staff()
    group = actions.create_circle(
        actor=staff.coordinator, kind="cycle15", theme="cura", mode="facilitated", slot="gio-18"
    )
    actions.appoint(actor=staff.coordinator, circle_id=group.pk, user_id=staff.facilitator.pk)
    first = date(2026, 12, 10)
    plan = actions.cycle_plan(group, first)
    assert [row.day for row in plan if row.skipped] == [date(2026, 12, 24)]
    assert sum(not row.skipped for row in plan) == 15
    days, _rule = actions.cycle_days(group, first)
    assert days == [row.day for row in plan if not row.skipped]
    cycle = actions.plan_cycle(actor=staff.facilitator, circle_id=group.pk, first_day=first)
    assert (cycle.first_day, cycle.last_day, cycle.meetings) == (days[0], days[-1], 15)


def test_a_new_cycle_begins_after_the_evenings_that_are_planned() -> None:
    staff = Staff()
    group = circle(staff)
    last = group.meetings.order_by("encounter__starts_at").last()
    assert last is not None
    day = timezone.localdate(last.encounter.starts_at)
    with pytest.raises(Refused, match="già delle date"):
        actions.plan_cycle(actor=staff.facilitator, circle_id=group.pk, first_day=day)
    actions.plan_cycle(actor=staff.facilitator, circle_id=group.pk, first_day=day + timedelta(days=14))
    assert group.cycles.count() == 2


def test_what_waits_is_told_for_each_group_in_the_same_number_of_queries() -> None:
    staff = Staff()
    group, _members = running(staff)
    meeting = tonight(group)
    Encounter.objects.filter(pk=meeting.pk).update(ends_at=timezone.now() - timedelta(minutes=1))
    Pact.objects.create(circle=group, version=2, text="Ci si ascolta.", review_on=timezone.localdate())
    (found,) = queries.led(staff.facilitator)
    assert [row.pk for row in found.to_close] == [meeting.pk]
    assert (found.own, found.pact_due, found.review_due, found.held, found.wave) == (
        True,
        True,
        False,
        0,
        None,
    )
    assert found.coming is not None
    assert found.coming.pk != meeting.pk
    with CaptureQueriesContext(connection) as one:
        queries.led(staff.facilitator)
    for _n in range(3):
        circle(staff)
    with CaptureQueriesContext(connection) as four:
        assert len(queries.led(staff.facilitator)) == 4
    assert len(one) == len(four)


def test_nothing_waits_for_who_leads_nothing() -> None:
    staff = Staff()
    group, members = running(staff)
    for user in (staff.coordinator, staff.desk, members[0], factories.user("facilitator")):
        assert queries.led(user) == []
        assert queries.leads(user, group.pk) is None
        assert list(queries.uncounted(user)) == []


def test_who_stands_in_leads_nothing_and_finds_only_tonight() -> None:
    staff = Staff()
    group, _members = running(staff)
    meeting = tonight(group)
    other = factories.user("facilitator")
    actions.appoint_substitute(actor=staff.facilitator, encounter_id=meeting.pk, user_id=other.pk)
    assert queries.leads(other, group.pk) is None
    (found,) = queries.led(other)
    assert not found.own
    assert {row.pk for row in [*found.to_close, found.coming] if row} == {meeting.pk}


def test_costs_add_up_by_month_and_name() -> None:
    staff = Staff()
    for day, minutes in ((date(2026, 3, 31), 30), (date(2026, 3, 1), 60), (date(2026, 4, 1), 15)):
        actions.add_hours(actor=staff.facilitator, kind="preparation", day=day, minutes=minutes)
    rows = queries.costs(queries.hours(staff.coordinator, date(2026, 1, 1), date(2026, 12, 31)))
    assert [(row.month, row.name, row.total) for row in rows] == [
        (date(2026, 4, 1), "Lucia", 15),
        (date(2026, 3, 1), "Lucia", 90),
    ]


@pytest.mark.parametrize(("hour", "reached"), [("23:50", True), ("05:50", True), ("06:10", False)])
def test_who_stood_in_may_write_the_evening_until_the_end_of_the_night(hour: str, reached: bool) -> None:
    staff, other = Staff(), factories.user("facilitator")
    group, _members = running(staff)
    meeting = tonight(group)
    starts = datetime(2027, 3, 2, 21, 30, tzinfo=ROME)
    Encounter.objects.filter(pk=meeting.pk).update(starts_at=starts, ends_at=starts + timedelta(hours=2))
    with time_machine.travel(starts):
        actions.appoint_substitute(actor=staff.facilitator, encounter_id=meeting.pk, user_id=other.pk)
    day = 2 if hour == "23:50" else 3
    with time_machine.travel(datetime.fromisoformat(f"2027-03-0{day}T{hour}").replace(tzinfo=ROME)):
        assert (queries.evening(other, meeting.pk) == meeting) is reached
        assert bool(queries.led(other)) is reached

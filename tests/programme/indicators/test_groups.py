"""Action 1 in numbers: groups, hours, closed months; never a person, never a group by name."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.utils import timezone

from jobcaffe.circles.enums import HoursKind, Part, State, StillMeets
from jobcaffe.circles.models import Circle, Cycle, Decision, Facilitation, FollowUp, Hours, Meeting
from jobcaffe.circles.queries import month_totals
from jobcaffe.circles.queries.totals import months_of_groups
from jobcaffe.encounters.models import Encounter
from jobcaffe.foundation.accounts.enums import Role
from jobcaffe.foundation.accounts.models import User
from jobcaffe.plan.enums import GROUP_SOURCES
from jobcaffe.plan.models import Programme
from jobcaffe.programme import queries
from jobcaffe.programme.indicators import facts, rows
from jobcaffe.programme.indicators.sources import SOURCES
from jobcaffe.programme.indicators.spans import Span
from tests import factories
from tests.programme.conftest import group_evening

WHOLE = Span(date(2024, 1, 1), date(2024, 6, 30), opening=True)
LATER = date(2025, 1, 15)
pytestmark = pytest.mark.django_db


def value(code: str, span: Span = WHOLE) -> int:
    return facts.totals([SOURCES[code]], span, today=LATER)[code]


def group(number: int = 1, **fields: Any) -> Circle:
    values = {"kind": "ama", "theme": "cura", "mode": "peers", "slot": "mar-18", **fields}
    return Circle.objects.create(code=f"AMA-{number:02d}", **values)


def decided(circle: Circle, after: State, day: date) -> None:
    Decision.objects.create(circle=circle, before=State.IDEA, after=after, on=day)


def worked(user: User, day: date, minutes: int, **fields: Any) -> Hours:
    return Hours.objects.create(user=user, day=day, minutes=minutes, kind=HoursKind.PREPARATION, **fields)


def met(circle: Circle, day: date, present: int) -> Encounter:
    evening = group_evening(day, present)
    cycle, _made = Cycle.objects.get_or_create(
        circle=circle, number=1, defaults={"first_day": day, "last_day": day, "meetings": 9}
    )
    Meeting.objects.create(encounter=evening, circle=circle, cycle=cycle, number=1)
    return evening


def test_presences_of_groups_are_one_number_a_month_and_are_in_the_total_once() -> None:
    group_evening(date(2024, 3, 5), 7)
    group_evening(date(2024, 3, 19), 6)
    group_evening(date(2024, 4, 2), 9)
    found = facts.collect([SOURCES["group_attendances"]], WHOLE, today=LATER)["group_attendances"]
    assert [(fact.proof, fact.weight) for fact in found] == [("groups:2024-03", 13), ("groups:2024-04", 9)]
    assert (value("attendances"), value("encounters_held"), value("group_meetings")) == (22, 3, 3)


@pytest.mark.parametrize(("present", "shown"), [(1, 0), (4, 0), (5, 5), (9, 9)])
@pytest.mark.parametrize("code", ["group_attendances", "attendances"])
def test_a_month_that_would_tell_of_few_people_counts_nothing(code: str, present: int, shown: int) -> None:
    group_evening(date(2024, 3, 5), present)
    assert value(code) == shown
    found = facts.collect([SOURCES[code]], WHOLE, today=LATER)[code]
    assert sum(fact.weight for fact in found) == shown
    assert value("group_meetings") == 1


def test_two_groups_of_few_are_counted_together() -> None:
    group_evening(date(2024, 3, 5), 3)
    group_evening(date(2024, 3, 6), 3)
    assert value("group_attendances") == 6


def test_a_group_counts_on_the_day_it_begins_and_each_time_it_goes_on() -> None:
    one, other = group(1), group(2)
    for circle, after, day in (
        (one, State.GATHERING, date(2024, 1, 3)),
        (one, State.START_UP, date(2024, 2, 1)),
        (one, State.RENEWED, date(2024, 5, 1)),
        (one, State.AUTONOMOUS, date(2024, 6, 30)),
        (other, State.START_UP, date(2024, 7, 1)),
        (other, State.ENDED, date(2024, 9, 1)),
    ):
        decided(circle, after, day)
    assert (value("groups_started"), value("groups_go_on")) == (1, 2)
    assert value("groups_started", Span(date(2024, 7, 1), date(2024, 12, 31))) == 1


def test_a_group_that_still_meets_after_six_months_counts_when_it_was_asked() -> None:
    circle = group()
    answers = [
        (6, StillMeets.SOME, date(2024, 5, 5)),
        (3, StillMeets.YES, date(2024, 2, 5)),
    ]
    for months, still, day in answers:
        FollowUp.objects.create(circle=circle, months=months, due_on=day, done_on=day, still=still)
    FollowUp.objects.create(
        circle=group(2), months=6, due_on=date(2024, 5, 1), done_on=date(2024, 5, 1), still=StillMeets.NO
    )
    FollowUp.objects.create(circle=group(3), months=6, due_on=date(2024, 5, 1))
    assert value("groups_lasting") == 1


def test_hours_are_whole_by_month_and_a_correction_stands_in_for_the_old_row() -> None:
    user = factories.user("facilitator")
    old = worked(user, date(2024, 3, 5), 600)
    worked(user, date(2024, 3, 5), 100, replaces=old)
    worked(user, date(2024, 3, 20), 50)
    worked(user, date(2024, 4, 2), 29)
    worked(user, date(2024, 5, 2), 90)
    found = facts.collect([SOURCES["group_hours"]], WHOLE, today=LATER)["group_hours"]
    assert [(fact.proof, fact.weight) for fact in found] == [
        ("groups:2024-03", 3), ("groups:2024-04", 0), ("groups:2024-05", 2),
    ]  # fmt: skip
    assert value("group_hours") == 5


@pytest.mark.parametrize("code", sorted(GROUP_SOURCES))
def test_the_rows_behind_a_number_of_groups_name_no_group_and_open_nothing(
    programme: Programme, code: str
) -> None:
    circle, user = group(7), factories.user("facilitator", name="Lucia Prova")
    met(circle, date(2024, 3, 5), 8)
    worked(user, date(2024, 3, 5), 120, circle=circle)
    for after in (State.START_UP, State.RENEWED):
        decided(circle, after, date(2024, 3, 5))
    FollowUp.objects.create(
        circle=circle, months=6, due_on=date(2024, 3, 5), done_on=date(2024, 3, 5), still=StillMeets.YES
    )
    found = facts.collect([SOURCES[code]], WHOLE, today=LATER)[code]
    shown = rows.describe(found)
    told = rows.export(found).decode()
    assert len(shown) == 1
    assert (shown[0].person, shown[0].organisation, shown[0].encounter, shown[0].commitment) == (None,) * 4
    assert [word for word in ("AMA-07", "Lucia", "cura", str(circle.pk)) if word in told] == []


def test_every_number_of_the_groups_equals_its_rows(programme: Programme) -> None:
    coordinator, circle = factories.user("coordinator"), group()
    met(circle, date(2024, 3, 5), 8)
    worked(factories.user("facilitator"), date(2024, 3, 5), 130)
    decided(circle, State.START_UP, date(2024, 2, 1))
    indicators = [row for row in queries.indicators(programme) if row.source in GROUP_SOURCES]
    found = {row.source: queries.detail(coordinator, row, WHOLE, day=LATER).value for row in indicators}
    assert found == facts.totals([SOURCES[code] for code in GROUP_SOURCES], WHOLE, today=LATER)
    assert len(indicators) == len(GROUP_SOURCES)


# --- the page of who runs the programme ------------------------------------------------------------
def past(months: int, day: int = 10) -> date:
    """A day of a month that is over."""
    first = timezone.localdate().replace(day=1)
    for _n in range(months):
        first = (first - timedelta(days=1)).replace(day=1)
    return first.replace(day=day)


def test_the_months_of_the_page_are_the_months_of_the_indicators() -> None:
    coordinator = factories.user("coordinator")
    one, other = group(1), group(2)
    met(one, past(3), 7)
    met(other, past(3, 12), 6)
    met(one, past(1), 3)
    met(one, timezone.localdate().replace(day=1), 9)
    decided(one, State.START_UP, past(3, 1))
    decided(other, State.START_UP, past(3, 2))
    decided(other, State.AUTONOMOUS, past(1, 28))
    worked(factories.user("facilitator"), past(2), 100)
    found = months_of_groups(coordinator)
    assert [(row.month, row.groups, row.meetings, row.presences, row.hours) for row in found] == [
        (past(3, 1), 2, 2, 13, 0),
        (past(2, 1), 2, 0, 0, 2),
        (past(1, 1), 1, 1, None, 0),
    ]
    span = Span(past(3, 1), timezone.localdate(), opening=True)
    totals = facts.totals([SOURCES["group_attendances"], SOURCES["group_meetings"]], span)
    assert totals["group_attendances"] == sum(row.presences or 0 for row in month_totals(coordinator))
    assert totals["group_meetings"] == sum(row.meetings for row in found)


def test_the_running_month_is_not_there_and_a_group_counts_while_it_meets() -> None:
    circle = group()
    decided(circle, State.GATHERING, past(2))
    decided(circle, State.START_UP, timezone.localdate())
    met(circle, timezone.localdate().replace(day=1), 9)
    assert months_of_groups(factories.user("coordinator")) == []


def test_an_idea_that_ends_before_it_begins_takes_no_group_away() -> None:
    one, idea = group(1), group(2)
    decided(one, State.START_UP, past(2))
    decided(idea, State.ENDED, past(2))
    assert [row.groups for row in months_of_groups(factories.user("coordinator"))] == [1, 1]


@pytest.mark.parametrize("role", sorted(set(Role.values) - {Role.COORDINATOR}))
def test_nobody_else_has_the_totals(role: str) -> None:
    circle = group()
    met(circle, past(2), 9)
    user = factories.member() if role == Role.MEMBER else factories.user(role)
    if role == Role.FACILITATOR:
        Facilitation.objects.create(circle=circle, user=user, part=Part.LEAD)
    assert (months_of_groups(user), month_totals(user)) == ([], [])

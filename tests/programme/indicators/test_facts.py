"""A number is the weight of its own rows, and groups are integers of closed months."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from jobcaffe.encounters.enums import Presence, State
from jobcaffe.paths.models import Outcome
from jobcaffe.plan.models import Indicator, Programme
from jobcaffe.programme import queries
from jobcaffe.programme.indicators import facts, spans
from jobcaffe.programme.indicators.sources import SOURCES
from jobcaffe.programme.indicators.spans import Span
from tests import factories
from tests.programme.conftest import community, group_evening, held, noon

WHOLE = Span(date(2024, 1, 1), date(2024, 6, 30), opening=True)
LATER = date(2025, 1, 15)


def value(code: str, span: Span = WHOLE, today: date = LATER) -> int:
    return facts.totals([SOURCES[code]], span, today=today)[code]


def test_a_person_who_comes_back_is_counted_once(programme: Programme) -> None:
    person = factories.person()
    factories.intake(person, at=noon(date(2024, 2, 1)))
    factories.intake(person, at=noon(date(2024, 3, 1)))
    assert value("persons_welcomed") == 1


def test_two_records_made_one_are_one_person(programme: Programme) -> None:
    kept, gone = factories.person(), factories.person()
    for person in (kept, gone):
        factories.intake(person, at=noon(date(2024, 2, 1)))
    assert value("persons_welcomed") == 2
    gone.merged_into = kept
    gone.save()
    assert value("persons_welcomed") == 1


def test_the_record_that_stays_says_who_she_is_and_her_first_row_says_since_when(
    programme: Programme,
) -> None:
    kept = factories.person(sex="F", municipality="Rho")
    gone = factories.person(sex="", municipality="", merged_into=kept)
    factories.intake(gone, at=noon(date(2024, 2, 1)))
    factories.intake(kept, at=noon(date(2024, 3, 1)))
    source = SOURCES["persons_welcomed"]
    found = facts.once(source, facts.collect([source], WHOLE, today=LATER)[source.code])
    assert [(f.key, f.person, f.day, f.sex, f.municipality) for f in found] == [
        (kept.pk, gone.pk, date(2024, 2, 1), "F", "Rho")
    ]


def test_a_row_says_whose_and_where_it_is(programme: Programme) -> None:
    meeting = held(date(2024, 2, 1))
    person = factories.attendance(meeting).person
    body = factories.organisation()
    factories.attendance(meeting, organisation=body)
    found = facts.collect(SOURCES.values(), WHOLE, today=LATER)
    assert [(f.person, f.organisation, f.encounter) for f in found["attendances"]] == [
        (person.pk, None, meeting.pk)
    ]
    assert [(f.key, f.person, f.encounter) for f in found["organisations_active"]] == [
        (body.pk, None, meeting.pk)
    ]


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        (datetime(2024, 3, 30, 23, 30, tzinfo=UTC), date(2024, 3, 31)),
        (datetime(2024, 3, 31, 22, 0, tzinfo=UTC), date(2024, 4, 1)),
        (datetime(2024, 3, 31, 21, 59, 59, 999999, tzinfo=UTC), date(2024, 3, 31)),
        (datetime(2024, 2, 29, 22, 59, 59, tzinfo=UTC), date(2024, 2, 29)),
    ],
)
def test_the_day_of_a_row_is_that_of_the_wall_clock_also_when_clocks_change(
    programme: Programme, moment: datetime, day: date
) -> None:
    factories.intake(at=moment)
    found = facts.collect([SOURCES["persons_welcomed"]], WHOLE, today=LATER)["persons_welcomed"]
    assert [fact.day for fact in found] == [day]


def test_who_was_absent_or_was_expected_is_not_a_presence(programme: Programme) -> None:
    meeting = held(date(2024, 2, 1))
    for presence in Presence:
        factories.attendance(meeting, presence=presence)
    assert value("attendances") == 1


def test_presences_of_an_encounter_that_was_not_held_do_not_count(programme: Programme) -> None:
    factories.attendance(held(date(2024, 2, 1), state=State.CANCELLED))
    assert value("attendances") == 0


def test_a_corrected_outcome_counts_with_its_last_version(programme: Programme) -> None:
    person = factories.person()
    old = Outcome.objects.create(person=person, kind="job", started_on=date(2024, 2, 1))
    Outcome.objects.create(person=person, kind="training", started_on=date(2023, 12, 1), replaces=old)
    assert value("outcomes") == 0


def test_tasks_of_the_staff_are_not_promises_of_the_community(programme: Programme) -> None:
    factories.commitment(user=factories.user("desk"), person=None, promised_at=noon(date(2024, 2, 1)))
    factories.commitment(promised_at=noon(date(2024, 2, 1)))
    assert value("commitments_made") == 1


def test_an_organisation_that_joined_before_the_programme_is_in_the_total_and_not_in_the_period(
    programme: Programme,
) -> None:
    factories.organisation(joined_on=date(2022, 5, 1))
    assert value("organisations_joined") == 1
    assert value("organisations_joined", Span(date(2024, 7, 1), date(2024, 12, 31))) == 0


def test_midnight_in_rome_divides_two_days(programme: Programme) -> None:
    factories.intake(at=datetime(2024, 6, 30, 21, 59, tzinfo=UTC))
    factories.intake(at=datetime(2024, 6, 30, 22, 1, tzinfo=UTC))
    assert value("persons_welcomed") == 1


def test_groups_enter_as_one_integer_a_month_without_meeting_or_person(programme: Programme) -> None:
    group_evening(date(2024, 3, 5), 7)
    group_evening(date(2024, 3, 19), 6)
    found = facts.collect([SOURCES["attendances"]], WHOLE, today=LATER)["attendances"]
    assert [(fact.proof, fact.weight, fact.person, fact.encounter) for fact in found] == [
        ("groups:2024-03", 13, None, None)
    ]


def test_without_an_integer_the_presences_of_a_group_are_counted_and_never_listed(
    programme: Programme,
) -> None:
    meeting = held(date(2024, 3, 5), confidential=True, public=False, action="A1", kind="group")
    person, *_others = [factories.attendance(meeting).person for _n in range(5)]
    found = facts.collect(SOURCES.values(), WHOLE, today=LATER)
    assert [fact.weight for fact in found["attendances"]] == [5]
    assert person.pk not in {fact.person for rows in found.values() for fact in rows}


@pytest.mark.parametrize("code", sorted(SOURCES))
def test_no_source_ever_names_a_confidential_encounter_or_who_was_there(
    programme: Programme, code: str
) -> None:
    meeting = held(date(2024, 3, 5), confidential=True, public=False, action="A2", kind="lab")
    person = factories.attendance(meeting).person
    factories.attendance(meeting, organisation=factories.organisation())
    found = facts.collect([SOURCES[code]], WHOLE, today=LATER)[code]
    assert meeting.pk not in {fact.encounter for fact in found}
    assert person.pk not in {fact.person for fact in found}
    assert all(fact.organisation is None for fact in found)


def test_a_running_month_of_the_groups_is_not_counted(programme: Programme) -> None:
    group_evening(date(2024, 3, 5), 7)
    span = spans.since_start(programme, date(2024, 3, 20))
    assert value("attendances", span, today=date(2024, 3, 20)) == 0
    assert value("attendances", spans.since_start(programme, date(2024, 4, 1)), today=date(2024, 4, 1)) == 7


@pytest.mark.parametrize(
    "span",
    [
        Span(date(2024, 3, 4), date(2024, 3, 10)),
        Span(date(2024, 3, 2), date(2024, 3, 31)),
        Span(date(2024, 3, 1), date(2024, 3, 30)),
    ],
)
def test_no_span_that_cuts_a_month_tells_a_week_of_a_group_by_subtraction(
    programme: Programme, span: Span
) -> None:
    group_evening(date(2024, 3, 5), 7)
    assert value("group_meetings", span) == 0
    assert value("encounters_held", span) == 0


@pytest.mark.parametrize("seed", range(3))
def test_the_number_equals_its_rows_whatever_the_data(
    programme: Programme, coordinator: object, seed: int
) -> None:
    community(seed)
    totals = facts.totals(list(SOURCES.values()), WHOLE, today=LATER)
    for item in queries.indicators(programme):
        assert queries.detail(coordinator, item, WHOLE, day=LATER).value == totals[item.source]


@pytest.mark.parametrize("seed", range(3))
def test_every_cut_adds_up_to_its_number_whatever_the_data(
    programme: Programme, coordinator: object, seed: int
) -> None:
    community(seed)
    for item in queries.indicators(programme):
        found = queries.detail(coordinator, item, WHOLE, day=LATER)
        for table in found.tables:
            assert table.total == found.value
            if table.adds_up:
                assert sum(table.row_totals) == sum(table.column_totals) == found.value
                assert [sum(row) for row in table.cells] == table.row_totals
                assert [sum(column) for column in zip(*table.cells, strict=True)] == table.column_totals
            else:
                assert all(count <= found.value for count in table.row_totals)


def test_months_add_up_to_the_number_and_the_total_never_falls(
    programme: Programme, coordinator: object
) -> None:
    community(7)
    for item in queries.indicators(programme):
        found = queries.detail(coordinator, item, WHOLE, day=LATER)
        assert sum(count for _day, count in found.monthly) == found.value
        running = [count for _day, count in found.cumulative]
        assert running == sorted(running)
        assert running[-1] == found.value


def test_all_indicators_cost_three_queries_with_few_and_with_many_rows(programme: Programme) -> None:
    counts = []
    for seed, persons in ((1, 2), (2, 25)):
        community(seed, persons=persons)
        with CaptureQueriesContext(
            connection,
        ) as captured:
            queries.readings_today(programme, day=LATER)
        counts.append(len(captured))
    assert counts == [3, 3]


def test_over_50_women_and_young_overlap_and_are_not_a_sum(
    programme: Programme, indicator: Callable[[str], Indicator], coordinator: object
) -> None:
    factories.intake(factories.person(sex="F", birth_year=1972), at=noon(date(2024, 2, 1)))
    found = queries.detail(coordinator, indicator("P1"), WHOLE, day=LATER)
    groups = next(table for table in found.tables if table.code == "group")
    assert dict(zip(groups.row_labels, groups.row_totals, strict=True)) == {
        "over 50": 1,
        "donne": 1,
        "giovani": 0,
        "altri": 0,
    }
    assert (groups.total, groups.adds_up) == (1, False)

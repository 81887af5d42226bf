"""Ties that were seen and ties that are told: what counts, what never does, and what is frozen."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone

from jobcaffe.encounters.models import Attendance, Encounter
from jobcaffe.foundation.access import Refused
from jobcaffe.foundation.notices.models import Notice
from jobcaffe.kernels.cohesion import measure, ties
from jobcaffe.network.ties import actions, queries
from jobcaffe.network.ties.models import Declared, Sheet, Survey
from jobcaffe.organisations.models import Organisation
from tests import factories

pytestmark = pytest.mark.django_db
LAST = date(2026, 9, 30)
SOON = date(2026, 12, 15)


def member(name: str, **fields: Any) -> Organisation:
    """An organisation of the public pages."""
    made = factories.organisation(name=name)
    values = {"stage": "member", "joined_on": date(2026, 1, 1), "verified_on": timezone.localdate()}
    Organisation.objects.filter(pk=made.pk).update(**{**values, "email": f"{name}@prova.example", **fields})
    return Organisation.objects.get(pk=made.pk)


def met(when: datetime, *who: Organisation, presence: str = "present", **fields: Any) -> Encounter:
    """A table that was held, with who was there."""
    values = {"kind": "table", "state": "held", "confidential": False, **fields}
    made = factories.encounter()
    Encounter.objects.filter(pk=made.pk).update(
        starts_at=when, ends_at=when + timedelta(hours=2), public=False, **values
    )
    Attendance.objects.bulk_create(
        Attendance(encounter=made, organisation=one, presence=presence) for one in who
    )
    return made


def link_of(body: Organisation) -> str:
    """The token in the message that an organisation got."""
    told = (one.body for one in Notice.objects.filter(template="ties_survey"))
    return next(re.search(r"/risposte/([^/\s]+)/", text)[1] for text in told if f" {body.name} " in text)


def boss() -> Any:
    """Who prepares the survey."""
    return factories.user("coordinator")


@pytest.mark.parametrize(
    "attack",
    [
        {"confidential": True},
        {"kind": "group"},
        {"kind": "group", "confidential": True},
        {"state": "planned"},
        {"state": "cancelled"},
        {"kind": "event"},
        {"presence": "expected"},
        {"presence": "absent"},
    ],
)
def test_two_organisations_have_no_tie_from_what_is_secret_a_crowd_or_did_not_happen(attack):
    one, other = member("Uno"), member("Due")
    met(datetime(2026, 5, 5, 15, tzinfo=UTC), one, other, **attack)
    case = queries.observed(LAST)
    assert case.encounters == ()
    assert ties(case) == ()
    assert measure(case).measures["connected"].value == 0


def test_a_secret_encounter_changes_nothing_beside_one_that_counts():
    one, other, third = member("Uno"), member("Due"), member("Tre")
    met(datetime(2026, 5, 5, 15, tzinfo=UTC), one, other)
    before = queries.observed(LAST), queries.coverage(LAST)
    met(datetime(2026, 5, 6, 15, tzinfo=UTC), one, other, third, confidential=True)
    assert (queries.observed(LAST), queries.coverage(LAST)) == before


def test_no_person_is_in_the_case():
    one, other = member("Uno"), member("Due")
    table = met(datetime(2026, 5, 5, 15, tzinfo=UTC), one, other)
    person = factories.person()
    Attendance.objects.create(encounter=table, person=person, presence="present")
    case = queries.observed(LAST)
    assert str(person.pk) not in repr(case)
    assert set(case.encounters[0].present) == {str(one.pk), str(other.pk)}


def test_the_day_is_that_of_lainate_so_late_evening_belongs_to_the_next_quarter():
    one, other = member("Uno"), member("Due")
    met(datetime(2026, 9, 30, 22, 30, tzinfo=UTC), one, other)  # 00:30 of 1 October
    assert queries.observed(LAST).encounters == ()
    assert queries.observed(date(2026, 10, 1)).encounters[0].day == "2026-10-01"


@pytest.mark.parametrize(
    ("today", "last"),
    [
        (date(2026, 1, 1), date(2025, 12, 31)),
        (date(2026, 9, 30), date(2026, 6, 30)),
        (date(2026, 10, 1), LAST),
        (date(2024, 4, 1), date(2024, 3, 31)),
    ],
)
def test_the_quarter_that_runs_is_never_told(today, last):
    assert queries.last_closed(today) == last
    name = f"{last.year}-{(last.month - 1) // 3 + 1}"
    assert queries.quarter_end(name) == last


def test_gathering_takes_two_queries_however_many_they_are(django_assert_num_queries):
    bodies = [member(f"Ente {number}") for number in range(6)]
    for day in range(1, 9):
        met(datetime(2026, 5, day, 15, tzinfo=UTC), *bodies[: day % 6])
    with django_assert_num_queries(2):
        queries.observed(LAST)


def test_each_is_asked_once_with_a_link_of_its_own():
    one, other, stale = member("Uno"), member("Due"), member("Vecchia", verified_on=date(2020, 1, 1))
    survey = actions.open_survey(actor=boss(), closes_on=SOON)
    assert actions.invite(actor=boss(), survey_id=survey.pk) == 2
    assert actions.invite(actor=boss(), survey_id=survey.pk) == 0
    assert {sheet.organisation for sheet in survey.sheets.all()} == {one, other}
    assert stale not in list(queries.to_ask(survey))
    assert Notice.objects.filter(template="ties_survey").count() == 2
    assert len(set(Sheet.objects.values_list("digest", flat=True))) == 2


def test_a_survey_opened_twice_is_one_and_a_closed_year_does_not_open_again():
    survey = actions.open_survey(actor=boss(), closes_on=SOON)
    assert actions.open_survey(actor=boss(), closes_on=SOON) == survey
    actions.close(actor=boss(), survey_id=survey.pk)
    with pytest.raises(Refused, match="già chiuso"):
        actions.open_survey(actor=boss(), closes_on=SOON)
    with pytest.raises(Refused, match="già passato"):
        actions.open_survey(actor=boss(), closes_on=date(2026, 1, 1))


@pytest.mark.parametrize("role", ["desk", "organisation", "member", "funder", "municipality"])
def test_only_the_coordinators_prepare_it(role):
    survey = Survey.objects.create(year=2026, opened_on=LAST, closes_on=SOON)
    other = factories.user(role)
    for work in (
        lambda: actions.open_survey(actor=other, closes_on=SOON),
        lambda: actions.invite(actor=other, survey_id=survey.pk),
        lambda: actions.close(actor=other, survey_id=survey.pk),
    ):
        with pytest.raises(Refused):
            work()
    assert not Sheet.objects.exists()


def test_a_draft_is_kept_and_what_is_not_on_the_page_stays():
    one, other, third = member("Uno"), member("Due"), member("Tre")
    partner = factories.partner(one)
    survey = actions.open_survey(actor=boss(), closes_on=SOON)
    actions.answer(actor=partner, survey_id=survey.pk, ticks={other.pk: ["knows"]}, done=False)
    sheet = actions.answer(actor=partner, survey_id=survey.pk, ticks={third.pk: ["wishes"]}, done=False)
    assert sheet.answered_at is None
    assert queries.said(sheet).keys() == {other.pk, third.pk}
    actions.answer(actor=partner, survey_id=survey.pk, ticks={other.pk: []}, done=True)
    assert queries.said(sheet).keys() == {third.pk}
    assert Sheet.objects.get().answered_at is not None


def test_nobody_says_something_of_itself_of_who_is_hidden_or_in_other_words():
    one, other, hidden = member("Uno"), member("Due"), member("Nascosta", stage="known")
    survey = actions.open_survey(actor=boss(), closes_on=SOON)
    ticks = {one.pk: ["knows"], hidden.pk: ["knows"], other.pk: ["hates"]}
    actions.answer(actor=factories.partner(one), survey_id=survey.pk, ticks=ticks, done=True)
    assert not Declared.objects.exists()


def test_a_closed_survey_is_frozen_for_the_account_and_for_the_link():
    one, other = member("Uno"), member("Due")
    survey = actions.open_survey(actor=boss(), closes_on=SOON)
    actions.invite(actor=boss(), survey_id=survey.pk)
    actions.answer_by_link(token=link_of(one), ticks={other.pk: ["did"]}, done=True)
    actions.close(actor=boss(), survey_id=survey.pk)
    before = list(Declared.objects.values())
    with pytest.raises(Refused, match="chiuso"):
        actions.answer_by_link(token=link_of(one), ticks={other.pk: []}, done=True)
    with pytest.raises(Refused, match="chiuso"):
        actions.answer(actor=factories.partner(one), survey_id=survey.pk, ticks={}, done=True)
    with pytest.raises(Refused, match="non c'è"):
        actions.answer_by_link(token="altro", ticks={}, done=True)
    assert list(Declared.objects.values()) == before
    assert len(before) == 1


def test_after_the_last_day_nobody_answers_even_if_nobody_closed_it():
    one, other = member("Uno"), member("Due")
    survey = Survey.objects.create(year=2026, opened_on=LAST, closes_on=timezone.localdate() - timedelta(1))
    with pytest.raises(Refused, match="chiuso"):
        actions.answer(
            actor=factories.partner(one), survey_id=survey.pk, ticks={other.pk: ["did"]}, done=True
        )
    assert queries.open_survey() is None


def closed_with(answering: int, bodies: list[Organisation]) -> None:
    """A closed survey where everybody says of everybody "done together", some only in a draft."""
    survey = Survey.objects.create(year=2026, opened_on=LAST, closes_on=SOON, closed_at=timezone.now())
    for place, body in enumerate(bodies):
        answered = timezone.now() if place < answering else None
        sheet = Sheet.objects.create(survey=survey, organisation=body, answered_at=answered)
        Declared.objects.bulk_create(
            Declared(sheet=sheet, other=other, did=True) for other in bodies if other != body
        )


def test_what_is_told_is_counted_apart_and_drafts_do_not_count():
    bodies = [member(f"Ente {number}") for number in range(5)]
    closed_with(4, bodies)
    told = queries.declared()
    assert (told.asked, told.answered, told.did, told.both_did) == (5, 4, 10, 6)
    assert measure(queries.observed(LAST)).measures["connected"].value == 0


def test_under_eighty_per_cent_of_answers_nothing_is_said_of_both_sides():
    bodies = [member(f"Ente {number}") for number in range(5)]
    closed_with(3, bodies)
    told = queries.declared()
    assert (told.answered, told.did, told.both_did, told.both_wished) == (3, 9, None, None)


def test_the_short_list_does_not_tell_who_was_seen_with_whom():
    bodies = [member(f"Ente {number:02}", municipality="Lainate") for number in range(20)]
    survey = Survey.objects.create(year=2026, opened_on=LAST, closes_on=SOON)
    sheet = Sheet(survey=survey, organisation=bodies[0])
    before = queries.choices(sheet)
    met(datetime(2026, 5, 5, 15, tzinfo=UTC), bodies[0], bodies[19])
    assert queries.choices(sheet) == before
    assert bodies[0] not in before
    assert queries.choices(sheet, "ente 19") == [bodies[19]]

"""Into a lab, the board, ideas, trials with their results, and what may be told outside."""

from __future__ import annotations

import uuid
from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone

from jobcaffe.foundation.access import Refused
from jobcaffe.worklife.labs import actions, queries
from jobcaffe.worklife.labs.enums import Stage
from jobcaffe.worklife.labs.models import BudgetRow, Decision, Experiment, Membership, Problem, Result
from tests import factories
from tests.worklife.labs.around import Staff, ended, enter, lab, member, person, trial

pytestmark = pytest.mark.django_db


@pytest.fixture
def staff() -> Staff:
    return Staff()


# --- in and out ------------------------------------------------------------------------------------


def test_she_asks_waits_and_is_in_when_who_leads_says_yes(staff: Staff) -> None:
    made, anna = lab(staff), factories.member(person=person(staff))
    actions.ask(actor=anna, lab_id=made.pk, person_ref=anna.person_ref)
    assert [one.asked for one in queries.to_ask(anna)] == [True]
    assert queries.waiting(staff.leader) == {made.pk: 1}
    assert queries.visible_to(anna).count() == 0
    actions.answer(actor=staff.leader, membership_id=Membership.objects.get().pk, welcome=True)
    assert list(queries.visible_to(anna)) == [made]
    assert [line.name for line in queries.roster(staff.leader, made)] == [anna.name]


def test_a_request_taken_away_leaves_no_row(staff: Staff) -> None:
    made, anna = lab(staff), factories.member(person=person(staff))
    actions.ask(actor=anna, lab_id=made.pk, person_ref=anna.person_ref)
    actions.answer(actor=staff.leader, membership_id=Membership.objects.get().pk, welcome=False)
    assert Membership.objects.count() == 0


def test_nobody_asks_for_another_but_the_desk_for_whom_it_follows(staff: Staff) -> None:
    made, anna = lab(staff), factories.member(person=person(staff))
    far_away = factories.person(team=factories.team("Coop lontana"))
    with pytest.raises(Refused):
        actions.ask(actor=anna, lab_id=made.pk, person_ref=far_away.pk)
    with pytest.raises(Refused):
        actions.ask(actor=staff.desk, lab_id=made.pk, person_ref=far_away.pk)
    assert Membership.objects.count() == 0


def test_only_who_leads_this_lab_lets_somebody_in(staff: Staff) -> None:
    made, anna = lab(staff), factories.member(person=person(staff))
    actions.ask(actor=anna, lab_id=made.pk, person_ref=anna.person_ref)
    row = Membership.objects.get()
    for other in (factories.user("lab_leader"), staff.coordinator, staff.desk, anna):
        with pytest.raises(Refused):
            actions.answer(actor=other, membership_id=row.pk, welcome=True)
    row.refresh_from_db()
    assert row.standing == "asked"


def test_out_is_out_at_once_and_her_name_goes_from_the_board(staff: Staff) -> None:
    made = lab(staff)
    anna, bea = member(staff, made), member(staff, made, first_name="Bea")
    actions.add_problem(actor=anna, lab_id=made.pk, text="La scuola chiude alle 16", signed=True)
    assert [one.by for one in queries.board(bea, made)] == ["Anna"]
    actions.leave(actor=anna, lab_id=made.pk)
    assert queries.board(anna, made) == []
    assert [one.by for one in queries.board(bea, made)] == [""]
    with pytest.raises(Refused):
        actions.leave(actor=anna, lab_id=made.pk)


def test_a_confidential_lab_is_never_opened(staff: Staff) -> None:
    made = lab(staff, confidential=True)
    with pytest.raises(Refused, match="resta riservato"):
        actions.update_lab(actor=staff.leader, lab_id=made.pk, name="Tempi", confidential=False)


def test_the_leader_cannot_give_the_lab_to_others(staff: Staff) -> None:
    made, other = lab(staff), factories.user("lab_leader")
    actions.update_lab(actor=staff.leader, lab_id=made.pk, name="Tempi", leader_ids=[other.pk])
    assert list(made.leaders.all()) == [staff.leader]
    actions.update_lab(actor=staff.coordinator, lab_id=made.pk, name="Tempi", leader_ids=[other.pk])
    assert list(made.leaders.all()) == [other]


# --- the board -------------------------------------------------------------------------------------


def test_a_problem_has_no_name_unless_she_wants_it(staff: Staff) -> None:
    made = lab(staff)
    anna, bea = member(staff, made), member(staff, made, first_name="Bea")
    actions.add_problem(actor=anna, lab_id=made.pk, text="Il bus passa alle 7")
    actions.add_problem(actor=anna, lab_id=made.pk, text="La scuola chiude", signed=True)
    assert sorted((one.text, one.by) for one in queries.board(bea, made)) == [
        ("Il bus passa alle 7", ""),
        ("La scuola chiude", "Anna"),
    ]
    assert sorted((one.text, one.by) for one in queries.board(staff.leader, made)) == [
        ("Il bus passa alle 7", ""),
        ("La scuola chiude", "Anna"),
    ]


def test_also_for_me_counts_each_once_and_can_be_taken_back(staff: Staff) -> None:
    made = lab(staff)
    anna, bea = member(staff, made), member(staff, made, first_name="Bea")
    paper = actions.add_problem(actor=staff.leader, lab_id=made.pk, text="Pochi posti al nido", on_paper=4)
    for too in (True, True):
        actions.support(actor=bea, problem_id=paper.pk, too=too)
    assert [(one.n, one.mine_too) for one in queries.board(bea, made)] == [(5, True)]
    assert [(one.n, one.mine_too) for one in queries.board(anna, made)] == [(5, False)]
    actions.support(actor=bea, problem_id=paper.pk, too=False)
    assert [one.n for one in queries.board(bea, made)] == [4]


def test_the_same_press_twice_makes_one_row(staff: Staff) -> None:
    made, key = lab(staff), uuid.uuid4()
    anna = member(staff, made)
    for _press in range(2):
        actions.add_problem(actor=anna, lab_id=made.pk, text="La scuola chiude", request_key=key)
    assert Problem.objects.count() == 1


def test_a_problem_is_taken_away_by_who_wrote_it_or_leads_and_by_nobody_else(staff: Staff) -> None:
    made = lab(staff)
    anna, bea = member(staff, made), member(staff, made, first_name="Bea")
    row = actions.add_problem(actor=anna, lab_id=made.pk, text="La scuola chiude")
    for other in (bea, staff.coordinator, factories.member()):
        with pytest.raises(Refused):
            actions.take_away_problem(actor=other, problem_id=row.pk)
    actions.take_away_problem(actor=anna, problem_id=row.pk)
    assert Problem.objects.count() == 0


# --- from the idea to the trial --------------------------------------------------------------------


def test_an_idea_becomes_a_trial_with_a_result_and_a_decision(staff: Staff) -> None:
    made = lab(staff)
    anna = member(staff, made)
    idea = actions.add_idea(actor=anna, lab_id=made.pk, title="Un'ora in più", for_whom="Chi stacca alle 17")
    row = trial(anna, made, idea_id=idea.pk)
    assert [one.tried for one in queries.ideas(anna, made)] == [True]
    assert [one.stage for one in queries.trials(anna, made)] == [Stage.RUNNING]
    ended(row)
    assert [one.row for one in queries.due(anna)] == [row]
    assert [one.row for one in queries.due(staff.leader)] == [row]
    actions.tell_result(
        actor=anna,
        experiment_id=row.pk,
        worked="partly",
        learned="Serve un adulto in più",
        minutes=90,
        cents=1250,
    )
    assert queries.due(anna) == []
    assert [one.stage for one in queries.trials(anna, made)] == [Stage.TOLD]
    actions.decide(actor=anna, experiment_id=row.pk, choice="continue")
    found = queries.trial_of(anna, row.pk)
    assert found is not None
    assert found.result is not None
    assert (found.stage, found.result.minutes, found.result.cents) == (Stage.CONTINUES, 90, 1250)


def test_a_correction_is_a_newer_row_and_the_old_one_stays(staff: Staff) -> None:
    made = lab(staff)
    row = trial(staff.leader, made)
    told = {"actor": staff.leader, "experiment_id": row.pk, "learned": "Parole"}
    first = actions.tell_result(**told, worked="no")
    assert actions.tell_result(**told, worked="no") == first
    second = actions.tell_result(**told, worked="yes", minutes=60)
    assert [(one.worked, one.replaces_id) for one in Result.objects.all()] == [
        ("no", None),
        ("yes", first.pk),
    ]
    found = queries.trial_of(staff.leader, row.pk)
    assert found is not None
    assert found.result == second


def test_no_decision_before_a_result(staff: Staff) -> None:
    row = trial(staff.leader, lab(staff))
    with pytest.raises(Refused, match="Prima scrivete"):
        actions.decide(actor=staff.leader, experiment_id=row.pk, choice="stop")
    assert Decision.objects.count() == 0


@pytest.mark.parametrize("model", [Result, Decision, BudgetRow])
def test_what_was_told_is_never_changed_in_place(staff: Staff, model: type) -> None:
    row = trial(staff.leader, lab(staff))
    actions.tell_result(actor=staff.leader, experiment_id=row.pk, worked="yes", learned="Bene")
    actions.decide(actor=staff.leader, experiment_id=row.pk, choice="stop")
    actions.set_budget(actor=staff.coordinator, experiment_id=row.pk, cents=500)
    for write in (
        lambda: model.objects.update(on=timezone.localdate()),
        lambda: model.objects.all().delete(),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            write()
    assert model.objects.count() == 1


def test_a_trial_has_an_end_and_four_answers(staff: Staff) -> None:
    made, today = lab(staff), timezone.localdate()
    for wrong in (
        {"until": today - timedelta(days=1)},
        {"until": today + timedelta(days=400)},
        {"what": "  "},
        {"field": "pizza"},
    ):
        with pytest.raises(Refused):
            trial(staff.leader, made, **wrong)
    assert Experiment.objects.count() == 0


def test_who_is_in_another_lab_reaches_nothing_of_this_one(staff: Staff) -> None:
    made, other = lab(staff), lab(staff, name="Altro")
    row = trial(staff.leader, made)
    idea = actions.add_idea(actor=staff.leader, lab_id=made.pk, title="Idea", for_whom="Tutte")
    bea = member(staff, other)
    assert (queries.trial_of(bea, row.pk), queries.idea_of(bea, idea.pk)) == (None, None)
    assert (queries.board(bea, made), queries.trials(bea, made), queries.coming(bea, made)) == ([], [], [])
    for do in (
        lambda: trial(bea, made),
        lambda: actions.tell_result(actor=bea, experiment_id=row.pk, worked="yes", learned="x"),
        lambda: actions.add_problem(actor=bea, lab_id=made.pk, text="x"),
        lambda: actions.take_away_idea(actor=bea, idea_id=idea.pk),
        lambda: trial(bea, other, idea_id=idea.pk),
    ):
        with pytest.raises(Refused):
            do()


# --- what a trial on a service needs -----------------------------------------------------------------


def test_partner_room_and_money_are_for_services(staff: Staff) -> None:
    made, place = lab(staff), factories.organisation()
    service, other = trial(staff.leader, made), trial(staff.leader, made, field="work")
    room, starts = factories.room(), factories.moment(3, 16)
    hour = {"room_id": room.pk, "starts_at": starts, "ends_at": starts + timedelta(hours=1)}
    for do in (
        lambda row: actions.set_partner(actor=staff.leader, experiment_id=row.pk, organisation_id=place.pk),
        lambda row: actions.take_room(actor=staff.leader, experiment_id=row.pk, **hour),
        lambda row: actions.set_budget(actor=staff.leader, experiment_id=row.pk, cents=8000),
    ):
        do(service)
        with pytest.raises(Refused, match="sui servizi"):
            do(other)
    found = queries.trial_of(staff.leader, service.pk)
    assert found is not None
    assert (found.row.partner, found.row.booking.room, found.cents) == (place, room, 8000)
    assert found.row.booking.title == "Incontro"


def test_money_is_a_newer_row_by_who_leads_or_runs_the_programme(staff: Staff) -> None:
    row = trial(staff.leader, lab(staff))
    for actor, cents in ((staff.leader, 5000), (staff.coordinator, 7000), (staff.coordinator, 7000)):
        actions.set_budget(actor=actor, experiment_id=row.pk, cents=cents)
    assert [one.cents for one in BudgetRow.objects.all()] == [5000, 7000]
    for actor in (factories.user("lab_leader"), staff.desk, factories.member()):
        with pytest.raises(Refused):
            actions.set_budget(actor=actor, experiment_id=row.pk, cents=1)


def test_two_trials_never_hold_the_same_room(staff: Staff) -> None:
    made, room, starts = lab(staff), factories.room(), factories.moment(3, 16)
    first, second = trial(staff.leader, made), trial(staff.leader, made)
    hour = {"room_id": room.pk, "starts_at": starts, "ends_at": starts + timedelta(hours=1)}
    actions.take_room(actor=staff.leader, experiment_id=first.pk, **hour)
    with pytest.raises(Refused) as refused:
        actions.take_room(actor=staff.leader, experiment_id=second.pk, **hour)
    assert refused.value.alternatives  # type: ignore[attr-defined]


# --- what was learned ------------------------------------------------------------------------------


def test_what_was_learned_leaves_the_lab_only_when_cleared_and_without_names(staff: Staff) -> None:
    made = lab(staff)
    anna, outsider = member(staff, made, first_name="Ginevra"), factories.member()
    row = trial(anna, made)
    actions.tell_result(actor=anna, experiment_id=row.pk, worked="yes", learned="Ginevra ha aperto la sala")
    assert queries.lessons(outsider) == []
    clear = {
        "actor": staff.leader,
        "experiment_id": row.pk,
        "audience": "programme",
        "title": "Un'ora in più",
    }
    for words in ("Ha aperto Ginevra.", "Chiama il 333 1234567", "scrivi a a@b.it"):
        with pytest.raises(Refused):
            actions.clear_learned(**clear, text=words)
    with pytest.raises(Refused):
        actions.clear_learned(**{**clear, "actor": anna}, text="Basta una volontaria.")
    actions.clear_learned(**clear, text="Basta una volontaria.")
    assert [one.text for one in queries.lessons(outsider)] == ["Basta una volontaria."]
    assert queries.lessons(None) == []
    actions.clear_learned(**{**clear, "audience": "public"}, text="Basta una volontaria.")
    assert [one.text for one in queries.lessons(None)] == ["Basta una volontaria."]
    actions.clear_learned(**{**clear, "audience": "lab"})
    assert (queries.lessons(None), queries.lessons(outsider)) == ([], [])


def test_who_runs_the_programme_reads_counts_and_nothing_that_is_said(staff: Staff) -> None:
    made = lab(staff)
    anna = member(staff, made)
    row = trial(anna, made)
    actions.add_problem(actor=anna, lab_id=made.pk, text="La scuola chiude")
    assert [(one.lab, one.stages) for one in queries.programme(staff.coordinator)] == [
        (made, {Stage.RUNNING: 1})
    ]
    assert queries.board(staff.coordinator, made) == []
    assert queries.ideas(staff.coordinator, made) == []
    assert queries.trials(staff.coordinator, made) == []
    assert queries.trial_of(staff.coordinator, row.pk) is None
    assert queries.roster(staff.coordinator, made) == []
    assert queries.programme(staff.leader) == []


def test_a_closed_lab_takes_nothing_new_and_is_still_read(staff: Staff) -> None:
    made = lab(staff)
    anna = member(staff, made)
    actions.add_problem(actor=anna, lab_id=made.pk, text="La scuola chiude")
    actions.close_lab(actor=staff.coordinator, lab_id=made.pk)
    with pytest.raises(Refused, match="chiuso"):
        actions.add_problem(actor=anna, lab_id=made.pk, text="Ancora")
    assert len(queries.board(anna, made)) == 1
    assert queries.to_ask(factories.member()) == []


def test_a_second_record_of_the_same_person_is_the_same_person(staff: Staff) -> None:
    made, anna = lab(staff), person(staff)
    enter(staff, made, anna)
    kept = person(staff)
    anna.merged_into, anna.status = kept, "merged"
    anna.save()
    user = factories.member(person=kept)
    assert list(queries.visible_to(user)) == [made]

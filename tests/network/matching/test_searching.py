"""What is proposed to whom, and why."""

from __future__ import annotations

import pytest

from jobcaffe.exchange.introductions import actions as introductions
from jobcaffe.foundation.access import Refused
from jobcaffe.foundation.journal.actions import SYSTEM
from jobcaffe.network.matching import actions, queries
from jobcaffe.network.matching.enums import Kind
from jobcaffe.network.matching.models import Outlook, Profile, Proposal, Run
from tests import factories
from tests.network.matching.around import job, occupation, told

pytestmark = pytest.mark.django_db


def board(user, person):
    return queries.board_of(person, [person.pk], to_her=True)


def test_a_search_proposes_what_she_can_do_with_at_least_two_reasons():
    post, user = job(), factories.member()
    job(words="parrucchiere")
    person = told(user)
    actions.search_now(actor=user, person_ref=person.pk)
    [(kind, [card])] = board(user, person).groups
    assert (kind, card.post) == (Kind.WORK, post)
    assert len(card.reasons) >= 2
    assert all("http" not in reason for reason in card.reasons)


def test_at_most_three_of_a_kind_are_proposed():
    partner, user = factories.partner(), factories.member()
    for _number in range(5):
        job(partner)
    for _number in range(4):
        job(partner, kind="traineeship")
    person = told(user)
    actions.search_now(actor=user, person_ref=person.pk)
    assert {kind: len(cards) for kind, cards in board(user, person).groups} == {
        Kind.WORK: 3,
        Kind.TRAINEESHIP: 3,
    }


def test_under_thirty_traineeships_stand_first():
    job()
    job(kind="traineeship")
    user = factories.member()
    person = told(user)
    person.birth_year = 2004
    person.save()
    actions.search_now(actor=user, person_ref=person.pk)
    assert [kind for kind, _cards in board(user, person).groups] == [Kind.TRAINEESHIP, Kind.WORK]


def test_a_limit_of_hers_closes_and_one_change_is_told():
    job(windows=[[0, 16, 24]])
    user = factories.member()
    person = told(user, parts=("0-evening",))
    actions.search_now(actor=user, person_ref=person.pk)
    found = board(user, person)
    assert found.count == 0
    assert found.changes == (("Se puoi anche la mattina ne trovi 1 in più.", 1),)


def test_hours_of_care_are_taken_away_from_her_windows():
    job(windows=[[0, 32, 34]])
    user = factories.member()
    person = told(user, parts=("0-afternoon",), care=("from_school",))
    actions.search_now(actor=user, person_ref=person.pk)
    assert board(user, person).count == 0


def test_what_was_never_asked_closes_nothing_and_is_told_among_what_to_ask():
    job(licences=["b"])
    user = factories.member()
    person = told(user)
    actions.search_now(actor=user, person_ref=person.pk)
    [(_kind, [card])] = board(user, person).groups
    assert "Quali patenti o patentini hai?" in card.ask


def test_the_same_search_again_changes_no_proposal_and_another_answer_is_logged():
    job()
    user = factories.member()
    person = told(user)
    actions.search_now(actor=user, person_ref=person.pk)
    [first] = Proposal.objects.all()
    actions.search_now(actor=user, person_ref=person.pk)
    assert [row.pk for row in Proposal.objects.all()] == [first.pk]
    actions.tell(actor=user, person_ref=person.pk, skills=())
    actions.search_now(actor=user, person_ref=person.pk)
    first.refresh_from_db()
    assert first.ended_on is not None
    assert first.opened()["reasons"]
    assert Proposal.objects.filter(ended_on=None).count() == 1


def test_not_now_and_an_introduction_close_a_post_for_her_alone():
    post, other = job(), job()
    user, second = factories.member(), factories.member()
    person, friend = told(user), told(second)
    actions.not_now(actor=user, person_ref=person.pk, post_id=post.pk, why="hours")
    introductions.propose(actor=user, person_ref=person.pk, post_id=other.pk)
    actions.search_all(actor=SYSTEM)
    assert board(user, person).count == 0
    assert board(second, friend).count == 2
    actions.show_again(actor=user, person_ref=person.pk)
    actions.search_now(actor=user, person_ref=person.pk)
    assert board(user, person).count == 1


def test_who_does_not_want_to_be_searched_for_is_in_no_search():
    job()
    user = factories.member()
    person = told(user)
    actions.search_all(actor=SYSTEM)
    actions.set_looking(actor=user, person_ref=person.pk, looking=False)
    assert board(user, person).count == 0
    assert actions.search_all(actor=SYSTEM).persons == 0


def test_a_search_is_refused_before_she_told_anything():
    user = factories.member()
    with pytest.raises(Refused, match="Prima dicci che cosa sai fare"):
        actions.search_now(actor=user, person_ref=user.person_ref)


def test_nobody_else_writes_or_searches_for_her():
    user, stranger, desk = factories.member(), factories.member(), factories.user("desk")
    told(user)
    for actor in (stranger, desk, factories.partner(), factories.user("coordinator")):
        with pytest.raises(Refused):
            actions.tell(actor=actor, person_ref=user.person_ref, minutes=10)
        with pytest.raises(Refused):
            actions.search_now(actor=actor, person_ref=user.person_ref)


def test_the_audit_adds_up_to_everybody_and_only_the_coordinator_reads_it():
    job()
    for year in (1960, 2001):
        person = told(factories.member())
        person.birth_year = year
        person.save()
    actions.search_all(actor=SYSTEM)
    run = queries.last_search(factories.user("coordinator"))
    ages = [line for line in run.audit if line["trait"] == "age"]
    assert {line["value"]: line["persons"] for line in ages} == {"50 e più": 1, "under 30": 1}
    assert run.weights == {
        "skills": 80, "wish": 15, "fresh": 5, "near": 25, "essential": 2, "optional": 1, "least": 10,
    }  # fmt: skip
    assert queries.last_search(factories.user("desk")) is None


def test_what_she_told_is_unreadable_without_her_key_and_goes_when_she_is_erased():
    job()
    user = factories.member()
    person = told(user)
    actions.search_now(actor=user, person_ref=person.pk)
    row = Profile.objects.get()
    assert occupation() not in row.body
    assert str(person.pk) not in f"{row.body}{row.person_index}"
    actions.forget_person(actor=SYSTEM, refs=[person.pk])
    assert [model.objects.count() for model in (Profile, Proposal, Outlook)] == [0, 0, 0]
    assert Run.objects.count() == 1

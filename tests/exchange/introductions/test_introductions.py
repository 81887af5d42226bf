"""Both sides say yes before either is seen; she can always take it back."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from jobcaffe.exchange.introductions import actions, queries, rules
from jobcaffe.exchange.introductions.enums import State
from jobcaffe.exchange.introductions.models import Introduction
from jobcaffe.exchange.posts.models import Post
from jobcaffe.foundation.access import Refused
from jobcaffe.foundation.journal.actions import PUBLIC, SYSTEM
from jobcaffe.foundation.notices.models import Notice
from jobcaffe.people.models import Person
from tests import factories
from tests.exchange.posts.posting import on_board

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    """A desk that follows a member, a partner with a post."""
    desk = factories.user("desk", team=factories.team())
    member = factories.member()
    Person.objects.filter(pk=member.person_ref).update(
        team=desk.team, phone="+393331234567", email="lei@example.org", channel="email"
    )
    partner = factories.partner()
    return desk, member, partner, on_board(partner)


def proposed(world):
    desk, member, _partner, post = world
    return actions.propose(
        actor=desk, person_ref=member.person_ref, post_id=post.pk, reasons=["Sai cucinare."]
    )


def said_yes(world, **shown):
    row = proposed(world)
    shown = {"name": "first", "contact": "phone", **shown}
    return actions.answer(actor=world[1], introduction_id=row.pk, says="yes", **shown)


def test_the_organisation_finds_nothing_before_her_yes(world):
    row = proposed(world)
    partner = world[2]
    assert queries.received(partner) == []
    assert queries.one_received(partner, row.pk) is None
    with pytest.raises(Refused):
        actions.partner_answer(actor=partner, introduction_id=row.pk, says="yes")
    assert not Notice.objects.filter(template="introduction_waiting").exists()


def test_after_her_yes_it_reads_her_name_and_only_after_its_own_the_contact(world):
    row = said_yes(world)
    member, partner = world[1], world[2]
    person = Person.objects.get(pk=member.person_ref)
    [before] = queries.received(partner)
    assert (before.name, before.contacts, before.cv) == (person.first_name, (), False)
    actions.partner_answer(actor=partner, introduction_id=row.pk, says="yes", welcome="Chiedi di Giulia")
    [after] = queries.received(partner)
    assert (after.contacts, after.welcome) == (("+393331234567",), "Chiedi di Giulia")


def test_when_she_withdraws_nothing_is_left_to_read(world):
    row = said_yes(world)
    member, partner = world[1], world[2]
    actions.partner_answer(actor=partner, introduction_id=row.pk, says="yes", welcome="Chiedi di Giulia")
    actions.withdraw(actor=member, introduction_id=row.pk)
    row.refresh_from_db()
    assert (row.state, row.shown, row.welcome) == (State.WITHDRAWN, "", "")
    assert queries.received(partner) == []
    with pytest.raises(Refused, match="non c'è più"):
        actions.say(actor=partner, introduction_id=row.pk, how="well")


def test_another_organisation_and_another_person_reach_nothing(world):
    row = said_yes(world)
    other, stranger = factories.partner(), factories.member()
    assert queries.one_received(other, row.pk) is None
    for actor in (other, stranger, factories.user("desk"), factories.user("coordinator")):
        with pytest.raises(Refused):
            actions.withdraw(actor=actor, introduction_id=row.pk)
    with pytest.raises(Refused):
        actions.partner_answer(actor=other, introduction_id=row.pk, says="yes")


def test_no_place_is_taken_or_counted_before_something_starts(world):
    row, post = said_yes(world), world[3]
    assert Post.objects.get(pk=post.pk).places_taken == 0
    actions.partner_answer(actor=world[2], introduction_id=row.pk, says="yes")
    assert Post.objects.get(pk=post.pk).places_taken == 0
    actions.set_outcome(actor=world[0], introduction_id=row.pk, outcome="job")
    assert Post.objects.get(pk=post.pk).places_taken == 1
    assert queries.received(world[2]) == []


def test_her_no_is_kept_and_the_house_does_not_ask_again(world):
    row = proposed(world)
    actions.answer(actor=world[1], introduction_id=row.pk, says="no")
    with pytest.raises(Refused, match="ha già detto di no"):
        proposed(world)
    again = actions.propose(actor=world[1], person_ref=world[1].person_ref, post_id=world[3].pk)
    assert (again.pk, again.state) == (row.pk, State.PROPOSED)


def test_proposing_and_answering_twice_is_the_same_as_once(world):
    row = said_yes(world)
    assert proposed(world).pk == row.pk
    actions.answer(actor=world[1], introduction_id=row.pk, says="yes", contact="phone")
    assert Introduction.objects.count() == 1
    assert [step.state for step in queries.steps_of(row)] == [State.PROPOSED, State.ASKED]


def test_a_contact_that_she_has_not_is_refused(world):
    Person.objects.filter(pk=world[1].person_ref).update(email="")
    row = proposed(world)
    with pytest.raises(Refused, match="recapito non c'è"):
        actions.answer(actor=world[1], introduction_id=row.pk, says="yes", contact="email")


def test_a_link_answers_once_and_only_while_it_waits(world):
    row = proposed(world)
    token = rules.token_of(row)
    actions.answer_by_link(actor=PUBLIC, token=token, says="yes", contact="house")
    row.refresh_from_db()
    assert row.state == State.ASKED
    with pytest.raises(Refused):
        actions.answer_by_link(actor=PUBLIC, token=token, says="no")
    theirs = rules.token_of(row)
    actions.withdraw(actor=world[1], introduction_id=row.pk)
    assert queries.by_token(theirs, (State.ASKED,)) is None
    with pytest.raises(Refused):
        actions.partner_answer_by_link(actor=PUBLIC, token=theirs, says="yes")
    assert queries.by_token(theirs + "x", (State.ASKED,)) is None


def test_reminders_escalation_and_expiry_each_happen_once(world):
    row = said_yes(world)
    today = timezone.localdate()
    counts = [
        actions.follow_up(actor=SYSTEM, today=today + timedelta(days=days))
        for days in (2, 3, 4, 10, 11, 30, 31, 46)
    ]
    assert [one["reminded"] for one in counts] == [0, 1, 0, 0, 0, 0, 0, 0]
    assert [one["escalated"] for one in counts] == [0, 0, 0, 1, 0, 1, 0, 0]
    assert [one["expired"] for one in counts] == [0, 0, 0, 0, 0, 0, 0, 1]
    row.refresh_from_db()
    assert (row.state, row.shown) == (State.EXPIRED, "")


def test_no_message_names_her_or_the_post(world):
    row = said_yes(world)
    actions.partner_answer(actor=world[2], introduction_id=row.pk, says="yes")
    person = Person.objects.get(pk=world[1].person_ref)
    texts = [one.body for one in Notice.objects.filter(template__startswith="introduction_")]
    assert len(texts) == 3
    # A greeting may carry the receiver's own name, never to the organisation.
    to_partner = [one.body for one in Notice.objects.filter(template="introduction_waiting")]
    assert all(person.first_name not in text for text in to_partner)
    assert all(row.post.title not in text for text in texts)


def test_it_is_forgotten_with_her(world):
    said_yes(world)
    actions.forget_person(actor=SYSTEM, refs=[world[1].person_ref])
    assert Introduction.objects.count() == 0


def test_what_nobody_closed_is_not_read_for_ever(world):
    row = said_yes(world)
    partner = world[2]
    actions.partner_answer(actor=partner, introduction_id=row.pk, says="yes", welcome="Giulia, lunedì")
    for days, readable in ((rules.READ_FOR, 1), (rules.READ_FOR + 1, 0)):
        actions.follow_up(actor=SYSTEM, today=timezone.localdate() + timedelta(days=days))
        assert len(queries.received(partner)) == readable
    row.refresh_from_db()
    assert (row.state, row.shown, row.welcome) == (State.OPEN, "", "")
    closed = actions.set_outcome(actor=world[0], introduction_id=row.pk, outcome="met")
    assert closed.state == State.CLOSED

"""Commitments are promised, moved, kept, dropped; never lost."""

from datetime import timedelta

import pytest
from django.utils import timezone

from jobcaffe.commitments import actions, queries
from jobcaffe.commitments.models import Change, Commitment
from jobcaffe.foundation.access import Refused
from jobcaffe.foundation.journal.actions import PUBLIC
from tests import factories

pytestmark = pytest.mark.django_db


def soon(days=7):
    return timezone.localdate() + timedelta(days=days)


def test_every_change_is_a_row_of_its_own():
    operator = factories.user("desk")
    person = factories.person(team=operator.team)
    step = actions.promise(actor=operator, text="Porto il CV", due_on=soon(), person=person)
    actions.start(actor=operator, commitment_ref=step.pk)
    actions.move_due(actor=operator, commitment_ref=step.pk, due_on=soon(9), reason="malata")
    actions.keep(actor=operator, commitment_ref=step.pk)
    actions.keep(actor=operator, commitment_ref=step.pk)
    assert [row.state for row in Change.objects.all()] == ["promised", "under_way", "under_way", "kept"]
    step.refresh_from_db()
    assert (step.state, step.settled_on) == ("kept", timezone.localdate())
    with pytest.raises(Refused, match="chiuso"):
        actions.move_due(actor=operator, commitment_ref=step.pk, due_on=soon(20))


def test_dropping_needs_a_reason():
    step = factories.commitment()
    operator = factories.user("desk", team=step.person.team)
    with pytest.raises(Refused):
        actions.drop(actor=operator, commitment_ref=step.pk, reason=" ")
    assert actions.drop(actor=operator, commitment_ref=step.pk, reason="Ha trovato altro").state == "dropped"


def test_a_participant_promises_and_keeps_only_for_herself():
    member, other = factories.member(), factories.person()
    me = factories.Person.objects.get(pk=member.person_ref)
    step = actions.promise(actor=member, text="Chiamo", due_on=soon(), person=me)
    assert actions.keep(actor=member, commitment_ref=step.pk).state == "kept"
    with pytest.raises(Refused):
        actions.promise(actor=member, text="Chiama", due_on=soon(), person=other)
    with pytest.raises(Refused):
        actions.promise(actor=member, text="Chiama", due_on=soon(), user=member)
    with pytest.raises(Refused):
        actions.keep(actor=member, commitment_ref=factories.commitment(person=other).pk)


def test_nobody_else_reaches_another_teams_steps():
    step = factories.commitment(person=factories.person(team=factories.team()))
    for stranger in (factories.user("desk"), factories.user("facilitator"), factories.user("funder"), PUBLIC):
        with pytest.raises(Refused):
            actions.keep(actor=stranger, commitment_ref=step.pk)
    assert not queries.visible_to(factories.user("desk")).exists()
    assert list(queries.visible_to(factories.user("coordinator"))) == [step]


def test_steps_of_a_protected_person_are_hers_and_her_operators():
    operator = factories.user("desk")
    woman = factories.person(team=operator.team, operator=operator, protected=True)
    step = factories.commitment(person=woman)
    about = factories.commitment(user=operator, about=woman)
    assert set(queries.visible_to(operator)) == {step, about}
    assert not queries.visible_to(factories.user("desk", team=operator.team)).exists()
    assert not queries.visible_to(factories.user("coordinator")).exists()


def test_a_commitment_has_one_owner():
    operator = factories.user("desk")
    person = factories.person(team=operator.team)
    for owners in ({}, {"person": person, "user": operator}):
        with pytest.raises(Refused):
            actions.promise(actor=operator, text="x", due_on=soon(), **owners)
    assert not Commitment.objects.exists()


def test_overdue_and_due_are_told_apart():
    operator = factories.user("desk")
    person = factories.person(team=operator.team)
    late = factories.commitment(person=person, due_on=soon(-1))
    today = factories.commitment(person=person, due_on=soon(0))
    factories.commitment(person=person, due_on=soon(-1), state="kept", settled_on=soon(0))
    assert list(queries.overdue(operator)) == [late]
    assert list(queries.due(operator)) == [late, today]

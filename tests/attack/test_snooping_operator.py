"""A reason opens a record for eight hours; it does not give it to whoever wrote the reason."""

from __future__ import annotations

import pytest

from jobcaffe.foundation.access import Refused
from jobcaffe.foundation.accounts.actions.gates import open_gate
from jobcaffe.foundation.accounts.models import User
from jobcaffe.people.actions import protect, transfer
from jobcaffe.people.models import Person
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def opened() -> tuple[User, Person]:
    """An operator who opened, with a reason, the record of another team's person."""
    snooper = factories.user("desk")
    person = factories.person(team=factories.team("Coop lontana"), operator=None)
    open_gate(actor=snooper, person_ref=person.pk, subject=person, reason="Ha telefonato a me per errore")
    return snooper, person


def test_an_opened_record_cannot_be_taken_over(opened: tuple[User, Person]) -> None:
    snooper, person = opened
    assert snooper.team is not None
    with pytest.raises(Refused, match="altra squadra"):
        transfer(actor=snooper, person_ref=person.pk, team=snooper.team, operator=snooper)
    person.refresh_from_db()
    assert person.team_id != snooper.team_id


def test_an_opened_record_cannot_be_hidden_from_its_team(opened: tuple[User, Person]) -> None:
    snooper, person = opened
    with pytest.raises(Refused, match="altra squadra"):
        protect(actor=snooper, person_ref=person.pk, protected=True)
    person.refresh_from_db()
    assert (person.protected, person.operator) == (False, None)


def test_her_own_team_and_the_coordinator_still_hand_her_over() -> None:
    operator, there = factories.user("desk"), factories.team("Altra")
    person = factories.person(team=operator.team, operator=operator)
    transfer(actor=operator, person_ref=person.pk, team=there)
    coordinator = factories.user("coordinator")
    open_gate(actor=coordinator, person_ref=person.pk, subject=person, reason="Passaggio fra squadre")
    back = factories.user("desk")
    assert back.team is not None
    moved = transfer(actor=coordinator, person_ref=person.pk, team=back.team, operator=back)
    assert (moved.team, moved.operator) == (back.team, back)

"""Who sees which person: attacked from every side."""

from datetime import timedelta

import pytest
from django.utils import timezone

from jobcaffe.foundation.access import Refused
from jobcaffe.foundation.accounts.actions.gates import open_gate
from jobcaffe.foundation.accounts.models import Gate
from jobcaffe.foundation.journal.models import Entry
from jobcaffe.people import actions, queries
from tests import factories

pytestmark = pytest.mark.django_db
REASON = "Sostituisco la collega in ferie"


def test_the_desk_sees_its_own_team_and_nobody_elses():
    operator = factories.user("desk")
    mine, other = factories.person(team=operator.team), factories.person(team=factories.team())
    assert list(queries.visible_to(operator)) == [mine]
    with pytest.raises(Refused):
        actions.open_record(actor=operator, person_ref=other.pk)
    assert not Entry.objects.filter(subject_ref=other.pk).exists()


def test_a_protected_person_is_seen_by_her_operator_alone():
    operator = factories.user("desk")
    colleague = factories.user("desk", team=operator.team)
    coordinator = factories.user("coordinator")
    woman = factories.person(team=operator.team, operator=operator, protected=True, last_name="Nascosta")
    assert list(queries.visible_to(operator)) == [woman]
    assert list(queries.visible_to(colleague)) == []
    assert list(queries.visible_to(coordinator, "person.search")) == []
    assert queries.search(colleague, "Nascosta") == []
    assert queries.search(coordinator, woman.phone) == []
    assert not queries.can_be_gated(colleague, woman.pk)
    assert queries.can_be_gated(coordinator, woman.pk)


def test_a_gate_opens_one_record_and_closes_by_itself():
    operator = factories.user("desk")
    other = factories.person(team=factories.team())
    open_gate(actor=operator, person_ref=other.pk, subject=other, reason=REASON)
    assert list(queries.visible_to(operator)) == [other]
    Gate.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    assert list(queries.visible_to(operator)) == []


def test_the_coordinator_lists_everybody_but_opens_only_with_a_reason():
    coordinator = factories.user("coordinator")
    person = factories.person()
    assert [row.ref for row in queries.search(coordinator, person.last_name)] == [person.pk]
    with pytest.raises(Refused):
        actions.open_record(actor=coordinator, person_ref=person.pk)
    open_gate(actor=coordinator, person_ref=person.pk, subject=person, reason=REASON)
    assert actions.open_record(actor=coordinator, person_ref=person.pk) == person


@pytest.mark.parametrize(
    "role", ["member", "municipality", "funder", "sysadmin", "facilitator", "organisation"]
)
def test_other_roles_see_nobody(role):
    factories.person()
    stranger = factories.user(role)
    assert not queries.visible_to(stranger).exists()
    assert queries.search(stranger, "Colombo") == []


def test_a_participant_reaches_only_herself():
    first, _second = factories.member(), factories.member()
    assert [person.pk for person in queries.visible_to(first, "my.read")] == [first.person_ref]


@pytest.mark.parametrize("status", ["merged", "erased"])
def test_merged_and_erased_records_are_nowhere(status):
    operator = factories.user("desk")
    factories.person(team=operator.team, status=status, last_name="Sparita")
    assert not queries.visible_to(operator).exists()
    assert queries.search(operator, "Sparita") == []


@pytest.mark.parametrize(
    "typed", ["333 12 34 567", "+39 333-1234567", "0039 3331234567", "4567", "ros", "ROSSÌ anna", "anna ros"]
)
def test_the_desk_finds_a_person_however_it_types(typed):
    operator = factories.user("desk")
    anna = factories.person(team=operator.team, first_name="Anna", last_name="Rossi", phone="333 1234567")
    factories.person(team=operator.team, first_name="Bruno", last_name="Verdi")
    found = queries.search(operator, typed)
    assert [(row.ref, row.phone) for row in found] == [(anna.pk, "••• 567")]


@pytest.mark.parametrize("typed", ["", "ro", "12", "567", "% _", "ossi"])
def test_too_little_or_the_middle_of_a_word_finds_nobody(typed):
    operator = factories.user("desk")
    factories.person(team=operator.team, first_name="Anna", last_name="Rossi", phone="333 1234567")
    assert queries.search(operator, typed) == []


def test_a_search_never_gives_more_than_twenty_and_costs_the_same(django_assert_num_queries):
    operator = factories.user("desk")
    for _ in range(25):
        factories.person(team=operator.team)
    assert operator.roles
    with django_assert_num_queries(1):
        assert len(queries.search(operator, "colombo")) == 20


def test_opening_a_record_is_written_down_with_it():
    operator = factories.user("desk")
    person = factories.person(team=operator.team)
    actions.open_record(actor=operator, person_ref=person.pk)
    entry = Entry.objects.get(subject_ref=person.pk)
    assert (entry.action, entry.actor_ref) == ("person.read", operator.pk)


def test_a_protected_person_handed_over_needs_somebody_who_follows_her():
    operator = factories.user("desk")
    colleague = factories.user("desk")
    woman = factories.person(team=operator.team, operator=operator, protected=True)
    with pytest.raises(Refused, match="riservata"):
        actions.transfer(actor=operator, person_ref=woman.pk, team=colleague.team)
    actions.transfer(actor=operator, person_ref=woman.pk, team=colleague.team, operator=colleague)
    assert list(queries.visible_to(colleague)) == [woman]
    assert not queries.visible_to(operator).exists()


def test_only_who_follows_her_can_make_a_record_protected():
    operator = factories.user("desk")
    colleague = factories.user("desk", team=operator.team)
    person = factories.person(team=operator.team, operator=operator)
    with pytest.raises(Refused):
        actions.protect(actor=colleague, person_ref=person.pk, protected=True)
    assert actions.protect(actor=operator, person_ref=person.pk, protected=True).protected


def test_protected_records_show_the_coordinator_no_name():
    coordinator = factories.user("coordinator")
    operator = factories.user("desk")
    factories.person(team=operator.team, operator=operator, protected=True)
    row = queries.protected_records(coordinator).get()
    assert "first_name" in row.get_deferred_fields()
    assert not queries.protected_records(operator).exists()


def test_the_list_of_silent_persons_counts_from_the_last_contact():
    operator = factories.user("desk")
    today = timezone.localdate()
    late = factories.person(team=operator.team, last_contact_on=today - timedelta(days=30))
    factories.person(team=operator.team, last_contact_on=today - timedelta(days=29))
    factories.person(team=operator.team, status="moved", last_contact_on=today - timedelta(days=90))
    assert list(queries.not_reached_since(operator)) == [late]


def test_touch_never_moves_a_contact_back():
    person = factories.person(last_contact_on=timezone.localdate())
    assert actions.touch([person.pk], on=timezone.localdate() - timedelta(days=3)) == 0
    person.refresh_from_db()
    assert person.last_contact_on == timezone.localdate()

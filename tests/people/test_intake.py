"""The first talk: nothing lost, nothing doubled, nothing given away."""

import uuid

import pytest
from django.utils import timezone

from jobcaffe.foundation.access import Refused
from jobcaffe.foundation.journal.actions import PUBLIC, SYSTEM
from jobcaffe.foundation.journal.models import Entry
from jobcaffe.foundation.privacy.consents import consents_of
from jobcaffe.people import actions, queries
from jobcaffe.people.actions import Welcome
from jobcaffe.people.models import DuplicateHint, Intake, IntakeDraft, Person
from tests import factories

pytestmark = pytest.mark.django_db
THIS_YEAR = timezone.localdate().year


def welcome(actor, **fields):
    return actions.welcome_person(actor=actor, data=Welcome(**{"first_name": "Maria", **fields}))


def test_a_name_is_enough():
    operator = factories.user("desk")
    person = welcome(operator).person
    assert (person.full_name, person.team, person.operator) == ("Maria", operator.team, operator)
    assert person.last_contact_on == timezone.localdate()


def test_without_a_name_nothing_is_saved():
    with pytest.raises(Refused, match="nome"):
        welcome(factories.user("desk"), first_name="  ")
    assert not Person.objects.exists()


def test_the_same_press_twice_is_one_person():
    operator, key = factories.user("desk"), uuid.uuid4()
    data = Welcome(first_name="Maria", consents=("service",))
    first = actions.welcome_person(actor=operator, data=data, request_key=key)
    again = actions.welcome_person(actor=operator, data=data, request_key=key)
    assert first == again
    assert (Person.objects.count(), Intake.objects.count()) == (1, 1)


def test_the_recontact_is_within_seven_days_unless_said_otherwise():
    intake = welcome(factories.user("desk"))
    assert (intake.recontact_on - timezone.localdate()).days == 7


@pytest.mark.parametrize("phone", ["abc", "12", "+1"])
def test_an_impossible_phone_is_refused_in_plain_words(phone):
    with pytest.raises(Refused, match="telefono"):
        welcome(factories.user("desk"), phone=phone)


@pytest.mark.parametrize("year", [1800, THIS_YEAR + 1])
def test_an_impossible_year_is_refused(year):
    with pytest.raises(Refused, match="anno"):
        welcome(factories.user("desk"), birth_year=year)


def test_under_18_needs_the_name_and_the_yes_of_a_parent():
    operator = factories.user("desk")
    young = {"birth_year": THIS_YEAR - 16}
    with pytest.raises(Refused, match="18"):
        welcome(operator, **young)
    with pytest.raises(Refused, match="Manca il sì di Carla"):
        welcome(operator, **young, guardian_name="Carla")
    assert not Person.objects.exists()
    person = welcome(
        operator, **young, guardian_name="Carla", guardian_consent=True, consents=("service",)
    ).person
    assert {(row.purpose, row.given_by) for row in consents_of(person.pk)} == {
        ("service", "Carla"),
        ("parent", "Carla"),
    }


def test_in_the_year_of_her_18th_birthday_she_is_asked():
    operator = factories.user("desk")
    with pytest.raises(Refused):
        welcome(operator, birth_year=THIS_YEAR - 18)
    assert welcome(operator, birth_year=THIS_YEAR - 18, turned_18=True).person.guardian_name == ""


def test_a_later_change_cannot_take_the_parent_away():
    operator = factories.user("desk")
    person = welcome(operator, birth_year=THIS_YEAR - 15, guardian_name="Carla", guardian_consent=True).person
    with pytest.raises(Refused):
        actions.update_person(actor=operator, person_ref=person.pk, guardian_name="")


def test_a_hidden_duplicate_is_noted_for_the_coordinator_and_told_to_nobody():
    other = factories.user("desk")
    hidden = factories.person(team=other.team, operator=other, protected=True, phone="333 7654321")
    operator = factories.user("desk")
    intake = welcome(operator, phone="333 7654321")
    hint = DuplicateHint.objects.get()
    assert {hint.first_id, hint.second_id} == {hidden.pk, intake.person_id}
    assert queries.search(operator, "333 7654321") == [queries.persons.found(intake.person)]
    assert not queries.duplicate_hints(operator).exists()
    coordinator = factories.user("coordinator")
    assert list(queries.duplicate_hints(coordinator)) == [hint]
    assert queries.stays_closed(coordinator, [hint.first, hint.second]) == {hidden.pk}


@pytest.mark.parametrize(
    ("first", "second", "why"),
    [
        ({"phone": "3331112223"}, {"phone": "+39 333 111 2223"}, "stesso telefono"),
        ({"email": "a@b.it"}, {"email": " A@B.it "}, "stessa email"),
        (
            {"last_name": "D'Angelò", "birth_year": 1970},
            {"last_name": "d angelo", "birth_year": 1970},
            "stesso nome e anno",
        ),
    ],
)
def test_the_same_person_written_in_another_way_is_noticed(first, second, why):
    operator = factories.user("desk")
    welcome(operator, **first)
    welcome(operator, **second)
    assert DuplicateHint.objects.get().why == why


def test_two_people_without_contacts_or_year_are_no_duplicates():
    operator = factories.user("desk")
    welcome(operator)
    welcome(operator)
    assert not DuplicateHint.objects.exists()


def test_visitors_and_other_roles_cannot_make_persons():
    for actor in (PUBLIC, factories.user("member"), factories.user("funder"), factories.user("sysadmin")):
        with pytest.raises(Refused):
            welcome(actor)
    assert welcome(SYSTEM).person.operator is None


def test_contacts_and_words_are_unreadable_at_rest():
    from django.db import connection

    welcome(factories.user("desk"), phone="333 9998887", words="Sono stanca di aspettare")
    with connection.cursor() as cursor:
        cursor.execute("SELECT phone, phone_index FROM people_person")
        row = "".join(cursor.fetchone())
        cursor.execute("SELECT words FROM people_intake")
        row += cursor.fetchone()[0]
    assert "9998887" not in row
    assert "stanca" not in row


def test_a_draft_is_its_operators_alone_and_goes_when_saved():
    operator, colleague, ref = factories.user("desk"), factories.user("desk"), uuid.uuid4()
    actions.save_draft(actor=operator, draft_ref=ref, data={"name": "Mar"})
    actions.save_draft(actor=operator, draft_ref=ref, data={"name": "Maria"})
    assert queries.drafts_of(operator).get().data == {"name": "Maria"}
    assert not queries.drafts_of(colleague).exists()
    with pytest.raises(Refused):
        actions.save_draft(actor=colleague, draft_ref=ref, data={"name": "Rubata"})
    actions.throw_draft_away(actor=colleague, draft_ref=ref)
    assert IntakeDraft.objects.count() == 1
    actions.welcome_person(actor=operator, data=Welcome(first_name="Maria"), draft=ref)
    assert not IntakeDraft.objects.exists()


def test_changes_are_journalled_by_field_and_never_by_value():
    operator = factories.user("desk")
    person = factories.person(team=operator.team)
    actions.update_person(actor=operator, person_ref=person.pk, phone="333 0001112", municipality="Lainate")
    entry = Entry.objects.get(action="person.update")
    assert entry.fields == ["phone"]
    with pytest.raises(TypeError):
        actions.update_person(actor=operator, person_ref=person.pk, status="died")

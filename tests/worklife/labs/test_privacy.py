"""Children, erasure, her own copy, reminders, and what the nights forget."""

from __future__ import annotations

import threading
import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection, connections
from django.utils import timezone

from jobcaffe.encounters.models import Encounter
from jobcaffe.foundation.access import Refused
from jobcaffe.foundation.journal.actions import SYSTEM
from jobcaffe.foundation.journal.models import Entry
from jobcaffe.foundation.notices.models import Notice
from jobcaffe.foundation.privacy.consents import give_consent
from jobcaffe.paths.actions import erase_person
from jobcaffe.people.models import Person
from jobcaffe.worklife.labs import actions, queries, reminders
from jobcaffe.worklife.labs.models import (
    DiaryEntry,
    Experiment,
    Idea,
    Lab,
    Meeting,
    Membership,
    Minding,
    Problem,
    Support,
)
from tests import factories
from tests.worklife.labs.around import Staff, lab, meeting, member, trial

pytestmark = pytest.mark.django_db
YEAR = timezone.localdate().year - 5


@pytest.fixture
def staff() -> Staff:
    return Staff()


# --- children --------------------------------------------------------------------------------------


def test_places_for_children_are_never_more_than_there_are(staff: Staff) -> None:
    made = lab(staff)
    coming = meeting(staff, made, places=3)
    anna, bea = member(staff, made), member(staff, made, first_name="Bea")
    actions.bring_children(actor=anna, encounter_id=coming.pk, children=[("Luca", YEAR), ("Mia", YEAR)])
    with pytest.raises(Refused, match="Restano 1 posti"):
        actions.bring_children(actor=bea, encounter_id=coming.pk, children=[("Zeno", YEAR), ("Ada", YEAR)])
    actions.bring_children(actor=bea, encounter_id=coming.pk, children=[("Zeno", YEAR)])
    with pytest.raises(Refused):
        actions.bring_children(
            actor=anna, encounter_id=coming.pk, children=[("Luca", YEAR), ("Mia", YEAR), ("Leo", YEAR)]
        )
    actions.bring_children(actor=anna, encounter_id=coming.pk, children=[("Luca", YEAR)])
    found = queries.meeting_of(bea, coming.pk)
    assert found is not None
    assert (found.left, found.mine) == (1, 1)
    with pytest.raises(Refused, match="attesi"):
        actions.set_child_places(actor=staff.leader, encounter_id=coming.pk, places=1)


def test_of_a_child_only_the_first_name_and_the_year(staff: Staff) -> None:
    made = lab(staff)
    coming, anna = meeting(staff, made), None
    anna = member(staff, made)
    for wrong in ([("Luca Rossi", YEAR)], [("", YEAR)], [("Luca", 1950)], []):
        with pytest.raises(Refused):
            actions.bring_children(actor=anna, encounter_id=coming.pk, children=wrong)
    assert Minding.objects.count() == 0


def test_who_is_not_in_the_lab_brings_nobody_and_reads_no_child(staff: Staff) -> None:
    made = lab(staff)
    coming, anna = meeting(staff, made), member(staff, made)
    actions.bring_children(actor=anna, encounter_id=coming.pk, children=[("Luca", YEAR)])
    other = factories.member()
    with pytest.raises(Refused):
        actions.bring_children(actor=other, encounter_id=coming.pk, children=[("Zeno", YEAR)])
    assert queries.my_children(other, coming) == []
    assert queries.children_of(staff.coordinator, coming) == []
    assert queries.children_of(staff.leader, coming) == [("Luca", str(YEAR))]
    with connection.cursor() as cursor:
        cursor.execute("SELECT children FROM worklife_labs_minding")
        assert "Luca" not in str(cursor.fetchall())


def test_the_day_after_only_how_many_children_is_left(staff: Staff) -> None:
    made = lab(staff)
    coming, anna = meeting(staff, made), member(staff, made)
    actions.bring_children(actor=anna, encounter_id=coming.pk, children=[("Luca", YEAR), ("Mia", YEAR)])
    day = timezone.localdate() + timedelta(days=7)
    actions.forget_due(actor=SYSTEM, today=day)
    assert Minding.objects.count() == 1
    actions.forget_due(actor=SYSTEM, today=day + timedelta(days=1))
    assert (Minding.objects.count(), Meeting.objects.get().children_had) == (0, 2)


@pytest.mark.django_db(transaction=True)
def test_the_last_place_goes_to_one_mother_under_a_race() -> None:
    staff = Staff()
    made = lab(staff)
    coming = meeting(staff, made, places=1)
    mothers = [member(staff, made, first_name=name) for name in ("Anna", "Bea", "Carla", "Dina")]
    start, answers = threading.Barrier(len(mothers)), []

    def book(who: Any) -> None:
        start.wait()
        try:
            actions.bring_children(actor=who, encounter_id=coming.pk, children=[("Luca", YEAR)])
            answers.append("yes")
        except Refused:
            answers.append("no")
        finally:
            connections.close_all()

    threads = [threading.Thread(target=book, args=[who]) for who in mothers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(answers) == ["no", "no", "no", "yes"]
    assert sum(Minding.objects.values_list("places", flat=True)) == 1


# --- a confidential lab ------------------------------------------------------------------------------


def test_meetings_of_a_confidential_lab_are_confidential_encounters_with_a_neutral_name(staff: Staff) -> None:
    made = lab(staff, name="Nome che dice troppo", confidential=True)
    held = meeting(staff, made, room_id=factories.room().pk).encounter
    assert (held.confidential, held.public, held.title) == (True, False, "Laboratorio")
    assert held.booking is not None
    assert held.booking.title == "Incontro"
    assert list(held.leaders.all()) == [staff.leader]
    open_one = meeting(staff, lab(staff)).encounter
    assert (open_one.confidential, open_one.public) == (False, True)


def test_what_concerns_a_member_is_in_her_diary_and_not_in_the_journal(staff: Staff) -> None:
    made = lab(staff, confidential=True)
    before = Entry.objects.count()
    anna = member(staff, made)
    actions.add_problem(actor=anna, lab_id=made.pk, text="x")
    actions.open_roster(actor=staff.leader, lab_id=made.pk)
    actions.leave(actor=anna, lab_id=made.pk)
    assert Entry.objects.count() == before
    assert [line.what for line in queries.my_diary(anna)] == [
        "ha segnato l'uscita da un laboratorio",
        "ha visto i nomi del laboratorio",
        "ha scritto un problema in bacheca",
        "ha detto sì alla richiesta di un laboratorio",
        "ha chiesto di entrare in un laboratorio",
    ]
    assert queries.my_diary(staff.leader) == []


def told(staff: Staff, who: Person) -> None:
    give_consent(
        actor=staff.desk, person_ref=who.pk, subject=who, purpose="messages", how="paper", given_by="Anna"
    )


def test_reminders_say_an_hour_or_a_word_and_nothing_of_the_lab(staff: Staff) -> None:
    made = lab(staff, name="Nome che dice troppo", confidential=True)
    anna = member(staff, made)
    told(staff, Person.objects.get(pk=anna.person_ref))
    coming = meeting(staff, made)
    row = trial(anna, made)
    moment = coming.encounter.starts_at - timedelta(hours=20)
    Experiment.objects.filter(pk=row.pk).update(until=timezone.localtime(moment).date() - timedelta(days=1))
    for _twice in range(2):
        reminders.remind(actor=SYSTEM, now=moment)
    sent = list(Notice.objects.order_by("template"))
    assert [(one.template, one.confidential) for one in sent] == [
        ("encounter_reminder", True),
        ("word_waiting", True),
    ]
    assert not any(word in one.body.lower() for one in sent for word in ("laborator", "nome che", "prova"))


# --- erased, and her copy ------------------------------------------------------------------------------


def everything(staff: Staff, made: Lab) -> Any:
    """Somebody with a row in every table of this room."""
    anna = member(staff, made, first_name="Ginevra")
    problem = actions.add_problem(actor=anna, lab_id=made.pk, text="La scuola chiude", signed=True)
    actions.support(actor=anna, problem_id=problem.pk, too=True)
    idea = actions.add_idea(actor=anna, lab_id=made.pk, title="Un'ora in più", for_whom="Tutte")
    actions.add_idea(actor=anna, lab_id=made.pk, title="Mai provata", for_whom="Tutte")
    trial(anna, made, idea_id=idea.pk)
    coming = meeting(staff, made)
    actions.bring_children(actor=anna, encounter_id=coming.pk, children=[("Luca", YEAR)])
    return anna


def test_an_erased_person_is_in_no_row_of_this_room(staff: Staff) -> None:
    made = lab(staff)
    anna = everything(staff, made)
    assert all(model.objects.count() for model in (Membership, Problem, Support, Minding, DiaryEntry))
    erase_person(actor=staff.coordinator, person_ref=anna.person_ref)
    assert [model.objects.count() for model in (Membership, Problem, Support, Minding, DiaryEntry)] == [0] * 5
    assert [(one.title, one.person_index, one.person_sealed) for one in Idea.objects.all()] == [
        ("Un'ora in più", "", "")
    ]
    assert Experiment.objects.count() == 1


def test_her_copy_has_what_she_wrote_and_nothing_of_others(staff: Staff) -> None:
    made = lab(staff)
    anna, bea = everything(staff, made), member(staff, made, first_name="Bea")
    actions.add_problem(actor=bea, lab_id=made.pk, text="Parole di Bea")
    found = queries.my_copy(anna)
    assert {name: len(rows) for name, rows in found.items()} == {
        "laboratori": 1,
        "problemi": 1,
        "anche per me": 1,
        "idee": 2,
        "bambini": 1,
    }
    assert "Luca" in found["bambini"][0]["chi"]
    assert "Parole di Bea" not in str(found)
    assert queries.my_copy(staff.leader) == {}


def test_who_was_in_a_lab_is_forgotten_when_it_is_closed_for_long(staff: Staff) -> None:
    made = lab(staff)
    everything(staff, made)
    Lab.objects.update(closed_on=timezone.localdate() - timedelta(days=400))
    Encounter.objects.update(ends_at=timezone.now(), starts_at=timezone.now() - timedelta(hours=2))
    actions.forget_due(actor=SYSTEM)
    assert (Membership.objects.count(), Support.objects.count(), DiaryEntry.objects.count()) == (0, 0, 0)
    assert Idea.objects.exclude(person_index="").count() == 0


def test_the_same_meeting_asked_twice_is_one(staff: Staff) -> None:
    made, key = lab(staff), uuid.uuid4()
    first = meeting(staff, made, request_key=key)
    assert meeting(staff, made, request_key=key) == first
    assert made.meetings.count() == 1

"""Queue, notes, profile, questions, complaints."""

import uuid
from datetime import timedelta

import pytest
from dateutil.relativedelta import relativedelta
from django.utils import timezone

from jobcaffe.foundation.access import Refused
from jobcaffe.foundation.privacy.consents import give_consent
from jobcaffe.people import actions, queries
from jobcaffe.people.instruments import instrument, sap_sections
from jobcaffe.people.models import Answer, ShiftNote, Waiting
from tests import factories

pytestmark = pytest.mark.django_db


def test_the_queue_goes_in_the_order_of_arrival():
    operator, key = factories.user("desk"), uuid.uuid4()
    first = actions.arrive(actor=operator, name="Franco", request_key=key)
    assert actions.arrive(actor=operator, name="Franco", request_key=key) == first
    actions.arrive(actor=operator, name="Lucia")
    assert [line.name for line in queries.queue(operator).waiting] == ["Franco", "Lucia"]
    actions.call_next(actor=operator, waiting_ref=first.pk)
    assert [line.name for line in queries.queue(operator).called] == ["Franco"]
    actions.finish(actor=operator, waiting_ref=first.pk)
    assert [line.name for line in queries.queue(operator).waiting] == ["Lucia"]
    assert queries.queue(operator).called == []


def test_two_operators_cannot_call_the_same_person():
    row = actions.arrive(actor=factories.user("desk"), name="Franco")
    winner, loser = factories.user("desk", name="Paola"), factories.user("desk")
    actions.call_next(actor=winner, waiting_ref=row.pk)
    with pytest.raises(Refused, match="Paola l'ha già chiamata"):
        actions.call_next(actor=loser, waiting_ref=row.pk)
    assert Waiting.objects.get().called_by == winner


def test_the_queue_links_a_person_only_for_those_who_may_open_her():
    operator, other = factories.user("desk"), factories.user("desk")
    person = factories.person(team=operator.team)
    actions.arrive(actor=operator, name="", person_ref=person.pk)
    assert queries.queue(operator).waiting[0].person == person.pk
    assert queries.queue(other).waiting[0].person is None
    with pytest.raises(Refused):
        actions.arrive(actor=other, name="x", person_ref=person.pk)
    assert queries.queue(factories.user("member")).waiting == []


def test_a_hand_over_stays_in_its_team():
    operator, other = factories.user("desk"), factories.user("desk")
    note = actions.add_shift_note(actor=operator, text="Richiamare alle 15")
    assert list(queries.shift_notes(operator)) == [note]
    assert not queries.shift_notes(other).exists()
    with pytest.raises(Refused):
        actions.close_shift_note(actor=other, note_ref=note.pk)
    actions.close_shift_note(actor=operator, note_ref=note.pk)
    actions.close_shift_note(actor=operator, note_ref=note.pk)
    assert not queries.shift_notes(operator).exists()
    assert ShiftNote.objects.count() == 1


def test_a_note_about_a_protected_person_is_hidden_from_colleagues():
    operator = factories.user("desk")
    colleague = factories.user("desk", team=operator.team)
    woman = factories.person(team=operator.team, operator=operator, protected=True)
    actions.add_shift_note(actor=operator, text="Chiamare solo di mattina", person_ref=woman.pk)
    assert queries.shift_notes(operator).count() == 1
    assert queries.shift_notes(colleague).count() == 0


def test_the_sections_follow_the_order_of_the_form():
    assert [section.number for section in sap_sections()] == [
        "1",
        "2",
        "4",
        "5.1",
        "5.2",
        "5.3",
        "5.4",
        "5.5",
        "6",
    ]
    for section in sap_sections():
        codes = [field.code for field in section.fields]
        assert len(codes) == len(set(codes)), section.code


def test_a_section_keeps_its_rows_and_refuses_what_is_not_in_the_list():
    operator = factories.user("desk")
    person = factories.person(team=operator.team)
    rows = [{"lingua": "arabo", "letto": "buono"}, {"lingua": "", "letto": ""}]
    actions.save_section(actor=operator, person_ref=person.pk, code="lingue", rows=rows)
    assert queries.section_of(person, "lingue") == [{"lingua": "arabo", "letto": "buono"}]
    with pytest.raises(Refused, match="perfetto"):
        actions.save_section(
            actor=operator,
            person_ref=person.pk,
            code="lingue",
            rows=[{"lingua": "arabo", "letto": "perfetto"}],
        )
    with pytest.raises(Refused):
        actions.save_section(actor=operator, person_ref=person.pk, code="inventata", rows=[])
    with pytest.raises(Refused):
        actions.save_section(actor=factories.user("desk"), person_ref=person.pk, code="lingue", rows=[])


def test_questions_need_a_yes_and_are_answered_once():
    operator = factories.user("desk")
    person = factories.person(team=operator.team)
    values = {"fiducia": "degna", "contare": "non_risponde"}
    with pytest.raises(Refused, match="suo sì"):
        actions.answer_questions(actor=operator, person_ref=person.pk, wave=0, values=values)
    give_consent(
        actor=operator, person_ref=person.pk, subject=person, purpose="research", how="paper", given_by="Lei"
    )
    assert actions.answer_questions(actor=operator, person_ref=person.pk, wave=0, values=values) == 2
    other = {"fiducia": "attenti"}
    assert actions.answer_questions(actor=operator, person_ref=person.pk, wave=0, values=other) == 0
    assert Answer.objects.get(question="fiducia").value == "degna"
    with pytest.raises(Refused):
        actions.answer_questions(actor=operator, person_ref=person.pk, wave=3, values=values)
    with pytest.raises(Refused):
        actions.answer_questions(actor=operator, person_ref=person.pk, wave=6, values={"fiducia": "boh"})


def test_who_has_answered_is_not_due_any_more():
    operator = factories.user("desk")
    person = factories.person(team=operator.team)
    code = instrument().code
    assert [(one, one.wave) for one in queries.waves_due(operator, code)] == [(person, 0)]
    Answer.objects.create(person=person, instrument=code, wave=0, question="fiducia", value="degna")
    assert not queries.waves_due(operator, code).exists()


@pytest.mark.parametrize(
    ("months", "wave"),
    [(0, 0), (2, 0), (4, None), (5, None), (6, 6), (8, 6), (10, None), (12, 12), (16, None)],
)
def test_each_wave_has_its_three_months(months, wave):
    operator = factories.user("desk")
    factories.person(team=operator.team, created_at=timezone.now() - timedelta(days=1))
    today = timezone.localdate()
    later = today + relativedelta(months=months)
    due = queries.waves_due(operator, instrument().code, today=later)
    assert [one.wave for one in due] == ([] if wave is None else [wave])


def test_only_the_coordinator_reads_and_answers_complaints():
    operator, coordinator = factories.user("desk"), factories.user("coordinator")
    complaint = actions.receive_complaint(actor=operator, text="Ho aspettato due ore")
    assert not queries.complaints_for(operator).exists()
    with pytest.raises(Refused):
        actions.answer_complaint(actor=operator, complaint_ref=complaint.pk, answer="Scusi")
    done = actions.answer_complaint(actor=coordinator, complaint_ref=complaint.pk, answer="Abbiamo chiamato")
    assert (done.state, done.answered_on is not None) == ("answered", True)
    with pytest.raises(Refused):
        actions.answer_complaint(actor=coordinator, complaint_ref=complaint.pk, answer="Altro")

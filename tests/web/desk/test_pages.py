"""The desk's pages as its people use them."""

import re
import uuid
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from jobcaffe.foundation.accounts.actions.gates import open_gate
from jobcaffe.foundation.journal.models import Entry
from jobcaffe.foundation.journal.queries import entries_about
from jobcaffe.foundation.privacy.consents import has_consent
from jobcaffe.people.models import DuplicateHint, Intake, IntakeDraft, Person, Waiting
from tests import factories
from tests.programme.conftest import programme  # noqa: F401  the house as it is in use

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(client_for):
    factories.place()
    return client_for("desk")


@pytest.fixture
def person(desk):
    return factories.person(
        team=desk.user.team, operator=desk.user, first_name="Anna", last_name="Rossi", phone="333 1234567"
    )


def url(name, *args):
    return reverse(f"desk:{name}", args=args)


def text_of(answer):
    return answer.content.decode()


def intake_data(**fields):
    return {
        "request_key": str(uuid.uuid4()),
        "draft": str(uuid.uuid4()),
        "first_name": "Maria",
        "last_name": "Bianchi",
        "phone": "340 111 22 33",
        "birth_year": "1970",
        "municipality": "Lainate",
        "then": "open",
        **fields,
    }


PLAIN = [
    "home",
    "search",
    "notes",
    "new",
    "drafts",
    "paper",
    "persons",
    "stalled",
    "follow_ups",
    "questions_due",
]


@pytest.mark.parametrize("name", PLAIN)
def test_every_place_of_the_desk_opens(desk, person, name):
    assert desk.get(url(name)).status_code == 200


RECORD = [
    "person", "edit", "again", "status", "transfer", "complaint", "note", "seen", "encounters", "sections",
    "sections_print", "own_sheet", "booklet", "goal_add", "outcome_add",
]  # fmt: skip


@pytest.mark.parametrize("name", RECORD)
def test_every_page_of_a_record_opens_and_is_written_down(desk, person, name):
    answer = desk.get(url(name, person.pk))
    assert answer.status_code == 200
    assert "Anna Rossi" in text_of(answer)
    assert Entry.objects.filter(action="person.read", subject_ref=person.pk).count() == 1


@pytest.mark.parametrize("name", ["duplicates", "protected", "complaints", "retention"])
def test_the_coordinators_places_open_for_her_alone(client_for, desk, name):
    assert client_for("coordinator").get(url(name)).status_code == 200
    assert desk.get(url(name)).status_code == 404


@pytest.mark.parametrize("name", RECORD)
def test_another_teams_record_asks_for_a_reason_and_shows_nothing(desk, name):
    other = factories.person(team=factories.team(), first_name="Zenobia", last_name="Canarino")
    answer = desk.get(url(name, other.pk), follow=True)
    assert answer.redirect_chain[0][0].startswith(url("gate", other.pk))
    assert "Zenobia" not in text_of(answer)
    assert "Canarino" not in text_of(answer)


@pytest.mark.parametrize("name", [*RECORD, "gate"])
def test_a_protected_record_and_one_that_does_not_exist_are_the_same_404(desk, name):
    other = factories.user("desk", team=desk.user.team)
    woman = factories.person(team=desk.user.team, operator=other, protected=True, last_name="Canarino")
    hidden, missing = desk.get(url(name, woman.pk)), desk.get(url(name, uuid.uuid4()))
    assert hidden.status_code == missing.status_code == 404
    assert hidden.content.replace(str(woman.pk).encode(), b"") == missing.content or (
        "Canarino" not in text_of(hidden)
    )


def test_a_reason_opens_the_record_and_the_person_can_read_it(desk):
    other = factories.person(team=factories.team())
    gate = url("gate", other.pk)
    assert "Scrivi il motivo" in text_of(desk.post(gate, {"reason": "boh"}))
    answer = desk.post(gate, {"reason": "Mi ha chiamato per un appuntamento"}, follow=True)
    assert other.full_name in text_of(answer)
    assert Entry.objects.filter(subject_ref=other.pk, reason__startswith="Mi ha chiamato").exists()


def test_an_intake_with_the_keyboard_alone_ends_on_her_record(desk):
    answer = desk.post(
        url("new"),
        intake_data(reasons=["work", "meet"], day_parts=["evening"], notice="on", messages="on", sex="F"),
        follow=True,
    )
    person = Person.objects.get()
    assert answer.redirect_chain[-1][0] == url("person", person.pk)
    assert (person.full_name, person.phone, person.sex) == ("Maria Bianchi", "+393401112233", "F")
    assert Intake.objects.get().reasons == ["work", "meet"]
    assert has_consent(person.pk, "service")
    assert has_consent(person.pk, "messages")


def test_save_and_new_gives_an_empty_page(desk):
    answer = desk.post(url("new"), intake_data(then="new"), follow=True)
    assert answer.redirect_chain[-1][0] == url("new")
    assert "Bianchi" not in text_of(answer).split("<form", 2)[-1]


def test_a_double_press_makes_one_person(desk):
    data = intake_data()
    for _ in range(2):
        desk.post(url("new"), data)
    assert Person.objects.count() == 1


def test_what_was_typed_stays_after_a_mistake(desk):
    answer = desk.post(url("new"), intake_data(phone="12", words="Cerco un lavoro di mattina"))
    page = text_of(answer)
    assert "Cerco un lavoro di mattina" in page
    assert 'value="12"' in page
    assert not Person.objects.exists()


def test_under_18_asks_for_the_parent_and_keeps_everything(desk):
    year = str(timezone.localdate().year - 16)
    answer = desk.post(url("new"), intake_data(birth_year=year))
    assert "guardian_name" in text_of(answer)
    assert "Bianchi" in text_of(answer)
    assert not Person.objects.exists()
    desk.post(url("new"), intake_data(birth_year=year, guardian_name="Carla Bianchi", guardian_consent="on"))
    assert has_consent(Person.objects.get().pk, "parent")


def test_the_parents_fields_come_with_the_year(desk):
    young = str(timezone.localdate().year - 15)
    assert "guardian_name" in text_of(desk.post(url("guardian"), {"birth_year": young}))
    assert "guardian_name" not in text_of(desk.post(url("guardian"), {"birth_year": "1970"}))
    assert "guardian_name" not in text_of(desk.post(url("guardian"), {"birth_year": "<script>"}))


def test_somebody_alike_among_her_own_stops_the_first_save(desk, person):
    data = intake_data(first_name="Anna", last_name="Rossi", phone="333 1234567", birth_year="1969")
    answer = desk.post(url("new"), data)
    assert "È già qui?" in text_of(answer)
    assert Person.objects.count() == 1
    desk.post(url("new"), {**data, "different": "on"})
    assert Person.objects.count() == 2


def test_a_hidden_duplicate_changes_nothing_the_operator_can_see(client_for, desk):
    def page_for(phone):
        answer = desk.post(url("new"), intake_data(phone=phone), follow=True)
        made = Intake.objects.first().person
        page = text_of(answer).replace(str(made.pk), "REF").replace("340 111 2233", "PHONE")
        page = page.replace("340 444 5566", "PHONE").replace("340 777 8899", "PHONE")
        page = re.sub(r'value="[\w-]{20,}"', "", page)
        page = re.sub(r'nonce="[^"]+"|Nonce":"[^"]+"|CSRFToken": "[^"]+"|\d\d:\d\d', "", page)
        Intake.objects.all().delete()
        DuplicateHint.objects.all().delete()
        Person.objects.filter(pk=made.pk).delete()
        return page

    other = factories.user("desk")
    factories.person(team=other.team, operator=other, protected=True, phone="340 1112233")
    factories.person(team=other.team, operator=other, phone="340 4445566")
    free = page_for("340 7778899")
    assert page_for("340 1112233") == free
    assert page_for("340 4445566") == free


def test_the_live_search_shows_only_her_own(desk, person):
    factories.person(team=factories.team(), last_name="Rossini")
    page = text_of(desk.post(url("already_here"), {"last_name": "Ross", "first_name": ""}))
    assert "Anna Rossi" in page
    assert "Rossini" not in page
    assert "1234567" not in page


def test_the_search_works_with_and_without_javascript(desk, person):
    whole = text_of(desk.get(url("search"), {"q": "rossi"}))
    piece = text_of(desk.get(url("search"), {"q": "rossi"}, headers={"HX-Request": "true"}))
    assert "<html" in whole
    assert "<html" not in piece
    for page in (whole, piece):
        assert "Anna Rossi" in page
        assert "••• 567" in page
    assert Entry.objects.filter(action="person.search").count() == 2


def test_a_draft_is_kept_every_ten_seconds_and_taken_up_again(desk, client_for):
    ref = uuid.uuid4()
    answer = desk.post(url("save_draft", ref), intake_data(words="Sono qui da poco", reasons=["work"]))
    assert answer.json()["saved"] is True
    page = text_of(desk.get(url("new"), {"bozza": ref}))
    assert "Sono qui da poco" in page
    assert client_for("desk").get(url("new"), {"bozza": ref}).status_code == 404
    assert client_for("desk").post(url("save_draft", ref), intake_data()).status_code == 409
    assert "Maria Bianchi" in text_of(desk.get(url("drafts")))
    desk.post(url("new"), intake_data(draft=str(ref)))
    assert not IntakeDraft.objects.exists()


def test_an_empty_page_leaves_no_draft(desk):
    empty = {"first_name": "", "municipality": "Lainate"}
    assert desk.post(url("save_draft", uuid.uuid4()), empty).json() == {"saved": False}
    assert not IntakeDraft.objects.exists()


def paper_data(*rows):
    data = {"form-TOTAL_FORMS": "10", "form-INITIAL_FORMS": "0"}
    for place, row in enumerate(rows):
        data[f"form-{place}-request_key"] = str(uuid.uuid4())
        data |= {f"form-{place}-{name}": value for name, value in row.items()}
    return data


def test_paper_cards_that_are_right_leave_and_the_others_stay_as_typed(desk):
    data = paper_data(
        {"first_name": "Luca", "last_name": "Sala", "birth_year": "1990", "notice": "on"},
        {"first_name": "", "last_name": "Senzanome", "phone": "333 222 1111"},
        {},
        {"first_name": "Sara", "last_name": "Villa", "birth_year": "19"},
    )
    page = text_of(desk.post(url("paper"), data))
    assert list(Person.objects.values_list("last_name", flat=True)) == ["Sala"]
    assert "Senzanome" in page
    assert "Villa" in page
    assert "Sala" not in page.split("<form", 2)[-1]
    assert Intake.objects.get().source == "paper"


def test_the_same_cards_twice_are_one_person_each(desk):
    data = paper_data({"first_name": "Luca", "last_name": "Sala", "birth_year": "1990"})
    desk.post(url("paper"), data)
    desk.post(url("paper"), data)
    assert Person.objects.count() == 1


def test_arrival_call_and_end(desk):
    key = str(uuid.uuid4())
    for _ in range(2):
        desk.post(url("arrive"), {"name": "Franco Verdi", "request_key": key})
    row = Waiting.objects.get()
    assert "In attesa: 1 · il primo da 0 minuti" in text_of(desk.get(url("home")))
    desk.post(url("call", row.pk))
    page = text_of(desk.get(url("home")))
    assert f"{url('new')}?attesa={row.pk}" in page
    assert 'value="Franco"' in text_of(desk.get(url("new"), {"attesa": row.pk}))
    desk.post(url("finish", row.pk))
    assert "Franco Verdi" not in text_of(desk.get(url("home")))


def test_goal_step_done_in_one_press(desk, person):
    goal = {"request_key": str(uuid.uuid4()), "area": "work", "words": "Un lavoro di mattina"}
    for _ in range(2):
        desk.post(url("goal_add", person.pk), goal)
    row = person.paths.get().goals.get()
    step = {"request_key": str(uuid.uuid4()), "text": "Porto il CV", "due_on": "31/12/2030"}
    for _ in range(2):
        desk.post(url("step_add", person.pk, row.pk), step)
    made = row.steps.get()
    desk.post(url("step", person.pk, made.pk), {"do": "keep"})
    made.refresh_from_db()
    assert made.state == "kept"
    page = text_of(desk.get(url("person", person.pk)))
    assert "Un lavoro di mattina" in page
    assert "Porto il CV" in page
    assert "Porto il CV" in text_of(desk.get(url("booklet", person.pk)))


def test_nobody_presses_on_another_persons_step(desk, person):
    other = factories.commitment(person=factories.person(team=factories.team()))
    desk.post(url("step", person.pk, other.pk), {"do": "keep"})
    other.refresh_from_db()
    assert other.state == "promised"
    assert desk.get(url("step_drop", person.pk, other.pk)).status_code == 404


def test_outcome_correction_and_check(desk, person):
    data = {"request_key": str(uuid.uuid4()), "kind": "job", "started_on": "03/05/2024", "where": "Officina"}
    desk.post(url("outcome_add", person.pk), data)
    outcome = person.outcomes.get()
    check = outcome.follow_ups.first()
    assert "Anna Rossi" in text_of(desk.get(url("follow_ups")))
    desk.post(url("follow_up", person.pk, check.pk), {"still": "yes"})
    check.refresh_from_db()
    assert check.still == "yes"
    desk.post(url("outcome_correct", person.pk, outcome.pk), {"kind": "training", "started_on": "03/05/2024"})
    assert person.outcomes.count() == 2


def test_a_section_is_saved_shown_and_taken_away(desk, person):
    data = {
        "form-TOTAL_FORMS": "1",
        "form-INITIAL_FORMS": "0",
        "form-0-lingua": "=cmd()",
        "form-0-letto": "buono",
    }
    answer = desk.post(url("section", person.pk, "lingue"), data)
    assert answer.status_code == 302
    assert "=cmd()" in text_of(desk.get(url("section", person.pk, "lingue")))
    assert "=cmd()" in text_of(desk.get(url("sections_print", person.pk)))
    exported = desk.get(url("sections_file", person.pk)).content.decode("utf-8-sig")
    assert ";'=cmd()" in exported
    assert (
        exported.index("Dati anagrafici")
        < exported.index("Esperienze di lavoro")
        < exported.index("politiche")
    )
    assert Entry.objects.filter(action="person.export", subject_ref=person.pk).exists()
    assert desk.get(url("section", person.pk, "inventata")).status_code == 404


@pytest.mark.parametrize("code", ["anagrafici", "amministrativi", "esperienze", "studio", "politiche"])
def test_every_section_opens(desk, person, code):
    assert desk.get(url("section", person.pk, code)).status_code == 200


def test_the_export_is_safe_and_each_person_can_read_of_it(desk, person):
    Person.objects.filter(pk=person.pk).update(last_name="=HYPERLINK(1)")
    for kind in ("csv", "xlsx"):
        answer = desk.post(url("export"), {"formato": kind})
        assert answer.status_code == 200
        assert answer["Content-Disposition"].endswith(f'.{kind}"')
    assert ";'+393331234567;" in desk.post(url("export")).content.decode("utf-8-sig")
    assert Entry.objects.filter(action="person.export", subject_ref=person.pk).count() == 3


def test_a_card_is_printed_once_and_switched_off(desk, person):
    answer = desk.post(url("card", person.pk))
    assert "<svg" in text_of(answer)
    assert "Ha una tessera" in text_of(desk.get(url("person", person.pk)))
    desk.post(url("card_revoke", person.pk))
    assert "Ha una tessera" not in text_of(desk.get(url("person", person.pk)))


def test_consent_given_and_withdrawn(desk, person):
    desk.post(url("consent_give", person.pk, "messages"), {"how": "paper", "given_by": "Anna Rossi"})
    assert has_consent(person.pk, "messages")
    desk.post(url("consent_withdraw", person.pk, "messages"))
    assert not has_consent(person.pk, "messages")
    assert desk.get(url("consent_give", person.pk, "inventato")).status_code == 404


def test_questions_with_the_yes_in_the_same_press(desk, person):
    factories.intake(person)
    data = {"fiducia": "degna", "contare": "si", "partecipazione": "non_risponde"}
    assert "suo sì" in text_of(desk.post(url("questions", person.pk, 0), data))
    desk.post(url("questions", person.pk, 0), {**data, "yes": "on"})
    assert person.answers.count() == 3
    assert "Anna Rossi" not in text_of(desk.get(url("questions_due")))


def test_status_transfer_protection_and_complaint(desk, person, client_for):
    colleague = factories.user("desk")
    desk.post(url("protect", person.pk), {"protected": "1"})
    person.refresh_from_db()
    assert person.protected
    desk.post(url("complaint", person.pk), {"request_key": str(uuid.uuid4()), "text": "Troppa attesa"})
    assert person.complaints.count() == 1
    desk.post(url("transfer", person.pk), {"team": colleague.team_id, "operator": str(colleague.pk)})
    assert desk.get(url("person", person.pk)).status_code == 404
    theirs = client_for(user=colleague)
    assert theirs.get(url("person", person.pk)).status_code == 200
    theirs.post(url("status", person.pk), {"status": "moved", "on": "03/05/2024"})
    person.refresh_from_db()
    assert person.status == "moved"


def test_the_coordinator_merges_without_seeing_a_protected_name(client_for, desk, person):
    coordinator = client_for("coordinator")
    twin = factories.person(phone="333 1234567", last_name="Canarino", protected=True)
    DuplicateHint.objects.create(first=person, second=twin, why="stesso telefono")
    page = text_of(coordinator.get(url("duplicates")))
    assert "Anna Rossi" in page
    assert "Canarino" not in page
    assert "Scheda riservata" in page
    coordinator.post(url("merge"), {"keep": person.pk, "gone": twin.pk})
    twin.refresh_from_db()
    assert twin.status == "active"
    open_gate(actor=coordinator.user, person_ref=twin.pk, subject=twin, reason="Doppione da sistemare")
    coordinator.post(url("merge"), {"keep": person.pk, "gone": twin.pk})
    twin.refresh_from_db()
    assert twin.status == "merged"


def test_erasing_needs_a_gate_a_reason_and_a_deliberate_yes(client_for, person):
    coordinator = client_for("coordinator")
    assert coordinator.post(url("erase", person.pk), {}).url.startswith(url("gate", person.pk))
    open_gate(actor=coordinator.user, person_ref=person.pk, subject=person, reason="Lo chiede la persona")
    coordinator.post(url("erase", person.pk), {"reason": "Lo chiede lei"})
    person.refresh_from_db()
    assert person.status == "active"
    coordinator.post(url("erase", person.pk), {"reason": "Lo chiede lei", "sure": "on"})
    person.refresh_from_db()
    assert person.status == "erased"


def many(desk, number):
    """Persons who are on every list: silent for 50 days, with an outcome to check."""
    long_ago = timezone.localdate() - timedelta(days=50)
    for _ in range(number):
        one = factories.person(team=desk.user.team, operator=desk.user, last_contact_on=long_ago)
        factories.intake(one)
        outcome = one.outcomes.create(kind="job", started_on=long_ago)
        outcome.follow_ups.create(months=3, due_on=long_ago)
        Waiting.objects.create(name="Chi aspetta", person=one)


@pytest.mark.parametrize("name", ["home", "persons", "stalled", "follow_ups", "questions_due", "notes"])
def test_a_list_costs_the_same_with_three_and_twenty_persons(desk, programme, name):  # noqa: F811
    def count():
        with CaptureQueriesContext(connection) as seen:
            assert desk.get(url(name)).status_code == 200
        return len([one for one in seen if "SAVEPOINT" not in one["sql"]])

    many(desk, 3)
    count()  # the first request of a session also writes the session
    few = count()
    many(desk, 17)
    assert count() == few
    assert few <= 13


@pytest.mark.parametrize(
    "role", ["member", "facilitator", "lab_leader", "municipality", "funder", "sysadmin"]
)
def test_other_roles_find_no_desk(client_for, person, role):
    stranger = client_for(role)
    for name in (*PLAIN, "duplicates"):
        assert stranger.get(url(name)).status_code == 404
    assert stranger.get(url("person", person.pk)).status_code == 404


def test_choices_beside_their_boxes_begin_with_a_capital(desk):
    page = text_of(desk.get(url("new")))
    for words in ("Mattina", "Pomeriggio", "Donna", "Uomo", "Non indicato"):
        assert words in page
    assert "pomeriggio" not in page


def test_the_record_says_how_often_it_was_opened_in_the_hour(desk, person):
    for _ in range(3):
        desk.get(url("edit", person.pk))
    rows = entries_about(person.pk)
    read = [line for line in rows if line.what == "ha aperto la scheda"]
    assert sum(line.times for line in read) == 3
    page = text_of(desk.get(url("seen", person.pk)))
    assert "volte, dalle" in page

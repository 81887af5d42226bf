"""Two fields give a ticket; its link does everything else; a GET changes nothing."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from jobcaffe.fair.events import actions as events
from jobcaffe.fair.events.models import Fair
from jobcaffe.fair.visits import actions, queries, rules
from jobcaffe.fair.visits.models import Consent, Scan, Seat, Visitor
from jobcaffe.foundation.journal.actions import PUBLIC
from jobcaffe.foundation.notices.models import Notice
from tests import factories
from tests.fair.visits import around

pytestmark = pytest.mark.django_db


@pytest.fixture
def fair() -> Fair:
    """A public fair of next week."""
    return factories.fair()


def url(name: str, *args: object) -> str:
    return reverse(f"fairvisit:{name}", args=args)


def sent(**fields: Any) -> dict[str, Any]:
    return {"name": "Franco", "contact": "333 123 4567", "request_key": str(uuid4()), **fields}


def without_luck(page: str) -> str:
    """A page without what is drawn anew for each answer."""
    return re.sub(r'nonce="[^"]+"|value="[A-Za-z0-9]{64}"', "", page)


def test_a_visitor_signs_up_with_two_fields_and_her_ticket_is_in_the_message(
    fair: Fair, client: Client
) -> None:
    page = client.get(url("sign_up", fair.slug)).content.decode()
    asked = page.partition("request_key")[2].partition("<details")[0]
    assert re.findall(r'name="(\w+)"', asked)[-3:] == ["name", "contact", "sito"]
    answer = client.post(url("sign_up", fair.slug), sent())
    made = Visitor.objects.get()
    assert answer["Location"] == url("sent", fair.slug)
    assert made.code not in client.get(answer["Location"]).content.decode()
    assert url("ticket", rules.token_of(made)) in Notice.objects.get().body
    ticket = client.get(url("ticket", rules.token_of(made))).content.decode()
    assert made.code in ticket
    assert "<svg" in ticket
    assert "333" not in ticket


def test_the_same_press_twice_and_the_same_sign_up_twice_are_one(fair: Fair, client: Client) -> None:
    form = sent()
    for told in (form, form, sent(), sent(name="FRANCO ")):
        client.post(url("sign_up", fair.slug), told)
    made = Visitor.objects.get()
    assert [one.contact for one in Notice.objects.filter(template="fair_ticket")] == [made.contact] * 2


def test_nothing_tells_who_knows_a_name_and_a_telephone_whether_she_comes(fair: Fair) -> None:
    """The same bytes, headers and cookies for who is new and for who had signed up."""
    around.visitor(fair, "Anna Re", contact="333 1112223")
    told = []
    for name in ("Anna Re", "Bruno Po"):
        stranger = Client()
        answer = stranger.post(url("sign_up", fair.slug), sent(name=name, contact="333 1112223"))
        page = stranger.get(answer["Location"])
        told.append((answer.status_code, answer["Location"], answer.content, page.status_code))
        told.append((sorted(stranger.cookies), without_luck(page.content.decode())))
    assert told[:2] == told[2:]
    assert Visitor.objects.count() == 2


def test_what_is_wrong_keeps_what_was_typed(fair: Fair, client: Client) -> None:
    page = client.post(
        url("sign_up", fair.slug), sent(contact="casa mia", needs="Una sedia")
    ).content.decode()
    assert "Scrivi un numero come" in page
    assert "casa mia" in page
    assert "Una sedia" in page
    assert Visitor.objects.count() == 0


def test_a_program_that_fills_the_hidden_field_gets_no_place(fair: Fair, client: Client) -> None:
    client.post(url("sign_up", fair.slug), sent(sito="http://x"))
    assert Visitor.objects.count() == 0


def test_a_draft_fair_is_not_there_and_a_closed_one_takes_nobody(client: Client) -> None:
    assert client.get(url("sign_up", factories.fair(state="draft").slug)).status_code == 404
    closed = factories.fair(state="closed")
    assert "Qui non ci si iscrive più" in client.get(url("sign_up", closed.slug)).content.decode()


def test_to_open_every_page_of_a_ticket_changes_nothing(fair: Fair, client: Client) -> None:
    made = around.visitor(fair)
    around.workshop(fair)
    before = Visitor.objects.values().get()
    for name in ("ticket", "cancel", "consents", "ticket_print"):
        assert client.get(url(name, rules.token_of(made))).status_code == 200, name
    for name in ("confirm", "come_back"):
        assert client.get(url(name, rules.token_of(made))).status_code == 405, name
    assert (Visitor.objects.values().get(), Seat.objects.count(), Consent.objects.count()) == (before, 0, 0)


def test_a_link_that_is_not_ours_is_not_there(fair: Fair, client: Client) -> None:
    made = around.visitor(fair)
    for token in ("x" * 52, rules.token_of(made)[:-1] + "g", made.code):
        for name in ("ticket", "cancel", "consents", "ticket_print"):
            assert client.get(url(name, token)).status_code == 404


def test_one_tap_says_that_she_does_not_come_and_one_that_she_does_after_all(client: Client) -> None:
    fair = factories.fair(opens_at=timezone.now() + timedelta(days=2))
    made = around.visitor(fair)
    token = rules.token_of(made)
    assert "Vieni ancora?" not in client.get(url("ticket", token)).content.decode()  # she has just said it
    type(made).objects.filter(pk=made.pk).update(signed_up_at=timezone.now() - timedelta(days=3))
    assert "Vieni ancora?" in client.get(url("ticket", token)).content.decode()
    client.post(url("confirm", token))
    assert "Vieni ancora?" not in client.get(url("ticket", token)).content.decode()
    client.post(url("cancel", token))
    assert Visitor.objects.get().state == "cancelled"
    assert "Il tuo posto è libero" in client.get(url("ticket", token)).content.decode()
    client.post(url("come_back", token))
    assert Visitor.objects.get().state == "expected"


def test_a_seat_is_taken_waited_for_and_given_back_from_the_ticket(fair: Fair, client: Client) -> None:
    session = around.workshop(fair, seats=1)
    one, two = (rules.token_of(around.visitor(fair, name)) for name in ("Anna", "Bruno"))
    for token in (one, two, two):
        client.post(url("seat", token, session.pk), {"what": "take"})
    assert list(Seat.objects.values_list("state", flat=True)) == ["held", "waiting"]
    assert "numero 1" in client.get(url("ticket", two)).content.decode()
    client.post(url("seat", one, session.pk), {"what": "leave"})
    assert "Hai un posto." in client.get(url("ticket", two)).content.decode()


def test_a_seat_of_another_fair_is_neither_taken_nor_left(fair: Fair, client: Client) -> None:
    other = factories.fair()
    session = around.workshop(other)
    held = around.visitor(other)
    actions.take_seat(actor=PUBLIC, visitor=held, session_id=session.pk)
    token = rules.token_of(around.visitor(fair))
    for what in ("take", "leave"):
        client.post(url("seat", token, session.pk), {"what": what})
    assert list(Seat.objects.values_list("visitor", "state")) == [(held.pk, "held")]


def test_consents_are_empty_boxes_until_she_ticks_one(fair: Fair, client: Client) -> None:
    stand = factories.stand(fair)
    made = around.visitor(fair)
    address = url("consents", rules.token_of(made))
    assert " checked" not in client.get(address).content.decode()
    client.post(address, {"stands": [str(stand.pk)]})
    assert queries.may_contact(stand.pk, made) is True
    client.post(address, {})
    assert queries.may_contact(stand.pk, made) is False


@pytest.mark.parametrize("paper", ["a6", "a4", "b0"])
def test_the_ticket_is_a_tagged_pdf_of_one_page(fair: Fair, client: Client, paper: str) -> None:
    token = rules.token_of(around.visitor(fair))
    answer = client.get(url("ticket_print", token), {"carta": paper})
    assert answer.content.startswith(b"%PDF-")
    assert answer["Content-Type"] == "application/pdf"


# --- the desk ----------------------------------------------------------------------------------------


def test_paper_sign_ups_are_typed_one_after_the_other(fair: Fair, client_for: Any) -> None:
    desk, address = client_for("desk"), url("enrol", fair.slug)
    for name in ("Rosa Villa", "Amina Serra"):
        answer = desk.post(address, sent(name=name, contact="", way="paper"))
        page = desk.get(answer["Location"]).content.decode()
        assert name in page
        assert re.search(r'value="paper"[^>]* checked', page)
    assert list(Visitor.objects.values_list("way", flat=True)) == ["paper", "paper"]


def test_the_list_is_searched_by_name_code_and_telephone(fair: Fair, client_for: Any) -> None:
    desk, address = client_for("desk"), url("people", fair.slug)
    anna = around.visitor(fair, "Anna Re", contact="333 1112223")
    around.visitor(fair, "Bruno Po", contact="333 4445556")
    for text in ("ann", anna.code, "3331112223", rules.ticket_url(anna)):
        page = desk.get(address, {"cerca": text}).content.decode()
        assert ("Anna Re" in page, "Bruno Po" in page) == (True, False), text
    actions.cancel(actor=PUBLIC, visitor=anna)
    page = desk.get(address, {"solo": "disdette"}).content.decode()
    assert ("Anna Re" in page, "Bruno Po" in page) == (True, False)


@pytest.mark.parametrize("name", ["people", "enrol"])
def test_the_list_is_of_the_desk_alone(fair: Fair, client_for: Any, name: str) -> None:
    volunteer = client_for(user=around.volunteer(fair))
    for client in (volunteer, client_for("member"), client_for("organisation")):
        assert client.get(url(name, fair.slug)).status_code == 404


def test_an_operator_links_a_visitor_to_a_person_she_follows(fair: Fair, client_for: Any) -> None:
    team = factories.team()
    desk = client_for("desk", team=team)
    person = factories.person(team=team, first_name="Anna", last_name="Re", phone="3331112223")
    made = around.visitor(fair, "Anna Re", contact="333 1112223")
    address = url("visitor", fair.slug, made.pk)
    assert "Ha lo stesso recapito" in desk.get(address).content.decode()
    desk.post(url("link", fair.slug, made.pk), {"person": str(person.pk)})
    assert Visitor.objects.get().person == person
    desk.post(url("link", fair.slug, made.pk), {"person": ""})
    assert Visitor.objects.get().person is None


def test_a_visitor_of_one_fair_is_not_found_through_another(fair: Fair, client_for: Any) -> None:
    made = around.visitor(factories.fair())
    assert client_for("desk").get(url("visitor", fair.slug, made.pk)).status_code == 404


@pytest.mark.parametrize("count", [1, 3, 300])
def test_the_lists_cost_the_same_with_one_three_and_three_hundred(
    fair: Fair, client_for: Any, count: int, django_assert_max_num_queries: Any
) -> None:
    desk = client_for("desk")
    people = [
        Visitor(
            fair=fair,
            code=f"F{n // 1000}-{n % 1000:03d}",
            name=f"Anna {n}",
            name_index=rules.name_index("Anna"),
        )
        for n in range(count)
    ]
    Visitor.objects.bulk_create(people)
    desk.get(url("people", fair.slug))
    for address, most in (
        (url("people", fair.slug), 16),
        (f"{url('people', fair.slug)}?cerca=anna", 18),
        (reverse("fairdoor:home", args=[fair.slug]), 18),
        (f"{reverse('fairdoor:home', args=[fair.slug])}?letto=anna", 20),
        (reverse("fairdoor:roster", args=[fair.slug]), 12),
        (reverse("fairdoor:paper", args=[fair.slug]), 12),
        (reverse("fairdoor:devices", args=[fair.slug]), 14),
    ):
        with django_assert_max_num_queries(most):
            assert desk.get(address).status_code == 200


def test_a_ticket_of_a_person_shows_on_her_own_page_once_linked(fair: Fair, client_for: Any) -> None:
    user = factories.member()
    made = around.visitor(fair)
    member = client_for(user=user)
    page = reverse("member:encounters")
    assert fair.name not in member.get(page).content.decode()
    Visitor.objects.filter(pk=made.pk).update(person=user.person_ref)
    assert rules.token_of(made) in member.get(page).content.decode()


def test_the_ticket_says_what_was_called_off_and_why_a_seat_passes_by(fair: Fair, client: Client) -> None:
    off, one, other = (around.workshop(fair, title=name) for name in ("Colori", "Prova", "Curriculum"))
    around.workshop(fair, title="Mai visto", cancelled_on=timezone.localdate())
    Seat.objects.filter(session=off).delete()
    made, first, second = (around.visitor(fair, name) for name in ("Anna", "Bruno", "Carla"))
    for who, session in ((first, one), (second, other), (made, one), (made, other), (made, off)):
        if session is off:
            Seat.objects.create(session=off, visitor=made, state="waiting")
        else:
            actions.take_seat(actor=PUBLIC, visitor=who, session_id=session.pk)
    events.call_off_session(actor=factories.user("coordinator"), fair_id=fair.pk, session_id=off.pk)
    actions.leave_seat(actor=PUBLIC, visitor=first, session_id=one.pk)
    page = client.get(url("ticket", rules.token_of(made))).content.decode()
    assert "Annullato: non si fa più." in page
    assert "A quell&#x27;ora hai già altro: «Prova»" in page
    assert "Mai visto" not in page
    assert url("seat", rules.token_of(made), off.pk) not in page


def test_the_desk_is_told_who_was_there_already(fair: Fair, client_for: Any) -> None:
    desk, address = client_for("desk"), url("enrol", fair.slug)
    pages = [
        desk.get(desk.post(address, sent(name="Rosa Villa", way="desk"))["Location"]).content.decode()
        for _time in range(2)
    ]
    assert ["Era già iscritta" in page for page in pages] == [False, True]
    assert Visitor.objects.count() == 1


def test_a_card_of_nobody_gets_a_name_from_the_desks_list(client_for: Any) -> None:
    fair = factories.fair(opens_at=timezone.now() - timedelta(hours=1))
    desk = client_for("desk")
    assert desk.get(url("card", fair.slug), {"codice": "F4-118"})["Location"] == url("cards", fair.slug)
    Scan.objects.create(nonce=uuid4(), fair=fair, kind="in", read="F4-118", at=timezone.now())
    assert url("cards", fair.slug) in desk.get(url("people", fair.slug)).content.decode()
    address = re.search(r'href="([^"]+codice=[^"]+)"', desk.get(url("cards", fair.slug)).content.decode())
    assert address is not None
    assert "Di chi è F4-118?" in desk.get(address[1]).content.decode()
    answer = desk.post(address[1], {"name": "Gina Re", "contact": "", "request_key": str(uuid4())})
    made = Visitor.objects.get()
    assert answer["Location"] == url("visitor", fair.slug, made.pk)
    assert (made.code, made.name, made.inside) == ("F4-118", "Gina Re", True)


def test_a_contact_is_written_later_and_anothers_is_shown_with_its_code(fair: Fair, client_for: Any) -> None:
    desk = client_for("desk")
    known = around.visitor(fair, "Gina Re", contact="333 1112223")
    made = around.visitor(fair, "Gina", contact="", way="paper")
    address = url("name", fair.slug, made.pk)
    told = {"name": "Gina Re", "contact": "333 1112223", "request_key": str(uuid4())}
    page = desk.post(address, told).content.decode()
    assert ("È già iscritta" in page, known.code in page) == (True, True)
    assert desk.post(address, told | {"contact": "333 4445556"}).status_code == 302
    made.refresh_from_db()
    assert (made.name, made.contact) == ("Gina Re", "+393334445556")


@pytest.mark.parametrize("name", ["cards", "card"])
def test_names_are_given_by_the_desk_alone(fair: Fair, client_for: Any, name: str) -> None:
    volunteer = client_for(user=around.volunteer(fair))
    for client in (volunteer, client_for("member"), client_for("organisation")):
        assert client.get(url(name, fair.slug)).status_code == 404

"""Pages of coffees and tables, as people press them."""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from jobcaffe.commitments.models import Commitment
from jobcaffe.network.tables import slots
from jobcaffe.network.tables.enums import State
from jobcaffe.network.tables.models import Coffee
from jobcaffe.network.tables.rules import token_of
from jobcaffe.web.tables import shape
from tests import factories
from tests.network.tables import around

pytestmark = pytest.mark.django_db
ClientFor = Callable[..., Client]


def key() -> dict[str, str]:
    """What a page sends with a press."""
    return {"request_key": str(uuid.uuid4())}


@pytest.fixture(autouse=True)
def a_room() -> None:
    factories.room()


def test_from_the_reasons_to_a_proposal_in_one_page(client_for: ClientFor) -> None:
    own, school = around.body("Officina"), around.body("Istituto", kind="school")
    giulia = client_for(user=factories.partner(own))
    page = giulia.get(reverse("tables:mine"))
    assert "Istituto" in page.text
    assert "Una scuola e chi dà lavoro" in page.text
    there = reverse("tables:own_propose", args=[school.pk])
    chosen = [slot.value for slot in slots.free_times()[:3]]
    assert "né più né meno" in giulia.post(there, {**key(), "times": chosen[:2]}).text
    giulia.post(there, {**key(), "times": chosen, "purpose": "Tirocini"})
    assert Coffee.objects.get().proposed_by == own


def test_one_tap_on_a_link_without_signing_in_and_reading_it_changes_nothing(client: Client) -> None:
    coffee = around.proposed()
    for side in ("first", "second"):
        link = reverse("tables:answer", args=[token_of(coffee, side)])
        page = client.get(link)
        assert Coffee.objects.get().state == State.WAITING
        assert page.text.count('name="say"') == 5
        client.post(link, {"say": f"yes:{coffee.times.all()[0].pk}"})
    page = client.get(link)
    assert "Il caffè è fissato" in page.text
    file = client.get(reverse("tables:calendar", args=[token_of(coffee, "second")]))
    assert file["Content-Type"].startswith("text/calendar")
    assert b"BEGIN:VEVENT" in file.content


def test_rubbish_in_a_button_is_refused_in_words(client: Client) -> None:
    coffee = around.proposed()
    link = reverse("tables:answer", args=[token_of(coffee, "first")])
    for said in ("yes:", "yes:²", "yes:" + "9" * 40, "maybe", "", "yes:-1"):
        assert client.post(link, {"say": said}).status_code == 302
    assert Coffee.objects.get().state == State.WAITING
    assert client.get(reverse("tables:answer", args=["x" * 40])).status_code == 404


def test_an_organisation_does_not_see_what_is_between_two_others(client_for: ClientFor) -> None:
    coffee = around.proposed()
    stranger = client_for(user=factories.partner(around.body("Estranea")))
    for name in ("own_coffee", "coffee"):
        assert stranger.get(reverse(f"tables:{name}", args=[coffee.pk])).status_code == 404
    mine = client_for(user=factories.partner(coffee.first))
    assert mine.get(reverse("tables:own_coffee", args=[coffee.pk])).status_code == 200


def test_a_promise_is_kept_shown_to_all_and_taken_off(client_for: ClientFor, client: Client) -> None:
    own = around.body("Officina")
    promise = factories.commitment(organisation=own, text="Due tirocini in primavera")
    giulia = client_for(user=factories.partner(own))
    public = reverse("directory:detail", args=[own.pk])
    assert "Due tirocini" in giulia.get(reverse("tables:commitments")).text
    assert "Due tirocini" in giulia.get(reverse("partner:home")).text
    assert "Due tirocini" not in client.get(public).text
    giulia.post(reverse("tables:promise_show", args=[promise.pk]), {"public": "yes"})
    assert "Due tirocini" in client.get(public).text
    giulia.post(reverse("tables:promise_drop", args=[promise.pk]), {"reason": "Chiudiamo"})
    assert "Due tirocini" not in client.get(public).text
    assert Commitment.objects.get().state == "dropped"
    foreign = factories.commitment(organisation=around.body("Altra"))
    assert giulia.post(reverse("tables:promise_mark", args=[foreign.pk]), {"do": "keep"}).status_code == 404


def test_a_table_from_its_opening_to_the_printed_minutes(client_for: ClientFor) -> None:
    desk = client_for("desk")
    one, two = around.body("Uno"), around.body("Due")
    opened = desk.post(
        reverse("tables:new"),
        {**key(), "name": "Tempi", "purpose": "Orari", "organisations": [one.pk, two.pk]},
    )
    day = factories.moment(9)
    planned = desk.post(
        opened["Location"] + "incontro/",
        {**key(), "day": f"{day:%d/%m/%Y}", "starts": "15", "ends": "16", "agenda": "Saluti\nOrari"},
    )
    values = {**key(), "organisation": one.pk, "text": "Mandare gli orari", "due_on": f"{day:%d/%m/%Y}"}
    # Before anybody promised anything the sheet has lines for a pen.
    assert desk.get(planned["Location"] + "stampa/").text.count('<th scope="row">') == shape.LINES
    desk.post(planned["Location"] + "impegno/", values)
    sheet = desk.get(planned["Location"] + "stampa/").text
    assert "Mandare gli orari" in sheet
    assert "Orari" in sheet
    assert desk.get(reverse("tables:home")).status_code == 200


@pytest.mark.parametrize("name", ["new", "agreement_new"])
def test_nobody_is_seated_before_somebody_chose(client_for: ClientFor, name: str) -> None:
    for one in ("Uno", "Due", "Tre"):
        around.body(one, kind="school" if one == "Due" else "company")
    page = client_for("desk").get(reverse(f"tables:{name}")).text
    boxes = re.findall(r'<input type="checkbox"[^>]*>', page)
    assert len(boxes) == 3
    assert [box for box in boxes if " checked" in box] == []
    # By kind, so that nobody reads all of them to find one.
    assert re.findall(r'role="group" aria-label="([^"]+)"', page) == ["Azienda", "Scuola"]

"""Journey h: a call is written in three taps and well within twenty seconds, on telephone and desk."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Browser, Page, expect

from jobcaffe.foundation.accounts.models import User
from jobcaffe.network.outreach import actions
from jobcaffe.network.outreach.models import Card, Touch
from tests import factories
from tests.foundation.ui.browser import overflow, violations
from tests.journeys.keys import press, tab_to
from tests.network.outreach import around

pytestmark = pytest.mark.django_db(transaction=True)
PHONE, DESK, NARROWEST = 390, 1280, 320
TAPS, SECONDS, NEXT_SECONDS = 3, 20, 1
Sit = Callable[..., Page]


@pytest.fixture
def sit(browser: Browser, live_server: Any) -> Iterator[Sit]:
    """``sit(user, width)``: somebody at her screen, on the list of today."""
    with ExitStack() as stack:

        def begin(user: User, width: int = PHONE) -> Page:
            client = Client()
            client.force_login(user)
            context = browser.new_context(viewport={"width": width, "height": 844}, locale="it-IT")
            stack.callback(context.close)
            cookie = client.cookies["jobcaffe"].value
            context.add_cookies([{"name": "jobcaffe", "value": cookie, "url": live_server.url}])
            context.set_default_timeout(10_000)
            page: Page = context.new_page()
            page.goto(live_server.url + reverse("outreach:today"))
            return page

        yield begin


class Hand:
    """Counts its taps."""

    def __init__(self, page: Page) -> None:
        self.page, self.taps = page, 0

    def button(self, name: str) -> None:
        """Tap a button."""
        self.taps += 1
        self.page.get_by_role("button", name=name, exact=True).click()

    def words(self, name: str) -> None:
        """Tap one of the answers."""
        self.taps += 1
        self.page.get_by_text(name, exact=True).first.click()


@pytest.mark.parametrize("width", [PHONE, DESK])
def test_three_taps_write_a_call_and_the_next_card_is_there(sit: Sit, width: int) -> None:
    at = around.campaign(organisations=3)
    page = sit(factories.user("desk", name="Anna"), width)
    hand, begun = Hand(page), time.monotonic()
    hand.button("Chiama la prossima")
    expect(page.get_by_role("link", name="Chiama 02 9370 0041")).to_have_attribute(
        "href", "tel:+390293700041"
    )
    hand.words("Non risponde")
    pressed = time.monotonic()
    hand.button("Salva e prossima")
    expect(page.get_by_role("heading", name="Associazione 001")).to_be_visible()
    done = time.monotonic()
    assert hand.taps == TAPS
    assert done - begun <= SECONDS
    assert done - pressed <= NEXT_SECONDS * 3  # two cores shared with the browser itself
    touch = Touch.objects.get()
    assert (touch.outcome, touch.next_action) == ("no_answer", "call")
    # From the second on it is two.
    hand.taps = 0
    hand.words("Interessati")
    hand.button("Salva e prossima")
    expect(page.get_by_role("heading", name="Associazione 002")).to_be_visible()
    assert hand.taps == TAPS - 1
    hand.button("Annulla l'ultimo contatto: Associazione 001")
    expect(page.get_by_text("Annullato. Tutto è come prima.")).to_be_visible()
    expect(page.get_by_role("heading", name="Associazione 001")).to_be_visible()
    assert at.cards.filter(stage="interested").count() == 0


def test_two_people_do_not_call_the_same_president_and_hear_of_each_other(sit: Sit) -> None:
    one, two = around.campaign(), around.campaign(name="Scuole")
    card = around.card(one, name="Bocciofila")
    other = around.card(two, organisation=card.organisation)
    anna, bruna = sit(factories.user("desk", name="Anna Sala")), sit(factories.user("desk"))
    anna.get_by_role("button", name="Chiama la prossima").click()
    expect(anna.get_by_role("heading", name="Bocciofila")).to_be_visible()
    bruna.get_by_role("button", name="Chiama la prossima").click()
    expect(bruna.get_by_text("Per oggi non c'è nessun'altra da chiamare.")).to_be_visible()
    anna.get_by_text("Interessati", exact=True).click()
    anna.get_by_role("button", name="Salva e prossima").click()
    expect(anna.get_by_text("Oggi, Anna Sala: interessati.")).to_be_visible()
    assert set(Card.objects.filter(holder__name="Anna Sala")) <= {card, other}


@pytest.mark.parametrize("width", [PHONE, DESK])
def test_the_keyboard_alone_writes_a_call(sit: Sit, width: int) -> None:
    around.campaign(organisations=1)
    page = sit(factories.user("desk"), width)
    press(page, "Chiama la prossima")
    tab_to(page, "Interessati", "radio")
    page.keyboard.press("ArrowRight")
    press(page, "Salva e prossima")
    expect(page.get_by_text("Fatto. Associazione 000: da richiamare.")).to_be_visible()
    assert Touch.objects.get().outcome == "call_back"


def test_a_contact_outside_the_list_and_a_list_of_names(sit: Sit) -> None:
    boss = factories.user("coordinator")
    at = around.campaign(boss)
    page = sit(boss, DESK)
    factories.organisation(name="Bocciofila Sant'Anna", municipality="Lainate")
    page.get_by_role("link", name="Ho sentito un'organizzazione").click()
    page.get_by_label("Quale organizzazione?").fill("bocciofila")
    page.keyboard.press("Enter")
    page.get_by_role("link", name="Bocciofila Sant'Anna").click()
    page.get_by_text("Aderisce al programma", exact=True).click()
    page.get_by_role("button", name="Salva il contatto").click()
    expect(page.get_by_text("Fatto. Bocciofila Sant'Anna: aderisce al programma.")).to_be_visible()
    begun = time.monotonic()
    page.goto(page.url.split("/contatti/")[0] + reverse("outreach:bring", args=[at.pk]))
    names = "\n".join(f"Circolo {n};02 9370{n:04d};info@circolo{n}.example;Lainate" for n in range(200))
    page.get_by_label("Incolla l'elenco").fill(f"{names}\nBocciofila Sant'Anna;;;Lainate")
    page.get_by_role("button", name="Guarda l'elenco").click()
    expect(page.get_by_text("Chi c'è già")).to_be_visible()
    page.get_by_role("button", name="Metti 201 organizzazioni nella campagna").click()
    expect(page.get_by_text("Organizzazioni messe nella campagna: 201.")).to_be_visible()
    assert time.monotonic() - begun < 120
    assert at.cards.count() == 201


def test_every_page_is_accessible_and_fits_the_narrowest_screen(sit: Sit, live_server: Any) -> None:
    boss = factories.user("coordinator")
    at = around.campaign(boss, organisations=3)
    cards = list(at.cards.all())
    actions.tell(actor=boss, card_id=cards[0].pk, outcome="interested", note="Meglio dopo le 17.")
    actions.tell(actor=boss, card_id=cards[1].pk, outcome="wrong_number")
    actions.take(actor=boss, card_id=cards[2].pk)
    sent = actions.create_mailing(
        actor=boss, campaign_id=at.pk, way="letter", stages=["to_contact"], subject="Invito", text="Venite."
    )
    page = sit(boss, NARROWEST)
    organisation = f"?organizzazione={cards[0].organisation_id}"
    addresses = [
        *(reverse(f"outreach:{one}") for one in ("today", "campaigns", "new", "recap", "bounced", "heard")),
        *(reverse(f"outreach:{one}", args=[at.pk]) for one in ("campaign", "edit", "cards", "excluded", "bring")),
        *(reverse("outreach:card", args=[card.pk]) for card in cards),
        reverse("outreach:mailing_new", args=[at.pk]),
        reverse("outreach:mailing", args=[at.pk, sent.pk]),
        reverse("outreach:heard") + organisation,
    ]  # fmt: skip
    wrong = []
    for address in addresses:
        page.set_viewport_size({"width": NARROWEST, "height": 844})
        answer = page.goto(live_server.url + address)
        assert answer is not None
        assert answer.status == 200
        wide = overflow(page)
        height = page.evaluate("document.documentElement.scrollHeight")
        page.set_viewport_size({"width": NARROWEST, "height": height})
        wrong += [f"{address}: {fault}" for fault in violations(page)]
        wrong += [f"{address}: {wide} px"] if wide else []
    assert wrong == []

"""Two fields give a ticket; a volunteer lets people in with the network cut, and nothing is lost."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Browser, BrowserContext, Page, expect

from jobcaffe.fair.events.models import Fair
from jobcaffe.fair.visits import queries, rules
from jobcaffe.fair.visits.actions import turn_off_device
from jobcaffe.fair.visits.models import Device, Scan, Visitor
from jobcaffe.foundation.accounts.models import User
from tests import factories
from tests.fair.visits import around
from tests.foundation.ui.browser import overflow, violations
from tests.journeys.test_evening import DUMP

pytestmark = pytest.mark.django_db(transaction=True)
SENT = "In rete. È tutto inviato."


@dataclass
class Door:
    """A volunteer's telephone of 390 pixels at the door of a fair that is on now."""

    site: str
    context: BrowserContext
    page: Page
    fair: Fair
    keeper: User

    def open(self) -> Page:
        """The door's page, its list kept and its worker ready."""
        self.page.goto(self.site + reverse("fairdoor:home", args=[self.fair.slug]))
        expect(self.page.locator("[data-door][data-ready]")).to_have_count(1)
        self.page.evaluate("navigator.serviceWorker.ready.then(() => true)")
        return self.page

    def scan(self, text: str) -> None:
        """What a USB reader does: letters, then Enter."""
        self.page.get_by_label("Codice o nome").fill(text)
        self.page.keyboard.press("Enter")

    def kept(self) -> Any:
        """Everything that the browser keeps."""
        return self.page.evaluate(DUMP)

    def queued(self) -> int:
        """How many presses wait on the telephone."""
        return int(self.kept()["counts"].get("queue", 0))

    def sent(self) -> None:
        """Until nothing waits any more; twenty seconds at most."""
        for _look in range(100):
            if self.queued() == 0:
                return
            self.page.wait_for_timeout(200)
        raise AssertionError(f"{self.queued()} presses still wait")


@pytest.fixture
def door(browser: Browser, live_server: Any) -> Iterator[Door]:
    """The telephone, signed in."""
    fair = factories.fair(opens_at=timezone.now() - timedelta(hours=1))
    keeper = around.volunteer(fair, name="Ivan Brusa")
    client = Client()
    client.force_login(keeper)
    context = browser.new_context(
        viewport={"width": 390, "height": 844}, locale="it-IT", has_touch=True, is_mobile=True
    )
    cookie = client.cookies["jobcaffe"].value
    context.add_cookies([{"name": "jobcaffe", "value": cookie, "url": live_server.url}])
    context.set_default_timeout(8_000)
    yield Door(live_server.url, context, context.new_page(), fair, keeper)
    context.set_offline(False)
    context.close()


def test_with_the_network_cut_people_come_in_and_all_arrives_afterwards(door: Door) -> None:
    franco, anna = around.visitor(door.fair, "Franco Colombo"), around.visitor(door.fair, "Anna Re")
    page = door.open()
    door.context.set_offline(True)
    door.scan(franco.code.lower())
    expect(page.get_by_role("heading", name="Franco")).to_be_visible()
    page.get_by_role("button", name="È entrato").click()
    expect(page.get_by_text("Franco è dentro.")).to_be_visible()
    # The square of a ticket, as a reader types it.
    door.scan(rules.ticket_url(anna))
    page.get_by_role("button", name="È entrato").click()
    expect(page.get_by_text("Anna è dentro.")).to_be_visible()
    page.get_by_role("button", name="Annulla").click()
    expect(page.get_by_text("Tolto.")).to_be_visible()
    page.get_by_label("Nome", exact=True).fill("Gina")
    page.get_by_label("Da un manifesto").check()
    page.get_by_role("button", name="Fai entrare").click()
    expect(page.get_by_text("Gina è dentro.")).to_be_visible()
    expect(page.get_by_text("Senza rete. Segnati su questo telefono: 4.")).to_be_visible()
    # The page dies, the telephone is opened again, still without a network.
    page.reload()
    expect(page.get_by_text("Sei senza rete")).to_be_visible()
    expect(page.locator("[data-door][data-ready]")).to_have_count(1)
    door.scan("anna")
    expect(page.get_by_role("heading", name="Anna")).to_be_visible()
    page.get_by_role("button", name="È entrato").click()
    expect(page.get_by_text("Anna è dentro.")).to_be_visible()
    assert (Scan.objects.count(), door.queued()) == (0, 5)
    door.context.set_offline(False)
    expect(page.get_by_text(SENT)).to_be_visible(timeout=20_000)
    door.sent()
    gina = Visitor.objects.get(way="door")
    assert (gina.name, gina.heard_from) == ("Gina", "poster")
    assert queries.present_now(door.fair) == {franco.pk, anna.pk, gina.pk}
    assert Scan.objects.count() == 5


def test_nothing_on_the_telephone_can_be_read_and_all_goes_at_sign_out(door: Door) -> None:
    franco = around.visitor(door.fair, "Franco Colombo")
    page = door.open()
    door.scan(franco.code)
    expect(page.get_by_role("heading", name="Franco")).to_be_visible()
    kept = door.kept()
    for secret in ("Franco", franco.code, franco.pk.hex[:12]):
        assert secret not in kept["text"], secret
    assert "extractable:false" in kept["text"]
    page.get_by_role("button", name="È entrato").click()
    expect(page.get_by_text("Franco è dentro.")).to_be_visible()
    page.get_by_role("button", name="Esci").click()
    expect(page.get_by_role("link", name="Entra").first).to_be_visible()
    assert sum(door.kept()["counts"].values()) == 0
    assert queries.present_now(door.fair) == {franco.pk}


def test_a_telephone_that_was_turned_off_forgets_everything(door: Door) -> None:
    around.visitor(door.fair, "Franco Colombo")
    page = door.open()
    device = Device.objects.get()
    turn_off_device(actor=factories.user("coordinator"), fair=door.fair, device_id=device.pk)
    door.scan("franco")
    page.get_by_role("button", name="È entrato").click()
    expect(page.get_by_text("Questo telefono è spento.")).to_be_visible()
    assert sum(door.kept()["counts"].values()) == 0
    assert Scan.objects.count() == 0


def test_a_code_that_is_of_nobody_is_told_and_the_door_goes_on(door: Door) -> None:
    page = door.open()
    door.scan("F4-118")
    expect(page.get_by_text("Non è in elenco. Tengo il codice")).to_be_visible()
    door.sent()
    expect(page.get_by_label("Codice o nome")).to_have_value("")
    assert list(Scan.objects.values_list("read", "visitor")) == [("F4-118", None)]


def test_the_doors_page_fits_a_telephone_and_is_accessible(door: Door) -> None:
    franco = around.visitor(door.fair, "Franco Colombo")
    page = door.open()
    door.scan(franco.code)
    expect(page.get_by_role("heading", name="Franco")).to_be_visible()
    assert (overflow(page), violations(page)) == (0, [])
    for address in (reverse("fairvisit:sign_up", args=[door.fair.slug]), f"{ticket(franco)}?biglietto=1"):
        page.goto(door.site + address)
        assert (overflow(page), violations(page)) == (0, [])


def ticket(visitor: Visitor) -> str:
    """The address of somebody's ticket on this site."""
    return reverse("fairvisit:ticket", args=[rules.token_of(visitor)])


def test_without_a_script_a_visitor_signs_up_takes_a_seat_and_cancels(
    browser: Browser, live_server: Any
) -> None:
    fair = factories.fair(opens_at=timezone.now() + timedelta(days=2))
    around.workshop(fair, seats=1)
    context = browser.new_context(
        viewport={"width": 390, "height": 844}, locale="it-IT", java_script_enabled=False
    )
    context.set_default_timeout(8_000)
    page = context.new_page()
    page.goto(live_server.url + reverse("fairvisit:sign_up", args=[fair.slug]))
    assert overflow(page) == 0
    page.get_by_label("Come ti chiami?").fill("Franco")
    page.get_by_label("Il tuo telefono, o la tua email").fill("333 123 4567")
    page.get_by_role("button", name="Tieni il mio posto").click()
    expect(page.get_by_role("heading", name="Ti aspettiamo, Franco")).to_be_visible()
    made = Visitor.objects.get()
    expect(page.get_by_text(made.code, exact=True).locator("visible=true")).to_have_count(1)
    assert overflow(page) == 0
    page.get_by_role("button", name="Prendi un posto").click()
    expect(page.get_by_text("Hai un posto.").first).to_be_visible()
    page.get_by_role("link", name="Non vengo").first.click()
    page.get_by_role("button", name="Non vengo").click()
    expect(page.get_by_role("heading", name="Il tuo posto è libero")).to_be_visible()
    made.refresh_from_db()
    assert made.state == "cancelled"
    context.close()

"""Two fields give a ticket; a volunteer lets people in with the network cut, and nothing is lost."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from itertools import pairwise
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect

from jobcaffe.fair.events.models import Fair
from jobcaffe.fair.pledges.actions import close
from jobcaffe.fair.talks.models import Talk
from jobcaffe.fair.visits import rules
from jobcaffe.fair.visits.actions import turn_off_device
from jobcaffe.fair.visits.models import Device, Scan, Visitor
from jobcaffe.foundation.accounts.models import User
from jobcaffe.programme import fairs
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

    def signed_in(self, user: User) -> None:
        """Whoever holds the telephone from now on."""
        client = Client()
        client.force_login(user)
        cookie = client.cookies["jobcaffe"].value
        self.context.add_cookies([{"name": "jobcaffe", "value": cookie, "url": self.site}])

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
    context = browser.new_context(
        viewport={"width": 390, "height": 844}, locale="it-IT", has_touch=True, is_mobile=True
    )
    context.set_default_timeout(8_000)
    made = Door(live_server.url, context, context.new_page(), fair, keeper)
    made.signed_in(keeper)
    yield made
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
    assert around.present_now(door.fair) == {franco.pk, anna.pk, gina.pk}
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
    assert around.present_now(door.fair) == {franco.pk}


def test_a_telephone_that_was_turned_off_forgets_the_list_and_says_what_it_could_not_send(door: Door) -> None:
    franco = around.visitor(door.fair, "Franco Colombo")
    page = door.open()
    device = Device.objects.get()
    turn_off_device(actor=factories.user("coordinator"), fair=door.fair, device_id=device.pk)
    door.scan("franco")
    page.get_by_role("button", name="È entrato").click()
    expect(page.get_by_text("Questo telefono è spento. Non inviati: 1. Restano su questo")).to_be_visible()
    expect(page.get_by_label("Codice o nome")).to_be_hidden()
    assert (door.queued(), Scan.objects.count()) == (1, 0)
    # Who keeps the door opens it again: the house knows the browser by another name, and takes what waited.
    door.open()
    expect(page.get_by_text(SENT)).to_be_visible()
    assert (door.queued(), around.present_now(door.fair)) == (0, {franco.pk})
    assert Device.objects.filter(off_at=None).count() == 1


def shut(fair: Fair) -> None:
    """The coordinator closes the fair, which has ended."""
    Fair.objects.filter(pk=fair.pk).update(closes_at=timezone.now() - timedelta(seconds=1))
    close(actor=factories.user("coordinator"), fair_id=fair.pk, counts=lambda: fairs.counts(fair))


def test_a_fair_is_closed_while_a_telephone_has_no_network_and_nothing_is_lost(door: Door) -> None:
    franco, anna = around.visitor(door.fair, "Franco Colombo"), around.visitor(door.fair, "Anna Re")
    page = door.open()
    door.context.set_offline(True)
    for one in (franco, anna):
        door.scan(one.code)
        page.get_by_role("button", name="È entrato").click()
        expect(page.get_by_text("è dentro.")).to_be_visible()
    page.get_by_label("Nome", exact=True).fill("Gina")
    page.get_by_role("button", name="Fai entrare").click()
    expect(page.get_by_text("Segnati su questo telefono: 3.")).to_be_visible()
    shut(door.fair)
    door.context.set_offline(False)
    ended = page.get_by_text("La JOBFEST è chiusa. È tutto inviato. Qui non c'è più niente.")
    expect(ended).to_be_visible(timeout=20_000)
    expect(page.get_by_label("Codice o nome")).to_be_hidden()
    assert door.queued() == 0
    assert Visitor.objects.filter(arrived_at__isnull=False).count() == 3
    assert (fairs.account(door.fair).day.arrived, fairs.account(door.fair).day.walk_ins) == (2, 1)


def test_the_door_of_a_closed_fair_is_opened_the_day_after_and_sends_what_waited(door: Door) -> None:
    franco = around.visitor(door.fair, "Franco Colombo")
    page = door.open()
    door.context.set_offline(True)
    door.scan(franco.code)
    page.get_by_role("button", name="È entrato").click()
    expect(page.get_by_text("Segnati su questo telefono: 1.")).to_be_visible()
    page.close()
    shut(door.fair)
    door.context.set_offline(False)
    door.page = page = door.context.new_page()
    page.goto(door.site + reverse("fairdoor:home", args=[door.fair.slug]))
    expect(page.get_by_role("heading", name="La porta è chiusa")).to_be_visible()
    expect(page.get_by_text("È tutto inviato.")).to_be_visible()
    assert (overflow(page), violations(page)) == (0, [])
    assert (door.queued(), around.present_now(door.fair)) == (0, {franco.pk})


def test_only_what_the_house_says_it_has_is_let_go_of(door: Door) -> None:
    people = [around.visitor(door.fair, name) for name in ("Franco", "Anna")]
    page = door.open()
    answers: list[Callable[[Route], None]] = [
        lambda route: route.fulfill(status=500, body="{}"),
        lambda route: route.fulfill(status=403, body="{}"),
        lambda route: route.fulfill(
            json={"taken": [], "refused": [], "unknown": [], "late": [], "counts": None}
        ),
    ]
    for answer in answers:
        page.route("**/manda/", answer)
        door.scan(people[0].code)
        page.locator("[data-place]").get_by_role("button", name="È ").first.click()
        expect(page.get_by_text(re.compile("Franco è (dentro|fuori)"))).to_be_visible()
        page.wait_for_timeout(300)
        page.unroute("**/manda/")
    assert (door.queued(), Scan.objects.count()) == (3, 0)
    door.scan(people[1].code)
    page.get_by_role("button", name="È entrato").click()
    expect(page.get_by_text(SENT)).to_be_visible()
    door.sent()
    assert Scan.objects.count() == 4


def test_who_signs_out_without_a_network_is_told_what_waits(door: Door) -> None:
    franco = around.visitor(door.fair, "Franco Colombo")
    page = door.open()
    page.route("**/manda/", lambda route: route.abort())
    door.scan(franco.code)
    page.get_by_role("button", name="È entrato").click()
    page.get_by_role("button", name="Esci").click()
    expect(page.get_by_text("Non inviati: 1. Restano su questo telefono finché rientri.")).to_be_visible()
    page.get_by_role("button", name="Esci").click()
    expect(page.get_by_role("link", name="Entra").first).to_be_visible()
    assert door.queued() == 1
    assert "Franco" not in door.kept()["text"]
    # Another volunteer opens the door with the same telephone.
    page.unroute("**/manda/")
    door.signed_in(around.volunteer(door.fair, name="Rosa"))
    door.open()
    expect(page.get_by_text(SENT)).to_be_visible()
    assert (door.queued(), around.present_now(door.fair)) == (0, {franco.pk})


def test_two_quick_openings_are_one_telephone(door: Door) -> None:
    other = door.context.new_page()
    address = door.site + reverse("fairdoor:home", args=[door.fair.slug])
    for page in (door.page, other):
        page.goto(address, wait_until="commit")
    door.page.goto(address, wait_until="commit")
    for page in (door.page, other):
        expect(page.locator("[data-door][data-ready]")).to_have_count(1)
    assert [one.user_id for one in Device.objects.all()] == [door.keeper.pk]
    # Who signs out takes the telephone away from the door.
    door.page.get_by_role("button", name="Esci").click()
    expect(door.page.get_by_role("link", name="Entra").first).to_be_visible()
    assert Device.objects.filter(off_at=None).count() == 0


def test_a_code_that_is_of_nobody_is_told_and_the_door_goes_on(door: Door) -> None:
    page = door.open()
    door.scan("F4-118")
    expect(page.get_by_text("Non è in elenco. Tengo il codice")).to_be_visible()
    door.sent()
    expect(page.get_by_label("Codice o nome")).to_have_value("")
    assert list(Scan.objects.values_list("read", "visitor")) == [("F4-118", None)]


def test_the_camera_opens_the_ticket_and_one_tap_lets_in(door: Door) -> None:
    franco, page = around.visitor(door.fair, "Franco Colombo"), door.page
    for slot, number in ((2, 7), (4, 9), (5, 11)):
        stand = factories.stand(door.fair, first_table=number)
        Talk.objects.create(fair=door.fair, stand=stand, visitor=franco, slot=slot, table=0)
    # What the camera of the telephone does with the square: it opens its address.
    page.goto(door.site + ticket(franco))
    hour = f"{timezone.localtime(door.fair.slot_start(2)):%H:%M}"
    expect(page.get_by_text(f"3 colloqui, il primo alle {hour}: tavolo 7")).to_be_visible()
    page.get_by_role("button", name="È entrato").tap()  # the one tap
    expect(page.get_by_text("Franco è dentro.").first).to_be_visible()
    assert around.present_now(door.fair) == {franco.pk}


def test_without_a_ticket_her_surname_finds_her(door: Door) -> None:
    anna = around.visitor(door.fair, "Anna Brambilla")
    around.visitor(door.fair, "Anna Re")
    page = door.open()
    door.scan("brambilla")
    expect(page.locator("[data-place]").get_by_text(anna.code)).to_be_visible()
    page.get_by_role("button", name="È entrato").tap()
    expect(page.get_by_text("Anna è dentro.").first).to_be_visible()
    assert around.present_now(door.fair) == {anna.pk}


def test_who_did_not_sign_up_is_a_name_and_two_taps(door: Door) -> None:
    page = door.open()
    steps = [
        lambda: page.get_by_label("Nome", exact=True).fill("Gina"),
        lambda: page.get_by_label("Da un manifesto").check(),
        lambda: page.get_by_role("button", name="Fai entrare").tap(),
    ]
    # Fifteen seconds: a name of a few letters, a tap and a tap, with nothing to wait for in between.
    assert len(steps) == 3
    for step in steps:
        step()
    expect(page.get_by_text("Gina è dentro.")).to_be_visible()
    door.sent()
    gina = Visitor.objects.get()
    assert (gina.way, gina.heard_from, gina.inside) == ("door", "poster", True)


@pytest.mark.parametrize("width", [390, 320])
def test_cards_of_the_door_never_touch_each_other(door: Door, width: int) -> None:
    for name in ("Anna Re", "Anna Bo", "Anna Sala"):
        around.visitor(door.fair, name)
    page = door.open()
    page.set_viewport_size({"width": width, "height": 844})
    door.context.set_offline(True)
    door.scan("anna")
    cards = page.locator("[data-place] .j-card")
    expect(cards).to_have_count(3)
    boxes = [box for one in cards.all() if (box := one.bounding_box())]
    gaps = [below["y"] - above["y"] - above["height"] for above, below in pairwise(boxes)]
    assert min(gaps) >= 12
    assert (overflow(page), violations(page)) == (0, [])
    high = page.locator("[data-place] button:visible").evaluate_all(
        "(all) => Math.min(...all.map((one) => one.getBoundingClientRect().height))"
    )
    assert high >= 48


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
    expect(page.get_by_role("heading", name="Ti abbiamo mandato il biglietto")).to_be_visible()
    made = Visitor.objects.get()
    page.goto(live_server.url + ticket(made))  # as from the message
    expect(page.get_by_role("heading", name="Ti aspettiamo, Franco")).to_be_visible()
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

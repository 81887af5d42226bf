"""A facilitator closes an evening from her telephone, also without a network; a lost one forgets."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Browser, BrowserContext, Page, expect
from playwright.sync_api import Error as PlaywrightError

from jobcaffe.circles.models import Circle, Meeting, PresenceMark
from jobcaffe.foundation.accounts import actions as accounts
from jobcaffe.foundation.accounts.models import Device, User
from jobcaffe.foundation.journal.models import Entry
from jobcaffe.people.models import Person
from tests.circles.groups import Staff, running, tonight
from tests.foundation.ui.browser import overflow, violations

pytestmark = pytest.mark.django_db(transaction=True)
NAMES = ["Anna", "Bruno", "Carla", "Dario", "Elena", "Fabio", "Gina", "Hugo", "Irma"]
KEPT = "Salvato sul telefono. Lo mando appena c'è rete."
# Everything that the browser keeps for this site, byte by byte, as far as a page can read it.
DUMP = """async () => {
  const out = [JSON.stringify(localStorage), JSON.stringify(sessionStorage), document.cookie];
  const text = (bytes) => new TextDecoder("latin1").decode(bytes);
  const counts = {};
  for (const {name} of await indexedDB.databases()) {
    const base = await new Promise((ok) => { const r = indexedDB.open(name); r.onsuccess = () => ok(r.result); });
    for (const store of base.objectStoreNames) {
      const all = await new Promise((ok) => {
        const r = base.transaction(store).objectStore(store).getAll(); r.onsuccess = () => ok(r.result);
      });
      counts[store] = all.length;
      for (const row of all) {
        out.push(JSON.stringify(row));
        for (const key of [row, ...Object.values(row)]) if (key instanceof CryptoKey) out.push(`extractable:${key.extractable}`);
        for (const value of Object.values(row)) {
          if (value instanceof ArrayBuffer || ArrayBuffer.isView(value)) out.push(text(value));
        }
      }
    }
    base.close();
  }
  for (const name of await caches.keys()) {
    const cache = await caches.open(name);
    for (const request of await cache.keys()) {
      const answer = await cache.match(request);
      out.push(request.url, /html|css|script/.test(answer.headers.get("content-type")) ? await answer.text() : "");
    }
  }
  return {counts, text: out.join("\\n")};
}"""


@dataclass
class Phone:
    """A telephone of 390 pixels, signed in as who leads a group of nine that meets tonight."""

    site: str
    context: BrowserContext
    page: Page
    group: Circle
    meeting: Meeting
    lead: User
    client: Client
    taps: int = 0
    posts: list[str] = field(default_factory=list)

    @property
    def url(self) -> str:
        """The page of the evening."""
        return reverse("evenings:evening", args=[self.meeting.pk])

    def open(self) -> Page:
        """Open the evening; the worker of its folder is ready afterwards."""
        self.page.goto(self.site + self.url)
        self.page.evaluate("navigator.serviceWorker.ready.then(() => true)")
        self.settle()
        return self.page

    def settle(self) -> None:
        """Until the page is kept on the telephone."""
        self.page.wait_for_function(f"({DUMP})().then((d) => d.counts.sealed === 1)")
        self.page.wait_for_timeout(600)

    def tap(self, target: Any) -> None:
        """One tap of a thumb, counted."""
        self.taps += 1
        target.click()

    def miss(self, *names: str) -> None:
        """Tap who is not there."""
        for name in names:
            self.tap(self.page.get_by_label(f"{name} non c'è"))

    def save(self) -> None:
        """The one button."""
        self.tap(self.page.get_by_role("button", name="Salva l'incontro"))

    def cut(self) -> None:
        """The network goes."""
        self.context.set_offline(True)

    def back(self) -> None:
        """The network is there again."""
        self.context.set_offline(False)

    def kept(self) -> dict[str, Any]:
        """What the browser keeps: ``counts`` of rows and all of its ``text``."""
        found: dict[str, Any] = self.page.evaluate(DUMP)
        return found

    def rests(self, before: str) -> None:
        """Until what was written since ``before`` (the text of :meth:`kept`) is on the telephone, all of it."""
        for _n in range(40):
            seen = self.kept()["text"]
            # Longer than the page waits for the next word.
            self.page.wait_for_timeout(600)
            if seen != before and self.kept()["text"] == seen:
                return
        raise AssertionError("nothing is written on the telephone")

    def saved(self) -> Meeting:
        """The evening as it is stored."""
        return Meeting.objects.select_related("encounter").get(pk=self.meeting.pk)


@pytest.fixture
def phone(browser: Browser, live_server: Any) -> Iterator[Phone]:
    """The telephone, and a group that really exists in the database of the server."""
    staff = Staff()
    group, _members = running(staff, people=9)
    meeting = tonight(group)
    client = Client()
    client.force_login(staff.facilitator)
    context = browser.new_context(
        viewport={"width": 390, "height": 844}, locale="it-IT", has_touch=True, is_mobile=True
    )
    cookie = client.cookies["jobcaffe"].value
    context.add_cookies([{"name": "jobcaffe", "value": cookie, "url": live_server.url}])
    context.set_default_timeout(8_000)
    page = context.new_page()
    one = Phone(live_server.url, context, page, group, meeting, staff.facilitator, client)
    page.on("request", lambda sent: one.posts.append(sent.post_data or "") if sent.method == "POST" else None)
    yield one
    context.set_offline(False)
    context.close()


def signed_in(phone: Phone, user: User | None = None) -> None:
    """Somebody comes in on this telephone: who leads the group, or another."""
    client = Client()
    client.force_login(user or phone.lead)
    cookie = client.cookies["jobcaffe"].value
    phone.context.add_cookies([{"name": "jobcaffe", "value": cookie, "url": phone.site}])


def left(phone: Phone) -> dict[str, int]:
    """How many rows and keys are kept; a page that is just going away is asked again."""
    for _n in range(20):
        try:
            counts: dict[str, int] = phone.kept()["counts"]
            return counts
        except PlaywrightError:
            phone.page.wait_for_load_state()
    raise AssertionError("the page never stands still")


def wiped(phone: Phone) -> None:
    """Wait until nothing is left; fails with what is."""
    for _n in range(40):
        if not any(left(phone).values()):
            return
        phone.page.wait_for_timeout(100)
    assert left(phone) == {"keys": 0, "sealed": 0}


def test_nine_people_two_absent_three_taps_with_a_network(phone: Phone) -> None:
    page = phone.open()
    expect(page.get_by_role("button", name="Salva l'incontro: 9 presenti")).to_be_visible()
    phone.miss("Bruno", "Irma")
    expect(page.get_by_role("button", name="Salva l'incontro: 7 presenti")).to_be_visible()
    phone.save()
    expect(page.get_by_text("Fatto. L'incontro è salvato: 7 presenti.")).to_be_visible()
    assert phone.taps == 3
    assert phone.saved().encounter.present_count == 7
    wiped(phone)


def test_without_a_network_then_with_it_and_nothing_doubled(phone: Phone) -> None:
    page = phone.open()
    phone.cut()
    phone.miss("Bruno", "Irma")
    phone.save()
    expect(page.get_by_text(KEPT)).to_be_visible()
    assert phone.taps == 3
    assert phone.saved().closed_at is None
    phone.back()
    expect(page.get_by_text("Fatto. L'incontro è salvato: 7 presenti.")).to_be_visible(timeout=20_000)
    assert phone.saved().encounter.present_count == 7
    assert Entry.objects.filter(action__in=["circle.evening", "encounter.held"]).count() == 2
    assert PresenceMark.objects.count() == 0
    wiped(phone)


def test_what_is_sent_names_nobody(phone: Phone) -> None:
    page = phone.open()
    keys = page.eval_on_selector_all("[data-missing]", "all => all.map(one => one.id.replace('qui-', ''))")
    phone.miss("Bruno", "Irma")
    phone.save()
    page.wait_for_url("**" + phone.url)
    expect(page.get_by_text("Fatto.")).to_be_visible()
    sent = " ".join(phone.posts)
    assert "present=7" in sent
    assert [one for one in [*NAMES, *keys] if one in sent] == []


def test_the_page_is_read_again_without_a_network_with_all_that_was_tapped(phone: Phone) -> None:
    page = phone.open()
    before = phone.kept()["text"]
    phone.miss("Bruno", "Irma")
    page.get_by_label("Note senza nomi").fill("Serata tranquilla")
    phone.rests(before)
    phone.cut()
    page.reload()
    expect(page.get_by_text("Quello che si dice qui resta qui.")).to_be_visible()
    expect(page.get_by_label("Irma non c'è")).to_be_checked()
    expect(page.get_by_label("Anna non c'è")).not_to_be_checked()
    expect(page.get_by_label("Note senza nomi")).to_have_value("Serata tranquilla")
    phone.save()
    expect(page.get_by_text(KEPT)).to_be_visible()
    page.reload()
    expect(page.get_by_text(KEPT)).to_be_visible()
    phone.back()
    expect(page.get_by_text("Fatto. L'incontro è salvato: 7 presenti.")).to_be_visible(timeout=20_000)
    assert (phone.saved().encounter.present_count, phone.saved().notes) == (7, "Serata tranquilla")
    wiped(phone)


def test_nothing_that_the_browser_keeps_can_be_read(phone: Phone) -> None:
    page = phone.open()
    before = phone.kept()["text"]
    phone.miss("Bruno")
    page.get_by_label("Note senza nomi").fill("Parola Canarino")
    phone.rests(before)
    found = phone.kept()
    assert found["counts"] == {"keys": 1, "sealed": 1}
    readable = [
        *NAMES,
        "Canarino",
        phone.group.code,
        "50 anni",
        phone.lead.name,
        'csrfmiddlewaretoken" value',
    ]
    assert [word for word in readable if word in found["text"]] == []
    assert "extractable:false" in found["text"]
    # The same dump finds what does lie there in clear: it is not blind.
    assert "Sei senza rete" in found["text"]


def test_an_answer_that_was_lost_is_sent_again_and_changes_nothing(phone: Phone) -> None:
    page = phone.open()

    def deaf(route: Any) -> None:
        if route.request.method == "POST":
            route.fetch()
            route.abort()
        else:
            route.continue_()

    page.route("**" + phone.url, deaf)
    phone.miss("Bruno", "Irma")
    phone.save()
    expect(page.get_by_text(KEPT)).to_be_visible()
    page.wait_for_timeout(500)
    assert phone.saved().encounter.present_count == 7
    # Meanwhile somebody corrects the number at a computer.
    phone.client.post(
        phone.url, {"request_key": "3f0d8a52-0000-4000-8000-000000000001", "present": 8, "new": 0, "left": 0}
    )
    page.unroute("**" + phone.url)
    page.reload()
    wiped(phone)
    assert phone.saved().encounter.present_count == 8


def test_a_name_in_the_notes_is_said_at_once_and_not_kept_for_later(phone: Phone) -> None:
    page = phone.open()
    phone.cut()
    page.get_by_label("Note senza nomi").press_sequentially("Oggi càrla ha parlato")
    expect(page.get_by_role("status")).to_have_text("Nelle note c'è il nome di una persona: Carla. Toglilo.")
    phone.save()
    expect(page.get_by_label("Note senza nomi")).to_be_focused()
    page.get_by_label("Note senza nomi").fill("Oggi si è parlato molto")
    phone.save()
    expect(page.get_by_role("status")).to_have_text(KEPT)


def test_a_refusal_of_the_server_is_shown_and_everything_stays(phone: Phone) -> None:
    page = phone.open()
    page.get_by_label("Note senza nomi").fill("Ne parliamo con Colombo")
    person = phone.group.memberships.first()
    assert person is not None
    Person.objects.filter(pk=person.person_ref).update(last_name="Colombo")
    phone.miss("Bruno")
    phone.save()
    expect(page.get_by_role("status")).to_contain_text("Toglilo: qui non si scrivono nomi.")
    expect(page.get_by_label("Bruno non c'è")).to_be_checked()
    page.get_by_label("Note senza nomi").fill("Ne parliamo")
    phone.save()
    expect(page.get_by_text("Fatto. L'incontro è salvato: 8 presenti.")).to_be_visible()


def test_after_twelve_hours_everything_goes_also_from_the_screen(phone: Phone) -> None:
    phone.page.clock.install(time=timezone.now())
    page = phone.open()
    phone.cut()
    phone.miss("Bruno")
    phone.save()
    expect(page.get_by_text(KEPT)).to_be_visible()
    page.clock.fast_forward("11:55:00")
    assert phone.kept()["counts"] == {"keys": 1, "sealed": 1}
    page.clock.fast_forward("00:06:00")
    expect(page.get_by_text("Sono passate 12 ore.")).to_be_visible()
    expect(page.get_by_text("Anna")).to_have_count(0)
    wiped(phone)


def test_a_telephone_that_was_signed_out_forgets_when_it_wants_to_send(phone: Phone) -> None:
    page = phone.open()
    phone.cut()
    phone.miss("Bruno")
    phone.save()
    expect(page.get_by_text(KEPT)).to_be_visible()
    device = Device.objects.get(user=phone.lead, ended_at=None)
    accounts.end_device(actor=phone.lead, device=device)
    phone.back()
    expect(page.get_by_text("Questo telefono è stato scollegato.")).to_be_visible(timeout=20_000)
    expect(page.get_by_text("Anna")).to_have_count(0)
    wiped(phone)
    assert phone.saved().closed_at is None


def test_a_telephone_that_was_signed_out_forgets_when_the_page_is_opened(phone: Phone) -> None:
    page = phone.open()
    accounts.end_devices_of(actor=phone.lead, user=phone.lead)
    page.reload()
    page.wait_for_url("**/entra/**")
    wiped(phone)


def test_a_session_that_rested_loses_the_names_and_not_the_numbers(phone: Phone) -> None:
    page = phone.open()
    phone.cut()
    phone.miss("Bruno", "Irma")
    phone.save()
    expect(page.get_by_text(KEPT)).to_be_visible()
    before = len(phone.kept()["text"])
    Device.objects.filter(user=phone.lead).update(seen_at=timezone.now() - timedelta(minutes=31))
    phone.back()
    expect(page.get_by_role("link", name="Entra di nuovo")).to_be_visible(timeout=20_000)
    expect(page.get_by_text("Anna")).to_have_count(0)
    after = phone.kept()
    assert after["counts"] == {"keys": 1, "sealed": 1}
    # The page with the names is gone from what is sealed, too.
    assert len(after["text"]) < before - 3000
    signed_in(phone)
    page.goto(phone.site + phone.url)
    expect(page.get_by_text("Fatto. L'incontro è salvato: 7 presenti.")).to_be_visible(timeout=20_000)
    wiped(phone)


def test_a_session_that_rested_before_the_save_brings_back_what_was_written(phone: Phone) -> None:
    page = phone.open()
    before = phone.kept()["text"]
    page.get_by_label("Note senza nomi").fill("Serata tranquilla")
    phone.miss("Bruno")
    phone.rests(before)
    Device.objects.filter(user=phone.lead).update(seen_at=timezone.now() - timedelta(minutes=31))
    page.reload()
    page.wait_for_url("**/entra/**")
    signed_in(phone)
    page.goto(phone.site + phone.url)
    expect(page.get_by_label("Note senza nomi")).to_have_value("Serata tranquilla")
    expect(page.get_by_label("Bruno non c'è")).to_be_checked()
    expect(page.get_by_role("button", name="Salva l'incontro: 8 presenti")).to_be_visible()


def test_signing_out_takes_everything_along(phone: Phone) -> None:
    page = phone.open()
    page.get_by_role("button", name="Esci", exact=True).click()
    page.wait_for_url(phone.site + "/")
    wiped(phone)


def test_another_person_on_the_same_telephone_finds_nothing(phone: Phone) -> None:
    page = phone.open()
    other = Staff()
    group, _members = running(other, people=6)
    evening = tonight(group)
    signed_in(phone, other.facilitator)
    page.goto(phone.site + reverse("evenings:evening", args=[evening.pk]))
    phone.settle()
    phone.cut()
    page.goto(phone.site + phone.url)
    expect(page.get_by_role("heading", name="Sei senza rete")).to_be_visible()


def test_the_worker_touches_no_other_page_of_the_house(phone: Phone) -> None:
    page = phone.open()
    scope = page.evaluate("navigator.serviceWorker.ready.then((one) => one.scope)")
    assert scope == f"{phone.site}/gruppi/serate/"
    page.goto(phone.site + "/accesso/")
    assert page.evaluate("navigator.serviceWorker.controller") is None
    assert [
        url
        for url in json.loads(
            page.evaluate(
                "caches.open('jobcaffe-serate-guscio').then((c) => c.keys()).then((k) => JSON.stringify(k.map((r) => new URL(r.url).pathname)))"
            )
        )
        if not url.startswith(("/static/build/", "/gruppi/serate/guscio/"))
    ] == []


@pytest.mark.parametrize("width", [320, 390, 1280])
def test_the_page_is_whole_and_accessible(phone: Phone, width: int) -> None:
    page = phone.page
    page.set_viewport_size({"width": width, "height": 844})
    page.goto(phone.site + phone.url)
    page.wait_for_timeout(300)
    assert overflow(page) == 0
    assert violations(page) == []


def test_without_any_script_it_is_a_plain_form(browser: Browser, phone: Phone) -> None:
    context = browser.new_context(
        viewport={"width": 390, "height": 844}, locale="it-IT", java_script_enabled=False
    )
    cookie = phone.client.cookies["jobcaffe"].value
    context.add_cookies([{"name": "jobcaffe", "value": cookie, "url": phone.site}])
    page = context.new_page()
    page.goto(phone.site + phone.url)
    page.get_by_label("Presenti").fill("7")
    page.get_by_label("Di cui nuovi").fill("0")
    page.get_by_role("button", name="Salva l'incontro").click()
    expect(page.get_by_text("Fatto. L'incontro è salvato: 7 presenti.")).to_be_visible()
    context.close()

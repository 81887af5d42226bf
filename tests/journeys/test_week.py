"""She writes a week on a telephone and with the keyboard; what she reads back is hers alone."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Browser, BrowserContext, Page, expect

from jobcaffe.foundation.accounts.models import User
from jobcaffe.worklife.weeks import actions, queries
from tests.foundation.ui.browser import overflow, violations
from tests.journeys.keys import tab_to
from tests.worklife.weeks.homes import granny, household, leave_early, whole_week, woman

pytestmark = pytest.mark.django_db(transaction=True)
DAYS = [
    ("Lavoro", "Casa e cura", "Figli e scuola"),
    ("Lavoro", "Figli e scuola", "Casa e cura"),
    ("Casa e cura", "Lavoro", "Per me"),
    ("Lavoro", "Lavoro", "Casa e cura"),
    ("Figli e scuola", "Casa e cura", "Libero"),
    ("Casa e cura", "Per me", "Libero"),
    ("Libero", "Figli e scuola", "Per me"),
]
PARTS = ("Mattina", "Pomeriggio", "Sera")


@dataclass
class Phone:
    """A telephone of 390 pixels without scripts, and whose it is."""

    site: str
    context: BrowserContext
    page: Page
    user: User
    taps: int = 0

    def tap(self, target: Any) -> None:
        """One tap of a thumb, counted."""
        self.taps += 1
        target.click()

    def choose(self, part: str, use: str) -> None:
        """One answer."""
        self.tap(self.page.get_by_role("group", name=part).get_by_text(use, exact=True))

    def on(self) -> None:
        """*Vai avanti*."""
        self.tap(self.page.get_by_role("button", name="Vai avanti"))

    def go(self, name: str, *arguments: object) -> Page:
        """Open one of her pages."""
        self.page.goto(self.site + reverse(f"week:{name}", args=arguments))
        return self.page


def _phone(browser: Browser, live_server: Any, **options: Any) -> Phone:
    user, client = woman(), Client()
    client.force_login(user)
    context = browser.new_context(viewport={"width": 390, "height": 844}, locale="it-IT", **options)
    cookie = client.cookies["jobcaffe"].value
    context.add_cookies([{"name": "jobcaffe", "value": cookie, "url": live_server.url}])
    context.set_default_timeout(8_000)
    return Phone(live_server.url, context, context.new_page(), user)


@pytest.fixture
def phone(browser: Browser, live_server: Any) -> Iterator[Phone]:
    """A thumb and no script at all."""
    one = _phone(browser, live_server, java_script_enabled=False, has_touch=True, is_mobile=True)
    yield one
    one.context.close()


@pytest.fixture
def desk(browser: Browser, live_server: Any) -> Iterator[Phone]:
    """The same width with scripts, for the keyboard and for axe."""
    one = _phone(browser, live_server)
    yield one
    one.context.close()


def test_seven_days_that_all_differ_take_at_most_28_taps(phone: Phone) -> None:
    page = phone.go("home")
    for uses in DAYS:
        for part, use in zip(PARTS, uses, strict=True):
            phone.choose(part, use)
        phone.on()
    expect(page.get_by_text("Questa settimana: 47 ore di cura, 25 di lavoro, 13 per te.")).to_be_visible()
    assert phone.taps <= 28


def test_days_alike_take_one_tap_each(phone: Phone) -> None:
    page = phone.go("home")
    for part, use in zip(PARTS, DAYS[0], strict=True):
        phone.choose(part, use)
    phone.on()
    for _day in range(6):
        phone.tap(page.get_by_role("button", name="Fai come ieri"))
    expect(page.get_by_text("Questa settimana: 63 ore di cura, 35 di lavoro, 0 per te.")).to_be_visible()
    assert phone.taps == 10


def test_the_keyboard_alone_fills_a_day(desk: Phone) -> None:
    page = desk.go("home")
    for n, part in enumerate(PARTS):
        tab_to(page, "Lavoro", "radio")
        for _step in range(n):
            page.keyboard.press("ArrowDown")
        if n == 0:
            page.keyboard.press("Space")
        expect(page.get_by_role("group", name=part).get_by_role("radio").nth(n)).to_be_checked()
        page.keyboard.press("Tab")
    tab_to(page, "Vai avanti")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1, name="Martedì")).to_be_visible()
    tab_to(page, "Fai come ieri")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1, name="Mercoledì")).to_be_visible()
    assert queries.my_weeks(desk.user)[0].cells[1] == ["work", "home", "kids"]


def test_a_household_from_nothing_to_a_proposal(phone: Phone) -> None:
    household(phone.user)
    granny(phone.user)
    page = phone.go("household")
    page.get_by_role("button", name="Cerca che cosa si può fare").click()
    expect(page.get_by_role("heading", name="Tempi scoperti")).to_be_visible(timeout=20_000)
    expect(page.get_by_role("heading", name="Proposta 1")).to_be_visible()
    expect(page.get_by_text("La nonna: lunedì")).to_be_visible()
    page.get_by_role("link", name="Scrivi una lettera da portare").click()
    page.get_by_label("A chi la porti?").fill("Al mio ufficio")
    page.get_by_role("button", name="Salva e guarda il foglio").click()
    expect(page.get_by_role("heading", name="Al mio ufficio")).to_be_visible()


@pytest.mark.parametrize("width", [320, 390, 1280])
def test_every_page_is_whole_and_accessible(desk: Phone, width: int) -> None:
    desk.page.set_viewport_size({"width": width, "height": 844})
    row = whole_week(desk.user)
    household(desk.user)
    granny(desk.user)
    leave_early(desk.user)
    actions.search(actor=desk.user)
    places = [
        ("home",), ("week", row.pk), ("day", row.pk, 1), ("household",), ("rows", "impegni"),
        ("add", "impegni"), ("result",), ("answers",), ("count",), ("letter",), ("sheet",),
    ]  # fmt: skip
    for name, *arguments in places:
        page = desk.go(str(name), *arguments)
        assert (name, overflow(page)) == (name, 0)
        height = page.evaluate("document.documentElement.scrollHeight")
        page.set_viewport_size({"width": width, "height": height})
        assert (name, violations(page)) == (name, [])

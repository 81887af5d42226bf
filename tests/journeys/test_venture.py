"""She writes her small activity on a telephone, and reads numbers that she can check."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Browser, BrowserContext, Page, expect

from jobcaffe.foundation.accounts.models import User
from jobcaffe.worklife.ventures import queries
from tests import factories
from tests.foundation.ui.browser import overflow, violations
from tests.worklife.ventures.plans import plan_of
from tests.worklife.weeks.homes import woman

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser]


def _context(browser: Browser, site: Any, user: User, width: int, **options: Any) -> BrowserContext:
    client = Client()
    client.force_login(user)
    context = browser.new_context(viewport={"width": width, "height": 844}, locale="it-IT", **options)
    context.add_cookies([{"name": "jobcaffe", "value": client.cookies["jobcaffe"].value, "url": site.url}])
    context.set_default_timeout(8_000)
    return context


@pytest.fixture
def hers(browser: Browser, live_server: Any) -> Iterator[tuple[Page, User]]:
    """Her telephone, without scripts."""
    user = woman()
    context = _context(browser, live_server, user, 390, java_script_enabled=False)
    yield context.new_page(), user
    context.close()


def test_from_an_idea_to_what_is_left(hers: tuple[Page, User], live_server: Any) -> None:
    page, user = hers
    page.goto(live_server.url + reverse("venture:home"))
    page.get_by_label("Come la chiami?").fill("Orli")
    page.get_by_role("button", name="Comincia").click()
    page.get_by_role("link", name="L'idea").first.click()
    page.get_by_label("Che cosa vuoi fare?").fill("Accorcio vestiti")
    page.get_by_text("Artigianato, servizi alla persona", exact=False).click()
    page.get_by_role("button", name="Salva").click()
    page.get_by_role("link", name="I prezzi").first.click()
    for label, value in (
        ("Quanto costa una vendita?", "25"), ("Quanto spendi in materiali", "5"), ("Quante ore lavori", "1,5"),
        ("Vendite in un mese, se va piano", "20"), ("Vendite in un mese normale", "40"),
        ("Vendite in un mese buono", "60"),
    ):  # fmt: skip
        page.get_by_label(label).fill(value)
    page.get_by_role("button", name="Salva").click()
    page.get_by_role("link", name="Guarda i numeri").click()

    expect(page.get_by_role("heading", name="Quanto ti resta", exact=True)).to_be_visible()
    expect(page.get_by_text("408,56 €").first).to_be_visible()
    page.get_by_text("Artigiana", exact=True).last.click()
    expect(page.get_by_text("= 4.902,71 €").first).to_be_visible()
    assert overflow(page) == 0
    assert queries.my_ventures(user)[0].task("prezzi")["normal"] == "40"


@pytest.mark.parametrize("width", [320, 1280])
def test_her_pages_are_clean_at_every_width(browser: Browser, live_server: Any, width: int) -> None:
    user = woman()
    row = plan_of(user)
    context = _context(browser, live_server, user, width)
    page = context.new_page()
    for name, args in (
        ("home", []), ("ladder", []), ("plan", [row.pk]), ("numbers", [row.pk]), ("sheet", [row.pk]),
        ("remove", [row.pk]), ("task", [row.pk, "prezzi"]), ("task", [row.pk, "regole"]),
    ):  # fmt: skip
        page.goto(live_server.url + reverse(f"venture:{name}", args=args))
        assert overflow(page) == 0, name
        # As high as the page: the bar at the bottom of a telephone covers nothing then.
        height = page.evaluate("document.documentElement.scrollHeight")
        page.set_viewport_size({"width": width, "height": height})
        assert violations(page) == [], name
        page.set_viewport_size({"width": width, "height": 844})
    context.close()


def test_the_figures_that_staff_check_are_clean(browser: Browser, live_server: Any) -> None:
    context = _context(browser, live_server, factories.user("coordinator"), 1280)
    page = context.new_page()
    page.goto(live_server.url + reverse("venture:figures"))
    assert violations(page) == []
    assert overflow(page) == 0
    page.get_by_role("link", name="Artigiani: contributi", exact=True).first.click()
    assert violations(page) == []
    context.close()

"""Journey i, the wall: a promise within 45 seconds on a telephone, and its answer with one tap."""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import Any

import pytest
from django.urls import reverse
from playwright.sync_api import Browser, Page, expect

from jobcaffe.fair.pledges import actions, rules
from jobcaffe.fair.pledges.models import Pledge, PledgeAnswer
from tests import factories
from tests.fair.pledges import around
from tests.foundation.ui.browser import overflow, violations

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PHONE, NARROWEST, SECONDS = 390, 320, 45
# Milliseconds between two letters of somebody who types with one thumb: 30 words a minute.
THUMB = 400


@pytest.fixture
def telephone(browser: Browser) -> Iterator[Page]:
    """A telephone without JavaScript: nothing of this needs it."""
    context = browser.new_context(
        viewport={"width": PHONE, "height": 844}, locale="it-IT", java_script_enabled=False
    )
    context.set_default_timeout(15_000)
    yield context.new_page()
    context.close()


def test_a_promise_is_written_in_less_than_forty_five_seconds(telephone: Page, live_server: Any) -> None:
    fair = factories.fair()
    telephone.goto(live_server.url + reverse("fairwall:wall", args=[fair.slug]))
    started = time.monotonic()
    telephone.get_by_role("link", name="Prendi un impegno").first.click()
    telephone.get_by_label("Mi impegno a…").press_sequentially("leggere ai bambini il lunedì", delay=THUMB)
    telephone.get_by_label("con…").press_sequentially("la biblioteca", delay=THUMB)
    telephone.get_by_text("Un mese:").click()
    telephone.get_by_role("button", name="Mi impegno", exact=True).click()
    expect(telephone.get_by_role("heading", name="Il tuo impegno è scritto")).to_be_visible()
    assert time.monotonic() - started < SECONDS
    pledge = Pledge.objects.get()
    assert (pledge.text, pledge.with_whom, pledge.state) == (
        "leggere ai bambini il lunedì", "la biblioteca", "waiting",
    )  # fmt: skip
    actions.show(actor=factories.user("desk"), pledge_id=pledge.pk)
    telephone.goto(live_server.url + reverse("fairwall:wall", args=[fair.slug]))
    expect(telephone.get_by_text("leggere ai bambini il lunedì")).to_be_visible()


def test_its_owner_answers_with_one_tap(telephone: Page, live_server: Any) -> None:
    pledge = around.shown(factories.fair(), contact=around.PHONE)
    telephone.goto(live_server.url + reverse("fairwall:answer", args=[rules.token_of(pledge)]))
    assert PledgeAnswer.objects.count() == 0
    telephone.get_by_role("button", name="Fatto", exact=True).click()
    expect(telephone.get_by_text("Grazie. L'abbiamo scritto.")).to_be_visible()
    assert list(PledgeAnswer.objects.values_list("answer", flat=True)) == ["done"]


@pytest.mark.parametrize("width", [PHONE, NARROWEST])
@pytest.mark.parametrize("name", ["wall", "new", "screen", "answer", "born"])
def test_every_page_of_it_fits_a_telephone_and_has_no_fault(
    browser: Browser, live_server: Any, name: str, width: int
) -> None:
    fair = factories.fair()
    pledge = around.shown(fair, "fare " + "unaparolalunghissima" * 5)
    addresses = {
        "answer": reverse("fairwall:answer", args=[rules.token_of(pledge)]),
        "born": reverse("fairafter:born", args=[fair.slug]),
    }
    context = browser.new_context(viewport={"width": width, "height": 844}, locale="it-IT")
    page = context.new_page()
    page.goto(live_server.url + (addresses.get(name) or reverse(f"fairwall:{name}", args=[fair.slug])))
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    assert (overflow(page), violations(page)) == (0, [])
    context.close()


@pytest.mark.parametrize(("width", "height"), [(1280, 720), (1920, 1080)])
def test_four_promises_and_the_link_are_seen_at_once_from_five_metres(
    browser: Browser, live_server: Any, width: int, height: int
) -> None:
    fair = factories.fair()
    for number in range(4):
        around.shown(
            fair, f"offrire {number} tirocini in officina a ragazze e ragazzi del territorio, con un maestro"
        )
    context = browser.new_context(viewport={"width": width, "height": height}, locale="it-IT")
    page = context.new_page()
    page.goto(live_server.url + reverse("fairwall:screen", args=[fair.slug]))
    notes = page.locator("[data-note]")
    expect(notes).to_have_count(4)
    for one in (*notes.all(), page.locator("footer svg")):
        box = one.bounding_box()
        assert box is not None
        assert box["y"] + box["height"] <= height
    letters = page.locator("[data-note] p").evaluate_all(
        "(all) => Math.min(...all.map((one) => parseFloat(getComputedStyle(one).fontSize)))"
    )
    assert letters >= height * 0.04
    assert overflow(page) == 0
    context.close()


def test_the_large_screen_shows_a_new_promise_by_itself_and_stops_when_asked(
    browser: Browser, live_server: Any
) -> None:
    fair = factories.fair()
    around.shown(fair, "il primo impegno")
    context = browser.new_context(viewport={"width": 1280, "height": 720}, locale="it-IT")
    page = context.new_page()
    errors: list[str] = []
    page.on("console", lambda line: errors.append(line.text) if line.type == "error" else None)
    page.goto(live_server.url + reverse("fairwall:screen", args=[fair.slug]))
    expect(page.get_by_text("il primo impegno")).to_be_visible()
    around.shown(fair, "il secondo impegno")
    expect(page.get_by_text("il secondo impegno")).to_be_visible(timeout=20_000)
    page.get_by_role("link", name="Ferma il muro").click()
    expect(page.get_by_role("link", name="Fai ripartire il muro")).to_be_visible()
    assert errors == []
    context.close()

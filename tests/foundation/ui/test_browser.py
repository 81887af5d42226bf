"""The page of all parts, in a browser: axe, narrow windows, keyboard, forced colours, staff scripts."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, Page, expect

from tests.foundation.ui.browser import chromium, overflow, violations

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
Open = Callable[..., Page]
SPACING = (
    "* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important }"
)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as one:
        yield one


@pytest.fixture
def visit(browser: Browser, live_server: Any) -> Iterator[Open]:
    contexts = []

    def go(
        path: str = "/_stile/", width: int = 390, height: int = 844, client: Client | None = None, **more: Any
    ) -> Page:
        context = browser.new_context(viewport={"width": width, "height": height}, locale="it-IT", **more)
        contexts.append(context)
        if client is not None:
            name = settings.SESSION_COOKIE_NAME
            context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": live_server.url}])
        page = context.new_page()
        page.set_default_timeout(8000)
        answer = page.goto(live_server.url + path)
        assert answer is not None
        assert answer.status == 200
        return page

    yield go
    for context in contexts:
        context.close()


@pytest.mark.parametrize("width", [390, 1280])
def test_axe_finds_nothing(visit: Open, width: int) -> None:
    page = visit(width=width, bypass_csp=True)
    assert violations(page) == []
    page.get_by_role("button", name="Salva e vedi le proposte").click()
    expect(page).to_have_title(re.compile("^Errore:"))
    page.wait_for_load_state()
    assert violations(page) == []


@pytest.mark.parametrize(("width", "height"), [(320, 256), (320, 640), (640, 512), (1280, 900)])
def test_nothing_is_wider_than_the_window_not_even_with_spaced_words(
    visit: Open, width: int, height: int
) -> None:
    page = visit(width=width, height=height, bypass_csp=True)
    assert overflow(page) == 0
    page.add_style_tag(content=SPACING)
    assert overflow(page) == 0


def test_the_keyboard_is_always_seen_and_begins_with_the_way_to_the_content(visit: Open) -> None:
    page = visit(width=1280, height=900)
    stops = []
    for _n in range(200):
        page.keyboard.press("Tab")
        stop = page.evaluate(
            """() => { const e = document.activeElement; if (e === document.body) return null;
            const own = e.matches('.j-checks-switch input') ? e.nextElementSibling : e;
            const s = getComputedStyle(own), b = e.getBoundingClientRect();
            return [e.textContent.trim().slice(0, 40), parseFloat(s.outlineWidth), s.outlineStyle,
                    b.top < innerHeight && b.bottom > 0] }"""
        )
        if stop is None:
            break
        stops.append(stop)
    assert stops[0][0] == "Vai al contenuto"
    assert len(stops) > 30
    assert [stop for stop in stops if stop[1] < 3 or stop[2] != "solid" or not stop[3]] == []


def test_what_is_touched_is_large_enough(visit: Open) -> None:
    small = visit().evaluate(
        """[...document.querySelectorAll('button, .btn, input:not([type=hidden]), select, textarea, summary')]
        .filter(e => e.getClientRects().length)
        .map(e => [e.outerHTML.slice(0, 80), (e.matches('[type=checkbox],[type=radio]') ?
            e.nextElementSibling : e).getBoundingClientRect().height])
        .filter(([, height]) => height < 44)"""
    )
    assert small == []


def test_words_are_large_enough(visit: Open) -> None:
    for width in (320, 390, 1280):
        small = visit(width=width).evaluate(
            """[...document.querySelectorAll('body *')].filter(e => e.getClientRects().length &&
                [...e.childNodes].some(n => n.nodeType === 3 && n.textContent.trim()))
            .map(e => { const svg = e.closest('svg'); const box = svg && svg.viewBox.baseVal;
                const scale = box && box.width ? svg.getBoundingClientRect().width / box.width : 1;
                return [e.tagName, e.textContent.trim().slice(0, 30), parseFloat(getComputedStyle(e).fontSize) * scale,
                        svg ? 14 : 15] })
            .filter(([tag, , size, least]) => !['title', 'desc'].includes(tag) && size < least)"""
        )
        assert small == [], width


def test_with_forced_colours_buttons_keep_their_edges_and_bars_their_ground(visit: Open) -> None:
    page = visit(width=1280, forced_colors="active")
    edges = page.evaluate(
        "[...document.querySelectorAll('main .btn')].map(e => parseFloat(getComputedStyle(e).borderTopWidth))"
    )
    kept = page.evaluate("getComputedStyle(document.querySelector('.j-bar')).forcedColorAdjust")
    assert min(edges) >= 1
    assert kept == "none"


def test_nothing_moves_for_who_asks_so(visit: Open) -> None:
    moving = visit(reduced_motion="reduce").evaluate(
        "[...document.querySelectorAll('*')].filter(e => parseFloat(getComputedStyle(e).transitionDuration) > 0).length"
    )
    assert moving == 0


def test_without_scripts_the_focus_goes_to_what_is_to_be_mended(visit: Open) -> None:
    page = visit()
    page.get_by_role("button", name="Salva e vedi le proposte").click()
    expect(page.locator("[data-error-summary]")).to_be_focused()
    page.get_by_role("link", name="Nome e cognome").click()
    expect(page).to_have_url(re.compile(r"#id_name$"))


def test_shift_three_times_leaves_at_once(visit: Open) -> None:
    page = visit()
    page.route(
        "**/*",
        lambda route: route.fulfill(body="altrove") if "ilmeteo" in route.request.url else route.continue_(),
    )
    for _n in range(3):
        page.keyboard.press("Shift")
    page.wait_for_url("**ilmeteo**")


def test_staff_scripts_run_under_the_policy_and_bring_no_script_in(visit: Open, client_for: Any) -> None:
    page = visit(width=1280, client=client_for("desk"))
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.evaluate(
        "htmx.ajax('GET', location.pathname, {target: '#contenuto', select: '#prove', swap: 'innerHTML'})"
    )
    page.wait_for_selector("#contenuto > #prove")
    assert page.evaluate("document.querySelectorAll('main h1').length") == 0
    page.evaluate(
        "document.querySelector('main').innerHTML = '<p id=x>y</p><script>window.bad = 1<' + '/script>'"
    )
    assert page.evaluate("[!!document.querySelector('#x'), window.bad]") == [True, None]
    assert said == []


def test_on_paper_nothing_of_the_screen_remains(visit: Open) -> None:
    page = visit(width=1280)
    page.emulate_media(media="print")
    shown = page.evaluate(
        "['.j-head', '.j-foot', '.btn', '.j-search', '.j-skip'].filter(s => [...document.querySelectorAll(s)]"
        ".some(e => e.getClientRects().length))"
    )
    assert shown == []

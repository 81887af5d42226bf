"""The desk in a real browser: keyboard alone, live search, the parent's fields, drafts, axe."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from jobcaffe.people.models import IntakeDraft, Person
from tests import factories
from tests.foundation.ui.browser import chromium, overflow, violations

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
Open = Callable[..., Page]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One Chromium for this file."""
    with chromium() as one:
        yield one


@pytest.fixture
def desk(browser: Browser, live_server: Any, client_for: Any) -> Iterator[Open]:
    """``desk("/sportello/")``: a page of the operator; whatever the browser complains about fails."""
    factories.place()
    client = client_for("desk", name="Paola")
    complaints: list[str] = []
    context = browser.new_context(viewport={"width": 1280, "height": 900}, locale="it-IT")
    context.add_cookies(
        [{"name": "jobcaffe", "value": client.cookies["jobcaffe"].value, "url": live_server.url}]
    )

    def go(path: str, width: int = 1280) -> Page:
        page = context.new_page()
        page.set_viewport_size({"width": width, "height": 900})
        page.on(
            "console", lambda one: complaints.append(one.text) if one.type in ("error", "warning") else None
        )
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.goto(live_server.url + path)
        return page

    go.user = client.user  # type: ignore[attr-defined]
    yield go
    context.close()
    assert complaints == []


def test_an_intake_with_the_keyboard_alone(desk: Open) -> None:
    page = desk("/sportello/")
    page.keyboard.press("Alt+n")
    page.wait_for_url("**/sportello/nuova/")
    expect(page.get_by_label("Nome", exact=True)).to_be_focused()
    for text in ("Franco", "Galli", "333 123 4567"):
        page.keyboard.type(text)
        page.keyboard.press("Tab")
    page.keyboard.press("Tab")  # "Non ha il telefono" stays empty
    page.keyboard.type("1969")
    for _ in range(3):  # municipality, sex, the first reason
        page.keyboard.press("Tab")
    page.keyboard.press("Space")
    page.keyboard.press("Control+Enter")
    page.wait_for_url("**/sportello/persone/**")
    expect(page.get_by_role("heading", level=1)).to_have_text("Franco Galli")
    person = Person.objects.get()
    assert (person.phone, person.birth_year) == ("+393331234567", 1969)
    assert person.intakes.get().reasons == ["work"]


def test_the_live_search_and_who_is_already_here(desk: Open) -> None:
    factories.person(team=desk.user.team, first_name="Anna", last_name="Rossi")  # type: ignore[attr-defined]
    page = desk("/sportello/")
    page.keyboard.type("rossi", delay=20)
    expect(page.locator("#trovate")).to_contain_text("Anna Rossi")
    page = desk("/sportello/nuova/")
    page.get_by_label("Cognome").press_sequentially("rossi", delay=20)
    expect(page.locator("#gia-qui")).to_contain_text("Anna Rossi")


def test_the_year_brings_the_parents_fields(desk: Open) -> None:
    page = desk("/sportello/nuova/")
    page.get_by_label("Anno di nascita").press_sequentially("2012", delay=20)
    expect(page.get_by_label("Nome del genitore o tutore")).to_be_visible()
    page.get_by_label("Anno di nascita").fill("1970")
    page.get_by_label("Anno di nascita").dispatch_event("change")
    expect(page.get_by_label("Nome del genitore o tutore")).to_have_count(0)


def test_what_was_saved_leaves_no_draft_behind(desk: Open) -> None:
    page = desk("/sportello/nuova/")
    page.get_by_label("Nome", exact=True).fill("Franco")
    page.get_by_role("button", name="Salva e apri la scheda").click()
    page.wait_for_url("**/sportello/persone/**")
    page.goto(
        page.url.split("/sportello/")[0] + "/sportello/bozze/"
    )  # what the leaving page sent has arrived
    page.wait_for_timeout(500)
    assert not IntakeDraft.objects.exists()


def test_what_is_typed_is_kept_without_a_press(desk: Open) -> None:
    page = desk("/sportello/nuova/")
    page.get_by_label("Parole sue").fill("Vorrei lavorare di mattina")
    expect(page.locator("[data-autosave-status]")).to_contain_text("Salvato alle", timeout=15_000)
    draft = IntakeDraft.objects.get()
    page = desk(f"/sportello/nuova/?bozza={draft.pk}")
    expect(page.get_by_label("Parole sue")).to_have_value("Vorrei lavorare di mattina")


PLACES = [
    "",
    "nuova/",
    "schede-carta/",
    "bozze/",
    "consegne/",
    "persone/",
    "ferme/",
    "verifiche/",
    "cerca/?q=ros",
]


@pytest.mark.parametrize("path", PLACES)
def test_axe_finds_nothing_and_nothing_is_wider_than_a_telephone(desk: Open, path: str) -> None:
    factories.person(team=desk.user.team, last_name="Rossi")  # type: ignore[attr-defined]
    page = desk(f"/sportello/{path}", width=320)
    assert violations(page) == []
    assert overflow(page) == 0


@pytest.mark.parametrize(
    "path", ["", "modifica/", "completa/", "completa/anagrafici/", "foglio/", "domande/0/"]
)
def test_a_record_is_for_everybody(desk: Open, path: str) -> None:
    person = factories.person(team=desk.user.team, operator=desk.user)  # type: ignore[attr-defined]
    factories.intake(person, words="Cerco lavoro")
    page = desk(f"/sportello/persone/{person.pk}/{path}", width=320)
    assert violations(page) == []
    assert overflow(page) == 0

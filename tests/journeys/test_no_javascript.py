"""The journeys of citizens, and the intake, where no script runs."""

from __future__ import annotations

import re
from datetime import date, timedelta

from playwright.sync_api import expect

from tests.journeys.conftest import Open
from tests.journeys.names import surname
from tests.journeys.visitor import DESK, MEMBER, Visit

MOST_TAPS = 5


def _plain(visit: Open) -> Visit:
    return visit(390, 844, java_script_enabled=False)


def _sign_up(one: Visit) -> None:
    """Home, the first appointment with a seat, a name and a number."""
    one.go("/")
    one.click("link", re.compile("Vedi gli appuntamenti"))
    for card in one.page.locator("main article a, main .j-card a").all():
        if "/appuntamenti/" in (card.get_attribute("href") or ""):
            address = card.get_attribute("href")
            card.click()
            one.page.wait_for_url(f"**{address}")
            one.clicks += 1
            if one.page.get_by_role("link", name="Voglio venire").count():
                break
            one.page.go_back()
            one.clicks -= 1
    one.click("link", "Voglio venire")
    one.page.get_by_label("Come ti chiami?").fill("Ada Prova")
    one.page.get_by_label("Il tuo numero, o la tua email").fill("333 765 4321")
    one.click("button", "Ci vengo")
    expect(one.page.get_by_role("heading", level=1)).to_have_text("Ti aspettiamo")


def test_somebody_signs_up_in_five_taps_and_gives_the_seat_back(visit: Open) -> None:
    one = _plain(visit)
    _sign_up(one)
    assert one.clicks <= MOST_TAPS
    assert re.search(r"\b[A-Z0-9]{3}-[A-Z0-9]{3}\b", one.page.locator("main").inner_text())
    assert "Ada" not in one.page.inner_text("main")
    one.click("button", "Non posso più venire")
    expect(one.page.get_by_role("heading", level=1)).to_have_text("Grazie per averci avvisato")


def test_a_mistake_keeps_what_was_typed_and_says_what_to_do(visit: Open) -> None:
    one = _plain(visit)
    one.go("/appuntamenti/")
    one.page.locator("main a[href^='/appuntamenti/']").first.click()
    one.click("link", "Voglio venire")
    one.page.get_by_label("Come ti chiami?").fill("Ada Prova")
    one.click("button", "Ci vengo")
    expect(one.page).to_have_title(re.compile("^Errore:"))
    expect(one.page.get_by_label("Come ti chiami?")).to_have_value("Ada Prova")
    expect(one.page.locator("#id_contact")).to_have_attribute("aria-invalid", "true")


def test_a_person_comes_in_with_the_card_that_the_desk_printed(visit: Open) -> None:
    desk = _plain(visit)
    desk.enter(DESK)
    desk.go("/sportello/persone/")
    desk.page.locator("main table a").first.click()
    desk.click("button", "Stampa una tessera")
    found = re.search(r"\b[A-Z0-9]{4}[ -]?[A-Z0-9]{4}\b", desk.page.locator("main").inner_text())
    assert found
    person = _plain(visit)
    person.go("/entra/")
    person.click("link", "Entra con la tessera")
    person.page.get_by_role("textbox").first.fill(found[0].lower())
    person.click("button", "Entra")
    expect(person.page.get_by_role("heading", level=1)).to_have_text(re.compile("^Ciao "))


def test_a_member_sets_a_goal_and_a_step_and_does_it(visit: Open) -> None:
    one = _plain(visit)
    one.enter(MEMBER)
    one.go("/io/percorso/")
    words = f"Voglio imparare a usare il computer con {surname()}"
    one.page.get_by_label("Che cosa vuoi che cambi?").fill(words)
    one.page.locator("main input[type=radio]").first.check()
    one.click("button", "Aggiungi l'obiettivo")
    expect(one.page.get_by_role("heading", level=1)).to_have_text(words)
    due = date.today() + timedelta(days=9)  # noqa: DTZ011 - the page speaks of wall-clock days
    one.page.get_by_label("Il prossimo passo").fill("Chiamo la biblioteca")
    one.page.get_by_label("Entro quando?").fill(f"{due:%d/%m/%Y}")
    one.click("button", "Aggiungi il passo")
    one.click("link", "Chiamo la biblioteca")
    one.page.locator("main button[name=do][value=keep]").click()
    expect(one.page.get_by_role("status")).to_contain_text("Un passo in più")


def test_a_member_answers_an_encounter_and_changes_her_mind(visit: Open) -> None:
    one = _plain(visit)
    one.enter(MEMBER)
    one.go("/oggi/")
    one.click("button", "Non posso")
    expect(one.page.get_by_role("status")).to_contain_text("Grazie di averlo detto")
    one.click("button", "Ci sarò")
    expect(one.page.get_by_role("status")).to_contain_text("ti aspettiamo")


def test_the_desk_welcomes_a_person(visit: Open) -> None:
    one = _plain(visit)
    one.enter(DESK)
    one.click("link", "Nuova accoglienza")
    name = surname()
    one.page.get_by_label("Nome", exact=True).fill("Ada")
    one.page.get_by_label("Cognome").fill(name)
    one.page.locator("#id_no_phone").check()
    one.page.get_by_label("Anno di nascita").fill("1971")
    one.page.locator("input[name=reasons]").first.check()
    one.page.locator("input[name=notice]").check()
    one.click("button", "Salva e apri la scheda")
    expect(one.page.get_by_role("heading", level=1)).to_contain_text(f"Ada {name}")

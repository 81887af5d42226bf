"""Every page that a role can reach by links, seen with a browser: accessible, narrow, calm, its own."""

from __future__ import annotations

import os
import re

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import Open
from tests.journeys.crawl import crawl
from tests.journeys.look import audit
from tests.journeys.visitor import ROLES, VISITOR, group

WIDTHS = (390, 1280)
FULL = os.environ.get("JOBCAFFE_FULL") == "1"
# At least so many distinct views: a crawl that finds little has lost its way.
LEAST = {"visitatore": 12, "franco": 8, "anna": 60, "giulia": 12, "ivan": 8, "paola": 40, "davide": 40, "lucia": 6, "teresa": 30,
         "marta": 40, "elena": 3, "cariplo": 3, "sistema": 8}  # fmt: skip


@pytest.fixture(scope="session")
def seen() -> dict[tuple[str, str], int]:
    """Which views were audited for which group of roles, at which width."""
    return {}


@pytest.mark.parametrize("role", ROLES)
def test_every_page_of_a_role_is_accessible_narrow_and_quiet(
    visit: Open, seen: dict[tuple[str, str], int], role: str
) -> None:
    scout = visit()
    scout.enter(role)
    found = crawl(scout)
    problems, titles = [*found.broken], dict[str, str]()
    looked: dict[tuple[str, str], int] = {}
    visits = {width: visit(width, 844) for width in WIDTHS}
    for one in visits.values():
        one.enter(role)
    for view, address in found.pages.items():
        done = (view, group(role)) in seen
        turn = WIDTHS if FULL else () if done else (WIDTHS[(len(seen) + len(looked)) % 2],)
        for width in turn:
            page = visits[width].page
            page.set_viewport_size({"width": width, "height": 844})
            page.goto(visits[width].site + address)
            looked[view, group(role)] = width
            problems += [f"{address} at {width}: {one}" for one in audit(page)]
            other = titles.setdefault(page.title(), view)
            if other != view:
                problems.append(f"{address}: {view} has the same title as {other}: {page.title()}")
    assert not problems, "\n" + "\n".join(problems)
    # Only now: tried again, a role with anything wrong is looked at from the beginning.
    seen.update(looked)
    assert len(found.pages) >= LEAST[role], sorted(found.pages)


MISTAKES = [
    (VISITOR, "/entra/", "Mandami il codice"),
    (VISITOR, "/entra/tessera/", "Entra"),
    (VISITOR, "/segnala/", "Manda la segnalazione"),
    ("franco", "/io/percorso/", "Aggiungi l'obiettivo"),
    ("franco", "/io/gruppi/chiedi/", "Chiedi il gruppo"),
    ("anna", "/la-mia-settimana/casa/impegni/aggiungi/", "Salva"),
    ("anna", "/micro-attivita/", "Comincia"),
    ("paola", "/sportello/nuova/", "Salva e apri la scheda"),
    ("paola", "/incontri/nuovo/", "Salva l'incontro"),
    ("paola", "/organizzazioni/nuova/", "Salva"),
    ("marta", "/regia/importa/", "Leggi il file"),
]


@pytest.mark.parametrize(("role", "address", "button"), MISTAKES)
def test_a_form_sent_empty_says_what_to_mend_and_stays_accessible(
    visit: Open, role: str, address: str, button: str
) -> None:
    one = visit(390, 844)
    one.enter(role)
    page = one.go(address)
    page.locator("main").get_by_role("button", name=button).first.click()
    expect(page).to_have_title(re.compile("^Errore:"))
    page.wait_for_load_state()
    expect(page.locator("main [aria-invalid=true]").first).to_be_attached()
    # Every mistake at the top leads to a field that is there.
    links = page.locator("[data-error-summary] a").all()
    assert links
    for link in links:
        assert page.locator(f"[id='{(link.get_attribute('href') or '').lstrip('#')}']").count() == 1
    problems = audit(page)
    assert not problems, "\n" + "\n".join(problems)


@pytest.mark.parametrize("role", [VISITOR, "franco", "marta"])
def test_an_address_that_is_not_there_answers_with_a_page_that_helps(visit: Open, role: str) -> None:
    one = visit(390, 844)
    one.enter(role)
    page = one.go("/non-esiste/")
    problems = audit(page)
    assert not problems, "\n" + "\n".join(problems)
    assert page.locator("main a").count() >= 1
    missing = [said for said in one.problems if "404" in said]
    assert missing
    # The browser tells of the missing page itself, and of nothing else.
    one.problems[:] = [said for said in one.problems if said not in missing]

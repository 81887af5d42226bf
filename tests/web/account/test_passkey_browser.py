"""A passkey made and used by Chromium's own virtual authenticator."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests import factories
from tests.foundation.accounts.helpers import last_code
from tests.foundation.ui.browser import chromium

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def page() -> Iterator[Page]:
    """A Chromium page with an authenticator plugged in."""
    with chromium() as browser:
        opened = browser.new_context(locale="it-IT").new_page()
        session = opened.context.new_cdp_session(opened)
        session.send("WebAuthn.enable")
        options = {
            "protocol": "ctap2",
            "transport": "internal",
            "hasResidentKey": True,
            "hasUserVerification": True,
            "isUserVerified": True,
            "automaticPresenceSimulation": True,
        }
        session.send("WebAuthn.addVirtualAuthenticator", {"options": options})
        yield opened
        opened.context.close()


def _first_factor(page: Page, site: str, contact: str) -> None:
    page.goto(f"{site}/entra/")
    page.get_by_label("Il tuo cellulare o la tua email").fill(contact)
    page.get_by_role("button", name="Mandami il codice").click()
    page.get_by_label("Le sei cifre del codice").fill(last_code())
    page.locator("main").get_by_role("button", name="Entra").click()


def test_a_passkey_is_made_and_then_asked_for(page: Page, live_server: Any, settings: Any) -> None:
    site = settings.SITE_URL = live_server.url.replace("127.0.0.1", "localhost")
    factories.user("sysadmin", email="anna@example.org", name="Anna Riva")
    problems: list[str] = []
    page.on("console", lambda message: problems.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: problems.append(str(error)))

    _first_factor(page, site, "anna@example.org")
    page.goto(f"{site}/io/accesso/passkey/aggiungi/")
    page.get_by_label("Come la chiami?").fill("portatile")
    page.get_by_role("button", name="Crea la passkey").click()
    page.wait_for_url("**/io/accesso/riserva/")
    page.get_by_role("button", name="Crea dieci codici").click()
    expect(page.locator("main li")).to_have_count(10)
    page.get_by_role("link", name="Ho stampato i codici").click()
    expect(page.locator("main")).to_contain_text("portatile")
    page.locator("main").get_by_role("button", name="Esci da questo dispositivo").click()

    _first_factor(page, site, "anna@example.org")
    page.wait_for_url("**/entra/passkey/")
    page.goto(f"{site}/io/accesso/")
    page.wait_for_url("**/entra/?next=/io/accesso/")
    page.goto(f"{site}/entra/passkey/")
    page.get_by_role("button", name="Usa la passkey").click()
    page.wait_for_url("**/sistema/")
    page.goto(page.url + "persone/")
    assert "Anna Riva" in page.locator("main").inner_text()
    assert problems == []

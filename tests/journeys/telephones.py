"""Telephones of people who are signed in already, each with a context of its own."""

from __future__ import annotations

from typing import Any

from django.test import Client
from django.urls import reverse
from playwright.sync_api import Browser, Page

from jobcaffe.foundation.accounts.models import User
from tests.foundation.ui.browser import overflow, violations

NARROWEST = 320


class Telephones:
    """One browser, as many people as one likes, each with 390 pixels."""

    def __init__(self, browser: Browser, live_server: Any) -> None:
        self.browser, self.site = browser, live_server.url
        self.contexts: list[Any] = []

    def of(self, user: User | None, at: str, *, scripts: bool = False) -> Page:
        """Her telephone, or a visitor's, at the page of this name."""
        context = self.browser.new_context(
            viewport={"width": 390, "height": 844}, locale="it-IT", java_script_enabled=scripts
        )
        if user is not None:
            client = Client()
            client.force_login(user)
            cookie = client.cookies["jobcaffe"].value
            context.add_cookies([{"name": "jobcaffe", "value": cookie, "url": self.site}])
        context.set_default_timeout(8_000)
        self.contexts.append(context)
        page: Page = context.new_page()
        page.goto(self.site + reverse(at))
        return page


def faults(page: Page, addresses: list[str]) -> list[str]:
    """What is not accessible, or does not fit the narrowest screen, on each of these pages."""
    wrong = []
    for address in addresses:
        page.set_viewport_size({"width": NARROWEST, "height": 844})
        page.goto(address)
        wide = overflow(page)
        height = page.evaluate("document.documentElement.scrollHeight")
        page.set_viewport_size({"width": NARROWEST, "height": height})
        wrong += [f"{address}: {fault}" for fault in violations(page)]
        wrong += [f"{address}: {wide} px"] if wide else []
    return wrong

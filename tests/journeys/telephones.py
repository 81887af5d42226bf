"""Telephones of women who are signed in already, each with a context of its own."""

from __future__ import annotations

from typing import Any

from django.test import Client
from django.urls import reverse
from playwright.sync_api import Browser, Page

from jobcaffe.foundation.accounts.models import User


class Telephones:
    """One browser, as many people as one likes, each with 390 pixels."""

    def __init__(self, browser: Browser, live_server: Any) -> None:
        self.browser, self.site = browser, live_server.url
        self.contexts: list[Any] = []

    def of(self, user: User, start: str, *, scripts: bool = False) -> Page:
        """Her telephone, at the page of this name."""
        client = Client()
        client.force_login(user)
        context = self.browser.new_context(
            viewport={"width": 390, "height": 844}, locale="it-IT", java_script_enabled=scripts
        )
        cookie = client.cookies["jobcaffe"].value
        context.add_cookies([{"name": "jobcaffe", "value": cookie, "url": self.site}])
        context.set_default_timeout(8_000)
        self.contexts.append(context)
        page: Page = context.new_page()
        page.goto(self.site + reverse(start))
        return page

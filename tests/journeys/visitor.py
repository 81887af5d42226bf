"""Somebody with a browser: enters as a role, and whatever the browser complains about is kept."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from django.urls import reverse
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request, Response

VISITOR = "visitatore"
STAFF = ("paola", "davide", "lucia", "teresa", "marta", "elena", "cariplo", "sistema")
# Franco looks for work; Giulia speaks for her bakery; Ivan helps at the fair's door and tables.
# Anna is in the women's lab, where Franco sees the same pages empty.
ROLES = (VISITOR, "franco", "anna", "giulia", "ivan", *STAFF)
# Only a server started as a demo has this address: the settings of the tests need not know it.
DOORS = "/demo/"
DESK, COORDINATOR, MEMBER, WOMAN = "paola", "marta", "franco", "anna"


def group(role: str) -> str:
    """Roles of one group see a page built by the same templates: bar of the telephone, menu, scripts."""
    return "staff" if role in STAFF else role


@dataclass
class Visit:
    """One browser context with one page. ``problems`` must be empty when the visit ends."""

    site: str
    context: BrowserContext
    page: Page
    problems: list[str] = field(default_factory=list)
    clicks: int = 0

    def watch(self) -> None:
        """Keep errors of the console and of scripts, refused and failed requests, strangers."""
        self.page.on("console", self._console)
        self.page.on("pageerror", lambda error: self._keep(f"script: {error}"))
        self.page.on("request", self._request)
        self.page.on("requestfailed", self._failed)
        self.page.on("response", self._response)

    def _keep(self, problem: str) -> None:
        self.problems.append(f"{self.page.url.removeprefix(self.site)}: {problem}")

    def _console(self, message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"}:
            self._keep(f"console: {message.text}")

    def _request(self, request: Request) -> None:
        if not request.url.startswith((f"{self.site}/", "data:", "blob:")):
            self._keep(f"asks a stranger: {request.url}")

    def _failed(self, request: Request) -> None:
        # A download, and a page left while it loads, end as "aborted".
        if "ERR_ABORTED" not in str(request.failure):
            self._keep(f"failed: {request.url} {request.failure}")

    def _response(self, response: Response) -> None:
        if response.status >= 400:
            self._keep(f"{response.status}: {response.url.removeprefix(self.site)}")

    def go(self, path: str) -> Page:
        """Open an address of the site."""
        self.page.goto(self.site + path)
        return self.page

    def open(self, name: str, *arguments: object) -> Page:
        """Open a page by the name of its address."""
        return self.go(reverse(name, args=arguments))

    def enter(self, role: str) -> Page:
        """Come in through the doors of the demo, as anybody may."""
        if role != VISITOR:
            self.go(DOORS)
            with self.page.expect_navigation():
                self.page.locator(f"form[action='{DOORS}entra/{role}/'] button").click()
        else:
            self.go("/")
        return self.page

    def click(self, role: Any, name: Any, **more: Any) -> None:
        """One tap, counted."""
        self.clicks += 1
        self.page.get_by_role(role, name=name, **more).first.click()


@contextmanager
def visiting(browser: Browser, site: str, width: int, height: int, **options: Any) -> Iterator[Visit]:
    """A new context, Italian, of this size; ends with no complaint of the browser."""
    context = browser.new_context(viewport={"width": width, "height": height}, locale="it-IT", **options)
    context.set_default_timeout(15_000)
    visit = Visit(site, context, context.new_page())
    visit.watch()
    try:
        yield visit
    finally:
        context.close()
    assert not visit.problems, "\n" + "\n".join(visit.problems)

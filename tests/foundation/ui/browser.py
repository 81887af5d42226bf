"""A real browser for the tests that need eyes, hands and ears."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, sync_playwright

AXE = Path(__file__).resolve().parents[3] / "node_modules" / "axe-core" / "axe.min.js"
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


_stack = ExitStack()
_users: list[Browser] = []


@contextmanager
def chromium() -> Iterator[Browser]:
    """Debian's Chromium (or the one named by ``JOBCAFFE_CHROMIUM``), without any talk of its own.

    A process has one: whoever asks second gets the same, and the last to leave closes it.
    """
    browser = _users[0] if _users else _open()
    _users.append(browser)
    try:
        yield browser
    finally:
        _users.pop()
        if not _users:
            _stack.close()


def _open() -> Browser:
    # The driver runs an event loop in this thread, which Django would take for an asynchronous call.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    driver = _stack.enter_context(sync_playwright())
    browser = driver.chromium.launch(executable_path=executable(), args=QUIET)
    _stack.callback(browser.close)
    return browser


def executable() -> str:
    """Where the browser is."""
    return os.environ.get("JOBCAFFE_CHROMIUM") or shutil.which("chromium") or "/usr/bin/chromium"


def violations(page: Page) -> list[str]:
    """What axe finds against WCAG 2.2 AA and good practice: ``"rule: markup"``."""
    page.evaluate(AXE.read_text())
    found: dict[str, Any] = page.evaluate(
        "tags => axe.run(document, {runOnly: {type: 'tag', values: tags}})", TAGS
    )
    return [f"{one['id']}: {node['html'][:200]}" for one in found["violations"] for node in one["nodes"]]


def overflow(page: Page) -> int:
    """Pixels by which the page is wider than the window; 0 is well."""
    return int(page.evaluate("Math.max(0, document.documentElement.scrollWidth - innerWidth)"))

"""A real site and a real browser, for all journeys."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import Any

import pytest
from playwright.sync_api import Browser

from tests.foundation.ui.browser import chromium
from tests.journeys.site import demo
from tests.journeys.telephones import Telephones
from tests.journeys.visitor import Visit, visiting

Open = Callable[..., Visit]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """All of this folder needs Chromium."""
    for item in items:
        if "/journeys/" in item.path.as_posix():
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Address of a demo made for this run; ``JOBCAFFE_SITE`` names one that already runs."""
    running = os.environ.get("JOBCAFFE_SITE")
    if running:
        yield running.rstrip("/")
        return
    with demo(tmp_path_factory.mktemp("site")) as address:
        yield address


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium for the whole run; every test has contexts of its own."""
    with chromium() as one:
        yield one


@pytest.fixture
def visit(site: str, browser: Browser) -> Iterator[Open]:
    """``visit(width=…)`` begins a visit; at the end of the test no browser has complained."""
    with ExitStack() as stack:

        def begin(width: int = 1280, height: int = 900, **options: Any) -> Visit:
            return stack.enter_context(visiting(browser, site, width, height, **options))

        yield begin


@pytest.fixture
def telephones(browser: Browser, live_server: Any) -> Iterator[Telephones]:
    """Telephones of members on the site of this test."""
    made = Telephones(browser, live_server)
    yield made
    for context in made.contexts:
        context.close()

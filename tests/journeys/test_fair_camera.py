"""The camera of a telephone reads the square of a ticket, with the network cut."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import segno
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect

from jobcaffe.fair.visits import rules
from jobcaffe.fair.visits.models import Visitor
from tests import factories
from tests.fair.visits import around
from tests.foundation.ui.browser import QUIET, executable

pytestmark = pytest.mark.django_db(transaction=True)
WIDE, HIGH = 640, 480
FRAMES = 3


def film(path: Path, text: str) -> Path:
    """What a camera sees in front of a ticket: grey all around, the square in the middle."""
    square = segno.make(text, error="m")
    side = max(1, 300 // square.symbol_size(border=4)[0])
    rows = [bytes(0 if dark else 255 for dark in row) for row in square.matrix_iter(scale=side, border=4)]
    left, top = (WIDE - len(rows[0])) // 2, (HIGH - len(rows)) // 2
    grey = bytes([128])
    lines = [grey * WIDE] * top
    lines += [grey * left + row + grey * (WIDE - left - len(row)) for row in rows]
    lines += [grey * WIDE] * (HIGH - len(lines))
    frame = b"FRAME\n" + b"".join(lines) + grey * (WIDE * HIGH // 2)
    path.write_bytes(f"YUV4MPEG2 W{WIDE} H{HIGH} F10:1 Ip A1:1 C420mpeg2\n".encode() + frame * FRAMES)
    return path


@pytest.fixture
def seen() -> Visitor:
    """Who holds her ticket in front of the camera."""
    return around.visitor(factories.fair(opens_at=timezone.now() - timedelta(hours=1)), "Franco Colombo")


@pytest.fixture
def phone(browser: Browser, seen: Visitor, live_server: Any, tmp_path: Path) -> Iterator[Page]:
    """A volunteer's telephone whose camera looks at that ticket."""
    keeper = Client()
    keeper.force_login(around.volunteer(seen.fair, name="Ivan Brusa"))
    eyes = [
        "--use-fake-device-for-media-stream",
        "--use-fake-ui-for-media-stream",
        f"--use-file-for-fake-video-capture={film(tmp_path / 'ticket.y4m', rules.ticket_url(seen))}",
    ]
    with browser.browser_type.launch(executable_path=executable(), args=[*QUIET, *eyes]) as with_eyes:
        context = with_eyes.new_context(viewport={"width": 390, "height": 844}, locale="it-IT")
        cookie = keeper.cookies["jobcaffe"].value
        context.add_cookies([{"name": "jobcaffe", "value": cookie, "url": live_server.url}])
        page = context.new_page()
        page.goto(live_server.url + reverse("fairdoor:home", args=[seen.fair.slug]))
        expect(page.locator("[data-door][data-ready]")).to_have_count(1)
        page.evaluate("navigator.serviceWorker.ready.then(() => true)")
        yield page


def test_the_camera_reads_a_ticket_where_the_browser_cannot_by_itself(seen: Visitor, phone: Page) -> None:
    phone.context.set_offline(True)
    phone.reload()
    expect(phone.locator("[data-door][data-ready]")).to_have_count(1)
    assert phone.evaluate("'BarcodeDetector' in window") is False
    phone.get_by_role("button", name="Usa la fotocamera").click()
    expect(phone.get_by_role("heading", name="Franco")).to_be_visible(timeout=20_000)
    expect(phone.locator("video")).to_have_count(0)
    phone.get_by_role("button", name="È entrato").click()
    expect(phone.get_by_text("Franco è dentro.")).to_be_visible()

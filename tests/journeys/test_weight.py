"""What a first visit costs: bytes as they come over the wire, and how many requests."""

from __future__ import annotations

from typing import Any

import pytest

from tests.journeys.conftest import Open
from tests.journeys.visitor import COORDINATOR, DESK, MEMBER, VISITOR, WOMAN

# Bytes, requests, bytes of scripts. A citizen's page has none, but for the way out in a hurry.
CITIZEN = (100_000, 10, 0)
PRIVATE = (100_000, 10, 1_500)
STAFF = (150_000, 12, 30_000)
STYLE_SHEET = 35_000
PAGES = [
    (VISITOR, "/", CITIZEN),
    (VISITOR, "/appuntamenti/", CITIZEN),
    (VISITOR, "/il-progetto/", CITIZEN),
    (VISITOR, "/dove-siamo/", CITIZEN),
    (VISITOR, "/entra/", CITIZEN),
    (VISITOR, "/jobfest/", CITIZEN),
    (MEMBER, "/oggi/", CITIZEN),
    (MEMBER, "/io/percorso/", CITIZEN),
    (MEMBER, "/io/visto/", CITIZEN),
    (WOMAN, "/laboratorio/", PRIVATE),
    (WOMAN, "/la-mia-settimana/", PRIVATE),
    (WOMAN, "/turni/", PRIVATE),
    (WOMAN, "/banca/", PRIVATE),
    (WOMAN, "/micro-attivita/", PRIVATE),
    (DESK, "/sportello/", STAFF),
    (DESK, "/sportello/nuova/", STAFF),
    (DESK, "/sportello/persone/", STAFF),
    (DESK, "/incontri/", STAFF),
    (COORDINATOR, "/regia/", STAFF),
]


@pytest.mark.parametrize(("role", "path", "most"), PAGES)
def test_a_first_visit_is_light(visit: Open, role: str, path: str, most: tuple[int, int, int]) -> None:
    one = visit(390, 844)
    one.enter(role)
    # What the page behind the door still loads is not counted here.
    one.page.wait_for_load_state("networkidle")
    one.page.goto("about:blank")
    talk = one.context.new_cdp_session(one.page)
    kinds: dict[str, str] = {}
    sizes: dict[str, float] = {}

    def answered(event: dict[str, Any]) -> None:
        kinds[event["requestId"]] = event["type"]

    def finished(event: dict[str, Any]) -> None:
        sizes[event["requestId"]] = event["encodedDataLength"]

    talk.on("Network.responseReceived", answered)
    talk.on("Network.loadingFinished", finished)
    talk.send("Network.enable")
    # Cold, as on the first day: what entering has loaded does not count as known.
    talk.send("Network.clearBrowserCache")
    talk.send("Network.setCacheDisabled", {"cacheDisabled": True})
    one.page.goto(one.site + path, wait_until="networkidle")
    one.page.evaluate("document.fonts.ready")
    weight = {kind: sum(sizes[key] for key in sizes if kinds.get(key) == kind) for kind in kinds.values()}
    assert sum(sizes.values()) <= most[0], weight
    assert len(sizes) <= most[1], weight
    assert weight.get("Stylesheet", 0) <= STYLE_SHEET
    assert weight.get("Script", 0) <= most[2]

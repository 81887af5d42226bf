"""Every page that a role can reach by links, seen with a browser: accessible, narrow, calm, its own."""

from __future__ import annotations

import os

import pytest

from tests.journeys.conftest import Open
from tests.journeys.crawl import crawl
from tests.journeys.look import audit
from tests.journeys.visitor import ROLES, group

WIDTHS = (390, 1280)
FULL = os.environ.get("JOBCAFFE_FULL") == "1"
# At least so many distinct views: a crawl that finds little has lost its way.
LEAST = {"visitatore": 12, "franco": 8, "paola": 40, "davide": 40, "lucia": 6, "teresa": 6, "marta": 40,
         "elena": 3, "cariplo": 3, "sistema": 8}  # fmt: skip


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
    visits = {width: visit(width, 844) for width in WIDTHS}
    for one in visits.values():
        one.enter(role)
    for view, address in found.pages.items():
        done = (view, group(role)) in seen
        turn = WIDTHS if FULL else () if done else (WIDTHS[len(seen) % 2],)
        for width in turn:
            seen[view, group(role)] = width
            page = visits[width].page
            page.set_viewport_size({"width": width, "height": 844})
            page.goto(visits[width].site + address)
            problems += [f"{address} at {width}: {one}" for one in audit(page)]
            other = titles.setdefault(page.title(), view)
            if other != view:
                problems.append(f"{address}: {view} has the same title as {other}: {page.title()}")
    assert not problems, "\n" + "\n".join(problems)
    assert len(found.pages) >= LEAST[role], sorted(found.pages)

"""Action 3 in numbers: what the board opened, its places, those that were filled through us."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.utils import timezone

from jobcaffe.exchange.posts import actions
from jobcaffe.exchange.posts.models import Post
from jobcaffe.plan.models import Programme
from jobcaffe.programme import queries
from jobcaffe.programme.indicators import facts, rows
from jobcaffe.programme.indicators.sources import SOURCES
from jobcaffe.programme.indicators.spans import Span
from tests import factories
from tests.exchange.posts.posting import draft, on_board

WHOLE = Span(date(2024, 1, 1), date(2024, 6, 30), opening=True)
LATER = date(2025, 1, 15)
DAY = date(2024, 3, 5)
CODES = ("opportunities_opened", "places_opened", "places_filled")
pytestmark = pytest.mark.django_db


def values() -> list[int]:
    return [facts.totals([SOURCES[code]], WHOLE, today=LATER)[code] for code in CODES]


def offered(**fields: Any) -> Post:
    """An offer of three places in the past."""
    usual = {"sort": "job", "title": "Prova", "state": "open", "places": 3, "published_on": DAY}
    return Post.objects.create(**{**usual, "organisation": factories.organisation(), **fields})


def test_offers_count_on_their_day_and_needs_drafts_and_other_days_do_not() -> None:
    offered()
    offered(organisation=None, places=1)
    offered(direction="need")
    offered(state="draft")
    offered(published_on=date(2024, 7, 1))
    assert values() == [2, 4, 0]


def test_places_are_filled_when_the_post_is_closed_and_only_through_us() -> None:
    closed = {"state": "closed", "closed_on": DAY}
    offered(**closed, result="filled_here", result_count=2)
    offered(**closed, result="filled_elsewhere", result_count=3)
    offered(**closed, result="not_filled", result_count=0)
    offered(state="closed", closed_on=date(2024, 7, 1), result="filled_here", result_count=5)
    assert values() == [4, 12, 2]


def test_every_number_of_the_board_equals_its_rows_and_names_who_offers(programme: Programme) -> None:
    coordinator = factories.user("coordinator")
    offered(
        state="closed",
        closed_on=DAY,
        result="filled_here",
        result_count=2,
        organisation=factories.organisation(name="Forno Re"),
    )
    offered(organisation=None)
    indicators = [row for row in queries.indicators(programme) if row.source in CODES]
    found = {row.source: queries.detail(coordinator, row, WHOLE, day=LATER).value for row in indicators}
    assert found == facts.totals([SOURCES[code] for code in CODES], WHOLE, today=LATER)
    assert len(indicators) == len(CODES)
    shown = rows.describe(facts.collect([SOURCES["places_opened"]], WHOLE, today=LATER)["places_opened"])
    assert sorted((one.who, one.count) for one in shown) == [("Forno Re", 3), ("Job Caffè", 3)]


def test_what_the_board_does_today_is_counted_today() -> None:
    actor, today = factories.partner(), timezone.localdate()
    post = on_board(actor)
    draft(actor)
    actions.close(actor=actor, post_id=post.pk, result="filled_here", count=2)
    span = Span(today, today, opening=False)
    assert facts.totals([SOURCES[code] for code in CODES], span, today=today) == dict(
        zip(CODES, (1, 3, 2), strict=True)
    )

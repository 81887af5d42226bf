"""Campaigns in numbers: who was reached, who said yes."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest

from jobcaffe.network.outreach.models import Touch
from jobcaffe.organisations.models import Organisation
from jobcaffe.plan.models import Programme
from jobcaffe.programme.indicators import facts
from jobcaffe.programme.indicators.sources import SOURCES
from jobcaffe.programme.indicators.spans import Span
from tests import factories

WHOLE = Span(date(2024, 1, 1), date(2024, 6, 30), opening=True)
LATER = date(2025, 1, 15)
pytestmark = pytest.mark.django_db


def values() -> tuple[int, int]:
    found = facts.totals(
        [SOURCES[c] for c in ("organisations_contacted", "organisations_won")], WHOLE, today=LATER
    )
    return found["organisations_contacted"], found["organisations_won"]


def touch(of: Organisation, day: int = 5, month: int = 3, **fields: Any) -> Touch:
    at = datetime(2024, month, day, 10, tzinfo=UTC)
    return Touch.objects.create(organisation=of, by=factories.user("desk"), at=at, outcome="x", **fields)


def test_each_organisation_counts_once_and_only_in_its_period(programme: Programme) -> None:
    one, two = factories.organisation(), factories.organisation()
    touch(one)
    touch(one, 6, stage="joined")
    touch(one, 7, stage="jobfest")
    touch(two, stage="interested", way="mail")
    touch(factories.organisation(), month=7, stage="joined")
    assert values() == (2, 1)


def test_a_touch_that_was_taken_back_counts_nothing(programme: Programme) -> None:
    body = factories.organisation()
    touch(body, 6, corrects=touch(body, stage="joined"))
    assert values() == (0, 0)

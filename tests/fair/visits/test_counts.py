"""What the door counts at every press."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from jobcaffe.fair.visits import queries
from jobcaffe.fair.visits.models import Visitor
from jobcaffe.fair.visits.queries import Counts
from tests import factories

pytestmark = pytest.mark.django_db


def test_inside_arrived_and_expected_are_counted_without_reading_a_visitor() -> None:
    fair, other, now = factories.fair(state="open"), factories.fair(state="open"), timezone.now()
    for code, fields in (
        ("A1-001", {}),
        ("A1-002", {}),
        ("A1-003", {"state": "cancelled"}),
        ("A1-004", {"inside": True, "arrived_at": now}),
        ("A1-005", {"arrived_at": now}),
        ("A1-006", {"arrived_at": now, "state": "cancelled"}),
    ):
        Visitor.objects.create(fair=fair, name="Rosa", code=code, **fields)
    Visitor.objects.create(fair=other, name="Rosa", code="A1-001", inside=True, arrived_at=now)
    with CaptureQueriesContext(connection) as asked:
        assert queries.counts(fair) == Counts(inside=1, arrived=3, expected=2)
    assert len(asked) == 1
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("EXPLAIN QUERY PLAN " + asked[0]["sql"])
            plan = " ".join(str(row[-1]) for row in cursor.fetchall())
        assert "COVERING INDEX fair_visitor_counts" in plan

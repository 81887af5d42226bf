"""Many records in an hour are told, whatever the stroke of the clock; a day's work is not."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import uuid4

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from jobcaffe.foundation.accounts.models import User
from jobcaffe.foundation.journal.actions import Line, record_many
from jobcaffe.people.models import Person
from jobcaffe.programme import alerts, watch
from tests import factories

pytestmark = pytest.mark.django_db


def opened(user: User, persons: list[Person], at: datetime) -> None:
    with transaction.atomic():
        record_many(user, [Line("person.read", "people.person", str(p.pk), p) for p in persons], at=at)


@pytest.fixture
def persons() -> list[Person]:
    return [factories.person() for _ in range(alerts.MANY_RECORDS + 1)]


def test_one_more_than_many_is_told_before_everything_else(persons: list[Person]) -> None:
    user = factories.user("desk", name="Ugo Curioso")
    for number in range(5):
        factories.commitment(due_on=timezone.localdate() - timedelta(days=number + 1))
    opened(user, persons, timezone.now() - timedelta(hours=5))
    (alert,) = alerts.many_records()
    assert (alert.actor_ref, alert.persons) == (user.pk, 41)
    first = watch.today([])[0]
    assert (first.code, first.text) == ("records", "Ugo Curioso ha aperto 41 schede in un'ora.")


def test_exactly_many_and_the_same_record_again_are_a_day_s_work(persons: list[Person]) -> None:
    user = factories.user("desk")
    opened(user, persons[:-1], timezone.now())
    opened(user, persons[:1] * 30, timezone.now())
    assert alerts.many_records() == []


def test_the_hour_slides_over_the_stroke(persons: list[Person]) -> None:
    user, stroke = factories.user("desk"), timezone.now().replace(minute=0, second=0, microsecond=0)
    opened(user, persons[:20], stroke - timedelta(minutes=25))
    opened(user, persons[20:], stroke + timedelta(minutes=25))
    assert [alert.persons for alert in alerts.many_records(stroke + timedelta(hours=1))] == [41]


def test_spread_over_a_morning_nothing_is_told(persons: list[Person]) -> None:
    user, now = factories.user("desk"), timezone.now()
    for number, person in enumerate(persons):
        opened(user, [person], now - timedelta(minutes=6 * number))
    assert alerts.many_records(now) == []


def test_what_is_older_than_three_days_is_left_alone_and_it_costs_one_question(persons: list[Person]) -> None:
    opened(factories.user("desk"), persons, timezone.now() - timedelta(days=4))
    with CaptureQueriesContext(connection) as captured:
        assert alerts.many_records() == []
    assert len(captured) == 1


def test_the_peak_counts_distinct_subjects_only() -> None:
    one, other, start = uuid4(), uuid4(), timezone.now()
    reads = [(start + timedelta(minutes=10 * n), one if n % 2 else other) for n in range(10)]
    assert alerts.peak(reads)[0] == 2
    assert alerts.peak([])[0] == 0

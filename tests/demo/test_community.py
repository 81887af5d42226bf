"""The made-up community keeps the house's own rules."""

from __future__ import annotations

import itertools
import random
from datetime import date

import pytest
from django.db.models import F

from jobcaffe.commitments.models import Commitment
from jobcaffe.demo import community, population
from jobcaffe.encounters.models import Attendance, Encounter
from jobcaffe.people.models import Person
from jobcaffe.programme.models import Closure, Issue
from jobcaffe.spaces.models import Booking
from tests.kept import Kept

pytestmark = pytest.mark.django_db


def test_nobody_attends_before_her_first_talk_and_no_group_has_names(kept: Kept) -> None:
    kept(community.build)
    assert not Attendance.objects.filter(encounter__starts_at__lt=F("person__created_at")).exists()
    assert not Attendance.objects.filter(encounter__confidential=True).exists()
    assert Encounter.objects.filter(confidential=True, present_count__gt=0).exists()
    held = Booking.objects.filter(state="held").order_by("room", "starts_at")
    for before, after in itertools.pairwise(held):
        assert before.room_id != after.room_id or before.ends_at <= after.starts_at


def test_who_enters_as_participant_finds_a_path_and_encounters_to_come(kept: Kept) -> None:
    kept(community.build)
    franco = community.member()
    assert franco is not None
    person = Person.objects.get(pk=franco.person_ref)
    assert person.attendances.filter(presence="expected", encounter__state="planned").count() >= 2
    assert Commitment.objects.filter(person=person, state="promised").count() >= 2
    assert len(community.characters()) == 10
    assert "http://x/demo/" in community.welcome("http://x")


@pytest.mark.one_database
def test_past_periods_are_closed_and_their_reports_are_there() -> None:
    community.build(people=60, today=date(2026, 3, 1))
    assert Closure.objects.count() == 4
    assert Issue.objects.count() == 8


def test_the_same_seed_tells_the_same_days() -> None:
    first, last = date(2024, 1, 1), date(2026, 12, 31)
    days = [population.first_days(random.Random(7), 50, first, last) for _ in range(2)]
    assert days[0] == days[1]
    assert all(day.weekday() < 5 for day in days[0])

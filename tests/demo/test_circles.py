"""The made-up groups are groups like the real ones."""

from __future__ import annotations

from collections import Counter
from datetime import date

import pytest
from django.db import transaction
from django.utils import timezone

from jobcaffe.circles import catalogue, gathering, queries
from jobcaffe.circles.enums import State
from jobcaffe.circles.models import Circle, GroupRequest, Meeting, Membership, Residue
from jobcaffe.demo import community
from jobcaffe.encounters.models import Encounter
from jobcaffe.foundation.accounts.models import User
from jobcaffe.foundation.journal.verify import verify
from jobcaffe.kernels import grouping
from jobcaffe.kernels.grouping.form import read
from jobcaffe.people.models import Person
from jobcaffe.spaces import holidays
from tests.kept import Kept

pytestmark = pytest.mark.django_db


def test_groups_stand_at_every_point_of_their_life_and_their_evenings_are_numbers(kept: Kept) -> None:
    kept(community.build)
    states = Counter(Circle.objects.values_list("state", flat=True))
    assert states == {
        "archived": 2, "running": 1, "autonomous": 1, "ended": 1, "mid_review": 1, "start_up": 1,
        "activation": 1, "gathering": 1,
    }  # fmt: skip
    held = Meeting.objects.filter(closed_at__isnull=False).select_related("encounter")
    assert all(0 < row.encounter.present_count <= 12 for row in held)
    assert (
        Encounter.objects.filter(confidential=True, meeting__isnull=True, lab_meeting__isnull=True).count()
        == 0
    )
    days = [
        timezone.localdate(row.encounter.starts_at) for row in Meeting.objects.select_related("encounter")
    ]
    assert [day for day in days if holidays.name_of(day, "Lainate") or catalogue.break_on(day)] == []
    gone = Circle.objects.filter(state=State.ARCHIVED)
    assert Membership.objects.filter(circle__in=gone).count() == 0
    assert Residue.objects.filter(circle__in=gone).count() == 2
    coordinator = User.objects.get(name="Marta Colombo")
    assert [row.circle.code for row in queries.follow_ups_due(coordinator)] == ["AMA-05"]
    assert verify().whole


def test_franco_has_his_group_and_anna_a_pact_to_read(kept: Kept) -> None:
    kept(community.build)
    (franco, anna), lucia = (
        [user for _key, user, _about in community.members_to_be()],
        User.objects.get(name="Lucia Ferrari"),
    )
    group = queries.visible_to(franco, "circle.member").get()
    assert (group.state, group.mode) == (State.RUNNING, "facilitated")
    names = [mate.name for mate in queries.roster(lucia, group)]
    assert len(names) == len(set(names)) == 9
    assert "Franco" in names
    readers = Counter(row.readers for row in queries.my_contributions(franco))
    assert readers == {"circle": 2, "only_me": 1, "facilitator": 1}
    waiting = [row for row in queries.matches(franco) if row.offer_yes is None and row.need_yes]
    assert len(waiting) == 1
    first, last = group.waves.order_by("number")
    assert [row.n for row in queries.wave_result(lucia, first)] == [8] * 5
    assert last.closed_on is None
    assert [row.state for row in queries.requests(anna)] == ["proposed"]
    assert [row.circle for row in queries.requests(anna)] == [Circle.objects.get(state=State.ACTIVATION)]
    assert queries.visible_to(anna, "circle.member").count() == 0


def test_so_many_wait_that_two_or_three_groups_can_be_formed(kept: Kept) -> None:
    kept(community.build)
    states = Counter(GroupRequest.objects.values_list("state", flat=True))
    assert sum(states.values()) == 41
    assert min(states[one] for one in ("asked", "talk", "talked", "proposed")) >= 4
    instance = read(gathering.form_of("ama"))
    answer = grouping.solve(instance, seconds=5, seed=1)
    assert grouping.check(instance, answer) == []
    assert 2 <= len([group for group in answer.groups if not group.id]) <= 4


@pytest.mark.one_database
def test_the_same_day_tells_the_same_story_and_few_people_are_enough() -> None:
    def told() -> object:
        rows = Membership.objects.select_related("circle").order_by("circle__code", "joined_on")
        names = Person.objects.in_bulk([row.person_ref for row in rows])
        return Counter((row.circle.code, names[row.person_ref].search_name, row.joined_on) for row in rows)

    def build() -> object:
        with transaction.atomic():
            community.build(people=60, today=date(2026, 3, 1))
            found = told()
            transaction.set_rollback(True)
        return found

    assert build() == build()

"""A group's life, its dates, its pact."""

from __future__ import annotations

import uuid
from datetime import date, timedelta

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone

from jobcaffe.circles import actions, catalogue, queries
from jobcaffe.circles.enums import State
from jobcaffe.circles.models import Circle, Cycle, Decision, FollowUp, Membership, Pact, Residue
from jobcaffe.encounters.models import Encounter
from jobcaffe.foundation.access import CAPABILITIES, CONDITIONS, Refused
from jobcaffe.foundation.journal.actions import SYSTEM
from jobcaffe.spaces.words import local
from tests import factories
from tests.circles.groups import Staff, circle, enter, next_weekday, person, running

pytestmark = pytest.mark.django_db


def test_a_group_lives_from_the_idea_to_the_archive_and_each_step_is_a_decision() -> None:
    staff = Staff()
    group, _members = running(staff)
    for after in (State.MID_REVIEW, State.RUNNING, State.CLOSING, State.ENDED):
        actions.move_on(actor=staff.facilitator, circle_id=group.pk, after=after)
        if after in queries.CLOSED:
            break
    Circle.objects.update(closed_on=timezone.localdate() - timedelta(days=200))
    actions.forget_due(actor=SYSTEM)
    group.refresh_from_db()
    assert group.state == State.ARCHIVED
    assert list(Decision.objects.values_list("after", flat=True)) == [
        "start_up", "running", "mid_review", "running", "closing", "ended", "archived",
    ]  # fmt: skip


def test_a_step_that_does_not_follow_is_refused() -> None:
    staff = Staff()
    group = circle(staff)
    with pytest.raises(Refused):
        actions.move_on(actor=staff.facilitator, circle_id=group.pk, after=State.RUNNING)
    assert Decision.objects.count() == 0


def test_a_group_with_five_people_does_not_start_and_with_six_it_does() -> None:
    staff = Staff()
    group = circle(staff)
    for _n in range(5):
        enter(staff, group, person(staff))
    with pytest.raises(Refused, match="abbastanza"):
        actions.move_on(actor=staff.facilitator, circle_id=group.pk, after=State.START_UP)
    enter(staff, group, person(staff))
    assert (
        actions.move_on(actor=staff.facilitator, circle_id=group.pk, after=State.START_UP).state == "start_up"
    )


def test_the_intensive_format_wants_two_leaders() -> None:
    staff = Staff()
    group = circle(staff, kind="jobsearch5")
    with pytest.raises(Refused, match="guida"):
        actions.move_on(actor=staff.facilitator, circle_id=group.pk, after=State.START_UP)


def test_the_coordinator_does_not_steer_a_running_group() -> None:
    staff = Staff()
    group, _members = running(staff)
    with pytest.raises(Refused):
        actions.move_on(actor=staff.coordinator, circle_id=group.pk, after=State.CLOSING)


def test_fifteen_meetings_across_christmas_and_both_clock_changes_keep_day_and_hour() -> None:
    staff = Staff()
    group = actions.create_circle(
        actor=staff.coordinator, kind="cycle15", theme="cura", mode="facilitated", slot="mar-18"
    )
    actions.appoint(actor=staff.coordinator, circle_id=group.pk, user_id=staff.facilitator.pk)
    first = date(2026, 10, 13)
    cycle = actions.plan_cycle(actor=staff.coordinator, circle_id=group.pk, first_day=first)
    starts = [local(row.starts_at) for row in Encounter.objects.order_by("starts_at")]
    days = [first + timedelta(days=14 * n) for n in range(40)]
    # 8 December and 2 June are holidays, 5 January lies in the break.
    kept = [day for day in days if day not in (date(2026, 12, 8), date(2027, 1, 5), date(2027, 6, 2))][:15]
    assert [start.date() for start in starts] == kept
    assert {start.hour for start in starts} == {18}
    assert {start.utcoffset() for start in starts} == {timedelta(hours=1), timedelta(hours=2)}
    assert (cycle.meetings, cycle.last_day) == (15, kept[-1])


def test_an_intensive_week_runs_on_five_working_days() -> None:
    staff = Staff()
    group = actions.create_circle(
        actor=staff.coordinator, kind="jobsearch5", theme="lavoro", mode="facilitated", slot="gio-10"
    )
    actions.appoint(actor=staff.coordinator, circle_id=group.pk, user_id=staff.facilitator.pk)
    actions.plan_cycle(actor=staff.coordinator, circle_id=group.pk, first_day=date(2027, 3, 11))
    days = [local(row.starts_at).date().day for row in Encounter.objects.order_by("starts_at")]
    assert days == [11, 12, 15, 16, 17]


def test_the_same_press_twice_plans_one_cycle() -> None:
    staff, key = Staff(), uuid.uuid4()
    group = circle(staff)
    for _press in range(2):
        actions.plan_cycle(
            actor=staff.coordinator, circle_id=group.pk, first_day=next_weekday(1, weeks=40), request_key=key
        )
    assert Cycle.objects.count() == 2


def test_on_another_weekday_no_cycle_is_planned() -> None:
    staff = Staff()
    group = circle(staff)
    with pytest.raises(Refused, match="martedì sera"):
        actions.plan_cycle(actor=staff.coordinator, circle_id=group.pk, first_day=next_weekday(2))


def test_meetings_of_a_group_are_confidential_and_carry_only_its_code() -> None:
    group = circle(Staff())
    assert set(Encounter.objects.values_list("confidential", "public", "title")) == {
        (True, False, group.code)
    }
    assert not set(catalogue.words("theme")) & set(group.code.split("-"))


def test_the_pact_has_versions_and_the_newest_holds() -> None:
    staff = Staff()
    group = circle(staff)
    later = timezone.localdate() + timedelta(days=100)
    for _press in range(2):
        actions.write_pact(actor=staff.facilitator, circle_id=group.pk, text="Nuovo", review_on=later)
    assert list(Pact.objects.values_list("version", "text")) == [(1, catalogue.pact_text()), (2, "Nuovo")]
    assert queries.pact_of(group) == Pact.objects.get(version=2)


@pytest.mark.parametrize("model", [Decision, Pact])
def test_decisions_and_pacts_are_only_added(model: type[Decision] | type[Pact]) -> None:
    running(Staff())
    for change in (lambda: model.objects.update(circle=None), lambda: model.objects.all().delete()):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()


def test_six_months_after_the_end_people_become_counts_and_a_digest() -> None:
    staff = Staff()
    group, members = running(staff)
    actions.leave(actor=members[0], circle_id=group.pk)
    for after in (State.CLOSING, State.AUTONOMOUS):
        actions.move_on(actor=staff.facilitator, circle_id=group.pk, after=after)
    assert [row.months for row in FollowUp.objects.all()] == [3, 6]
    actions.forget_due(actor=SYSTEM)
    assert Membership.objects.count() == 6
    Circle.objects.update(closed_on=timezone.localdate() - timedelta(days=184))
    actions.forget_due(actor=SYSTEM)
    residue = Residue.objects.get()
    assert (Membership.objects.count(), residue.counts, len(residue.digest)) == (
        0,
        {"people": 6, "left": 1},
        64,
    )
    assert "ha accettato il patto di un gruppo" not in [row.what for row in queries.my_diary(members[1])]


def test_a_substitute_sees_the_group_on_her_evening_only() -> None:
    staff = Staff()
    group, _members = running(staff)
    other = factories.user("facilitator")
    meeting = group.meetings.first()
    assert meeting is not None
    actions.appoint_substitute(actor=staff.facilitator, encounter_id=meeting.pk, user_id=other.pk)
    assert queries.circle_of(other, group.pk, "circle.lead") is None
    group.facilitations.filter(user=other).update(
        starts_on=timezone.localdate(), ends_on=timezone.localdate()
    )
    assert queries.circle_of(other, group.pk, "circle.lead") == group


def test_who_stands_in_tonight_decides_nothing_for_the_group() -> None:
    staff = Staff()
    group, _members = running(staff)
    other, today = factories.user("facilitator"), timezone.localdate()
    group.facilitations.create(user=other, part="substitute", starts_on=today, ends_on=today)
    assert queries.circle_of(other, group.pk, "circle.lead") == group
    wave, _codes = actions.open_wave(actor=staff.facilitator, circle_id=group.pk, instrument="gruppo5")
    evening = group.meetings.first()
    assert evening is not None
    here = {"actor": other, "circle_id": group.pk}
    later = next_weekday(1, weeks=60)
    tries = [
        lambda: actions.write_pact(**here, text="Altro", review_on=later),
        lambda: actions.update_circle(**here, public=True, area="", entry_open=True),
        lambda: actions.move_on(**here, after=State.MID_REVIEW),
        lambda: actions.plan_cycle(**here, first_day=later),
        lambda: actions.note_presences(**here, purpose="certificate", until=today),
        lambda: actions.open_wave(**here, instrument="gruppo5"),
        lambda: actions.close_wave(actor=other, wave_id=wave.pk),
        lambda: actions.appoint_substitute(actor=other, encounter_id=evening.pk, user_id=other.pk),
    ]
    for one in tries:
        with transaction.atomic(), pytest.raises(Refused, match="non è fra i tuoi"):
            one()
    group.refresh_from_db()
    assert (group.state, group.entry_open, group.pacts.count(), group.cycles.count()) == (
        "running",
        False,
        1,
        1,
    )
    # Her own hours of tonight are hers to write.
    hours = actions.add_hours(**here, kind="preparation", day=today, minutes=30)
    assert (hours.user_id, hours.circle_id) == (other.pk, group.pk)


def test_a_capability_with_a_condition_names_one_that_exists() -> None:
    conditions = {row.code: row.condition for row in CAPABILITIES if row.condition}
    assert conditions == {"circle.roster": "facilitation_mode"}
    assert set(conditions.values()) <= set(CONDITIONS)


@pytest.mark.parametrize(
    ("mode", "leader_sees", "members_see"),
    [("peers", False, True), ("facilitated", True, True), ("external", True, False)],
)
def test_the_way_of_leading_decides_who_sees_the_names(
    mode: str, leader_sees: bool, members_see: bool
) -> None:
    staff = Staff()
    group, members = running(staff, mode=mode)
    assert bool(queries.roster(staff.facilitator, group)) is leader_sees
    assert bool(queries.roster(members[0], group)) is members_see


def _due(user: object) -> list[Circle]:
    return [row.circle for row in queries.led(user) if row.pact_due or row.review_due]


def test_a_group_looks_back_half_way_and_when_the_pact_says() -> None:
    staff = Staff()
    group, _members = running(staff)
    assert _due(staff.facilitator) == []
    held = group.meetings.values_list("pk", flat=True)[:6]
    Encounter.objects.filter(pk__in=list(held)).update(state="held")
    assert (_due(staff.facilitator), _due(staff.coordinator)) == ([group], [])
    for after in (State.MID_REVIEW, State.RUNNING):
        actions.move_on(actor=staff.facilitator, circle_id=group.pk, after=after)
    assert _due(staff.facilitator) == []


def test_two_groups_made_at_once_have_two_codes() -> None:
    staff = Staff()
    codes = [circle(staff, slot=slot).code for slot in ("mar-18", "mar-15", "mar-10")]
    Circle.objects.filter(code=codes[0]).update(code="AMA-04")
    made = actions.create_circle(
        actor=staff.coordinator, kind="ama", theme="cura", mode="peers", slot="lun-15"
    )
    assert made.code == "AMA-05"

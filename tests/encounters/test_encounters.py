"""Planning, series, presences, sheets, seats and calendars."""

from __future__ import annotations

import uuid
from datetime import date, time, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from jobcaffe.encounters import actions, calendars, queries, recurrence
from jobcaffe.encounters.actions import Choice, Details
from jobcaffe.encounters.enums import Presence, SignUpState, State
from jobcaffe.encounters.models import AttendanceCorrection, CalendarFeed, Encounter, SignUp
from jobcaffe.foundation.access import Refused
from jobcaffe.foundation.journal.models import Entry
from jobcaffe.foundation.notices.models import Notice
from jobcaffe.people.models import Person
from jobcaffe.spaces import words
from jobcaffe.spaces.actions import RoomTaken, book
from jobcaffe.spaces.models import Booking, Closure
from tests import factories

pytestmark = pytest.mark.django_db
HOURS = timedelta(hours=1)


def _details(**changes: Any) -> Details:
    return Details(**{"kind": "lab", "action": "A2", "title": "Laboratorio", **changes})


def _create(**fields: Any) -> Encounter:
    actor = fields.pop("actor", None) or factories.user("desk")
    starts = fields.pop("starts_at", factories.moment())
    return actions.create_encounter(
        actor=actor, details=_details(**fields), starts_at=starts, ends_at=starts + 2 * HOURS
    )


def _past(**fields: Any) -> Encounter:
    return factories.encounter(starts_at=timezone.now() - 3 * HOURS, **fields)


def _sign_up(encounter: Encounter, **changes: Any) -> SignUp:
    fields = {"name": "Anna Rossi", "channel": "sms", "contact": "333 123 4567", **changes}
    return actions.sign_up(encounter_id=encounter.pk, **fields)


# --- planning -----------------------------------------------------------------------------------


def test_when_the_room_is_taken_nothing_is_saved() -> None:
    room = factories.room()
    _create(room_id=room.pk)
    with pytest.raises(RoomTaken):
        _create(room_id=room.pk)
    assert Encounter.objects.count() == 1


def test_more_seats_than_the_room_has_are_refused_and_the_room_stays_free() -> None:
    with pytest.raises(Refused, match="ci stanno 20 persone"):
        _create(room_id=factories.room().pk, seats=21)
    assert Booking.objects.count() == 0


def test_public_and_confidential_exclude_each_other_in_the_database_too() -> None:
    with pytest.raises(Refused, match="non può stare sul sito"):
        _create(public=True, confidential=True)
    with pytest.raises(IntegrityError), transaction.atomic():
        factories.encounter(confidential=True)


def test_a_facilitator_always_leads_what_she_makes() -> None:
    user = factories.user("facilitator")
    made = _create(actor=user, leader_ids=(factories.user("desk").pk,))
    assert user in made.leaders.all()


def test_moving_tells_everybody_without_the_theme() -> None:
    room = factories.room()
    encounter = _create(room_id=room.pk, title="Dopo il lutto")
    reachable = factories.person(channel="sms")
    factories.attendance(encounter, person=reachable, presence=Presence.EXPECTED)
    factories.attendance(encounter, person=factories.person(channel="call"), presence=Presence.EXPECTED)
    start = encounter.starts_at + timedelta(days=1)
    actions.move_encounter(
        actor=factories.user("desk"),
        encounter_id=encounter.pk,
        starts_at=start,
        ends_at=start + HOURS,
        room_id=room.pk,
    )
    notice = Notice.objects.get()
    assert (notice.template, notice.person_ref) == ("encounter_changed", reachable.pk)
    assert "lutto" not in notice.body + notice.subject
    assert Booking.objects.get(state="held").starts_at == start


def test_cancelling_frees_the_room_and_tells_once() -> None:
    encounter, user = _create(room_id=factories.room().pk), factories.user("desk")
    factories.attendance(encounter, person=factories.person(channel="sms"), presence=Presence.EXPECTED)
    for _press in range(2):
        actions.cancel_encounter(actor=user, encounter_id=encounter.pk)
    assert Booking.objects.get().state == "cancelled"
    assert Notice.objects.count() == 1


# --- series ---------------------------------------------------------------------------------------


def _series(**fields: Any) -> list[Encounter]:
    values = {
        "actor": factories.user("desk"),
        "details": _details(),
        "rule": recurrence.weekly(weekdays=[2], until=date(2026, 11, 11)),
        "first_day": date(2026, 10, 14),
        "starts": time(18),
        "minutes": 120,
        **fields,
    }
    return actions.create_series(**values)


def test_a_weekly_group_meets_at_six_before_and_after_the_clock_change() -> None:
    made = _series()
    assert [words.local(row.starts_at).isoformat() for row in made] == [
        "2026-10-14T18:00:00+02:00",
        "2026-10-21T18:00:00+02:00",
        "2026-10-28T18:00:00+01:00",
        "2026-11-04T18:00:00+01:00",
        "2026-11-11T18:00:00+01:00",
    ]
    assert {row.ends_at - row.starts_at for row in made} == {2 * HOURS}


def test_in_march_too() -> None:
    rule = recurrence.weekly(weekdays=[5], until=date(2027, 4, 10))
    made = _series(rule=rule, first_day=date(2027, 3, 20), starts=time(9))
    assert [words.local(row.starts_at).hour for row in made] == [9, 9, 9, 9]


def test_holidays_and_closures_are_skipped_with_a_word() -> None:
    room = factories.room()
    Closure.objects.create(
        place=room.place, first_day=date(2026, 12, 15), last_day=date(2026, 12, 15), why="lavori"
    )
    plan = actions.plan_series(
        details=_details(room_id=room.pk),
        rule=recurrence.weekly(weekdays=[1], until=date(2026, 12, 22)),
        first_day=date(2026, 12, 1),
        starts=time(18),
        minutes=60,
    )
    assert [row.skipped for row in plan] == ["", "festa: Immacolata", "chiusura: lavori", ""]


def test_a_taken_date_saves_nothing_and_says_what_is_free() -> None:
    room, other = factories.room(), factories.room(name="Altra")
    day = words.wall(date(2026, 10, 28), time(18))
    book(actor=factories.user("desk"), room_id=room.pk, starts_at=day, ends_at=day + HOURS)
    with pytest.raises(actions.SeriesBlocked) as blocked:
        _series(details=_details(room_id=room.pk))
    assert Encounter.objects.count() == 0
    taken = [row for row in blocked.value.occurrences if row.problem]
    assert [row.day for row in taken] == [date(2026, 10, 28)]
    assert other.pk in {slot.room_id for slot in taken[0].alternatives}


def test_the_rest_or_another_room_as_chosen() -> None:
    room, other = factories.room(), factories.room()
    day = words.wall(date(2026, 10, 28), time(18))
    book(actor=factories.user("desk"), room_id=room.pk, starts_at=day, ends_at=day + HOURS)
    rest = _series(details=_details(room_id=room.pk), skip_taken=True)
    assert len(rest) == 4
    choices = {date(2026, 10, 28): Choice(other.pk, day)}
    moved = _series(
        details=_details(room_id=room.pk),
        first_day=date(2026, 10, 28),
        rule=recurrence.weekly(weekdays=[2], until=date(2026, 10, 28)),
        choices=choices,
    )
    assert [row.room for row in moved] == [other]


@pytest.mark.parametrize("rule", ["FREQ=DAILY", "FREQ=SOMETIMES", "", "FREQ=WEEKLY;UNTIL=20200101T000000"])
def test_endless_empty_and_unreadable_rules_are_refused(rule: str) -> None:
    with pytest.raises(Refused):
        recurrence.days_of(rule, date(2026, 1, 1), time(18))


def test_the_last_thursday_of_each_month() -> None:
    rule = recurrence.monthly(weekday=3, nth=-1, until=date(2026, 4, 30))
    days = recurrence.days_of(rule, date(2026, 1, 1), time(18))
    assert days == [date(2026, 1, 29), date(2026, 2, 26), date(2026, 3, 26), date(2026, 4, 30)]


# --- presences --------------------------------------------------------------------------------------


def test_everybody_is_present_but_those_named() -> None:
    encounter, user = _past(), factories.user("desk")
    rows = [factories.attendance(encounter, presence=Presence.EXPECTED) for _number in range(4)]
    absent, excused = str(rows[0].person_id), str(rows[1].person_id)
    for _press in range(2):
        actions.take_attendance(actor=user, encounter_id=encounter.pk, absent={absent}, excused={excused})
    said = list(encounter.attendances.order_by("pk").values_list("presence", flat=True))
    assert said == ["absent", "excused", "present", "present"]
    assert Entry.objects.filter(action="encounter.held").count() == 1
    assert AttendanceCorrection.objects.count() == 0


def test_presence_is_the_last_contact_and_an_old_sheet_moves_nothing_back() -> None:
    user, today = factories.user("desk"), timezone.localdate()
    came = factories.person(last_contact_on=today - timedelta(days=40))
    later = factories.person(last_contact_on=today + timedelta(days=1))
    missing = factories.person(last_contact_on=None)
    encounter = _past()
    for person in (came, later, missing):
        factories.attendance(encounter, person=person, presence=Presence.EXPECTED)
    actions.take_attendance(actor=user, encounter_id=encounter.pk, absent={str(missing.pk)})
    days = {row.pk: row.last_contact_on for row in Person.objects.all()}
    held_on = words.local(encounter.starts_at).date()
    assert days == {came.pk: held_on, later.pk: today + timedelta(days=1), missing.pk: None}


def test_a_correction_after_the_closing_leaves_its_row() -> None:
    encounter, user = _past(), factories.user("desk")
    row = factories.attendance(encounter, presence=Presence.EXPECTED)
    actions.take_attendance(actor=user, encounter_id=encounter.pk)
    actions.take_attendance(actor=user, encounter_id=encounter.pk, absent={str(row.person_id)})
    correction = AttendanceCorrection.objects.get()
    assert (correction.before, correction.after, correction.by) == ("present", "absent", user.pk)
    assert Entry.objects.filter(action="attendance.correct").count() == 1
    actions.add_person(
        actor=factories.user("coordinator"), encounter_id=encounter.pk, person_id=factories.person().pk
    )
    assert AttendanceCorrection.objects.filter(before="", after="present").count() == 1


def test_presences_of_tomorrow_cancelled_or_unknown_people_are_refused() -> None:
    user = factories.user("desk")
    with pytest.raises(Refused, match="non c'è ancora stato"):
        actions.take_attendance(actor=user, encounter_id=factories.encounter().pk)
    with pytest.raises(Refused, match="annullato"):
        actions.take_attendance(actor=user, encounter_id=_past(state=State.CANCELLED).pk)
    with pytest.raises(Refused, match="Apri di nuovo"):
        actions.take_attendance(actor=user, encounter_id=_past().pk, absent={str(uuid.uuid4())})


def test_a_confidential_encounter_takes_a_number_and_no_name() -> None:
    user = factories.user("facilitator")
    encounter = _past(public=False, confidential=True, leaders=[user])
    person = factories.person()
    with pytest.raises(Refused, match="non ha nomi"):
        actions.add_walk_in(actor=user, encounter_id=encounter.pk, name="Anna")
    with pytest.raises(Refused, match="non ha nomi"):
        actions.take_attendance(
            actor=user, encounter_id=encounter.pk, absent={str(person.pk)}, present_count=3
        )
    actions.take_attendance(actor=user, encounter_id=encounter.pk, present_count=7)
    encounter.refresh_from_db()
    assert encounter.present_count == 7
    assert Entry.objects.filter(subject_ref__isnull=False).count() == 0


@pytest.mark.parametrize("role", ["desk", "coordinator", "facilitator", "lab_leader", "sysadmin", "funder"])
def test_no_role_sees_a_confidential_encounter_it_does_not_lead(role: str) -> None:
    leader, other = factories.user("facilitator"), factories.user(role)
    secret = factories.encounter(public=False, confidential=True, leaders=[leader])
    person = factories.person()
    factories.attendance(secret, person=person)
    assert list(queries.visible_to(other)) == []
    assert queries.roster(leader, secret) == []
    assert list(queries.of_person(other, person)) == []
    assert list(queries.of_person(factories.member(person=person), person)) == []
    assert list(queries.visible_to(leader)) == [secret]


# --- sheets -----------------------------------------------------------------------------------------


def test_sheets_are_numbered_by_year_without_gaps_and_once_each() -> None:
    user = factories.user("desk")
    made = [factories.encounter(starts_at=factories.moment(of=date(2026, 3, day))) for day in (1, 2, 3)]
    made.append(factories.encounter(starts_at=factories.moment(of=date(2027, 3, 1))))
    codes = [actions.print_register(actor=user, encounter_id=row.pk).code for row in (*made, made[0])]
    assert codes == ["JC-2026-0001", "JC-2026-0002", "JC-2026-0003", "JC-2027-0001", "JC-2026-0001"]


def test_a_number_that_fails_is_given_again() -> None:
    user, first, second = factories.user("desk"), factories.encounter(), factories.encounter()
    with transaction.atomic():
        actions.print_register(actor=user, encounter_id=first.pk)
        transaction.set_rollback(True)
    assert actions.print_register(actor=user, encounter_id=second.pk).number == 1


# --- seats ------------------------------------------------------------------------------------------


def test_seats_count_persons_expected_and_sign_ups_once_each() -> None:
    encounter = factories.encounter(seats=2)
    row = _sign_up(encounter)
    factories.attendance(encounter, presence=Presence.EXPECTED)
    assert queries.seats_left(encounter) == 0
    with pytest.raises(actions.NoSeat):
        _sign_up(encounter)
    desk = factories.user("desk")
    person = factories.person(team=desk.team)
    actions.match_sign_up(actor=desk, sign_up_id=row.pk, person_id=person.pk)
    assert queries.seats_left(encounter) == 0
    actions.cancel_sign_up(code=row.code)
    assert queries.seats_left(encounter) == 1
    assert encounter.attendances.get(person=person).presence == Presence.EXCUSED


def test_the_same_sign_up_cannot_become_two_persons() -> None:
    desk, encounter = factories.user("desk"), factories.encounter()
    row = _sign_up(encounter)
    first, second = (factories.person(team=desk.team) for _number in range(2))
    actions.match_sign_up(actor=desk, sign_up_id=row.pk, person_id=first.pk)
    with pytest.raises(Refused, match="già stata sistemata"):
        actions.match_sign_up(actor=desk, sign_up_id=row.pk, person_id=second.pk)


def test_a_walk_in_who_came_is_present_once_linked() -> None:
    desk = factories.user("desk")
    encounter, person = _past(), factories.person(team=desk.team)
    row = actions.add_walk_in(actor=desk, encounter_id=encounter.pk, name="Quella signora")
    actions.take_attendance(actor=desk, encounter_id=encounter.pk)
    assert queries.presences(encounter) == 1
    actions.match_sign_up(actor=desk, sign_up_id=row.pk, person_id=person.pk)
    assert encounter.attendances.get().presence == Presence.PRESENT
    assert queries.presences(encounter) == 1


def test_a_contact_is_unreadable_in_the_database() -> None:
    row = _sign_up(factories.encounter())
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT name, contact FROM encounters_signup")
        stored = cursor.fetchone()
    assert "Anna" not in stored[0]
    assert "333" not in stored[1]
    assert row.state == SignUpState.NEW


# --- calendars --------------------------------------------------------------------------------------


def test_a_feed_nobody_reads_for_ninety_days_is_silent() -> None:
    user = factories.user("desk")
    feed, token = actions.create_feed(actor=user, label="telefono", request_key=uuid.uuid4())
    assert actions.read_feed(token=token) == user
    old = timezone.now() - timedelta(days=91)
    CalendarFeed.objects.filter(pk=feed.pk).update(read_at=old, created_at=old)
    assert actions.read_feed(token=token) is None


def test_a_feed_of_somebody_who_left_is_silent() -> None:
    user = factories.user("desk")
    _feed, token = actions.create_feed(actor=user, label="telefono", request_key=uuid.uuid4())
    user.is_active = False
    user.save()
    assert actions.read_feed(token=token) is None


def test_a_members_feed_has_her_encounters_and_keeps_the_wall_clock() -> None:
    person = factories.person()
    encounter = factories.encounter(title="Dopo il lutto")
    factories.attendance(encounter, person=person, presence=Presence.EXPECTED)
    factories.encounter(title="Non suo")
    text = calendars.feed_of(factories.member(person=person)).decode()
    assert text.count("BEGIN:VEVENT") == 1
    assert "lutto" not in text
    assert f"DTSTART;TZID=Europe/Rome:{words.local(encounter.starts_at):%Y%m%dT%H%M%S}" in text

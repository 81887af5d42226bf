"""One room, one holder; open hours; the clock changes."""

from __future__ import annotations

import uuid
from datetime import date, datetime, time, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from jobcaffe.foundation.access import Refused
from jobcaffe.foundation.journal.models import Entry
from jobcaffe.spaces import actions, guard, holidays, queries, words
from jobcaffe.spaces.models import Booking, OpeningHours
from tests import factories

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


def _book(**fields: Any) -> Booking:
    starts = fields.pop("starts_at", factories.moment())
    values = {"starts_at": starts, "ends_at": starts + 2 * HOUR, **fields}
    values.setdefault("actor", factories.user("desk"))
    if "room_id" not in values:
        values["room_id"] = factories.room().pk
    return actions.book(**values)


def test_a_booking_is_held_and_told_in_the_journal() -> None:
    made = _book(title="Riunione")
    assert (made.state, made.title) == ("held", "Riunione")
    assert Entry.objects.get(action="room.book").object_ref == str(made.pk)


def test_the_end_is_not_included() -> None:
    first = _book()
    second = _book(room_id=first.room_id, starts_at=first.ends_at)
    assert second.state == "held"


@pytest.mark.parametrize("shift", [-119, -1, 0, 1, 119])
def test_any_overlap_is_refused_with_alternatives_that_are_free(shift: int) -> None:
    first = _book()
    other = factories.room(capacity=8)
    factories.room(capacity=2)
    starts = first.starts_at + timedelta(minutes=shift)
    with pytest.raises(actions.RoomTaken) as refusal:
        _book(room_id=first.room_id, starts_at=starts, seats=5)
    slots = refusal.value.alternatives
    assert [slot.room_id for slot in slots] == [first.room_id] * 3 + [other.pk]
    assert slots[3].starts_at == starts
    for slot in slots:
        again = _book(room_id=slot.room_id, starts_at=slot.starts_at, ends_at=slot.ends_at)
        assert again.state == "held"
        again.delete()


def test_alternatives_are_nearest_first_and_never_in_the_past() -> None:
    room = factories.room()
    starts = factories.moment(0, 0) + timedelta(days=1, hours=9)
    _book(room_id=room.pk, starts_at=starts)
    found = queries.alternatives(room, starts, starts + 2 * HOUR)
    away = [abs(slot.starts_at - starts) for slot in found]
    assert away == sorted(away)
    assert all(slot.starts_at > timezone.now() for slot in found)


def test_one_press_twice_is_one_booking() -> None:
    key, user, room = uuid.uuid4(), factories.user("desk"), factories.room()
    first = _book(actor=user, room_id=room.pk, request_key=key)
    assert _book(actor=user, room_id=room.pk, request_key=key) == first
    assert Booking.objects.count() == 1


@pytest.mark.parametrize(
    ("minutes", "hour", "words_of_it"),
    [(10, 18, "almeno 15 minuti"), (13 * 60, 8, "massimo 12 ore"), (120, 21, "siamo aperti così: 8-22")],
)
def test_lengths_and_hours_are_kept(minutes: int, hour: int, words_of_it: str) -> None:
    starts = factories.moment(7, hour)
    with pytest.raises(Refused, match=words_of_it):
        _book(starts_at=starts, ends_at=starts + timedelta(minutes=minutes))


def test_two_intervals_that_touch_are_one() -> None:
    room = factories.room()
    OpeningHours.objects.all().delete()
    for opens, closes in ((time(9), time(13)), (time(13), time(20))):
        OpeningHours.objects.bulk_create(
            [OpeningHours(place=room.place, weekday=day, opens=opens, closes=closes) for day in range(7)]
        )
    assert _book(room_id=room.pk, starts_at=factories.moment(7, 12)).state == "held"


def test_a_closed_day_says_why() -> None:
    room, day = factories.room(), timezone.localdate() + timedelta(days=7)
    boss = factories.user("coordinator")
    actions.add_closure(actor=boss, place_id=room.place_id, first_day=day, last_day=day, why="ferie")
    with pytest.raises(Refused, match=r"siamo chiusi \(ferie\)"):
        _book(room_id=room.pk)


def test_a_room_out_of_use_cannot_be_booked() -> None:
    with pytest.raises(Refused, match="non si usa più"):
        _book(room_id=factories.room(active=False).pk)


def test_moving_frees_the_old_time_and_respects_others() -> None:
    first, user = _book(), factories.user("desk")
    second = _book(room_id=first.room_id, starts_at=first.starts_at - 3 * HOUR)
    with pytest.raises(actions.RoomTaken) as refusal:
        actions.move(
            actor=user,
            booking_id=second.pk,
            room_id=first.room_id,
            starts_at=first.starts_at,
            ends_at=first.ends_at,
        )
    assert refusal.value.alternatives
    moved = actions.move(
        actor=user,
        booking_id=second.pk,
        room_id=first.room_id,
        starts_at=second.starts_at + HOUR,
        ends_at=second.ends_at + HOUR,
    )
    assert moved.starts_at == first.starts_at - 2 * HOUR


def test_a_cancelled_booking_keeps_nothing() -> None:
    first = _book()
    actions.cancel(actor=factories.user("desk"), booking_id=first.pk)
    assert _book(room_id=first.room_id).state == "held"


def test_a_facilitator_cannot_cancel_somebody_elses() -> None:
    first = _book(actor=factories.user("facilitator"))
    with pytest.raises(Refused, match="di un'altra persona"):
        actions.cancel(actor=factories.user("facilitator"), booking_id=first.pk)


@pytest.mark.parametrize("role", ["member", "municipality", "funder", "sysadmin"])
def test_who_may_not_book_is_refused(role: str) -> None:
    with pytest.raises(Refused, match="permesso"):
        _book(actor=factories.user(role))


def test_the_database_refuses_a_clash_by_itself() -> None:
    assert guard.installed(connection)
    first = _book()
    second = _book(room_id=first.room_id, starts_at=first.ends_at)
    inside = {"starts_at": first.starts_at + HOUR, "ends_at": first.ends_at + HOUR}
    with pytest.raises(IntegrityError, match="room_held_once"), transaction.atomic():
        Booking.objects.create(room_id=first.room_id, **inside)
    with pytest.raises(IntegrityError, match="room_held_once"), transaction.atomic():
        Booking.objects.filter(pk=second.pk).update(**inside)
    Booking.objects.create(room_id=first.room_id, state="cancelled", **inside)


def test_the_guard_alone_gives_the_same_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    first = _book()
    monkeypatch.setattr(actions, "ensure_free", lambda *_args, **_fields: None)
    with pytest.raises(actions.RoomTaken) as refusal:
        _book(room_id=first.room_id, starts_at=first.starts_at + HOUR)
    assert len(refusal.value.alternatives) == 3


@pytest.mark.parametrize(
    ("day", "hour"), [(date(2026, 10, 25), time(2, 30)), (date(2027, 3, 28), time(2, 30))]
)
def test_the_hours_of_the_clock_change_are_refused(day: date, hour: time) -> None:
    with pytest.raises(Refused, match="cambio dell'ora"):
        words.wall(day, hour)


def test_a_night_across_the_clock_change_lasts_what_it_lasts() -> None:
    starts, ends = words.wall(date(2026, 10, 24), time(22)), words.wall(date(2026, 10, 25), time(6))
    assert ends.astimezone(timezone.get_fixed_timezone(0)) - starts.astimezone(
        timezone.get_fixed_timezone(0)
    ) == timedelta(hours=9)


@pytest.mark.parametrize(
    ("day", "name"),
    [
        (date(2026, 4, 5), "Pasqua"),
        (date(2026, 4, 6), "Lunedì dell'Angelo"),
        (date(2027, 3, 29), "Lunedì dell'Angelo"),
        (date(2026, 10, 4), "San Francesco"),
        (date(2025, 10, 4), ""),
        (date(2026, 12, 25), "Natale"),
        (date(2026, 5, 8), "San Vittore, patrono di Lainate"),
        (date(2026, 5, 11), ""),
    ],
)
def test_holidays(day: date, name: str) -> None:
    assert holidays.name_of(day, "Lainate") == name


def test_the_patron_of_another_town_is_no_holiday() -> None:
    assert holidays.name_of(date(2026, 5, 8), "Rho") == ""


def test_times_are_said_in_words() -> None:
    starts = datetime(2031, 12, 10, 18, 30, tzinfo=words.ROME)
    assert words.when_words(starts, starts + HOUR) == "mercoledì 10 dicembre 2031, dalle 18:30 alle 19:30"

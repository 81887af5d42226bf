"""The last seat, the waiting list and who moves up."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from jobcaffe.fair.events import actions as events
from jobcaffe.fair.events.models import Fair, Session
from jobcaffe.fair.visits import actions, queries
from jobcaffe.fair.visits.models import Seat
from jobcaffe.foundation.access import Refused
from jobcaffe.foundation.journal.actions import PUBLIC
from jobcaffe.foundation.notices.models import Notice
from tests import factories
from tests.fair.talks.around import book, booking_fair
from tests.fair.visits import around

pytestmark = pytest.mark.django_db


@pytest.fixture
def fair() -> Fair:
    """A public fair of next week."""
    return factories.fair()


def take(fair: Fair, session: Session, name: str) -> Seat:
    """A new visitor asks for a seat."""
    return actions.take_seat(actor=PUBLIC, visitor=around.visitor(fair, name), session_id=session.pk)


def test_seats_have_numbers_and_who_comes_later_waits_in_order(fair: Fair) -> None:
    session = around.workshop(fair, seats=2)
    rows = [take(fair, session, name) for name in ("Anna", "Bruno", "Carla", "Dario")]
    assert [(one.state, one.number) for one in rows] == [
        ("held", 1), ("held", 2), ("waiting", None), ("waiting", None)
    ]  # fmt: skip
    assert [queries.place_in_line(one) for one in rows[2:]] == [1, 2]
    assert around.free_seats(session) == 0


def test_who_leaves_makes_the_first_who_waits_move_up_and_tells_her(fair: Fair) -> None:
    session = around.workshop(fair, seats=1)
    first, second, third = (take(fair, session, name) for name in ("Anna", "Bruno", "Carla"))
    for _press in range(2):
        actions.leave_seat(actor=PUBLIC, visitor=first.visitor, session_id=session.pk)
    states = dict(Seat.objects.values_list("pk", "state"))
    assert states == {first.pk: "left", second.pk: "held", third.pk: "waiting"}
    assert [one.contact for one in Notice.objects.filter(template="fair_seat")] == [second.visitor.contact]


def test_who_takes_back_her_seat_goes_behind_those_who_wait(fair: Fair) -> None:
    session = around.workshop(fair, seats=1)
    first, _second, third = (take(fair, session, name) for name in ("Anna", "Bruno", "Carla"))
    actions.leave_seat(actor=PUBLIC, visitor=first.visitor, session_id=session.pk)
    again = actions.take_seat(actor=PUBLIC, visitor=first.visitor, session_id=session.pk)
    assert (again.pk, again.state, queries.place_in_line(again)) == (first.pk, "waiting", 2)
    assert queries.place_in_line(third) == 1


def test_twice_is_once_and_two_hours_at_once_are_refused_by_name(fair: Fair) -> None:
    session = around.workshop(fair, seats=3)
    other = around.workshop(fair, seats=3, title="Curriculum")
    seat = take(fair, session, "Anna")
    assert actions.take_seat(actor=PUBLIC, visitor=seat.visitor, session_id=session.pk) == seat
    with pytest.raises(Refused, match="Prova un colloquio"):
        actions.take_seat(actor=PUBLIC, visitor=seat.visitor, session_id=other.pk)
    assert Seat.objects.count() == 1


def test_added_seats_go_to_who_waits_by_themselves_but_not_after_the_beginning(fair: Fair) -> None:
    session = around.workshop(fair, seats=1)
    for name in ("Anna", "Bruno", "Carla"):
        take(fair, session, name)
    Session.objects.filter(pk=session.pk).update(seats=2)
    assert (actions.fill_seats(), actions.fill_seats()) == (1, 0)
    Session.objects.filter(pk=session.pk).update(seats=3, starts_at=timezone.now() - timedelta(minutes=1))
    assert actions.fill_seats() == 0


@pytest.mark.parametrize(
    "changes",
    [
        {"seats": None},
        {"cancelled_on": "2026-11-01"},
        {"starts_at": timezone.now() - timedelta(days=30)},
    ],
)
def test_no_seat_is_given_where_there_is_none_to_give(fair: Fair, changes: dict[str, object]) -> None:
    session = around.workshop(fair)
    Session.objects.filter(pk=session.pk).update(**changes)
    with pytest.raises(Refused):
        take(fair, session, "Anna")


def test_a_ticket_of_another_fair_and_one_that_was_cancelled_take_no_seat(fair: Fair) -> None:
    session = around.workshop(fair)
    with pytest.raises(Refused):
        take(factories.fair(), session, "Anna")
    off = actions.cancel(actor=PUBLIC, visitor=around.visitor(fair))
    with pytest.raises(Refused):
        actions.take_seat(actor=PUBLIC, visitor=off, session_id=session.pk)


def test_a_free_seat_passes_over_who_sits_elsewhere_then_and_she_keeps_her_place(fair: Fair) -> None:
    one, other = around.workshop(fair), around.workshop(fair, title="Curriculum")
    holds_one, holds_other = take(fair, one, "Anna"), take(fair, other, "Bruno")
    both = take(fair, one, "Carla")
    actions.take_seat(actor=PUBLIC, visitor=both.visitor, session_id=other.pk)
    next_one = take(fair, other, "Dario")
    actions.leave_seat(actor=PUBLIC, visitor=holds_one.visitor, session_id=one.pk)
    actions.leave_seat(actor=PUBLIC, visitor=holds_other.visitor, session_id=other.pk)

    states = dict(Seat.objects.filter(visitor=both.visitor).values_list("session__title", "state"))
    next_one.refresh_from_db()
    assert (states, next_one.state) == ({one.title: "held", "Curriculum": "waiting"}, "held")
    assert queries.place_in_line(Seat.objects.get(visitor=both.visitor, session=other)) == 1

    actions.leave_seat(actor=PUBLIC, visitor=both.visitor, session_id=one.pk)
    actions.leave_seat(actor=PUBLIC, visitor=next_one.visitor, session_id=other.pk)
    assert Seat.objects.get(visitor=both.visitor, session=other).state == "held"


def test_who_talks_at_that_hour_is_passed_over_and_the_seat_is_not_kept_empty() -> None:
    fair = booking_fair()
    stand = factories.stand(fair)
    session = around.workshop(fair, starts_at=fair.slot_start(2), ends_at=fair.slot_start(4))
    holds, waits = take(fair, session, "Anna"), take(fair, session, "Bruno")
    book(waits.visitor, stand, 3)
    actions.leave_seat(actor=PUBLIC, visitor=holds.visitor, session_id=session.pk)
    waits.refresh_from_db()
    assert (waits.state, around.free_seats(session)) == ("waiting", 1)
    assert take(fair, session, "Carla").state == "held"


def test_a_talk_before_or_after_is_in_nobodys_way_and_one_at_the_hour_is_told_by_name() -> None:
    fair = booking_fair()
    stand, other = factories.stand(fair), factories.stand(fair)
    session = around.workshop(fair, seats=2, starts_at=fair.slot_start(2), ends_at=fair.slot_start(4))
    early, busy = around.visitor(fair, "Anna"), around.visitor(fair, "Bruno")
    book(early, stand, 1)
    book(early, other, 4)
    book(busy, stand, 2)
    assert actions.take_seat(actor=PUBLIC, visitor=early, session_id=session.pk).state == "held"
    with pytest.raises(Refused, match="colloquio con"):
        actions.take_seat(actor=PUBLIC, visitor=busy, session_id=session.pk)


def test_who_counted_on_what_is_called_off_is_told_once_and_is_free(fair: Fair) -> None:
    boss = factories.user("coordinator")
    session, other = around.workshop(fair), around.workshop(fair, title="Curriculum")
    rows = [take(fair, session, name) for name in ("Anna", "Bruno", "Carla")]
    actions.leave_seat(actor=PUBLIC, visitor=rows[2].visitor, session_id=session.pk)
    for _press in range(2):
        events.call_off_session(actor=boss, fair_id=fair.pk, session_id=session.pk)
    told = Notice.objects.filter(template="fair_seat_off").order_by("pk")
    assert sorted(one.contact for one in told) == sorted(row.visitor.contact for row in rows[:2])
    assert session.title in told[0].body or told[0].channel == "sms"
    assert dict(Seat.objects.values_list("visitor__name", "state")) == {
        "Anna": "off", "Bruno": "off", "Carla": "left"
    }  # fmt: skip
    assert actions.take_seat(actor=PUBLIC, visitor=rows[0].visitor, session_id=other.pk).state == "held"
    assert actions.leave_seat(actor=PUBLIC, visitor=rows[1].visitor, session_id=session.pk) is None


def test_who_has_a_seat_hears_of_another_hour_and_of_what_she_has_then_and_keeps_it() -> None:
    fair, boss = booking_fair(), factories.user("coordinator")
    stand = factories.stand(fair)
    session = around.workshop(fair, seats=2, starts_at=fair.slot_start(2), ends_at=fair.slot_start(4))
    anna, bruno, _carla = (take(fair, session, name).visitor for name in ("Anna", "Bruno", "Carla"))
    book(bruno, stand, 6)
    to = {"starts_at": fair.slot_start(5), "ends_at": fair.slot_start(7)}
    for values in (to, to, {"summary": "Portate una penna."}, {"ends_at": fair.slot_start(8)}):
        events.save_session(actor=boss, fair_id=fair.pk, session_id=session.pk, **values)
    told = Notice.objects.filter(template="fair_seat_moved")
    assert sorted(("hai anche" in one.body, one.contact) for one in told) == [
        *[(False, anna.contact)] * 2, *[(True, bruno.contact)] * 2
    ]  # fmt: skip
    assert dict(Seat.objects.values_list("visitor__name", "state")) == {
        "Anna": "held", "Bruno": "held", "Carla": "waiting"
    }  # fmt: skip


def test_nobody_is_told_that_a_draft_or_what_was_called_off_moves(fair: Fair) -> None:
    boss, session = factories.user("coordinator"), around.workshop(fair)
    take(fair, session, "Anna")
    earlier = {"starts_at": session.starts_at - timedelta(minutes=30)}
    Fair.objects.filter(pk=fair.pk).update(state="draft")
    events.save_session(actor=boss, fair_id=fair.pk, session_id=session.pk, **earlier)
    Fair.objects.filter(pk=fair.pk).update(state="open")
    events.call_off_session(actor=boss, fair_id=fair.pk, session_id=session.pk)
    events.save_session(actor=boss, fair_id=fair.pk, session_id=session.pk, starts_at=session.starts_at)
    assert not Notice.objects.filter(template="fair_seat_moved").exists()

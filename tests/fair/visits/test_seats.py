"""The last seat, the waiting list and who moves up."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from jobcaffe.fair.events.models import Fair, Session
from jobcaffe.fair.visits import actions, queries
from jobcaffe.fair.visits.models import Seat
from jobcaffe.foundation.access import Refused
from jobcaffe.foundation.journal.actions import PUBLIC
from jobcaffe.foundation.notices.models import Notice
from tests import factories
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
    assert queries.free_seats(session) == 0


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

"""At JOBFEST nobody waits in a ring: rows are locked in one order, and none after the journal.

The order is in ``docs/decisions/094-replanning-the-day.md``. What PostgreSQL would lock is read from the
questions themselves, so that it is watched on every database.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any
from uuid import uuid4

import pytest
from django.utils import timezone

from jobcaffe.fair.events import actions as events
from jobcaffe.fair.talks import actions as talks
from jobcaffe.fair.talks.actions import changes, day, replan
from jobcaffe.fair.visits import actions as visits
from jobcaffe.fair.visits.actions import signing
from jobcaffe.foundation.journal.actions import PUBLIC, SYSTEM
from tests import factories
from tests.fair.locks import seen
from tests.fair.talks import day_around
from tests.fair.talks.around import book, booking_fair, planned, planned_fair, speaker, visitor, wish
from tests.fair.visits.around import fact, volunteer, workshop

pytestmark = pytest.mark.django_db
# Whoever locks rows of two of these takes the first first; the head of the journal is everybody's, and last.
ORDER = (
    "fair_events_fair", "fair_events_stand", "fair_visits_visitor", "fair_events_session", "fair_talks_talk",
    "fair_talks_meeting", "journal_head",
)  # fmt: skip
# Rows whose keys others name: a full lock would stop who only adds a row that names them.
NAMED = ORDER[:4]


@contextmanager
def watched(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[tuple[str, bool]]]:
    """Table and whether its keys are locked too, in the order of the locks that are asked for."""
    found: list[tuple[str, bool]] = []

    with seen(monkeypatch, lambda table, full: found.append((table, full))):
        yield found


def wrong(locks: list[tuple[str, bool]]) -> list[str]:
    """What in these locks could make a ring."""
    known = [(ORDER.index(table), full) for table, full in locks if table in ORDER]
    first: list[int] = []
    told = []
    for rank, full in known:
        if first and rank < max(first) and rank not in first:
            told.append(f"{ORDER[rank]} after {ORDER[max(first)]}")
        if full and ORDER[rank] in NAMED:
            told.append(f"{ORDER[rank]} with its key")
        first.append(rank)
    return told


def seated() -> Any:
    """A fair with a visitor who holds two seats and two talks, while others wait for them."""
    fair = booking_fair()
    stands = factories.stand(fair), factories.stand(fair)
    sessions = workshop(fair, hour=5), workshop(fair, hour=7)
    franco, anna = visitor(fair, "Franco Colombo"), visitor(fair, "Anna Bo")
    for slot, stand in enumerate(stands):
        book(franco, stand, slot + 1)
    for who in (franco, anna):
        for one in sessions:
            visits.take_seat(actor=PUBLIC, visitor=who, session_id=one.pk)
    return fair, stands, sessions, franco, anna


def test_who_does_not_come_gives_everything_back_in_order(monkeypatch: pytest.MonkeyPatch) -> None:
    _fair, _stands, _sessions, franco, _anna = seated()
    with watched(monkeypatch) as locks:
        visits.cancel(actor=PUBLIC, visitor=franco)
    assert {"fair_visits_visitor", "fair_events_session", "fair_talks_talk"} <= {table for table, _ in locks}
    assert wrong(locks) == []


def test_who_is_forgotten_gives_everything_back_in_order(monkeypatch: pytest.MonkeyPatch) -> None:
    _fair, _stands, _sessions, franco, anna = seated()
    person = factories.person()
    type(franco).objects.filter(pk__in=[franco.pk, anna.pk]).update(person=person)
    with watched(monkeypatch) as locks:
        visits.forget_person(actor=SYSTEM, refs=[person.pk])
    assert "fair_talks_talk" in {table for table, _ in locks}
    assert wrong(locks) == []


def test_seats_and_bookings_are_taken_in_order(monkeypatch: pytest.MonkeyPatch) -> None:
    fair, stands, sessions, franco, anna = seated()
    gina = visitor(fair, "Gina Re")
    details = visits.Details(name="Rosa Neri", contact="333 9990001")
    with watched(monkeypatch) as locks:
        visits.take_seat(actor=PUBLIC, visitor=gina, session_id=sessions[0].pk)
    assert wrong(locks) == []
    with watched(monkeypatch) as locks:
        visits.leave_seat(actor=PUBLIC, visitor=franco, session_id=sessions[0].pk)
    assert wrong(locks) == []
    type(sessions[0]).objects.update(seats=9)
    with watched(monkeypatch) as locks:
        assert visits.fill_seats() == 2
    assert wrong(locks) == []
    with watched(monkeypatch) as locks:
        talks.book(actor=PUBLIC, visitor=anna, stand=stands[0], slot=4)
    assert wrong(locks) == []
    with watched(monkeypatch) as locks:
        made = talks.book_new(actor=PUBLIC, stand=stands[0], slot=5, details=details, request_key=uuid4())
    # The row that it locks after it wrote of the sign-up is the one that it has just made.
    assert wrong(locks) == ["fair_visits_visitor after journal_head"]
    with watched(monkeypatch) as locks:
        talks.cancel_talk(actor=PUBLIC, talk=made)
    assert wrong(locks) == []


def test_the_door_locks_visitors_before_it_writes_of_newcomers(monkeypatch: pytest.MonkeyPatch) -> None:
    fair = factories.fair(opens_at=timezone.now())
    franco, keeper = visitor(fair), volunteer(fair)
    rows = [fact(kind="walk_in", at=1, name="Gina"), fact(franco.code, at=2)]
    with watched(monkeypatch) as locks:
        visits.record_scans(actor=keeper, fair=fair, rows=rows)
    undone = fact(kind="undo", at=3, undoes=rows[1]["nonce"])
    more = [fact(kind="walk_in", at=1, name="Ugo"), undone]
    with watched(monkeypatch) as again:
        visits.record_scans(actor=keeper, fair=fair, rows=more)
    assert ("fair_visits_visitor", False) in locks
    assert wrong(locks) == wrong(again) == []


def test_a_plan_is_published_in_order(monkeypatch: pytest.MonkeyPatch) -> None:
    fair, boss = planned_fair(), factories.user("coordinator")
    stand = factories.stand(fair)
    wish(visitor(fair), stand)
    talks.publish_plan(actor=boss, plan_id=planned(fair, boss).pk)
    wish(visitor(fair, "Anna Bo"), stand, factories.stand(fair))
    plan = planned(fair, boss)
    with watched(monkeypatch) as locks:
        talks.publish_plan(actor=boss, plan_id=plan.pk)
    assert ("fair_events_stand", False) in locks
    assert wrong(locks) == []


def test_presses_at_the_tables_lock_in_order(monkeypatch: pytest.MonkeyPatch) -> None:
    at = day_around.around()
    one, two, three = (
        day_around.talk(at.one, day_around.visitor(at.fair), day_around.NOW + n) for n in range(3)
    )
    day_around.wish(day_around.visitor(at.fair), at.two)
    pressed: list[Callable[[], Any]] = [
        lambda: day.begin(actor=at.ivan, talk_id=one.pk),
        lambda: day.late(actor=at.ivan, talk_id=one.pk),
        lambda: day.swap(actor=at.ivan, talk_id=two.pk, other_id=three.pk),
        lambda: day.finish(actor=at.ivan, talk_id=one.pk),
        lambda: replan.remake(at.fair.pk, replan.BY_HAND),
        lambda: day.close_stand(actor=at.ivan, stand_id=at.one.pk),
    ]
    for press in pressed:
        with watched(monkeypatch) as locks:
            made = press()
        assert locks
        assert wrong(locks) == []
    with watched(monkeypatch) as locks:
        changes.undo(actor=at.ivan, change_id=made.pk)
    assert wrong(locks) == []


def test_who_prepares_and_who_exhibits_lock_in_order(monkeypatch: pytest.MonkeyPatch) -> None:
    fair, boss = booking_fair(), factories.user("coordinator")
    one, other = factories.stand(fair), factories.stand(fair)
    session, code, asks = workshop(fair), visitor(fair).code, speaker(one)
    pressed: list[Callable[[], Any]] = [
        lambda: events.number_tables(actor=boss, fair_id=fair.pk),
        lambda: events.update_fair(actor=boss, fair_id=fair.pk, slots=10),
        lambda: events.save_session(actor=boss, fair_id=fair.pk, session_id=session.pk, seats=4),
        lambda: talks.ask_meeting(actor=asks, stand=one, other_id=other.pk, why="Tirocini"),
        lambda: talks.forbid(actor=boss, fair=fair, code=code, stand=one),
    ]
    for press in pressed:
        with watched(monkeypatch) as locks:
            press()
        assert locks
        assert wrong(locks) == []


def test_one_contact_is_waited_for_before_any_row_of_a_visitor(monkeypatch: pytest.MonkeyPatch) -> None:
    fair, desk = factories.fair(opens_at=timezone.now()), factories.user("desk")
    gina, details = visitor(fair, "Gina Re"), visits.Details(name="Gina Re", contact="333 1112223")
    gone = visits.cancel(actor=PUBLIC, visitor=visitor(fair, "Ugo Bo"))
    pressed: list[Callable[[], Any]] = [
        lambda: visits.name_visitor(actor=desk, visitor=gina, name="Gina Re", contact=details.contact),
        lambda: visits.name_card(actor=desk, fair=fair, code="F4-118", details=details),
        lambda: visits.come_back(actor=PUBLIC, visitor=gone),
    ]
    visits.record_scans(actor=desk, fair=fair, rows=[fact("F4-118", at=1)])
    waits = signing.one_at_a_time
    for place, press in enumerate(pressed):
        with watched(monkeypatch) as locks, monkeypatch.context() as patch:
            patch.setattr(
                signing, "one_at_a_time", lambda what: (locks.append(("contact", False)), waits(what))
            )
            press()
        order = [table for table, _full in locks if table in ("contact", "fair_visits_visitor")]
        assert {*order} == {"contact", "fair_visits_visitor"}, place
        assert order[0] == "contact", place

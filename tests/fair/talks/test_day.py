"""The presses at the tables: what each does, who may, what happens when two press, and taking it back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from jobcaffe.fair.talks import dayrules, live
from jobcaffe.fair.talks.actions import changes, day, replan
from jobcaffe.fair.talks.models import Change, Talk, Wish
from jobcaffe.fair.visits.actions import cancel
from jobcaffe.foundation.access import Refused
from jobcaffe.foundation.jobs.models import Job
from jobcaffe.foundation.journal.actions import PUBLIC
from jobcaffe.foundation.journal.models import Entry
from jobcaffe.foundation.notices.models import Notice
from tests import factories
from tests.fair.talks.day_around import NOW, Around, around, fair_today, talk, visitor, volunteer, wish

pytestmark = pytest.mark.django_db


@pytest.fixture
def at(db: None) -> Around:
    """A fair that runs."""
    return around()


def facts(*talks: Talk) -> list[tuple[str, int, int, int]]:
    rows = {row.pk: row for row in Talk.objects.filter(pk__in=[one.pk for one in talks])}
    return [(rows[one.pk].state, rows[one.pk].slot, rows[one.pk].table, rows[one.pk].late) for one in talks]


def test_begun_and_finished(at: Around) -> None:
    one = talk(at.one, visitor(at.fair), NOW)
    day.begin(actor=at.ivan, talk_id=one.pk)
    assert facts(one) == [("running", NOW, 0, 0)]
    day.finish(actor=at.ivan, talk_id=one.pk)
    assert facts(one) == [("held", NOW, 0, 0)]


def test_who_begins_ends_the_talk_before_at_that_table(at: Around) -> None:
    first = talk(at.one, visitor(at.fair), NOW - 1, state="running")
    elsewhere = talk(at.two, visitor(at.fair), NOW - 1, state="running")
    second = talk(at.one, visitor(at.fair), NOW)
    change = day.begin(actor=at.ivan, talk_id=second.pk)
    assert [row[0] for row in facts(first, elsewhere, second)] == ["held", "running", "running"]
    changes.undo(actor=at.ivan, change_id=change.pk)
    assert [row[0] for row in facts(first, elsewhere, second)] == ["running", "running", "booked"]


def test_a_delay_pushes_those_after_until_an_empty_slot(at: Around) -> None:
    talks = [talk(at.one, visitor(at.fair, contact="333 1234567"), slot) for slot in (1, 2, 4)]
    other = talk(at.two, visitor(at.fair, contact="333 1234568"), 2)
    day.late(actor=at.ivan, talk_id=talks[0].pk)
    assert [row[3] for row in facts(*talks, other)] == [15, 15, 0, 0]
    assert Notice.objects.filter(template="fair_day_changed").count() == 2
    day.late(actor=at.ivan, talk_id=talks[0].pk)
    assert [row[3] for row in facts(*talks, other)] == [30, 30, 15, 0]


def test_nobody_is_told_that_the_talk_she_is_in_is_late(at: Around) -> None:
    running = talk(at.one, visitor(at.fair, contact="333 1234567"), 1, state="running")
    after = talk(at.one, visitor(at.fair, contact="333 1234568"), 2)
    day.late(actor=at.ivan, talk_id=running.pk)
    assert [row[3] for row in facts(running, after)] == [15, 15]
    told = Notice.objects.get(template="fair_day_changed")
    assert "Il tavolo è in ritardo." in told.body


def test_a_delay_ends_at_two_hours(at: Around) -> None:
    one = talk(at.one, visitor(at.fair), NOW, late=dayrules.MOST_LATE)
    with pytest.raises(Refused, match="due ore"):
        day.late(actor=at.ivan, talk_id=one.pk)


def test_a_move_goes_to_a_slot_that_is_free_for_both(at: Around) -> None:
    who = visitor(at.fair, contact="333 1234567")
    one = talk(at.one, who, NOW)
    talk(at.one, visitor(at.fair), 3)
    talk(at.two, who, 4)
    for busy in (3, 4, 0, 99):
        with pytest.raises(Refused, match="non è più libera"):
            day.move(actor=at.ivan, talk_id=one.pk, slot=busy)
    day.move(actor=at.ivan, talk_id=one.pk, slot=5)
    assert facts(one) == [("booked", 5, 0, 0)]
    assert Talk.objects.get(pk=one.pk).pinned
    assert Notice.objects.filter(template="fair_day_changed").count() == 1


def test_a_move_to_a_slot_with_two_tables_takes_the_free_one(at: Around) -> None:
    stand = factories.stand(fair=at.fair, tables=[2] * 8)
    one = talk(stand, visitor(at.fair), 2, table=0)
    talk(stand, visitor(at.fair), 3, table=0)
    day.move(actor=at.ivan, talk_id=one.pk, slot=3)
    assert facts(one) == [("booked", 3, 1, 0)]


def test_two_talks_of_a_stand_change_places_and_back(at: Around) -> None:
    first, second = talk(at.one, visitor(at.fair), 2), talk(at.one, visitor(at.fair), 5)
    change = day.swap(actor=at.ivan, talk_id=first.pk, other_id=second.pk)
    assert [row[1] for row in facts(first, second)] == [5, 2]
    changes.undo(actor=at.ivan, change_id=change.pk)
    assert [row[1] for row in facts(first, second)] == [2, 5]


def test_no_swap_that_puts_somebody_at_two_tables(at: Around) -> None:
    who = visitor(at.fair)
    first, second = talk(at.one, who, 2), talk(at.one, visitor(at.fair), 5)
    talk(at.two, who, 5)
    with pytest.raises(Refused, match="già un colloquio"):
        day.swap(actor=at.ivan, talk_id=first.pk, other_id=second.pk)
    assert [row[:2] for row in facts(first, second)] == [("booked", 2), ("booked", 5)]
    elsewhere = talk(at.two, visitor(at.fair), 6)
    with pytest.raises(Refused, match="L'altro colloquio è cambiato"):
        day.swap(actor=at.ivan, talk_id=first.pk, other_id=elsewhere.pk)


def test_who_does_not_come_frees_the_table_and_asks_for_a_plan(at: Around) -> None:
    one = talk(at.one, visitor(at.fair, inside=False), NOW)
    day.missed(actor=at.ivan, talk_id=one.pk)
    assert facts(one) == [("missed", NOW, 0, 0)]
    assert Job.objects.filter(dedupe_key__startswith=f"fair-replan:{at.fair.pk}:").count() == 1


def test_nobody_is_missing_before_her_hour(at: Around) -> None:
    one = talk(at.one, visitor(at.fair), 3)
    for press in (day.missed, day.finish):
        with pytest.raises(Refused, match="Aspetta quell'ora"):
            press(actor=at.ivan, talk_id=one.pk)


def test_who_arrives_after_all_has_her_place_again_while_it_is_free(at: Around) -> None:
    one = talk(at.one, visitor(at.fair, inside=False), NOW, state="missed")
    day.arrived(actor=at.ivan, talk_id=one.pk)
    assert facts(one) == [("booked", NOW, 0, 0)]


def test_who_arrives_when_her_place_was_given_gets_the_next(at: Around) -> None:
    one = talk(at.one, visitor(at.fair, inside=False, contact="333 1234567"), NOW, state="missed")
    talk(at.one, visitor(at.fair), NOW)
    talk(at.one, visitor(at.fair), 2)
    day.arrived(actor=at.ivan, talk_id=one.pk)
    assert facts(one) == [("booked", 3, 0, 0)]
    assert Notice.objects.filter(template="fair_day_changed").count() == 1


def test_who_arrives_when_all_is_taken_is_in_the_next_plan(at: Around) -> None:
    one = talk(at.one, visitor(at.fair, inside=False), NOW, state="missed")
    for slot in range(NOW, 8):
        talk(at.one, visitor(at.fair), slot)
    day.arrived(actor=at.ivan, talk_id=one.pk)
    assert facts(one)[0][0] == "cancelled"
    assert Job.objects.filter(dedupe_key__startswith="fair-replan:").count() == 1


def test_an_exhibitor_that_leaves_loses_its_tables_and_gets_them_back(at: Around) -> None:
    running = talk(at.one, visitor(at.fair), NOW - 1, state="running")
    due, later = talk(at.one, visitor(at.fair), NOW), talk(at.one, visitor(at.fair), 5)
    change = day.close_stand(actor=at.ivan, stand_id=at.one.pk)
    assert [row[0] for row in facts(running, due, later)] == ["running", "cancelled", "cancelled"]
    at.one.refresh_from_db()
    assert at.one.tables == [1] + [0] * 7
    with pytest.raises(Refused, match="già segnato"):
        day.close_stand(actor=at.ivan, stand_id=at.one.pk)
    changes.undo(actor=at.ivan, change_id=change.pk)
    at.one.refresh_from_db()
    assert at.one.tables == []
    assert [row[0] for row in facts(running, due, later)] == ["running", "booked", "booked"]


# --- who was quicker --------------------------------------------------------------------------------------


def test_the_second_hears_what_the_first_did(at: Around) -> None:
    one = talk(at.one, visitor(at.fair), NOW)
    seen = dayrules.signature(one)
    day.begin(actor=at.ivan, talk_id=one.pk, seen=seen)
    rosa = volunteer(at.fair, "Rosa")
    with pytest.raises(Refused, match=r"Ivan: È iniziato"):
        day.missed(actor=rosa, talk_id=one.pk, seen=seen)
    assert facts(one) == [("running", NOW, 0, 0)]


@pytest.mark.parametrize("press", [day.begin, day.late, day.missed])
def test_the_same_press_twice_is_one(at: Around, press: Callable[..., Change]) -> None:
    one = talk(at.one, visitor(at.fair), NOW)
    seen = dayrules.signature(one)
    first = press(actor=at.ivan, talk_id=one.pk, seen=seen)
    after = facts(one)
    assert press(actor=at.ivan, talk_id=one.pk, seen=seen).pk == first.pk
    assert facts(one) == after
    assert Change.objects.count() == 1


def test_two_tabs_that_move_one_talk_to_two_hours_are_not_told_that_both_did(at: Around) -> None:
    one, seen = talk(at.one, visitor(at.fair), NOW), f"booked-{NOW}-0-0"
    first = day.move(actor=at.ivan, talk_id=one.pk, slot=5, seen=seen)
    with pytest.raises(Refused, match="già spostato alle"):
        day.move(actor=at.ivan, talk_id=one.pk, slot=6, seen=seen)
    assert day.move(actor=at.ivan, talk_id=one.pk, slot=5, seen=seen).pk == first.pk
    assert facts(one) == [("booked", 5, 0, 0)]


def test_two_tabs_that_swap_one_talk_with_two_others_are_not_told_that_both_did(at: Around) -> None:
    one, two, three = (talk(at.one, visitor(at.fair), slot) for slot in (2, 4, 6))
    seen = dayrules.signature(one)
    first = day.swap(actor=at.ivan, talk_id=one.pk, other_id=two.pk, seen=seen)
    with pytest.raises(Refused, match="già scambiato"):
        day.swap(actor=at.ivan, talk_id=one.pk, other_id=three.pk, seen=seen)
    assert day.swap(actor=at.ivan, talk_id=one.pk, other_id=two.pk, seen=seen).pk == first.pk
    assert [row[1] for row in facts(one, two, three)] == [4, 2, 6]


# --- taking back ------------------------------------------------------------------------------------------


def test_every_press_can_be_taken_back(at: Around) -> None:
    one = talk(at.one, visitor(at.fair), NOW)
    other = talk(at.one, visitor(at.fair), 4)
    before = facts(one, other)
    for press in (
        lambda: day.begin(actor=at.ivan, talk_id=one.pk),
        lambda: day.finish(actor=at.ivan, talk_id=one.pk),
        lambda: day.late(actor=at.ivan, talk_id=one.pk),
        lambda: day.move(actor=at.ivan, talk_id=one.pk, slot=6),
        lambda: day.swap(actor=at.ivan, talk_id=one.pk, other_id=other.pk),
        lambda: day.missed(actor=at.ivan, talk_id=one.pk),
    ):
        change = press()
        assert facts(one, other) != before
        changes.undo(actor=at.ivan, change_id=change.pk)
        assert facts(one, other) == before
        changes.undo(actor=at.ivan, change_id=change.pk)
        assert facts(one, other) == before


def test_what_something_newer_touched_is_not_taken_back(at: Around) -> None:
    one = talk(at.one, visitor(at.fair), NOW)
    first = day.late(actor=at.ivan, talk_id=one.pk)
    second = day.begin(actor=volunteer(at.fair, "Rosa"), talk_id=one.pk)
    with pytest.raises(Refused, match=r"Rosa: È iniziato\. Annulla prima quello"):
        changes.undo(actor=at.ivan, change_id=first.pk)
    changes.undo(actor=at.ivan, change_id=second.pk)
    changes.undo(actor=at.ivan, change_id=first.pk)
    assert facts(one) == [("booked", NOW, 0, 0)]


def test_a_place_that_was_given_away_is_not_taken_back(at: Around) -> None:
    one = talk(at.one, visitor(at.fair), NOW)
    change = day.missed(actor=at.ivan, talk_id=one.pk)
    new = talk(at.one, visitor(at.fair), NOW)
    with pytest.raises(Refused, match=f"Il posto ora è di {new.visitor.code}"):
        changes.undo(actor=at.ivan, change_id=change.pk)
    assert facts(one)[0][0] == "missed"


def test_who_cancelled_meanwhile_does_not_come_back(at: Around) -> None:
    one = talk(at.one, visitor(at.fair), 3)
    change = day.move(actor=at.ivan, talk_id=one.pk, slot=5)
    Talk.objects.filter(pk=one.pk).update(state="cancelled")
    with pytest.raises(Refused, match="ha cambiato o disdetto"):
        changes.undo(actor=at.ivan, change_id=change.pk)


@pytest.mark.parametrize("press", ["missed", "close"])
def test_who_does_not_come_any_more_gets_no_table_back(at: Around, press: str) -> None:
    who = visitor(at.fair, inside=False)
    one = talk(at.one, who, NOW)
    if press == "missed":
        change = day.missed(actor=at.ivan, talk_id=one.pk)
    else:
        change = day.close_stand(actor=at.ivan, stand_id=at.one.pk)
    before = facts(one)
    cancel(actor=PUBLIC, visitor=who)
    with pytest.raises(Refused, match="ha cambiato o disdetto"):
        changes.undo(actor=volunteer(at.fair, "Rosa"), change_id=change.pk)
    assert facts(one) == before


def test_another_volunteer_takes_a_press_back_and_it_says_so(at: Around) -> None:
    one, rosa = talk(at.one, visitor(at.fair), NOW), volunteer(at.fair, "Rosa")
    change = day.late(actor=at.ivan, talk_id=one.pk)
    changes.undo(actor=rosa, change_id=change.pk)
    assert facts(one) == [("booked", NOW, 0, 0)]
    row = Entry.objects.get(action="fair.day_undo")
    assert row.actor_ref == rosa.actor_ref
    stranger = volunteer(fair_today())
    again = day.late(actor=at.ivan, talk_id=one.pk)
    with pytest.raises(Refused):
        changes.undo(actor=stranger, change_id=again.pk)
    assert facts(one) == [("booked", NOW, 0, 15)]


def test_who_cancels_while_a_plan_is_looked_for_gets_no_talk(at: Around) -> None:
    who = visitor(at.fair)
    wish(who, at.one)
    state = live.gather(at.fair, timezone.now())
    found = replan.solve(state)
    assert [one.visitor for one in found.additions] == [who.pk]
    cancel(actor=PUBLIC, visitor=who)
    with pytest.raises(replan._Changed):
        replan._write(at.fair, state, found, replan.WALK_IN, None)
    assert replan.remake(at.fair.pk, replan.WALK_IN) is None
    assert not Talk.objects.filter(visitor=who).exists()


# --- who may ----------------------------------------------------------------------------------------------


def test_a_volunteer_works_in_the_fairs_of_her_shifts_on_their_day(at: Around) -> None:
    one = talk(at.one, visitor(at.fair), NOW)
    for stranger in (
        factories.user("fair_volunteer"),
        factories.user("member"),
        factories.user("facilitator"),
    ):
        with pytest.raises(Refused):
            day.begin(actor=stranger, talk_id=one.pk)
    tomorrow = fair_today(opens_at=timezone.now() + timedelta(days=1))
    later = talk(factories.stand(fair=tomorrow), visitor(tomorrow), 3)
    for actor in (volunteer(tomorrow), factories.user("coordinator")):
        with pytest.raises(Refused):
            day.begin(actor=actor, talk_id=later.pk)
    day.begin(actor=factories.user("desk"), talk_id=one.pk)
    assert facts(one)[0][0] == "running"


def test_what_is_not_there_is_refused(at: Around) -> None:
    for ask in (
        lambda: day.begin(actor=at.ivan, talk_id=uuid4()),
        lambda: day.close_stand(actor=at.ivan, stand_id=uuid4()),
        lambda: changes.undo(actor=at.ivan, change_id=uuid4()),
        lambda: replan.by_hand(actor=at.ivan, fair_id=uuid4()),
    ):
        with pytest.raises(Refused):
            ask()


def test_who_is_here_says_whom_she_would_meet(at: Around) -> None:
    who = visitor(at.fair)
    assert day.wish_now(actor=at.ivan, visitor=who, stand_ids=[at.two.pk, at.one.pk, at.two.pk]) == 2
    assert set(Wish.objects.values_list("visitor", "stand", "value")) == {
        (who.pk, at.two.pk, 10), (who.pk, at.one.pk, 9)
    }  # fmt: skip
    assert Job.objects.filter(dedupe_key__startswith="fair-replan:").count() == 1
    with pytest.raises(Refused, match="Alla porta"):
        day.wish_now(actor=at.ivan, visitor=visitor(at.fair, inside=False), stand_ids=[at.one.pk])
    with pytest.raises(Refused, match="da una a tre"):
        day.wish_now(actor=at.ivan, visitor=who, stand_ids=[uuid4()])


def test_every_press_is_in_the_journal(at: Around) -> None:
    one = talk(at.one, visitor(at.fair), NOW)
    wish(one.visitor, at.two)
    change = day.begin(actor=at.ivan, talk_id=one.pk)
    changes.undo(actor=at.ivan, change_id=change.pk)
    found = Entry.objects.filter(action__startswith="fair.day_").order_by("seq")
    assert [row.action for row in found] == ["fair.day_begin", "fair.day_undo"]
    assert {row.object_ref for row in found} == {str(change.pk)}

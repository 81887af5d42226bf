"""Volunteers who press at the same moment, each with a connection of her own."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable

import pytest
from django.db import connection

from jobcaffe.fair.talks import dayrules
from jobcaffe.fair.talks.actions import changes, day, replan
from jobcaffe.fair.talks.models import Change, Talk
from jobcaffe.fair.talks.rules import ACTIVE
from jobcaffe.foundation.access import Refused
from tests.fair.talks.day_around import NOW, around, talk, visitor, volunteer, wish

pytestmark = pytest.mark.django_db(transaction=True)
WAIT = 60


def at_once(*presses: Callable[[], object]) -> list[str]:
    """Every press in a thread of its own; what each answered."""
    barrier, said = threading.Barrier(len(presses)), []

    def run(press: Callable[[], object]) -> None:
        barrier.wait(WAIT)
        try:
            press()
            said.append("done")
        except Refused as refusal:
            said.append(str(refusal))
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(press,)) for press in presses]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(WAIT)
    assert len(said) == len(presses)
    return said


def test_two_volunteers_press_on_one_talk_and_the_second_hears_of_the_first() -> None:
    at = around()
    one = talk(at.one, visitor(at.fair), NOW)
    rosa, seen = volunteer(at.fair, "Rosa"), dayrules.signature(one)
    said = at_once(
        lambda: day.begin(actor=at.ivan, talk_id=one.pk, seen=seen),
        lambda: day.missed(actor=rosa, talk_id=one.pk, seen=seen),
        lambda: day.late(actor=volunteer(at.fair, "Ugo"), talk_id=one.pk, seen=seen),
    )
    assert said.count("done") == 1
    assert all("hanno già premuto su questo colloquio" in text for text in said if text != "done")
    assert Change.objects.count() == 1


def test_one_place_has_one_talk_whoever_moves_there() -> None:
    at = around()
    talks = [talk(at.one, visitor(at.fair), slot) for slot in (2, 3, 4, 5)]
    said = at_once(
        *(lambda one=one: day.move(actor=at.ivan, talk_id=one.pk, slot=7) for one in talks)  # type: ignore[misc]
    )
    assert said.count("done") == 1
    places = Counter(Talk.objects.filter(state__in=ACTIVE).values_list("stand", "slot", "table"))
    assert max(places.values()) == 1


def test_a_plan_and_presses_at_once_leave_no_table_with_two() -> None:
    at = around()
    talks = [talk(at.one, visitor(at.fair), slot) for slot in (NOW, 4)]
    for _one in range(3):
        wish(visitor(at.fair), at.one)
    said = at_once(
        lambda: replan.remake(at.fair.pk, replan.BY_HAND),
        lambda: day.missed(actor=at.ivan, talk_id=talks[0].pk),
        lambda: day.move(actor=at.ivan, talk_id=talks[1].pk, slot=6),
        lambda: replan.remake(at.fair.pk, replan.NO_SHOW),
    )
    assert "done" in said
    rows = list(Talk.objects.filter(state__in=ACTIVE))
    assert max(Counter((row.stand_id, row.slot, row.table) for row in rows).values()) == 1
    assert max(Counter((row.visitor_id, row.slot) for row in rows).values()) == 1


def test_the_same_undo_by_two_is_one() -> None:
    at = around()
    one = talk(at.one, visitor(at.fair), NOW)
    change = day.begin(actor=at.ivan, talk_id=one.pk)
    rosa = volunteer(at.fair, "Rosa")
    said = at_once(
        lambda: changes.undo(actor=at.ivan, change_id=change.pk),
        lambda: changes.undo(actor=rosa, change_id=change.pk),
    )
    assert said == ["done", "done"]
    assert Talk.objects.get(pk=one.pk).state == "booked"

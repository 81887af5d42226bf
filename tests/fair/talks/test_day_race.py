"""Volunteers who press at the same moment, each with a connection of her own."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from jobcaffe.fair.talks import actions, dayrules
from jobcaffe.fair.talks.actions import changes, day, replan
from jobcaffe.fair.talks.models import Change, Plan, Talk
from jobcaffe.fair.talks.queries import day as queries
from jobcaffe.fair.talks.rules import ACTIVE
from jobcaffe.foundation.access import Refused
from jobcaffe.foundation.accounts.models import User
from jobcaffe.foundation.jobs.models import Job
from jobcaffe.foundation.journal.models import Entry
from tests import factories
from tests.fair.talks import around as planning
from tests.fair.talks.day_around import NOW, around, fair_today, talk, visitor, volunteer, wish

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


def test_two_tabs_book_no_more_than_a_head_may_have() -> None:
    fair = planning.booking_fair(max_talks=2)
    who = planning.visitor(fair)
    stands = [factories.stand(fair=fair) for _one in range(6)]
    said = at_once(
        *(lambda one=one, slot=slot: planning.book(who, one, slot) for slot, one in enumerate(stands))
    )  # type: ignore[misc]
    assert said.count("done") == 2
    assert all("Hai già 2 colloqui" in text for text in said if text != "done")
    assert Talk.objects.filter(visitor=who, state__in=ACTIVE).count() == 2


def ready() -> tuple[User, Plan, list[Talk]]:
    """The morning of a fair: talks of an earlier plan, and a new plan that waits to be published."""
    coordinator = factories.user("coordinator")
    fair = fair_today(slot=-4, opens_at=timezone.now() + timedelta(minutes=20))
    stands = [factories.stand(fair=fair) for _one in range(2)]
    for _one in range(3):
        planning.wish(planning.visitor(fair), *stands)
    actions.publish_plan(actor=coordinator, plan_id=planning.planned(fair, coordinator).pk)
    plan = planning.planned(fair, coordinator)
    return coordinator, plan, list(Talk.objects.filter(fair=fair, state="booked"))


def test_a_plan_is_published_once_whoever_presses() -> None:
    coordinator, plan, _talks = ready()
    other = factories.user("coordinator")
    said = at_once(
        lambda: actions.publish_plan(actor=coordinator, plan_id=plan.pk),
        lambda: actions.publish_plan(actor=other, plan_id=plan.pk),
    )
    assert said == ["done", "done"]
    assert Entry.objects.filter(action="fair.plan_publish", object_ref=str(plan.pk)).count() == 1
    assert Job.objects.filter(dedupe_key=f"fair-plan:{plan.pk}").count() == 1


def test_a_plan_published_while_a_volunteer_moves_a_talk_never_undoes_her_press() -> None:
    coordinator, plan, talks = ready()
    one = talks[0]
    ivan = volunteer(plan.fair)
    slot = queries.free_places(one)[-1][0]
    said = at_once(
        lambda: actions.publish_plan(actor=coordinator, plan_id=plan.pk),
        lambda: day.move(actor=ivan, talk_id=one.pk, slot=slot),
    )
    after = Talk.objects.get(pk=one.pk)
    # Either the plan was too old by then, or it came first and she moved what it left there.
    assert (after.state, after.slot) == ("booked", slot), said
    assert said.count("done") >= 1
    rows = list(Talk.objects.filter(state__in=ACTIVE))
    assert max(Counter((row.stand_id, row.slot, row.table) for row in rows).values()) == 1


def test_a_talk_moved_between_the_look_and_the_publishing_makes_the_plan_old() -> None:
    coordinator, plan, talks = ready()
    slot = queries.free_places(talks[0])[-1][0]
    day.move(actor=volunteer(plan.fair), talk_id=talks[0].pk, slot=slot)
    with pytest.raises(Refused, match="qualcosa è cambiato"):
        actions.publish_plan(actor=coordinator, plan_id=plan.pk)
    assert Talk.objects.get(pk=talks[0].pk).slot == slot

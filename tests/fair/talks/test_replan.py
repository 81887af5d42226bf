"""The plan made again on the day: what it promises, whatever happened, and what it gives."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from random import Random
from typing import Any
from uuid import uuid4

import pytest
from django.core import mail
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from jobcaffe.fair.events import queries as events
from jobcaffe.fair.talks import live
from jobcaffe.fair.talks.actions import changes, day, replan
from jobcaffe.fair.talks.differences import Difference
from jobcaffe.fair.talks.models import Change, Talk
from jobcaffe.fair.talks.rules import ACTIVE
from jobcaffe.fair.visits import actions as visits
from jobcaffe.foundation.jobs import worker
from jobcaffe.foundation.jobs.models import Job
from jobcaffe.foundation.journal.actions import SYSTEM
from jobcaffe.foundation.notices.models import Notice
from tests import factories
from tests.fair.talks.day_around import NOW, Around, around, fair_today, talk, visitor, wish

pytestmark = pytest.mark.django_db


@pytest.fixture
def at(db: None) -> Around:
    """A fair that runs."""
    return around()


def remake(at: Around, why: str = replan.BY_HAND) -> Change | None:
    return replan.remake(at.fair.pk, why)


def active(**where: Any) -> list[tuple[str, int, int]]:
    rows = Talk.objects.filter(state__in=ACTIVE, **where).order_by("slot", "table")
    return [(row.visitor.code, row.slot, row.table) for row in rows.select_related("visitor")]


def test_the_place_of_who_did_not_come_goes_to_who_is_here_without_a_talk(at: Around) -> None:
    gone = talk(at.one, visitor(at.fair, inside=False), NOW)
    walk_in = visitor(at.fair, contact="anna@example.org")
    wish(walk_in, at.one)
    day.missed(actor=at.ivan, talk_id=gone.pk)
    worker.run_due()
    assert active(stand=at.one) == [(walk_in.code, NOW, 0)]
    (told,) = mail.outbox
    assert "Si è liberato un posto." in told.body
    assert f"tavolo {at.one.first_table}" in told.body
    change = Change.objects.get(what="replan")
    changes.undo(actor=at.ivan, change_id=change.pk)
    assert active(stand=at.one) == []


def test_who_is_here_without_a_talk_comes_before_who_has_one(at: Around) -> None:
    rich, poor = visitor(at.fair), visitor(at.fair)
    talk(at.two, rich, 4)
    wish(rich, at.one, 10)
    wish(poor, at.one, 1)
    at.one.tables = [0, 1, 0, 0, 0, 0, 0, 0]
    at.one.save()
    remake(at)
    assert active(stand=at.one) == [(poor.code, NOW, 0)]


def test_the_running_slot_gets_nobody_new_in_its_second_half(db: None) -> None:
    at = around(minutes=9)
    who = visitor(at.fair)
    wish(who, at.one)
    remake(at)
    assert active() == [(who.code, NOW + 1, 0)]


def test_who_is_not_here_gets_nothing_new(at: Around) -> None:
    wish(visitor(at.fair, inside=False), at.one)
    assert remake(at) is None
    assert active() == []


def test_who_missed_her_talk_a_moment_ago_is_not_sent_back_at_once(at: Around) -> None:
    """The door says that she is inside; the table that she is not there."""
    who = visitor(at.fair)
    gone = talk(at.one, who, NOW)
    wish(who, at.one)
    day.missed(actor=at.ivan, talk_id=gone.pk)
    worker.run_due()
    assert active() == [(who.code, NOW + 2, 0)]


def test_presumed_absent_for_the_plan_only(at: Around) -> None:
    """Her later talk stays while nobody needs its place."""
    late = visitor(at.fair, inside=False)
    gone, later = talk(at.one, late, NOW), talk(at.two, late, 5)
    day.missed(actor=at.ivan, talk_id=gone.pk)
    worker.run_due()
    assert active() == [(late.code, 5, 0)]
    # Somebody who is here needs that very place.
    at.two.tables = [0, 0, 0, 0, 0, 1, 0, 0]
    at.two.save()
    here = visitor(at.fair)
    wish(here, at.two)
    remake(at)
    assert active() == [(here.code, 5, 0)]
    assert Talk.objects.get(pk=later.pk).state == "cancelled"


def test_who_arrives_late_comes_back_into_play(at: Around) -> None:
    late = visitor(at.fair, inside=False)
    gone = talk(at.one, late, NOW)
    wish(late, at.one)
    wish(late, at.two)
    day.missed(actor=at.ivan, talk_id=gone.pk)
    worker.run_due()
    assert active() == []
    late.inside, late.arrived_at = True, timezone.now()
    late.save()
    assert replan.look() == 1
    worker.run_due()
    assert [code for code, _slot, _table in active()] == [late.code, late.code]


def test_who_comes_through_the_door_with_a_wish_gets_a_talk(at: Around) -> None:
    """The scan at the door is enough."""
    who = visitor(at.fair, inside=False)
    wish(who, at.one)
    now = round(timezone.now().timestamp() * 1000)
    fact = {"nonce": str(uuid4()), "kind": "in", "at": now, "read": who.code}
    visits.record_scans(actor=factories.user("desk"), fair=at.fair, rows=[fact])
    worker.run_due()
    assert active() == [(who.code, NOW, 0)]
    # Who has a talk to come, or wishes for nothing, moves nobody.
    for other in (visitor(at.fair, inside=False), visitor(at.fair, inside=False)):
        talk(at.two, other, 4 if not Talk.objects.filter(slot=4).exists() else 5)
        fact = {"nonce": str(uuid4()), "kind": "in", "at": now, "read": other.code}
        visits.record_scans(actor=factories.user("desk"), fair=at.fair, rows=[fact])
    assert Job.objects.filter(dedupe_key__startswith="fair-replan:").count() == 1


def test_a_talk_of_an_hour_at_which_she_was_not_here_is_given_again(db: None) -> None:
    at = around(slot=4)
    late = visitor(at.fair, arrived_at=timezone.now())
    old = talk(at.one, late, 1)
    wish(late, at.one)
    remake(at)
    row = Talk.objects.get(pk=old.pk)
    assert (row.state, row.slot) == ("booked", 4)


def test_an_exhibitor_that_leaves_its_people_go_elsewhere_and_hear_it_once(at: Around) -> None:
    here = visitor(at.fair, contact="anna@example.org")
    lost = visitor(at.fair, contact="rita@example.org")
    talk(at.one, here, 4)
    talk(at.one, lost, 5)
    wish(here, at.one)
    wish(here, at.two)
    wish(lost, at.one)
    day.close_stand(actor=at.ivan, stand_id=at.one.pk)
    worker.run_due()
    assert [code for code, _slot, _table in active(stand=at.two)] == [here.code]
    assert active(stand=at.one) == []
    told = {message.to[0]: message.body for message in mail.outbox}
    assert all("Un'organizzazione è andata via." in body for body in told.values())
    assert at.two.organisation.name in told["anna@example.org"]
    assert "non hai altri colloqui" in told["rita@example.org"]
    assert len(mail.outbox) == 2


def test_nobody_is_told_of_what_did_not_change(at: Around) -> None:
    talk(at.one, visitor(at.fair, contact="333 1234567"), 4)
    who = visitor(at.fair, contact="333 1234568")
    wish(who, at.two)
    remake(at)
    assert Notice.objects.filter(template="fair_day_changed").count() == 1


def test_the_state_that_changed_meanwhile_is_looked_at_again(
    at: Around, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Somebody books the place while the plan is being made."""
    who, quick = visitor(at.fair), visitor(at.fair)
    wish(who, at.one)
    solve, seen = replan.solve, []

    def slow(state: live.Live) -> Difference:
        found = solve(state)
        if not seen:
            talk(at.one, quick, NOW)
        seen.append(state.digest)
        return found

    monkeypatch.setattr(replan, "solve", slow)
    remake(at)
    assert len(seen) == 2
    assert active(stand=at.one) == [(quick.code, NOW, 0), (who.code, NOW + 1, 0)]


def test_many_requests_are_one_plan(at: Around) -> None:
    wish(visitor(at.fair), at.one)
    for _press in range(3):
        replan.by_hand(actor=at.ivan, fair_id=at.fair.pk)
    worker.run_due()
    assert Job.objects.filter(state="done", dedupe_key__startswith="fair-replan:").count() == 3
    assert Change.objects.count() == 1


def test_no_plan_before_or_after_the_day(db: None) -> None:
    for fair in (
        fair_today(opens_at=timezone.now() + timedelta(days=2)), fair_today(slot=9), fair_today(state="closed"),
    ):  # fmt: skip
        wish(visitor(fair), factories.stand(fair=fair))
        assert replan.ask(actor=SYSTEM, fair=fair) is None
        assert replan.remake(fair.pk, replan.BY_HAND) is None


# --- the promise, whatever the day is like ------------------------------------------------------------------


def _any_day(seed: int) -> Around:
    """A fair in the middle of its day: talks in every state, late people, absent people, walk-ins."""
    dice = Random(seed)
    fair = fair_today(slot=dice.randrange(5), minutes=dice.randrange(14), breaks=dice.choice([[], [5]]))
    stands = [
        factories.stand(fair=fair, tables=[dice.randrange(3) for _slot in range(8)]) for _one in range(4)
    ]
    people = [
        visitor(
            fair, inside=dice.random() < 0.6, from_slot=dice.choice([None, None, 2]),
            to_slot=dice.choice([None, None, 6]),
        )
        for _one in range(14)
    ]  # fmt: skip
    for who in people:
        for stand in dice.sample(stands, dice.randrange(4)):
            wish(who, stand, dice.randrange(1, 11), refused=dice.random() < 0.1)
    now = live.now_slot(fair, timezone.now())
    for _try in range(40):
        who, stand, slot = dice.choice(people), dice.choice(stands), dice.randrange(8)
        table = dice.randrange(2)
        rows = Talk.objects.filter(state__in=ACTIVE)
        clash = rows.filter(visitor=who, slot=slot) | rows.filter(visitor=who, stand=stand)
        if table >= events.tables_in(stand, slot) or clash.exists():
            continue
        if rows.filter(stand=stand, slot=slot, table=table).exists():
            continue
        states = ["held", "missed", "booked"] if slot < now else ["running", "booked", "missed"]
        state = dice.choice(states) if slot <= now else "booked"
        talk(stand, who, slot, table, state=state, pinned=dice.random() < 0.3)
    return Around(fair, stands[0], stands[1], factories.user("desk"))


@settings(
    max_examples=25,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(seed=st.integers(0, 10**6))
def test_the_promise_holds_on_any_day(db: None, seed: int) -> None:
    at = _any_day(seed)
    before = list(Talk.objects.all())
    state = live.gather(at.fair, timezone.now())
    change = remake(at)
    after = {row.pk: row for row in Talk.objects.filter(fair=at.fair)}
    for row in before:
        if row.fair_id != at.fair.pk or row.state not in ACTIVE:
            continue
        soon = row.slot <= state.slot + 1
        given_again = row.slot < state.slot and row.state == "booked" and row.visitor_id in state.present
        choice = row.pinned and row.visitor_id not in state.absent
        if (soon and not given_again) or (choice and not given_again):
            now = after[row.pk]
            assert (now.state, now.slot, now.table) == (row.state, row.slot, row.table), "moved"
    _rules_hold(at, state, list(after.values()), before)
    again = remake(at)
    assert again is None or change is not None


def _rules_hold(at: Around, state: live.Live, rows: list[Talk], before: list[Talk]) -> None:
    taking = [row for row in rows if row.state in ACTIVE]
    old = {(row.pk, row.slot) for row in before}
    stands = {stand.pk: stand for stand in events.stands_of(at.fair)}
    for (stand, slot), many in Counter((row.stand_id, row.slot) for row in taking).items():
        if any((row.pk, row.slot) not in old for row in taking if (row.stand_id, row.slot) == (stand, slot)):
            assert many <= events.tables_in(stands[stand], slot), "more talks than tables"
    for many in Counter(row.visitor_id for row in taking).values():
        assert many <= at.fair.max_talks
    for row in taking:
        if (row.pk, row.slot) not in old:
            awaited = row.visitor_id not in state.absent and row.slot >= state.slot + 2
            assert row.visitor_id in state.present or awaited, "sent to a table, and not here"
            assert (row.visitor_id, row.stand_id) not in state.forbidden
            assert row.slot >= state.fill
    had = {row.visitor_id for row in before if row.fair_id == at.fair.pk and row.state in ACTIVE}
    assert (had & state.present) <= {row.visitor_id for row in taking}, "lost her only talk"

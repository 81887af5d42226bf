"""A seat in a workshop and a talk at the same hour: no plan, press or promotion makes the two."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from jobcaffe.fair.events.models import Fair, Session
from jobcaffe.fair.talks import actions, gathering, live, queries, rules, seated
from jobcaffe.fair.talks.actions import changes, day, replan
from jobcaffe.fair.talks.models import Plan, Talk
from jobcaffe.fair.talks.queries import day as day_queries
from jobcaffe.fair.visits import actions as visits
from jobcaffe.fair.visits.models import Seat, Visitor
from jobcaffe.foundation.access import Refused
from jobcaffe.foundation.accounts.models import User
from jobcaffe.foundation.journal.actions import PUBLIC
from tests import factories
from tests.fair.talks import around, day_around
from tests.fair.talks.day_around import NOW, Around

pytestmark = pytest.mark.django_db


@pytest.fixture
def coordinator() -> User:
    return factories.user("coordinator")


@pytest.fixture
def at(db: None) -> Around:
    """A fair that runs."""
    return day_around.around()


def workshop(fair: Fair, first: int, last: int, seats: int = 9) -> Session:
    """A workshop from slot ``first`` to slot ``last``, both included."""
    hours = {"starts_at": fair.slot_start(first), "ends_at": fair.slot_start(last + 1)}
    return Session.objects.create(fair=fair, kind="workshop", title="Il curriculum", seats=seats, **hours)


def sits(who: Visitor, session: Session) -> Seat:
    """A seat that she holds, whatever she has at that hour."""
    number = session.taken.count() + 1
    return Seat.objects.create(session=session, visitor=who, state="held", number=number)


def slots_of(who: Visitor) -> list[int]:
    return [talk.slot for talk in queries.talks_of(who)]


def test_a_plan_leaves_the_hours_of_a_workshop_free(coordinator: User) -> None:
    fair = around.planned_fair()
    one, two = (factories.stand(fair=fair, tables=[1, 1, 1, 1]) for _number in range(2))
    seated_one, other = around.visitor(fair), around.visitor(fair, "Altra Persona")
    visits.take_seat(actor=PUBLIC, visitor=seated_one, session_id=workshop(fair, 0, 2).pk)
    for who in (seated_one, other):
        around.wish(who, one, two)

    plan = around.planned(fair, coordinator)
    actions.publish_plan(actor=coordinator, plan_id=plan.pk)

    # Two tables for four slots, and only the last is hers.
    assert slots_of(seated_one) == [3]
    assert len(slots_of(other)) == 2
    assert queries.certificate(plan).wrong == ()


def test_a_seat_for_a_part_of_a_slot_takes_all_of_it_and_one_that_only_touches_none() -> None:
    fair = around.planned_fair()
    who = around.visitor(fair)
    session = workshop(fair, 2, 3)
    session.ends_at = fair.slot_start(3) + (fair.slot_start(1) - fair.slot_start(0)) / 3
    session.save()
    sits(who, session)
    assert seated.of(fair) == {who.pk: {2: "Il curriculum", 3: "Il curriculum"}}
    session.starts_at, session.ends_at = fair.opens_at, fair.first_slot_at
    session.save()
    assert seated.of(fair) == {}


def test_whom_a_workshop_leaves_without_a_talk_the_plan_says_which(coordinator: User) -> None:
    fair = around.planned_fair()
    stand = factories.stand(fair=fair, tables=[0, 1])
    who = around.visitor(fair)
    around.wish(who, stand)
    visits.take_seat(actor=PUBLIC, visitor=who, session_id=workshop(fair, 1, 1).pk)

    plan = around.planned(fair, coordinator)

    assert plan.rows == []
    (left,) = queries.left_out(plan, {})
    assert left.reason == (
        "Lo stand non ha tavoli quando c'è. Ne ha nel turno delle 10:15, "
        "ma allora ha un posto a «Il curriculum»."
    )
    # And it is true: without that seat she talks then.
    visits.leave_seat(actor=PUBLIC, visitor=who, session_id=fair.sessions.get().pk)
    assert [slot for _who, _where, slot in around.planned(fair, coordinator).rows] == [1]


def test_what_would_help_is_no_table_in_the_hour_of_a_workshop(coordinator: User) -> None:
    fair = around.planned_fair(slots=4)
    stand = factories.stand(fair=fair, tables=[0, 0, 0, 0])
    who = around.visitor(fair)
    around.wish(who, stand)
    sits(who, workshop(fair, 0, 3))
    assert around.planned(fair, coordinator).notes == []


def test_a_plan_made_before_a_seat_was_taken_is_old(coordinator: User) -> None:
    fair = around.planned_fair()
    who = around.visitor(fair)
    around.wish(who, factories.stand(fair=fair))
    plan = around.planned(fair, coordinator)
    visits.take_seat(actor=PUBLIC, visitor=who, session_id=workshop(fair, 0, 7).pk)
    assert queries.is_old(plan)
    with pytest.raises(Refused, match="qualcosa è cambiato"):
        actions.publish_plan(actor=coordinator, plan_id=plan.pk)


def test_a_talk_that_somebody_fixed_stays_though_she_has_a_seat_then(coordinator: User) -> None:
    fair = around.planned_fair()
    stand, who = factories.stand(fair=fair), around.visitor(fair)
    actions.pin(actor=coordinator, fair=fair, code=who.code, stand=stand, slot=1)
    sits(who, workshop(fair, 0, 2))
    plan = around.planned(fair, coordinator)
    assert (plan.status, plan.rows) == ("optimal", [[str(who.pk), str(stand.pk), 1]])


def test_no_question_to_the_database_for_each_visitor() -> None:
    fair = around.planned_fair()
    stand, session = factories.stand(fair=fair), workshop(fair, 0, 1)

    def counted(look: Callable[[], Any]) -> int:
        with CaptureQueriesContext(connection) as asked:
            look()
        return len(asked)

    def some(number: int) -> None:
        for _one in range(number):
            who = day_around.visitor(fair)
            day_around.wish(who, stand)
            sits(who, session)

    looks = (lambda: gathering.of_fair(fair), lambda: live.gather(fair, fair.first_slot_at))
    some(1)
    few = [counted(look) for look in looks]
    some(6)
    assert [counted(look) for look in looks] == few


# --- the day --------------------------------------------------------------------------------------------


def test_the_plan_of_the_rest_of_the_day_leaves_them_free_too(at: Around) -> None:
    who = day_around.visitor(at.fair)
    day_around.wish(who, at.one)
    sits(who, workshop(at.fair, NOW, 4))
    replan.remake(at.fair.pk, replan.WALK_IN)
    assert slots_of(who) == [5]


def test_a_talk_in_the_hour_of_a_workshop_moves_out_of_it_when_the_plan_is_made_again(at: Around) -> None:
    who = day_around.visitor(at.fair)
    day_around.talk(at.one, who, 4)
    day_around.wish(who, at.one)
    sits(who, workshop(at.fair, 4, 5))
    replan.remake(at.fair.pk, replan.BY_HAND)
    (slot,) = slots_of(who)
    assert slot not in {4, 5}


def test_who_sits_till_the_end_asks_for_no_plan_that_cannot_help(at: Around) -> None:
    who = day_around.visitor(at.fair)
    day_around.wish(who, at.one)
    sits(who, workshop(at.fair, 0, 7))
    assert replan.look() == 0
    assert replan.remake(at.fair.pk, replan.BY_HAND) is None


def test_a_seat_taken_while_the_plan_is_looked_for_is_seen(
    at: Around, monkeypatch: pytest.MonkeyPatch
) -> None:
    who = day_around.visitor(at.fair)
    day_around.wish(who, at.one)
    found, looked = replan.solve, []

    def slow(state: live.Live) -> Any:
        looked.append(state.slot)
        made = found(state)
        if len(looked) == 1:
            sits(who, workshop(at.fair, NOW, 3))
        return made

    monkeypatch.setattr(replan, "solve", slow)
    replan.remake(at.fair.pk, replan.WALK_IN)
    assert (len(looked), slots_of(who)) == (2, [4])


def test_no_press_moves_a_talk_into_a_workshop(at: Around) -> None:
    who, other = day_around.visitor(at.fair), day_around.visitor(at.fair)
    hers, late = day_around.talk(at.one, who, 2), day_around.talk(at.one, other, 5)
    sits(who, workshop(at.fair, 4, 5))

    hours = {slot for slot, _table in day_queries.free_places(hers)}
    assert hours == {NOW, 3, 6, 7}
    assert day_queries.partners(hers) == []
    said = f"Alle {rules.hour(at.fair, 4)} la persona ha un posto a «Il curriculum»"
    with pytest.raises(Refused, match=said):
        day.move(actor=at.ivan, talk_id=hers.pk, slot=4)
    for one, two in ((hers, late), (late, hers)):
        with pytest.raises(Refused, match="ha un posto a «Il curriculum»"):
            day.swap(actor=at.ivan, talk_id=one.pk, other_id=two.pk)
    assert (slots_of(who), slots_of(other)) == ([2], [5])


def test_who_arrives_after_all_is_not_put_into_her_workshop(at: Around) -> None:
    who = day_around.visitor(at.fair)
    missed = day_around.talk(at.one, who, NOW, state="missed")
    sits(who, workshop(at.fair, NOW, 3))
    day.arrived(actor=at.ivan, talk_id=missed.pk)
    assert slots_of(who) == [4]


def test_a_press_is_not_taken_back_into_a_workshop_that_she_has_chosen_since(at: Around) -> None:
    who = day_around.visitor(at.fair)
    hers = day_around.talk(at.one, who, 3)
    moved = day.move(actor=at.ivan, talk_id=hers.pk, slot=6)
    visits.take_seat(actor=PUBLIC, visitor=who, session_id=workshop(at.fair, 3, 4).pk)
    with pytest.raises(Refused, match="ha un posto a «Il curriculum»"):
        changes.undo(actor=at.ivan, change_id=moved.pk)
    assert slots_of(who) == [6]


# --- the seat comes second ------------------------------------------------------------------------------


def test_a_published_talk_is_in_the_way_of_a_seat_and_the_waiting_list_passes_over_her(
    coordinator: User,
) -> None:
    fair = around.planned_fair(slots=1)
    session = workshop(fair, 0, 0, seats=1)
    keeper, who = around.visitor(fair), around.visitor(fair, "Altra Persona")
    for one in (keeper, who):
        visits.take_seat(actor=PUBLIC, visitor=one, session_id=session.pk)
    around.wish(who, factories.stand(fair=fair))
    plan: Plan = around.planned(fair, coordinator)
    actions.publish_plan(actor=coordinator, plan_id=plan.pk)
    assert slots_of(who) == [0]

    visits.leave_seat(actor=PUBLIC, visitor=keeper, session_id=session.pk)

    assert Seat.objects.get(visitor=who).state == "waiting"
    Talk.objects.update(state="cancelled")
    assert visits.fill_seats() == 1
    assert Seat.objects.get(visitor=who).state == "held"

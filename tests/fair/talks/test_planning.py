"""Wishes become hours: what is fixed stays, what is forbidden never happens, the numbers are checked again."""

from __future__ import annotations

import pytest

from jobcaffe.fair.talks import actions, queries, rules
from jobcaffe.fair.talks.models import Plan, Talk
from jobcaffe.fair.talks.tasks import tell_plan
from jobcaffe.fair.visits import actions as visits
from jobcaffe.foundation.access import Refused
from jobcaffe.foundation.accounts.models import User
from jobcaffe.foundation.jobs.models import Job
from jobcaffe.foundation.journal.actions import PUBLIC
from jobcaffe.foundation.notices.models import Notice
from tests import factories
from tests.fair.talks.around import book, planned, planned_fair, visitor, wish

pytestmark = pytest.mark.django_db


@pytest.fixture
def coordinator() -> User:
    return factories.user("coordinator")


def slots(plan: Plan) -> dict[tuple[str, str], int]:
    return {(who, where): slot for who, where, slot in plan.rows}


def test_everybody_has_a_first_talk_before_somebody_has_a_second(coordinator: User) -> None:
    fair = planned_fair()
    small, large = factories.stand(fair=fair, tables=[1, 1]), factories.stand(fair=fair, tables=[0, 0, 1])
    people = [visitor(fair, f"Anna {name}") for name in ("Uno", "Due", "Tre")]
    for who in people:
        wish(who, small, large)

    plan = planned(fair, coordinator)

    assert (plan.state, plan.status, plan.value) == ("draft", "optimal", plan.bound)
    assert {who for who, _where, _slot in plan.rows} == {str(who.pk) for who in people}
    figures = queries.figures_of(plan)
    assert (figures.talks, figures.with_one, figures.by_number) == (3, 3, ((0, 0), (1, 3)))


def test_fixed_talks_stay_forbidden_ones_never_happen_and_windows_hold(coordinator: User) -> None:
    fair = planned_fair()
    stand, other = factories.stand(fair=fair), factories.stand(fair=fair)
    early, never, fixed = (visitor(fair, f"Anna {name}") for name in ("Uno", "Due", "Tre"))
    wish(early, stand, other, window=(0, 1))
    wish(never, stand, other)
    wish(fixed, other)
    actions.forbid(actor=coordinator, fair=fair, code=never.code, stand=stand)
    actions.pin(actor=coordinator, fair=fair, code=fixed.code, stand=stand, slot=0)

    plan = planned(fair, coordinator)

    found = slots(plan)
    assert found[str(fixed.pk), str(stand.pk)] == 0
    assert (str(never.pk), str(stand.pk)) not in found
    assert {found[str(early.pk), str(one.pk)] for one in (stand, other)} == {0, 1}
    assert found[str(early.pk), str(stand.pk)] == 1


def test_what_is_published_becomes_talks_and_messages_once(coordinator: User) -> None:
    fair = planned_fair()
    stand = factories.stand(fair=fair, tables=[2, 0, 0, 0, 0, 0, 0, 0])
    people = [visitor(fair, f"Anna {name}") for name in ("Uno", "Due", "Tre")]
    for who in people:
        wish(who, stand)
    plan = planned(fair, coordinator)

    for _press in "12":
        actions.publish_plan(actor=coordinator, plan_id=plan.pk)
    job = Job.objects.get(task=tell_plan.module_path)
    tell_plan.func(*job.args)

    talks = Talk.objects.filter(state="booked")
    assert sorted((talk.slot, talk.table, talk.pinned) for talk in talks) == [(0, 0, False), (0, 1, False)]
    assert Notice.objects.filter(template="fair_talks_plan").count() == 2
    assert Notice.objects.filter(template="fair_talks_none").count() == 1


def test_who_is_left_reads_why_and_the_coordinator_what_would_help(coordinator: User) -> None:
    fair = planned_fair()
    stand = factories.stand(fair=fair, tables=[1, 0, 0, 0, 0, 0, 0, 1])
    for name in ("Uno", "Due", "Tre"):
        wish(visitor(fair, f"Anna {name}"), stand, window=(0, 3))

    plan = planned(fair, coordinator)

    assert len(plan.rows) == 1
    names = queries.names_of(fair)
    reasons = {one.reason for one in queries.left_out(plan, names)}
    assert reasons == {"I tavoli sono presi quando è libera o libero. C'è posto nel turno delle 11:45."}
    name = stand.organisation.name
    more = f"Un tavolo in più da {name}, dalle 10:00 alle 11:00: almeno 2 colloqui in più."
    assert queries.notes_of(plan, names) == [f"{more} Per 2 sarebbe il primo colloquio."]
    # And it is true: with that table two more talk.
    stand.tables = [2, 1, 1, 1, 0, 0, 0, 1]
    stand.save()
    assert len(planned(fair, coordinator).rows) == 3


def test_an_old_plan_is_not_published(coordinator: User) -> None:
    fair = planned_fair()
    stand = factories.stand(fair=fair)
    who = visitor(fair)
    wish(who, stand)
    plan = planned(fair, coordinator)
    wish(visitor(fair, "Altra Persona"), stand)
    with pytest.raises(Refused, match="qualcosa è cambiato"):
        actions.publish_plan(actor=coordinator, plan_id=plan.pk)
    assert Talk.objects.count() == 0


def test_a_published_plan_made_again_moves_nobody_without_need(coordinator: User) -> None:
    fair = planned_fair(max_talks=3)
    stands = [factories.stand(fair=fair) for _number in range(3)]
    people = [visitor(fair, f"Anna {number}") for number in range(6)]
    for who in people:
        wish(who, *stands)
    first = planned(fair, coordinator)
    actions.publish_plan(actor=coordinator, plan_id=first.pk)
    before = {(t.visitor_id, t.stand_id, t.slot) for t in Talk.objects.filter(state="booked")}

    visits.cancel(actor=PUBLIC, visitor=people[0])
    second = planned(fair, coordinator)
    actions.publish_plan(actor=coordinator, plan_id=second.pk)

    after = {(t.visitor_id, t.stand_id, t.slot) for t in Talk.objects.filter(state="booked")}
    stay = {row for row in before if row[0] != people[0].pk}
    assert stay <= after


def test_the_certificate_finds_a_talk_that_breaks_a_rule(coordinator: User) -> None:
    fair = planned_fair()
    stand = factories.stand(fair=fair)
    who, other = visitor(fair), visitor(fair, "Altra Persona")
    wish(who, stand)
    wish(other, stand)
    plan = planned(fair, coordinator)
    actions.publish_plan(actor=coordinator, plan_id=plan.pk)
    plan.refresh_from_db()
    assert queries.certificate(plan).wrong == ()

    plan.rows[1][2] = plan.rows[0][2]
    assert queries.certificate(plan).wrong != ()


def test_a_job_that_was_stopped_leaves_no_plan(coordinator: User) -> None:
    from jobcaffe.foundation.jobs import worker
    from jobcaffe.foundation.jobs.actions import cancel

    fair = planned_fair()
    wish(visitor(fair), factories.stand(fair=fair))
    plan = actions.make_plan(actor=coordinator, fair=fair, kind="citizens")
    again = actions.make_plan(actor=coordinator, fair=fair, kind="citizens")
    assert again.pk == plan.pk
    cancel(actor=coordinator, job=Job.objects.get(pk=plan.job_id))
    worker.run_due()
    plan.refresh_from_db()
    assert plan.rows == []
    assert actions.make_plan(actor=coordinator, fair=fair, kind="citizens").pk != plan.pk


def test_wishes_are_kept_in_order_and_raised_by_one(coordinator: User) -> None:
    fair = planned_fair()
    stands = [factories.stand(fair=fair) for _number in range(9)]
    who = visitor(fair)
    wish(who, *stands[:3])
    actions.raise_wish(actor=PUBLIC, visitor=who, stand_id=stands[2].pk)
    rows = [(row.stand_id, row.value) for row in queries.wishes_of(who)]
    assert rows == [(stands[0].pk, 10), (stands[2].pk, 9), (stands[1].pk, 8)]
    with pytest.raises(Refused, match="al massimo 8"):
        wish(who, *stands)
    with pytest.raises(Refused, match="tutti e due"):
        wish(who, stands[0], refused=[stands[0].pk])
    with pytest.raises(Refused, match="viene prima"):
        wish(who, stands[0], window=(3, 1))


def test_only_who_prepares_plans_and_never_under_way(coordinator: User) -> None:
    fair = planned_fair()
    wish(visitor(fair), factories.stand(fair=fair))
    for role in ("desk", "organisation", "member", "fair_volunteer"):
        with pytest.raises(Refused):
            actions.make_plan(actor=factories.user(role), fair=fair, kind="citizens")
    with pytest.raises(Refused, match="due minuti"):
        actions.make_plan(actor=coordinator, fair=fair, kind="citizens", seconds=600)
    empty = planned_fair()
    with pytest.raises(Refused, match="Nessuno ha ancora detto"):
        actions.make_plan(actor=coordinator, fair=empty, kind="citizens")


def test_a_booked_hour_is_a_fixed_talk_of_the_plan(coordinator: User) -> None:
    fair = planned_fair()
    stand = factories.stand(fair=fair)
    first = visitor(fair)
    wish(first, stand)
    actions.publish_plan(actor=coordinator, plan_id=planned(fair, coordinator).pk)
    own = visitor(fair, "Altra Persona")
    free = queries.free_slots(stand)[-1]
    book(own, stand, free)
    plan = planned(fair, coordinator)
    assert slots(plan)[str(own.pk), str(stand.pk)] == free
    assert rules.worth(0) == 10

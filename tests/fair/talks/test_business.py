"""Meetings of exhibitors: asked, answered, placed, and the words when they cannot be."""

from __future__ import annotations

import pytest

from jobcaffe.fair.talks import actions, messages, queries, rules
from jobcaffe.fair.talks.models import Meeting
from jobcaffe.fair.talks.tasks import tell_plan
from jobcaffe.foundation.access import Refused
from jobcaffe.foundation.jobs.models import Job
from jobcaffe.foundation.notices.models import Notice
from tests import factories
from tests.fair.talks.around import booking_fair, met, planned, speaker

pytestmark = pytest.mark.django_db


def test_a_question_is_asked_once_and_answered_by_link() -> None:
    fair = booking_fair()
    one, other = factories.stand(fair=fair), factories.stand(fair=fair)
    asked = [
        actions.ask_meeting(actor=speaker(one), stand=one, other_id=other.pk, why="Tirocini")
        for _press in "12"
    ]
    assert asked[0].pk == asked[1].pk
    token = messages.meeting_link(asked[0], other).rstrip("/").rsplit("/", 1)[-1]
    for _press in "12":
        actions.answer_meeting_by_link(token=token, yes=True)
    found = Meeting.objects.get()
    assert found.state == "accepted"
    templates = Notice.objects.order_by("pk").values_list("template", flat=True)
    assert sorted(templates) == ["fair_meeting_answered", "fair_meeting_asked"]


def test_who_asked_may_not_answer_nor_somebody_else() -> None:
    fair = booking_fair()
    one, other, third = (factories.stand(fair=fair) for _number in range(3))
    meeting = actions.ask_meeting(actor=speaker(one), stand=one, other_id=other.pk)
    for actor, stand in ((speaker(one), one), (speaker(third), other), (speaker(third), third)):
        with pytest.raises(Refused):
            actions.answer_meeting(actor=actor, meeting_id=meeting.pk, stand=stand, yes=True)
    with pytest.raises(Refused):
        actions.answer_meeting_by_link(token=rules.token_of(meeting.pk, one.pk), yes=True)
    with pytest.raises(Refused, match="Ve l'hanno già chiesto"):
        actions.ask_meeting(actor=speaker(other), stand=other, other_id=one.pk)
    assert Meeting.objects.get().state == "asked"


def test_every_accepted_meeting_has_an_hour_in_its_half_and_when_both_can() -> None:
    fair = booking_fair(breaks=[1])
    stands = [factories.stand(fair=fair) for _number in range(4)]
    actions.set_hours(actor=speaker(stands[1]), stand=stands[1], unavailable=[0, 2])
    pairs = [(0, 1), (0, 2), (1, 2), (2, 3), (0, 3)]
    rows = [met(stands[a], stands[b], when="morning" if (a, b) == (0, 1) else "any") for a, b in pairs]
    coordinator = factories.user("coordinator")

    plan = planned(fair, coordinator, kind="business", tables=2)
    actions.publish_plan(actor=coordinator, plan_id=plan.pk)
    job = Job.objects.get(task=tell_plan.module_path)
    tell_plan.func(*job.args)

    assert (plan.status, plan.value) == ("optimal", plan.bound)
    found = {row.pk: Meeting.objects.get(pk=row.pk) for row in rows}
    assert all(one.slot is not None and one.slot != 1 for one in found.values())
    assert found[rows[0].pk].slot == 3
    assert {found[rows[0].pk].slot, found[rows[2].pk].slot}.isdisjoint({0, 2})
    seats = {(one.slot, one.table) for one in found.values()}
    assert len(seats) == len(rows)
    assert Notice.objects.filter(template="fair_meeting_plan").count() == 2 * len(rows)


def test_what_clashes_is_told_in_names_and_hours() -> None:
    fair = booking_fair()
    names = ("Panificio Airaghi", "Logistica Olona", "Officine Meroni")
    stands = [factories.stand(fair=fair, organisation=factories.organisation(name=name)) for name in names]
    actions.set_hours(actor=speaker(stands[0]), stand=stands[0], unavailable=[1, 2, 3, 4, 5, 6, 7])
    met(stands[0], stands[1])
    met(stands[0], stands[2])
    coordinator = factories.user("coordinator")

    plan = planned(fair, coordinator, kind="business", tables=2)

    assert (plan.status, plan.rows) == ("infeasible", [])
    text = " ".join(queries.notes_of(plan, {}))
    assert "Panificio Airaghi non c'è nei turni delle 10:15, delle 10:30" in text
    with pytest.raises(Refused, match="nessun colloquio"):
        actions.publish_plan(actor=coordinator, plan_id=plan.pk)


def test_a_meeting_called_off_loses_its_hour_and_the_other_is_told() -> None:
    fair = booking_fair()
    one, other = factories.stand(fair=fair), factories.stand(fair=fair)
    meeting = met(one, other)
    coordinator = factories.user("coordinator")
    plan = planned(fair, coordinator, kind="business", tables=1)
    actions.publish_plan(actor=coordinator, plan_id=plan.pk)
    for _press in "12":
        actions.cancel_meeting(actor=speaker(one), meeting_id=meeting.pk, stand=one)
    meeting.refresh_from_db()
    assert (meeting.state, meeting.slot) == ("cancelled", None)
    assert Notice.objects.filter(template="fair_meeting_off").count() == 1
    assert [row.pk for row in queries.meetings_of(other)] == []


def test_a_plan_made_again_leaves_hours_that_were_told() -> None:
    fair = booking_fair()
    stands = [factories.stand(fair=fair) for _number in range(3)]
    met(stands[0], stands[1])
    coordinator = factories.user("coordinator")
    actions.publish_plan(actor=coordinator, plan_id=planned(fair, coordinator, kind="business", tables=1).pk)
    Meeting.objects.update(slot=6)
    met(stands[1], stands[2])
    again = planned(fair, coordinator, kind="business", tables=1)
    assert sorted(slot for _key, _second, slot in again.rows) in ([5, 6], [6, 7])

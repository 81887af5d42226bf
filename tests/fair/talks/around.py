"""A small fair to book, to plan and to meet in."""

from __future__ import annotations

from typing import Any

from jobcaffe.fair.events.models import Fair, Stand
from jobcaffe.fair.talks import actions
from jobcaffe.fair.talks.models import Meeting, Plan, Talk
from jobcaffe.fair.talks.tasks import plan_business, plan_citizens
from jobcaffe.fair.visits.models import Visitor
from jobcaffe.foundation.accounts.models import User
from jobcaffe.foundation.journal.actions import PUBLIC
from tests import factories
from tests.fair.visits.around import visitor

__all__ = ["visitor"]


def booking_fair(**fields: Any) -> Fair:
    """Eight slots of a quarter of an hour from ten, no break, two talks a head."""
    return factories.fair(**{"slots": 8, "breaks": [], "max_talks": 2, "talks_mode": "booking", **fields})


def planned_fair(**fields: Any) -> Fair:
    """The same, whose hours come from a plan."""
    return booking_fair(talks_mode="planned", **fields)


def book(who: Visitor, stand: Stand, slot: int, **fields: Any) -> Talk:
    """A talk, as the page books it."""
    return actions.book(actor=PUBLIC, visitor=who, stand=stand, slot=slot, **fields)


def wish(who: Visitor, *stands: Stand, **fields: Any) -> None:
    """What the page of wishes writes."""
    actions.set_wishes(actor=PUBLIC, visitor=who, wanted=[one.pk for one in stands], **fields)


def planned(fair: Fair, coordinator: User, **fields: Any) -> Plan:
    """A plan that was asked for and worked out."""
    plan = actions.make_plan(actor=coordinator, fair=fair, kind=fields.pop("kind", "citizens"), **fields)
    task = plan_business if plan.kind == "business" else plan_citizens
    task.func(str(plan.pk), 10)
    plan.refresh_from_db()
    return plan


def speaker(stand: Stand) -> User:
    """Who speaks for the organisation of a stand."""
    known = User.objects.filter(delegate__organisation=stand.organisation).first()
    return known or factories.partner(stand.organisation)


def met(one: Stand, other: Stand, **fields: Any) -> Meeting:
    """A meeting that was asked for and accepted."""
    meeting = actions.ask_meeting(actor=speaker(one), stand=one, other_id=other.pk, why="Tirocini", **fields)
    return actions.answer_meeting(actor=speaker(other), meeting_id=meeting.pk, stand=other, yes=True)

"""Arguments of the addresses about JOBFEST: one function for each of its rooms."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import uuid4

from jobcaffe.fair.events.models import Area, Cost, Fair, Helper, Session, Shift, Stand, Task
from jobcaffe.fair.pledges import rules as pledge_rules
from jobcaffe.fair.talks import rules as talk_rules
from jobcaffe.fair.talks import tasks
from jobcaffe.fair.talks.models import Change, Meeting, Plan, Wish
from jobcaffe.fair.visits import actions as visits
from jobcaffe.fair.visits import rules as visit_rules
from jobcaffe.foundation.accounts.models import User
from jobcaffe.organisations.models import Organisation
from tests import factories
from tests.fair.pledges import around as around_pledges
from tests.fair.talks import around as talks_around
from tests.fair.talks import day_around

VISITOR = "Visitatriceprova"
TICKET_PAGES = ("ticket", "ticket_print", "confirm", "cancel", "come_back", "seat", "consents")
ROOMS = (
    "fair",
    "fairdesk",
    "fairstand",
    "fairvisit",
    "fairdoor",
    "fairtalks",
    "fairday",
    "fairwall",
    "fairafter",
)


def fair_values(organisation: Organisation, volunteer: User | None = None) -> dict[str, Any]:
    """The arguments of those pages: one public fair, in which the organisation has a stand.

    ``volunteer`` is in one of its turns when given.
    """
    fair = factories.fair()
    stand = factories.stand(fair=fair, organisation=organisation)
    if volunteer is not None:
        shift = Shift.objects.create(fair=fair, job="tables", starts_at=fair.opens_at, ends_at=fair.closes_at)
        Helper.objects.create(shift=shift, user=volunteer)
    values = {f"{room}:slug": fair.slug for room in ROOMS}
    return {
        **values,
        **event_values(fair, stand),
        **visit_values(fair, stand),
        **talks_values(fair, stand),
        **day_values(fair, stand),
        **pledges_values(fair, stand),
    }


def event_values(fair: Fair, stand: Stand) -> dict[str, Any]:
    """An area, a row of the programme, a shift with somebody in it, a task and a cost."""
    session = Session.objects.create(
        fair=fair, kind="workshop", title="Prova un colloquio", audiences=["over50"], area=stand.area,
        starts_at=fair.opens_at, ends_at=fair.opens_at + timedelta(hours=1), seats=12,
    )  # fmt: skip
    shift = Shift.objects.create(
        fair=fair, job="door", starts_at=fair.opens_at, ends_at=fair.opens_at + timedelta(hours=3)
    )
    helper = Helper.objects.create(shift=shift, name="Rosa")
    return {
        "stand_id": stand.pk,
        "session_id": session.pk,
        "area_id": stand.area_id,
        "shift_id": shift.pk,
        "helper_id": helper.pk,
        "task_id": Task.objects.create(fair=fair, text="Stampare i manifesti", days_before=20).pk,
        "cost_id": Cost.objects.create(fair=fair, label="Manifesti", planned_cents=20_000).pk,
    }


def visit_values(fair: Fair, stand: Stand) -> dict[str, Any]:
    """Somebody who signed up, her ticket, and a telephone at the door."""
    visitor = visits.sign_up(
        fair=fair, details=visits.Details(name=VISITOR, contact="333 5550001"), request_key=uuid4()
    )
    device, _key = visits.register_device(actor=factories.user("desk"), fair=fair, label="Porta 1")
    token = visit_rules.token_of(visitor)
    return {
        "visitor_id": visitor.pk,
        "device_id": device.pk,
        **{f"fairvisit:{name}:token": token for name in TICKET_PAGES},
    }


def talks_values(fair: Fair, stand: Stand) -> dict[str, Any]:
    """A booked talk, a wish, a plan of each kind, a meeting that the organisation was asked for."""
    who = talks_around.visitor(fair, VISITOR, contact="333 5550002")
    talk = talks_around.book(who, stand, fair.slots - 1)
    other = factories.stand(fair=fair)
    Wish.objects.create(visitor=who, stand=other)
    meeting = Meeting.objects.create(fair=fair, first=other, second=stand, why="Tirocini")
    plan = Plan.objects.create(fair=fair, kind="citizens")
    tasks.plan_citizens.func(str(plan.pk), 1)
    token = visit_rules.token_of(who)
    return {
        "talk_id": talk.pk,
        "plan_id": plan.pk,
        "meeting_id": meeting.pk,
        "slot": 1,
        "fairtalks:ask:stand_id": other.pk,
        "fairtalks:answer:token": talk_rules.token_of(meeting.pk, stand.pk),
        **{f"fairtalks:{name}:token": token for name in ("mine", "cancel", "up", "calendar", "paper")},
    }


def day_values(fair: Fair, stand: Stand) -> dict[str, Any]:
    """A talk that was moved, on the day before the fair opens."""
    who = day_around.visitor(fair, name=VISITOR)
    talk = day_around.talk(stand, who, fair.slots - 2)
    rows = [{"talk": str(talk.pk), "visitor": str(who.pk), "before": {}, "after": {}}]
    change = Change.objects.create(fair=fair, what="move", rows=rows)
    return {"change_id": change.pk, "fairday:talk_id": talk.pk}


def pledges_values(fair: Fair, stand: Stand) -> dict[str, Any]:
    """A promise on the wall with its link, a visitor who said yes to the stand, the three questions."""
    pledge = around_pledges.shown(fair, contact=around_pledges.PHONE)
    visitor = around_pledges.visitor(fair, code="X9-909")
    around_pledges.consent(visitor, stand)
    return {
        "pledge_id": pledge.pk,
        "fairwall:answer:token": pledge_rules.token_of(pledge),
        "fairafter:opinion:token": pledge_rules.opinion_token(fair, pledge_rules.VISITOR, visitor.pk),
        "fairafter:contact:code": visitor.code,
    }


def more_events(count: int) -> None:
    """As many more fairs, and as many more of every row of each fair that is there."""
    for fair in Fair.objects.all():
        stand, boss = fair.stands.first(), User.objects.filter(grants__role="coordinator").first()
        area, times = fair.areas.first(), {"starts_at": fair.opens_at, "ends_at": fair.closes_at}
        if stand is None or area is None:
            continue
        known = fair.areas.count()
        Area.objects.bulk_create(Area(fair=fair, name=f"Area {known + n}") for n in range(count))
        bodies = Organisation.objects.exclude(stands__fair=fair)[:count]
        Stand.objects.bulk_create(
            Stand(fair=fair, organisation=body, area=area, state=("accepted", "asked")[place % 2])
            for place, body in enumerate(bodies)
        )
        Session.objects.bulk_create(
            Session(fair=fair, kind="talk", title="Una", area=area, organisation=stand.organisation, **times)
            for _one in range(count)
        )
        turns = Shift.objects.bulk_create(Shift(fair=fair, job="welcome", **times) for _one in range(count))
        Helper.objects.bulk_create(Helper(shift=turn, user=boss) for turn in turns)
        Task.objects.bulk_create(Task(fair=fair, text="Una", days_before=n, owner=boss) for n in range(count))
        Cost.objects.bulk_create(Cost(fair=fair, label="Una") for _one in range(count))
    first = Fair.objects.order_by("created_at").first()
    for _one in range(min(count, 20) if first else 0):
        factories.fair(state="draft", place=first.place)  # type: ignore[union-attr]

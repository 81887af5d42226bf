"""Arguments of the addresses about JOBFEST: one function for each of its rooms."""

from __future__ import annotations

import itertools
from datetime import timedelta
from typing import Any
from uuid import uuid4

from django.utils import timezone

from jobcaffe.fair.events.models import Area, Cost, Fair, Helper, Session, Shift, Stand, Task
from jobcaffe.fair.pledges import rules as pledge_rules
from jobcaffe.fair.pledges.models import Contact, Opinion, Pledge, PledgeAnswer
from jobcaffe.fair.talks import rules as talk_rules
from jobcaffe.fair.talks import tasks
from jobcaffe.fair.talks.models import Change, Meeting, Plan, Talk, Wish
from jobcaffe.fair.visits import actions as visits
from jobcaffe.fair.visits import rules as visit_rules
from jobcaffe.fair.visits.models import Consent, Device, Scan, Seat, Visitor
from jobcaffe.foundation.accounts.models import User
from jobcaffe.organisations.models import Organisation
from jobcaffe.people.models import Person
from tests import factories
from tests.fair.pledges import around as around_pledges
from tests.fair.talks import around as talks_around
from tests.fair.talks import day_around
from tests.fair.visits import around as visits_around

VISITOR = "Visitatriceprova"
WORKSHOP = "Prova un colloquio"
OPENED = 3  # visitors whose own pages are looked at
GROWN = "QQ"  # how no code begins that was drawn
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
        fair=fair, kind="workshop", title=WORKSHOP, audiences=["over50"], area=stand.area,
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
    device, _key = visits_around.telephone(fair, factories.user("desk"))
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
    around_pledges.promised(fair, "tenere aperta la sala")
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


def more_visitors(count: int) -> None:
    """As many more visitors of each fair with a stand, some of them linked: at the door, waiting for seats."""
    persons = list(Person.objects.filter(status="active").order_by("created_at")[:count])
    for fair in _held():
        stand, session = _first(fair), fair.sessions.get(title=WORKSHOP)
        known, owner = fair.visitors.count(), User.objects.filter(grants__role="coordinator").first()
        made = Visitor.objects.bulk_create(
            Visitor(
                fair=fair, code=f"{GROWN}{n:05d}", name=f"Nora Prova{n}", contact=f"+39333{n:07d}",
                name_index=visit_rules.name_index(f"Nora Prova{n}"), needs="Uso la carrozzina.",
                person=persons[n % len(persons)] if n % 3 == 0 and persons else None,
                arrived_at=fair.opens_at if n % 2 else None, inside=bool(n % 2),
            )
            for n in range(known, known + count)
        )  # fmt: skip
        device = Device.objects.bulk_create(
            Device(fair=fair, label=f"Porta {n}", user=owner, key_digest=uuid4().hex) for n in range(count)
        )
        Scan.objects.bulk_create(
            Scan(
                nonce=uuid4(), fair=fair, device=one, kind="in", visitor=who, read=who.code, at=fair.opens_at
            )
            for one, who in zip(device, made, strict=True)
        )
        Seat.objects.bulk_create(Seat(session=session, visitor=who, state="waiting") for who in made)
        Consent.objects.bulk_create(Consent(visitor=who, stand=stand) for who in made)
        Contact.objects.bulk_create(Contact(visitor=who, stand=stand) for who in made)


def more_talks(count: int) -> None:
    """What as many more visitors wish and have booked, plans that were dropped, and meetings of exhibitors."""
    for fair in _held():
        stand, newest = _first(fair), _newest(fair, count)
        stands = list(fair.stands.exclude(pk=stand.pk).order_by("pk"))
        opened = list(fair.visitors.exclude(code__startswith=GROWN).order_by("signed_up_at")[:OPENED])
        table = fair.talks.count()
        Talk.objects.bulk_create(
            Talk(fair=fair, stand=stand, visitor=who, slot=n % fair.slots, table=table + n)
            for n, who in enumerate(newest)
        )
        wishes = [*((who, stand) for who in newest), *itertools.product(opened, stands)]
        Wish.objects.bulk_create((Wish(visitor=who, stand=one) for who, one in wishes), ignore_conflicts=True)
        Consent.objects.bulk_create(
            (Consent(visitor=who, stand=one) for who, one in itertools.product(opened, stands)),
            ignore_conflicts=True,
        )
        Meeting.objects.bulk_create(
            (
                Meeting(fair=fair, first=one, second=stand, state=("accepted", "asked")[n % 2], slot=n % 2)
                for n, one in enumerate(stands)
            ),
            ignore_conflicts=True,
        )
        Plan.objects.bulk_create(Plan(fair=fair, kind="citizens", state="dropped") for _one in range(count))
        rows = [{"talk": str(one), "visitor": str(who.pk), "before": {}, "after": {}}
                for who in newest for one in who.talks.values_list("pk", flat=True)]  # fmt: skip
        Change.objects.bulk_create(Change(fair=fair, what="move", rows=rows) for _one in range(min(count, 9)))


def more_pledges(count: int) -> None:
    """As many more promises on the wall, with an answer, as many that wait, and as many opinions."""
    for fair in _held():
        day, body = timezone.localdate(), _first(fair).organisation
        shown = Pledge.objects.bulk_create(
            Pledge(
                fair=fair, text="aprire il forno", due_on=day, state=("shown", "waiting")[n % 2], asked=[15],
                organisation=body if n % 4 == 0 else None, visitor=who,
            )
            for n, who in enumerate(_newest(fair, count) * 2)
        )  # fmt: skip
        PledgeAnswer.objects.bulk_create(PledgeAnswer(pledge=one, day=15, answer="done") for one in shown)
        Opinion.objects.bulk_create(
            Opinion(fair=fair, token_digest=uuid4().hex, useful="yes", better="Più tavoli.")
            for _one in range(count)
        )


def _held() -> list[Fair]:
    """The fairs that have stands and a programme."""
    return list(Fair.objects.filter(stands__first_table=1, sessions__title=WORKSHOP).distinct())


def _first(fair: Fair) -> Stand:
    """The stand whose pages are looked at."""
    return fair.stands.get(first_table=1)


def _newest(fair: Fair, count: int) -> list[Visitor]:
    """The visitors of the last growth."""
    return list(fair.visitors.filter(code__startswith=GROWN).order_by("-code")[:count])

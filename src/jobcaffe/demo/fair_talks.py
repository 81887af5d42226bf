"""Talks of the made-up fairs: wishes, the plan that was published, what became of it, meetings of exhibitors."""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from jobcaffe.fair.events import queries as events
from jobcaffe.fair.events.models import Fair, Stand
from jobcaffe.fair.talks import gathering, queries, rules
from jobcaffe.fair.talks.actions import planning
from jobcaffe.fair.talks.enums import Kind, MeetingState, PlanState, State, When
from jobcaffe.fair.talks.models import Meeting, Plan, Talk, Wish
from jobcaffe.fair.visits.enums import ScanKind
from jobcaffe.fair.visits.enums import State as VisitState
from jobcaffe.fair.visits.models import Scan, Visitor
from jobcaffe.foundation.journal.actions import SYSTEM

SECONDS = 4.0  # of the search; a small fair is proved before
WISHING = 0.75
WINDOWS = ((None, None), (None, None), (None, None), (0, 11), (4, 27), (16, 27))
MEETINGS, TABLES = 14, 4
# Meetings of the bakery, whose page one of the characters opens: who asks, who is asked.
OF_GIULIA = (
    ("Panificio Airaghi", "Centro di formazione Mestieri"),
    ("Istituto Tecnico Olona", "Panificio Airaghi"),
    ("Panificio Airaghi", "Banco di quartiere"),
)
ASKED = (("Mensa Buon Pranzo", "Panificio Airaghi"), ("Panificio Airaghi", "Officine Meroni"))
ABOUT = (
    "Vorremmo parlare di tirocini.",
    "Cerchiamo chi ci porta la merce.",
    "Un corso insieme, in primavera.",
    "Capire come assumete part-time.",
    "Uno spazio per fare formazione.",
    "Un progetto per i ragazzi.",
)


def fill(past: Sequence[Fair], here: Fair, now: datetime) -> None:
    """Wishes, plans, talks and meetings. Who arrived at those that are over was met there."""
    rng = random.Random(2026)
    for fair in (*past, here):
        stands = list(events.stands_of(fair))
        coming = list(Visitor.objects.filter(fair=fair, state=VisitState.EXPECTED).order_by("code"))
        _wishes(rng, stands, [one for one in coming if rng.random() < WISHING])
        made = fair.first_slot_at - timedelta(days=2)
        _plan(fair, made)
        if fair in (past[-1], here):
            _meetings(rng, fair, stands, made, open_too=fair == here)
    for fair in past:
        _held(rng, fair, fair.closes_at)
    _held(rng, here, now)


def wished(fair: Fair) -> None:
    """What the first visitors of the fair to come wish; its timetable is still to be made."""
    rng = random.Random(3)
    coming = Visitor.objects.filter(fair=fair, state=VisitState.EXPECTED).order_by("code")
    _wishes(rng, list(events.stands_of(fair)), list(coming))
    named = {one.organisation.name: one for one in events.stands_of(fair)}
    for (asks, asked), state in zip(ASKED, (MeetingState.ASKED, MeetingState.ACCEPTED), strict=True):
        Meeting.objects.create(
            fair=fair, first=named[asks], second=named[asked], state=state, why=ABOUT[0],
            asked_at=fair.published_at or fair.created_at,
        )  # fmt: skip


def _wishes(rng: random.Random, stands: Sequence[Stand], people: Sequence[Visitor]) -> None:
    """Everybody knows a few names better than the others: those with more tables are wanted more."""
    weights = [2 + 3 * events.most_tables(one) for one in stands]
    rows = []
    for who in people:
        who.from_slot, who.to_slot = rng.choice(WINDOWS)
        wanted = list(dict.fromkeys(rng.choices(stands, weights, k=rng.randint(2, 7))))
        rows += [Wish(visitor=who, stand=one, value=rules.worth(n)) for n, one in enumerate(wanted)]
        others = [one for one in stands if one not in wanted]
        if rng.random() < 0.06:
            rows.append(Wish(visitor=who, stand=rng.choice(others), value=1, refused=True))
    Visitor.objects.bulk_update(people, ["from_slot", "to_slot"])
    Wish.objects.bulk_create(rows)


def _plan(fair: Fair, at: datetime) -> None:
    from jobcaffe.kernels import timetable

    instance = gathering.citizens(fair)
    answer = timetable.solve(instance, seconds=SECONDS, seed=1)
    plan = Plan.objects.create(fair=fair, kind=Kind.CITIZENS, made_at=at)
    planning.store_citizens(actor=SYSTEM, plan_id=plan.pk, instance=instance, answer=answer)
    _published(plan, at)


def _published(plan: Plan, at: datetime) -> None:
    plan.refresh_from_db()
    if plan.kind == Kind.CITIZENS:
        planning.write_talks(plan)
    else:
        planning.write_hours(plan)
    plan.state, plan.published_at = PlanState.PUBLISHED, at
    plan.save(update_fields=["state", "published_at"])


def _meetings(
    rng: random.Random, fair: Fair, stands: Sequence[Stand], at: datetime, *, open_too: bool
) -> None:
    """Accepted ones with their hour; in the fair of today some wait for an answer."""
    from jobcaffe.kernels import timetable

    named = {one.organisation.name: one for one in stands}
    pairs = {
        frozenset((named[one].pk, named[other].pk)): (named[one], named[other]) for one, other in OF_GIULIA
    }
    while len(pairs) < MEETINGS:
        one, other = rng.sample(list(stands), 2)
        pairs.setdefault(frozenset((one.pk, other.pk)), (one, other))
    rows = [
        Meeting(
            fair=fair, first=one, second=other, state=MeetingState.ACCEPTED, why=rng.choice(ABOUT),
            when=rng.choice((When.ANY, When.ANY, When.ANY, When.MORNING)), asked_at=at - timedelta(days=9),
            answered_at=at - timedelta(days=6),
        )
        for one, other in pairs.values()
    ]  # fmt: skip
    if open_too:
        for row in rows[-2:]:
            row.state, row.answered_at = MeetingState.ASKED, None
    Meeting.objects.bulk_create(rows)
    gathered = gathering.business(fair, tables=TABLES)
    answer = timetable.solve(gathered.instance, seconds=SECONDS, seed=1)
    plan = Plan.objects.create(fair=fair, kind=Kind.BUSINESS, made_at=at)
    planning.store_business(actor=SYSTEM, plan_id=plan.pk, gathered=gathered, answer=answer)
    _published(plan, at)


def _in_time(rng: random.Random, fair: Fair) -> None:
    """Who came and had a talk was nearly always there before it: her entrance is moved."""
    first: dict[UUID, datetime] = {}
    for talk in Talk.objects.filter(fair=fair).order_by("slot"):
        first.setdefault(talk.visitor_id, fair.slot_start(talk.slot))
    moved: dict[UUID, Visitor] = {}
    at: dict[UUID, datetime] = {}
    for one in Visitor.objects.filter(fair=fair, pk__in=list(first), arrived_at__isnull=False).order_by(
        "code"
    ):
        before = first[one.pk] - timedelta(minutes=rng.randint(5, 40))
        if one.arrived_at and before < one.arrived_at and rng.random() < 0.9:
            one.arrived_at = at[one.pk] = before
            moved[one.pk] = one
    Visitor.objects.bulk_update(moved.values(), ["arrived_at"])
    scans = [one for one in Scan.objects.filter(fair=fair, kind=ScanKind.IN) if one.visitor_id in at]
    for scan in scans:
        scan.at = scan.received_at = at[scan.visitor_id]  # type: ignore[index]
    Scan.objects.bulk_update(scans, ["at", "received_at"])


def _held(rng: random.Random, fair: Fair, now: datetime) -> None:
    """What had begun by now was held with who was there; the others did not come."""
    _in_time(rng, fair)
    slot = queries.now_slot(fair, now)
    rows = list(Talk.objects.filter(fair=fair, slot__lte=slot).select_related("visitor"))
    for talk in rows:
        start = fair.slot_start(talk.slot)
        here = talk.visitor.arrived_at is not None and talk.visitor.arrived_at <= start + timedelta(
            minutes=10
        )
        talk.state = State.HELD if here else State.MISSED
        if talk.slot == slot and slot < fair.slots:
            talk.state = State.RUNNING if here else State.BOOKED
    Talk.objects.bulk_update(rows, ["state"])
    met = list(Meeting.objects.filter(fair=fair, slot__lt=slot))
    for row in met:
        row.held = rng.random() < 0.9
    Meeting.objects.bulk_update(met, ["held"])

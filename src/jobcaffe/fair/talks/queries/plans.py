"""Wishes, timetables, and what a timetable says."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from jobcaffe.fair.events import queries as events
from jobcaffe.fair.events.models import Fair
from jobcaffe.fair.talks import gathering, rules, sentences
from jobcaffe.fair.talks.advice import Figures, figures
from jobcaffe.fair.talks.enums import Kind, PlanState, State
from jobcaffe.fair.talks.models import Plan, Talk, Wish
from jobcaffe.fair.visits.enums import State as VisitState
from jobcaffe.fair.visits.models import Visitor
from jobcaffe.foundation import access
from jobcaffe.kernels import timetable
from jobcaffe.kernels.timetable import Answer, Citizens, Ended, Place, Status, Unplaced
from jobcaffe.kernels.timetable.form import read


def wishes_of(visitor: Visitor) -> QuerySet[Wish]:
    """Whom she would like to meet, first what she wants most."""
    rows = visitor.wishes.filter(refused=False)
    return rows.select_related("stand__organisation").order_by("-value", "pk")


def refused_of(visitor: Visitor) -> set[UUID]:
    """Stands that she does not want to meet; what the house forbids is not among them."""
    return set(visitor.wishes.filter(refused=True, by_house=False).values_list("stand_id", flat=True))


def kept_apart(visitor: Visitor) -> set[UUID]:
    """Stands that the house does not let her meet. Nobody outside reads it."""
    return set(visitor.wishes.filter(by_house=True).values_list("stand_id", flat=True))


def plans(user: object) -> QuerySet[Plan]:
    """Plans, for who prepares the fair; the latest first."""
    rows = Plan.objects.select_related("fair").defer("rows", "unplaced", "instance")
    return rows.order_by("-made_at") if access.allows(user, "fair.manage") else rows.none()


def plan_of(user: object, plan_id: UUID) -> Plan | None:
    """One plan with all that is in it."""
    if not access.allows(user, "fair.manage"):
        return None
    return Plan.objects.select_related("fair").filter(pk=plan_id).first()


def published(fair: Fair, kind: str = Kind.CITIZENS) -> Plan | None:
    """The plan that people were told of; ``None`` before, and once who is in it was forgotten."""
    rows = fair.plans.filter(kind=kind, state=PlanState.PUBLISHED).exclude(rows=[])
    return rows.order_by("-published_at").first()


@dataclass(frozen=True)
class Gathering:
    """What there is to plan: who said whom she wants, how many wishes, tables an hour on average, talks."""

    visitors: int
    wishing: int
    wishes: int
    places: int
    talks: int
    meetings: int


def what_there_is(fair: Fair) -> Gathering:
    """The counts above a list of plans."""
    coming = fair.visitors.filter(state=VisitState.EXPECTED)
    wishes = Wish.objects.filter(visitor__in=coming.order_by().values("pk"), refused=False)
    found = wishes.aggregate(all=Count("pk"), who=Count("visitor", distinct=True))
    counts = fair.meetings.aggregate(accepted=Count("pk", filter=Q(state="accepted")))
    return Gathering(
        visitors=coming.count(),
        wishing=found["who"],
        wishes=found["all"],
        places=sum(
            events.tables_in(one, slot) for one in events.stands_of(fair) for slot in range(fair.slots)
        ),
        talks=fair.talks.filter(state__in=rules.ACTIVE).count(),
        meetings=counts["accepted"],
    )


def places_of(plan: Plan) -> tuple[Place, ...]:
    """The talks of a plan of citizens as the kernel's dataclasses."""
    return tuple(Place(who, where, slot) for who, where, slot in plan.rows)


def instance_of(plan: Plan) -> Citizens:
    """What the kernel was asked."""
    found = read(plan.instance)
    if not isinstance(found, Citizens):
        raise TypeError(f"{plan.pk} is no plan of citizens")
    return found


@dataclass(frozen=True)
class Left:
    """A wish without a talk (identifiers), and why, in the language of who reads."""

    who: str
    where: str
    reason: str


def left_out(plan: Plan, names: Mapping[str, str], most: int | None = None) -> list[Left]:
    """The wishes that found no place, at most so many."""
    rows = plan.unplaced[:most]
    return [Left(who, where, sentences.said(plan.fair, kept, names)) for who, where, kept in rows]


def notes_of(plan: Plan, names: Mapping[str, str]) -> list[str]:
    """What stops the plan, or what would help, in the language of who reads."""
    return [sentences.said(plan.fair, kept, names) for kept in plan.notes]


def figures_of(plan: Plan) -> Figures:
    """What a plan of citizens does, counted from its talks."""
    return figures(instance_of(plan), places_of(plan))


@dataclass(frozen=True)
class Certificate:
    """A published timetable, computed again: what the rules say, and the figures."""

    plan: Plan
    wrong: tuple[str, ...]
    value: int
    bound: int
    figures: Figures
    wishes: int
    changed: int


def certificate(plan: Plan) -> Certificate:
    """Every rule and the value again, by the kernel's ``check``, from the talks that were published.

    ``changed``: talks that were cancelled, added or moved since.
    """
    instance, places = instance_of(plan), places_of(plan)
    wrong = timetable.check(instance, answer_of(plan, instance, places))
    then = {(one.citizen, one.exhibitor, one.slot) for one in places}
    rows = plan.fair.talks.exclude(state=State.CANCELLED).values_list("visitor_id", "stand_id", "slot")
    today = {(str(who), str(where), slot) for who, where, slot in rows}
    return Certificate(
        plan=plan,
        wrong=tuple(wrong),
        value=plan.value or 0,
        bound=plan.bound or 0,
        figures=figures(instance, places),
        wishes=len(instance.wishes),
        changed=len(then ^ today),
    )


def answer_of(plan: Plan, instance: Citizens, places: tuple[Place, ...]) -> Answer:
    """The kernel's answer as it was stored: value and bound are those that were told, not counted here."""
    value, bound = plan.value or 0, plan.bound or 0
    return Answer(
        status=Status(plan.status),
        ended_by=Ended.PROOF if plan.status == Status.OPTIMAL else Ended.WORK,
        value=value,
        bound=bound,
        gap=round((bound - value) / abs(bound), 6) if bound else 0.0,
        seed=0,
        seconds=plan.seconds or 0.0,
        citizens=places,
        unplaced=tuple(
            Unplaced(one.reason, citizen=one.who, exhibitor=one.where) for one in left_out(plan, {})
        ),
    )


def is_old(plan: Plan) -> bool:
    """Whether wishes, windows or tables have changed since it was made."""
    if plan.kind == Kind.BUSINESS:
        return bool(plan.made_of) and plan.made_of != business_digest(plan)
    return plan.made_of != gathering.digest(gathering.citizens_form(gathering.of_fair(plan.fair)))


def business_digest(plan: Plan) -> str:
    """What a plan of meetings would be made of now."""
    again = gathering.business(plan.fair, tables=plan.instance["tables"])
    return gathering.digest(_without_hours(again.form()))


def _without_hours(form: dict[str, object]) -> dict[str, object]:
    talks = form["talks"]
    return {**form, "talks": [{**one, "slot": None} for one in talks]}  # type: ignore[attr-defined]


def digest_of_meetings(form: dict[str, object]) -> str:
    """What a plan of meetings is made of; the hours that they had before do not count."""
    return gathering.digest(_without_hours(form))


def current_talks(fair: Fair) -> list[Talk]:
    """The talks that are booked, by slot."""
    return list(fair.talks.filter(state=State.BOOKED).select_related("stand").order_by("slot", "table", "pk"))


def names_of(fair: Fair) -> dict[str, str]:
    """Identifier → what staff read: the code of a visitor, the name of a stand."""
    found = {str(pk): code for pk, code in fair.visitors.values_list("pk", "code")}
    found |= {str(one.pk): one.organisation.name for one in events.every_stand(fair)}
    return found

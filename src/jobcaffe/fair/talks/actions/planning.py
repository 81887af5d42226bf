"""A timetable: asked for, worked out by a job, looked at, told to everybody by a person."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from jobcaffe.fair.events import queries as events
from jobcaffe.fair.events import rules as event_rules
from jobcaffe.fair.events.models import Fair
from jobcaffe.fair.talks import gathering, messages, queries, rules, seated, sentences
from jobcaffe.fair.talks.advice import more_tables
from jobcaffe.fair.talks.enums import Kind, MeetingState, PlanState, State
from jobcaffe.fair.talks.models import Meeting, Plan, Talk
from jobcaffe.foundation.access import Refused
from jobcaffe.foundation.accounts.models import User
from jobcaffe.foundation.jobs.actions import enqueue
from jobcaffe.foundation.jobs.enums import UNFINISHED
from jobcaffe.foundation.jobs.models import Job
from jobcaffe.foundation.journal.actions import Actor, record
from jobcaffe.spaces.rules import permit

if TYPE_CHECKING:
    from jobcaffe.kernels.timetable import Answer, Citizens

GONE = "Questo piano non c'è più. Torna all'elenco."


@transaction.atomic
def make_plan(
    *, actor: User, fair: Fair, kind: str, seconds: float = 30, tables: int = 0, keep: bool = True
) -> Plan:
    """Ask for a timetable; a job works it out. A second press while one is at work gives the same one.

    ``tables`` (meetings of organisations) is how many can be held at once; ``keep`` leaves those where they
    are that have an hour. Refused to who does not prepare the fair, when it is over, when there is nothing
    to place, for more than two minutes, and while the day is under way.
    """
    held = event_rules.locked(actor, fair.pk)
    if not 0 < seconds <= rules.MOST_SECONDS:
        raise Refused(_("Il calcolo dura al massimo due minuti. Scrivi un numero di secondi più piccolo."))
    if timezone.now() >= held.first_slot_at:
        raise Refused(_("I colloqui sono già cominciati. Cambiali dalla pagina dei tavoli."))
    _something(held, kind, tables)
    at_work = _at_work(held, kind)
    if at_work is not None:
        return at_work
    plan = Plan.objects.create(fair=held, kind=kind, instance={"tables": tables, "keep": keep})
    from jobcaffe.fair.talks.tasks import plan_business, plan_citizens

    citizens = kind == Kind.CITIZENS
    job = enqueue(
        plan_citizens if citizens else plan_business,
        str(plan.pk),
        seconds,
        actor=actor,
        title=_("Piano dei colloqui") if citizens else _("Piano degli incontri tra organizzazioni"),
        max_attempts=2,
    )
    plan.job_id = str(job.pk)
    plan.save(update_fields=["job_id"])
    record(actor, "fair.plan_make", plan)
    return plan


def _at_work(fair: Fair, kind: str) -> Plan | None:
    """A plan that a job is still making."""
    plan = fair.plans.filter(kind=kind, state=PlanState.MAKING).order_by("-made_at").first()
    if plan is None or not Job.objects.filter(pk=plan.job_id, state__in=UNFINISHED).exists():
        return None
    return plan


def _something(fair: Fair, kind: str, tables: int) -> None:
    if kind == Kind.CITIZENS:
        if not queries.what_there_is(fair).wishes and not fair.talks.filter(state=State.BOOKED).exists():
            raise Refused(_("Nessuno ha ancora detto chi vuole incontrare. Prima servono i desideri."))
        return
    if not queries.accepted(fair).exists():
        raise Refused(
            _("Non c'è ancora nessun incontro accettato. Aspetta le risposte delle organizzazioni.")
        )
    if tables < 1:
        raise Refused(_("Serve almeno un tavolo per gli incontri. Scrivi quanti sono."))


def _to_store(actor: Actor, plan_id: UUID) -> Plan | None:
    if isinstance(actor, User):
        raise Refused(_("I piani li scrive il sistema."))
    plan = Plan.objects.select_for_update(of=("self",)).select_related("fair").get(pk=plan_id)
    return plan if plan.state == PlanState.MAKING else None


def _stored(actor: Actor, plan: Plan, answer: Answer) -> None:
    plan.state, plan.status = PlanState.DRAFT, answer.status.value
    plan.value, plan.bound, plan.seconds = answer.value, answer.bound, round(answer.seconds, 1)
    plan.save()
    record(actor, "fair.plan_made", plan)


@transaction.atomic
def store_citizens(*, actor: Actor, plan_id: UUID, instance: Citizens, answer: Answer) -> None:
    """Keep what the kernel found. Refused to users; a plan that was dropped meanwhile stays dropped."""
    plan = _to_store(actor, plan_id)
    if plan is None:
        return
    form = gathering.citizens_form(instance)
    plan.instance, plan.made_of = form, gathering.digest(form)
    plan.rows = [[one.citizen, one.exhibitor, one.slot] for one in answer.citizens]
    sitting = {str(who): titles for who, titles in seated.of(plan.fair).items()}
    plan.unplaced = [
        [one.citizen, one.exhibitor, sentences.keep_left(one.reason, sitting.get(one.citizen, {}))]
        for one in answer.unplaced
    ]
    plan.notes = _citizens_notes(plan.fair, instance, answer)
    _stored(actor, plan, answer)


def _citizens_notes(fair: Fair, instance: Citizens, answer: Answer) -> list[sentences.Kept]:
    if answer.why:
        return [sentences.keep(answer.why)]
    found = more_tables(instance, answer.citizens, fair.slot_minutes, set(fair.breaks))
    return [sentences.keep_advice(one) for one in found]


@transaction.atomic
def store_business(*, actor: Actor, plan_id: UUID, gathered: gathering.Gathered, answer: Answer) -> None:
    """Keep what the kernel found. Refused to users; a plan that was dropped meanwhile stays dropped."""
    plan = _to_store(actor, plan_id)
    if plan is None:
        return
    form = gathered.form()
    plan.instance, plan.made_of = form, queries.digest_of_meetings(form)
    plan.rows = [
        [str(gathered.meetings[talk].pk), str(gathered.meetings[talk].second_id), slot]
        for talk, slot in answer.business
    ]
    plan.unplaced = [
        [
            str(gathered.meetings[one.talk].pk),
            str(gathered.meetings[one.talk].second_id),
            sentences.keep(one.reason),
        ]
        for one in answer.unplaced
    ]
    plan.notes = [sentences.keep(one) for one in answer.clash or filter(None, [answer.why])]
    _stored(actor, plan, answer)


def _locked(actor: Actor, plan_id: UUID, *states: PlanState) -> Plan:
    permit(actor, "fair.manage")
    rows = Plan.objects.select_for_update(of=("self",)).select_related("fair")
    plan = rows.filter(pk=plan_id).first()
    if plan is None:
        raise Refused(_(GONE))
    if plan.state not in states:
        raise Refused(_("Questo piano è già stato deciso, o non è ancora pronto."))
    return plan


@transaction.atomic
def drop_plan(*, actor: Actor, plan_id: UUID) -> Plan:
    """Nothing of it happens. A second press changes nothing."""
    plan = _locked(actor, plan_id, PlanState.MAKING, PlanState.DRAFT, PlanState.DROPPED)
    if plan.state != PlanState.DROPPED:
        plan.state = PlanState.DROPPED
        plan.save(update_fields=["state"])
        record(actor, "fair.plan_drop", plan)
    return plan


@transaction.atomic
def publish_plan(*, actor: User, plan_id: UUID) -> Plan:
    """The talks are there, and a job tells everybody. A second press changes nothing.

    Refused when wishes, windows, tables or meetings changed since it was made, when the day has begun, and
    for a plan that places nothing.
    """
    plan = _locked(actor, plan_id, PlanState.DRAFT, PlanState.PUBLISHED)
    if plan.state == PlanState.PUBLISHED:
        return plan
    event_rules.locked(actor, plan.fair_id)
    if timezone.now() >= plan.fair.first_slot_at:
        raise Refused(_("I colloqui sono già cominciati. Cambiali dalla pagina dei tavoli."))
    if not plan.rows:
        raise Refused(_("In questo piano non c'è nessun colloquio. Leggi perché, e calcolane un altro."))
    _hold(plan)
    if queries.is_old(plan):
        raise Refused(_(rules.OLD))
    touched = write_talks(plan) if plan.kind == Kind.CITIZENS else write_hours(plan)
    plan.state, plan.published_at = PlanState.PUBLISHED, timezone.now()
    plan.save(update_fields=["state", "published_at"])
    record(actor, "fair.plan_publish", plan)
    from jobcaffe.fair.talks.tasks import tell_plan

    enqueue(
        tell_plan, str(plan.pk), touched, actor=actor, title=_("Dire a tutti gli orari"),
        dedupe_key=f"fair-plan:{plan.pk}",
    )  # fmt: skip
    return plan


def _hold(plan: Plan) -> None:
    """Whoever books, moves a talk or cancels at this moment waits: first tables, then people, as they do."""
    list(events.stands_of(plan.fair).select_for_update(of=("self",), no_key=True).order_by("pk"))
    list(plan.fair.visitors.select_for_update(of=("self",), no_key=True).order_by("pk"))


def write_talks(plan: Plan) -> list[str]:
    """Write the talks that are new, take away those that are not there any more; who is touched by it."""
    wanted = {(who, where): slot for who, where, slot in plan.rows}
    stands = list(events.stands_of(plan.fair))
    gone: list[Talk] = []
    kept: dict[tuple[str, str], Talk] = {}
    for talk in queries.current_talks(plan.fair):
        key = (str(talk.visitor_id), str(talk.stand_id))
        if wanted.get(key) == talk.slot:
            kept[key] = talk
        else:
            gone.append(talk)
    away = Talk.objects.filter(pk__in=[talk.pk for talk in gone])
    list(away.select_for_update().order_by("pk").values_list("pk"))  # who gives hers back waits
    away.update(state=State.CANCELLED)
    new = [key for key in wanted if key not in kept]
    Talk.objects.bulk_create(_seated(plan, new, wanted, kept, {str(one.pk): one for one in stands}))
    return sorted({who for who, _where in new} | {str(talk.visitor_id) for talk in gone} | _left_out(plan))


def _left_out(plan: Plan) -> set[str]:
    """Who asked and has no talk at all."""
    return {one["id"] for one in plan.instance["citizens"]} - {who for who, _where, _slot in plan.rows}


def _seated(
    plan: Plan,
    new: list[tuple[str, str]],
    wanted: dict[tuple[str, str], int],
    kept: dict[tuple[str, str], Talk],
    stands: dict[str, Any],
) -> list[Talk]:
    taken: dict[tuple[str, int], set[int]] = defaultdict(set)
    for (_who, where), talk in kept.items():
        taken[where, talk.slot].add(talk.table)
    made = []
    for who, where in sorted(new, key=lambda key: (wanted[key], key)):
        slot = wanted[who, where]
        free = set(range(events.tables_in(stands[where], slot))) - taken[where, slot]
        if not free:
            raise Refused(_(rules.OLD))
        taken[where, slot].add(min(free))
        made.append(
            Talk(fair=plan.fair, stand_id=UUID(where), visitor_id=UUID(who), slot=slot, table=min(free))
        )
    return made


def write_hours(plan: Plan) -> list[str]:
    """Give every meeting its hour and its table; which ones changed."""
    rows = {
        str(one.pk): one
        for one in plan.fair.meetings.select_for_update().filter(state=MeetingState.ACCEPTED).order_by("pk")
    }
    seats: dict[int, int] = defaultdict(int)
    changed: list[Meeting] = []
    for key, _second, slot in sorted(plan.rows, key=lambda row: (row[2], row[0])):
        meeting, table = rows[key], seats[slot]
        seats[slot] += 1
        if (meeting.slot, meeting.table) != (slot, table):
            meeting.slot, meeting.table = slot, table
            changed.append(meeting)
    Meeting.objects.bulk_update(changed, ["slot", "table"])
    return [str(one.pk) for one in changed]


def tell_citizen(fair: Fair, plan: Plan, visitor_id: UUID) -> None:
    """How many talks, and the first; or that the tables are full."""
    visitor = fair.visitors.filter(pk=visitor_id, forgotten_on=None).first()
    if visitor is not None:
        visitor.fair = fair
        messages.planned(plan, visitor, list(queries.talks_of(visitor)))

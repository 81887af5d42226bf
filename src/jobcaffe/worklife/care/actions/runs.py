"""The weekly proposal: asked for, worked out by a job, looked at, published by a person."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from jobcaffe.encounters import quiet
from jobcaffe.foundation.access import Refused
from jobcaffe.foundation.accounts.models import User
from jobcaffe.foundation.db.once import made_before
from jobcaffe.foundation.jobs.actions import enqueue
from jobcaffe.foundation.journal.actions import Actor, record
from jobcaffe.worklife.care import gathering, queries, rules
from jobcaffe.worklife.care.assigning import assign
from jobcaffe.worklife.care.enums import PoolState, RunState
from jobcaffe.worklife.care.models import Need, Offer, Run

if TYPE_CHECKING:
    from fractions import Fraction

    from jobcaffe.kernels.rota import Answer

MOST_SECONDS = 120
CHANGED = "Da quando è stata calcolata, qualcosa è cambiato. Scartala e calcolala di nuovo."


@transaction.atomic
def propose(
    *,
    actor: User,
    pool_id: UUID,
    monday: date,
    seed: int = 1,
    seconds: float = 20,
    request_key: UUID | None = None,
) -> Run:
    """Ask for the proposal of a week; a job works it out. A second press gives the same one.

    Refused to who does not lead the pool, for a week without needs, and for more than two minutes.
    """
    pool = rules.led_pool(actor, pool_id)
    twice = made_before(Run, request_key)
    if twice is not None:
        return twice
    rules.check_monday(monday)
    if pool.state != PoolState.OPEN or not 0 < seconds <= MOST_SECONDS:
        raise Refused(_("Scegli una settimana di un gruppo aperto, e al massimo due minuti."))
    if not queries.counts(pool, monday)["needs"]:
        raise Refused(_("In quella settimana nessuna famiglia ha ancora scritto di che cosa ha bisogno."))
    run = Run.objects.create(
        pool=pool, monday=monday, seed=seed, seconds=seconds, by=actor, request_key=request_key
    )
    from jobcaffe.worklife.care.tasks import plan_week

    enqueue(plan_week, str(run.pk), actor=actor, title=_("Proposta dei turni di cura"), max_attempts=2)
    record(actor, "care.propose", pool)
    return run


@transaction.atomic
def store_answer(*, actor: Actor, run_id: UUID, gathered: gathering.Gathered, answer: Answer) -> Run:
    """Store what the kernel found. Refused to users; a proposal that was looked at is not written over."""
    if isinstance(actor, User):
        raise Refused(_("Le proposte le scrive il sistema."))
    run = Run.objects.select_for_update(of=("self",)).get(pk=run_id)
    if run.state != RunState.COMPUTING:
        return run
    instance = gathered.instance
    run.state, run.snapshot = RunState.READY, gathered.digest()
    run.status, run.ended_by, run.why = answer.status.value, answer.ended_by.value, answer.why[:300]
    run.served, run.bound = _minutes(answer.hours_served), _minutes(answer.bound)
    run.plan = [[str(need.pk), str(offer.pk)] for need, offer in gathered.pairs(answer)]
    run.unserved = [[str(gathered.needs[one.need].pk), one.reason] for one in answer.unserved]
    run.fairness = {
        one.id: [_minutes(one.balance), _minutes(answer.balances[one.id])] for one in instance.families
    }
    run.save()
    record(actor, "care.proposed", run.pool)
    return run


def _minutes(hours: Fraction) -> int:
    return round(hours * 60)


def _locked(actor: User, run_id: UUID, *states: RunState) -> Run:
    found = queries.runs(actor).filter(pk=run_id).first()
    if found is None:
        raise Refused(_(rules.NOT_THERE))
    pool = rules.led_pool(actor, found.pool_id)
    run = Run.objects.select_for_update(of=("self",)).get(pk=run_id)
    run.pool = pool
    if run.state not in states:
        raise Refused(_("Questa proposta è già stata decisa, o non è ancora pronta."))
    return run


@transaction.atomic
def publish(*, actor: User, run_id: UUID) -> Run:
    """The turns are there: each carer finds hers and says *Ci sono io*. A second press changes nothing.

    Refused when needs, offers or accounts changed since it was worked out.
    """
    run = _locked(actor, run_id, RunState.READY, RunState.PUBLISHED)
    if run.state == RunState.PUBLISHED:
        return run
    if gathering.of_week(run.pool, run.monday).digest() != run.snapshot:
        raise Refused(_(CHANGED))
    needs = {str(row.pk): row for row in Need.objects.filter(pk__in=[need for need, _offer in run.plan])}
    offers = {str(row.pk): row for row in Offer.objects.filter(pk__in=[offer for _need, offer in run.plan])}
    assign(run.pool, [(needs[need], offers[offer]) for need, offer in run.plan], run=run)
    run.state = RunState.PUBLISHED
    run.save(update_fields=["state"])
    record(actor, "care.publish", run.pool)
    quiet.word(actor, queries.refs_in(queries.inside(run.pool)))
    return run


@transaction.atomic
def discard(*, actor: User, run_id: UUID) -> Run:
    """Nothing of it happens. A second press changes nothing."""
    run = _locked(actor, run_id, RunState.READY, RunState.COMPUTING, RunState.DISCARDED)
    if run.state != RunState.DISCARDED:
        run.state = RunState.DISCARDED
        run.save(update_fields=["state"])
        record(actor, "care.discard", run.pool)
    return run

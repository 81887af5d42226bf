"""Owners are asked what became of their promise, and answer with one tap."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from jobcaffe.commitments import actions as commitments
from jobcaffe.fair.events.enums import State as FairState
from jobcaffe.fair.events.models import Fair
from jobcaffe.fair.pledges import messages, queries, rules
from jobcaffe.fair.pledges.actions.promising import locked
from jobcaffe.fair.pledges.enums import Answer, State
from jobcaffe.fair.pledges.models import Pledge, PledgeAnswer
from jobcaffe.foundation.access import Refused
from jobcaffe.foundation.accounts.models import User
from jobcaffe.foundation.journal.actions import PUBLIC, SYSTEM, Actor, record


@transaction.atomic
def ask_due(*, actor: Actor, today: date | None = None) -> int:
    """Ask the owners whose day (+15, +45, +90) has come; how many. Each day is asked once.

    A promise that was kept or dropped is not asked about again; one without a contact is nobody's to ask.
    """
    day = today or timezone.localdate()
    asked = 0
    for fair in _lately(day):
        due = rules.due_days(fair, day)
        if not due:
            continue
        rows = queries.wall(fair).select_for_update(of=("self",)).select_related(None)
        rows = rows.select_related("fair", "organisation", "commitment", "visitor")
        asked += sum(_asked(actor, row, due) for row in rows)
    return asked


def _lately(day: date) -> list[Fair]:
    since = timezone.make_aware(datetime.combine(day - rules.LAST, datetime.min.time()))
    states = (FairState.OPEN, FairState.CLOSED)
    return list(
        Fair.objects.filter(state__in=states, closes_at__gte=since - timedelta(days=1)).order_by("opens_at")
    )


def _asked(actor: Actor, pledge: Pledge, due: list[int]) -> bool:
    if set(due) <= set(pledge.asked) or queries.outcome(pledge) in rules.SETTLED:
        return False
    if not messages.ask(actor, pledge, due[-1]):
        return False
    pledge.asked = due
    pledge.save(update_fields=["asked"])
    record(actor, "pledge.ask", pledge, fields=[str(due[-1])])
    return True


@transaction.atomic
def answer_by_link(*, actor: Actor = PUBLIC, token: str, says: str, reason: str = "") -> Pledge:
    """The owner's answer from the link. The same twice changes nothing; another answer is one more row.

    Refused: a link that is not ours or whose promise is off the wall, an unknown answer, *Non si fa più*
    without a word of why.
    """
    found = queries.by_token(token)
    if found is None:
        raise Refused(str(rules.GONE))
    return _answered(actor, locked(SYSTEM, found.pk), says, reason)


@transaction.atomic
def answer(*, actor: User, pledge_id: UUID, says: str, reason: str = "") -> Pledge:
    """What the owner told by telephone, written by the staff. Refused like the link, and off the wall."""
    pledge = locked(actor, pledge_id)
    if pledge.state != State.SHOWN:
        raise Refused(str(rules.GONE))
    return _answered(actor, pledge, says, reason)


def _answered(actor: Actor, pledge: Pledge, says: str, reason: str) -> Pledge:
    why = " ".join(reason.split())[: rules.WHY]
    if says not in Answer.values:
        raise Refused(_("Scegli una delle tre risposte."))
    if says == Answer.DROPPED and not why:
        raise Refused(_("Scrivi perché non si fa più: bastano due parole."))
    day = max(pledge.asked, default=0)
    last = pledge.answers.last()
    if last is not None and (last.day, last.answer, last.reason) == (day, says, why):
        return pledge
    PledgeAnswer.objects.create(pledge=pledge, day=day, answer=says, reason=why)
    _follow(pledge, says, why)
    record(actor, "pledge.answer", pledge, fields=[says])
    return pledge


def _follow(pledge: Pledge, says: str, why: str) -> None:
    """The commitment goes where the answer says."""
    if pledge.commitment_id is None:
        return
    ref = pledge.commitment_id
    if says == Answer.DONE:
        commitments.keep(actor=SYSTEM, commitment_ref=ref)
    elif says == Answer.WORKING:
        commitments.start(actor=SYSTEM, commitment_ref=ref)
    else:
        commitments.drop(actor=SYSTEM, commitment_ref=ref, reason=why)

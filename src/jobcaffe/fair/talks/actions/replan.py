"""The plan of the rest of the day, made again in the background: asked for, solved, written, told."""

from __future__ import annotations

import logging
import uuid
from collections.abc import Collection, Iterable, Mapping
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from jobcaffe.fair.events.models import Fair
from jobcaffe.fair.talks import dayrules, live
from jobcaffe.fair.talks.actions import changes
from jobcaffe.fair.talks.differences import Addition, Difference, difference
from jobcaffe.fair.talks.enums import State
from jobcaffe.fair.talks.live import Live
from jobcaffe.fair.talks.models import Change, Talk, Wish
from jobcaffe.fair.talks.queries import now_slot
from jobcaffe.fair.talks.rules import ACTIVE, is_open
from jobcaffe.fair.visits import rules as visit_rules
from jobcaffe.fair.visits.models import Visitor
from jobcaffe.foundation.access import Refused
from jobcaffe.foundation.jobs.actions import enqueue
from jobcaffe.foundation.jobs.enums import State as JobState
from jobcaffe.foundation.jobs.models import Job
from jobcaffe.foundation.journal.actions import SYSTEM, Actor

if TYPE_CHECKING:
    from jobcaffe.kernels.timetable import Place

log = logging.getLogger(__name__)
NO_SHOW, WALK_IN, CAME, CLOSED, BY_HAND = "no_show", "walk_in", "came", "closed", "by_hand"
# A person who waits at a table comes before messages that wait to leave.
PRIORITY = 80
SECONDS = 20.0
# Somebody pressed while it was solved: so many times it is made again at once.
TRIES = 6
ROUNDS = 3


# Why a plan was made again, as people read it.
REASONS: Mapping[str, str | Promise] = {
    NO_SHOW: lazy("Si è liberato un posto."),
    WALK_IN: lazy("È arrivata altra gente."),
    CAME: lazy("È arrivata altra gente."),
    CLOSED: lazy("Un'organizzazione è andata via."),
    BY_HAND: lazy("Abbiamo rifatto il piano."),
}


def ask(*, actor: Actor, fair: Fair, why: str = BY_HAND, cause: Change | None = None) -> Job | None:
    """Put a re-plan in the queue, in the caller's transaction; ``None`` when the tables do not work now.

    ``cause``: a change whose people hear from the re-plan what they have now. Whoever is refused here was
    refused by the press that asks.
    """
    if not dayrules.is_live(fair, timezone.now()):
        return None
    from jobcaffe.fair.talks.daytasks import remake_day

    return enqueue(
        remake_day, str(fair.pk), why, str(cause.pk) if cause else "",
        actor=actor, title=_("Rifare il piano della JOBFEST"), max_attempts=3, priority=PRIORITY,
        dedupe_key=f"{_key(fair.pk)}{uuid.uuid4().hex}",
    )  # fmt: skip


def _key(fair_id: UUID) -> str:
    return f"fair-replan:{fair_id}:"


@transaction.atomic
def by_hand(*, actor: Actor, fair_id: UUID) -> Job:
    """The button. Refused to who does not work at the tables today, and after the last slot."""
    job = ask(actor=actor, fair=dayrules.may_work(actor, fair_id))
    if job is None:
        raise Refused(_("I colloqui di oggi sono finiti: non c'è più niente da spostare."))
    return job


def look(*, actor: Actor = SYSTEM) -> int:
    """Every minute: fairs in which somebody is here with a wish and without a talk, or came after all."""
    fairs = [fair for fair in Fair.objects.filter(state="open") if dayrules.is_live(fair, timezone.now())]
    return sum(look_at(actor=actor, fair=fair) for fair in fairs)


def look_at(*, actor: Actor, fair: Fair) -> bool:
    """Ask for a plan when somebody who is here could gain by it; whether it was asked."""
    now = timezone.now()
    state = live.gather(fair, now)
    busy = {row.visitor for row in state.talks if live.counts(row, state)}
    waiting = {who for who, where in state.wishes if who in state.present - busy and where in state.tables}
    if not waiting or not live.free_ahead(state, waiting):
        return False
    with transaction.atomic():
        ask(actor=actor, fair=fair, why=WALK_IN)
    return True


def someone_came(actor: Actor, fair: Fair, visitors: Collection[UUID]) -> None:
    """Who comes through the door with a wish and no talk to come: a plan is made again with her in it."""
    if not dayrules.is_live(fair, timezone.now()):
        return
    wishing = Wish.objects.filter(visitor__in=visitors, refused=False).values_list("visitor", flat=True)
    ahead = Talk.objects.filter(visitor__in=visitors, state__in=ACTIVE, slot__gte=_slot(fair))
    if set(wishing) - set(ahead.values_list("visitor", flat=True)):
        ask(actor=actor, fair=fair, why=CAME)


def _slot(fair: Fair) -> int:
    return now_slot(fair, timezone.now())


def remake(fair_id: UUID, why: str, cause_id: UUID | None = None) -> Change | None:
    """Look, solve, write; again when somebody pressed meanwhile. ``None`` when nothing is to be changed.

    A later request of the same fair that has not begun does the work of this one.
    """
    fair = Fair.objects.select_related("place").get(pk=fair_id)
    waiting = Job.objects.filter(state=JobState.READY, dedupe_key__startswith=_key(fair_id))
    if cause_id is None and waiting.exists():
        return None
    for _try in range(TRIES):
        now = timezone.now()
        if not dayrules.is_live(fair, now):
            return None
        state = live.gather(fair, now)
        found = solve(state)
        try:
            return _write(fair, state, found, why, cause_id)
        except _Changed:
            continue
    raise Refused(_("I tavoli cambiano di continuo. Riprova fra un momento."))


class _Changed(Exception):
    """The tables are not as they were when the plan was made."""


def solve(state: Live) -> Difference:
    """The difference that the kernel proposes, with the promise kept.

    Nobody loses her only talk: whom the search would leave without one keeps hers, and it is made again.
    Raises ``ValueError`` when the answer breaks a rule.
    """
    keep: frozenset[UUID] = frozenset()
    for number in range(ROUNDS + 1):
        places = _places(state, keep)
        more = live.rows_of(state, live.lost(state, places)) - keep
        if not more:
            return difference(state, places)
        everybody = {row.visitor for row in state.talks}
        keep |= more if number < ROUNDS - 1 else live.rows_of(state, everybody)
    return Difference()


def _places(state: Live, keep: frozenset[UUID]) -> Iterable[Place]:
    from jobcaffe.kernels import timetable
    from jobcaffe.kernels.timetable.citizens.checking import broken

    instance = live.instance(state, keep)
    if not instance.citizens or state.fill >= state.fair.slots:
        return instance.previous or ()
    answer = timetable.solve(instance, seconds=SECONDS)
    wrong = timetable.check(instance, answer) or ([answer.why] if answer.why else [])
    places = live.sooner(state, instance, answer.citizens)
    wrong = wrong or list(broken(instance, tuple(places)))
    if wrong:
        raise ValueError("; ".join(wrong))
    return places


@transaction.atomic
def _write(fair: Fair, state: Live, found: Difference, why: str, cause_id: UUID | None) -> Change | None:
    """All of it or nothing, if the tables are still as they were."""
    changes.lock_stands(fair)
    _still_come(fair, found)
    if live.gather(fair, timezone.now()).digest != state.digest or not is_open(fair):
        raise _Changed
    cause = Change.objects.select_related("fair").filter(pk=cause_id).first() if cause_id else None
    if not found:
        if cause is not None:
            changes.tell(cause, REASONS[why])
        return None
    made = changes.write(SYSTEM, fair, "replan", _edits(fair, found))
    changes.tell(made, REASONS[why])
    if cause is not None:
        changes.tell(cause, REASONS[why], but=[UUID(row["visitor"]) for row in made.rows])
    return made


def _still_come(fair: Fair, found: Difference) -> None:
    """Who gets a new talk or another hour, her row locked before her talks, as whoever cancels does and who
    takes a seat. Raises :class:`_Changed` when somebody has cancelled since the plan was looked for.
    """
    new = {one.visitor for one in found.additions} | {one.row.visitor for one in found.shifts}
    rows = Visitor.objects.select_for_update(of=("self",), no_key=True).filter(pk__in=new, fair=fair)
    come = rows.filter(visit_rules.coming(), forgotten_on=None).order_by("pk").values_list("pk", flat=True)
    if set(come) != new:
        raise _Changed


def _edits(fair: Fair, found: Difference) -> list[changes.Edit]:
    rows = [*(one.row for one in found.shifts), *found.dropped]
    talks = {one.pk: one for one in Talk.objects.filter(pk__in=[row.id for row in rows])}
    edits: list[changes.Edit] = [(talks[row.id], {"state": State.CANCELLED.value}) for row in found.dropped]
    edits += [
        (talks[one.row.id], {"state": State.BOOKED.value, "slot": one.slot, "table": one.table, "late": 0})
        for one in found.shifts
    ]
    return edits + [(_new(fair, one), {"state": State.BOOKED.value}) for one in found.additions]


def _new(fair: Fair, one: Addition) -> Talk:
    """A row that takes no place yet: what it was before, when the plan is taken back."""
    return Talk.objects.create(
        fair=fair, stand_id=one.stand, visitor_id=one.visitor, slot=one.slot, table=one.table,
        state=State.CANCELLED,
    )  # fmt: skip

"""The presses at the tables. Each is one row that can be taken back, and never a drag.

``seen`` is the signature of the talk that was on the screen: when it is another by now, the same press of
the same hand gives the same change, and anybody else's press is refused with who was quicker and how.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from jobcaffe.fair.events import queries as events
from jobcaffe.fair.events.models import Stand
from jobcaffe.fair.talks import dayrules, rules, seated
from jobcaffe.fair.talks.actions import changes, replan
from jobcaffe.fair.talks.enums import State
from jobcaffe.fair.talks.models import Change, Talk, Wish
from jobcaffe.fair.talks.queries import day as queries
from jobcaffe.fair.talks.queries import now_slot
from jobcaffe.fair.talks.queries.plans import kept_apart
from jobcaffe.fair.visits.models import Visitor
from jobcaffe.foundation.access import Refused
from jobcaffe.foundation.journal.actions import Actor, record

NOT_NOW = "Adesso questo colloquio è «%(state)s»: questo pulsante non serve più. Guarda com'è adesso."


def _ready(
    actor: Actor, talk_id: UUID, what: str, seen: str, *states: str, people: Sequence[UUID] = ()
) -> tuple[Talk, Change | None]:
    talk = changes.lock_talk(actor, talk_id, people)
    again = changes.twice(actor, talk, what, seen)
    if again is None and talk.state not in states:
        raise Refused(_(NOT_NOW) % {"state": talk.get_state_display()})
    return talk, again


@transaction.atomic
def begin(*, actor: Actor, talk_id: UUID, seen: str = "") -> Change:
    """*È iniziato*; the talk before it at the same table has ended. Refused when it is not awaited."""
    talk, again = _ready(actor, talk_id, "begin", seen, State.BOOKED)
    if again:
        return again
    before = [
        one for one in changes.talks_at(talk.stand_id, talk.table)
        if one.state == State.RUNNING and one.pk != talk.pk
    ]  # fmt: skip
    edits: list[changes.Edit] = [(one, {"state": State.HELD.value}) for one in before]
    return changes.write(actor, talk.fair, "begin", [*edits, (talk, {"state": State.RUNNING.value})])


@transaction.atomic
def finish(*, actor: Actor, talk_id: UUID, seen: str = "") -> Change:
    """*È finito*, or *È venuto* for one that nobody marked. Refused when it was marked otherwise."""
    talk, again = _ready(actor, talk_id, "finish", seen, State.RUNNING, State.BOOKED)
    if again:
        return again
    _has_begun(talk)
    return changes.write(actor, talk.fair, "finish", [(talk, {"state": State.HELD.value})])


def _has_begun(talk: Talk) -> None:
    start = dayrules.starts_at(talk.fair, talk.slot)
    if talk.state == State.BOOKED and start > timezone.now():
        raise Refused(
            _("Questo colloquio è alle %(hour)s. Aspetta quell'ora.")
            % {"hour": rules.hour(talk.fair, talk.slot)}
        )


@transaction.atomic
def late(*, actor: Actor, talk_id: UUID, seen: str = "") -> Change:
    """*+15 minuti*: the talk, and those after it at the same table as far as it pushes them; all are told.

    Refused when it has ended, and beyond two hours.
    """
    talk, again = _ready(actor, talk_id, "late", seen, State.RUNNING, State.BOOKED)
    if again:
        return again
    if talk.late + dayrules.LATE_MINUTES > dayrules.MOST_LATE:
        raise Refused(_("Il ritardo passa le due ore. Sposta il colloquio, o avvisa la regia."))
    running = talk.state == State.RUNNING
    edits = _pushed(talk, talk.late + dayrules.LATE_MINUTES)
    made = changes.write(actor, talk.fair, "late", edits)
    changes.tell(made, lazy("Il tavolo è in ritardo."), but=[talk.visitor_id] if running else [])
    return made


def _pushed(talk: Talk, minutes: int) -> list[changes.Edit]:
    """The talk with its new delay, and those that it pushes."""
    edits: list[changes.Edit] = [(talk, {"late": minutes})]
    last, behind = talk, minutes
    for one in changes.talks_at(talk.stand_id, talk.table):
        if one.slot <= talk.slot or one.state != State.BOOKED:
            continue
        need = (last.slot - one.slot + 1) * talk.fair.slot_minutes + behind
        if need <= one.late:
            break
        edits.append((one, {"late": need}))
        last, behind = one, need
    return edits


@transaction.atomic
def move(*, actor: Actor, talk_id: UUID, slot: int, seen: str = "") -> Change:
    """*Sposta*: the same stand, another slot. Refused when it is not free for both, with the name of the
    workshop in which she has a seat then.
    """
    talk, again = _ready(actor, talk_id, "move", seen, State.BOOKED, people=[talk_id])
    if again:
        return _same(again, talk, slot)
    seated.refuse(talk.fair, [(talk.visitor_id, slot)])
    free = dict(queries.free_places(talk))
    if slot not in free:
        raise Refused(_("Quell'ora non è più libera. Scegline un'altra dall'elenco."))
    values = {"slot": slot, "table": free[slot], "late": 0, "pinned": True}
    made = changes.write(actor, talk.fair, "move", [(talk, values)])
    changes.tell(made, lazy("Il tuo colloquio è stato spostato."))
    return made


def _same(before: Change, talk: Talk, slot: int) -> Change:
    """The press a moment ago, when it went there too. Refused when this page asked for another slot."""
    went = next(row["after"]["slot"] for row in before.rows if row.get("talk") == str(talk.pk))
    if went != slot:
        raise Refused(
            _("Un attimo fa l'hai già spostato alle %(hour)s. Guarda com'è adesso e riprova.")
            % {"hour": rules.hour(talk.fair, went)}
        )
    return before


@transaction.atomic
def swap(*, actor: Actor, talk_id: UUID, other_id: UUID, seen: str = "") -> Change:
    """*Scambia*: two talks of one stand take each other's hour and table.

    Refused when one has begun, when they are of two stands, and when one of the two is busy then, at a table
    or in a workshop.
    """
    talk, again = _ready(actor, talk_id, "swap", seen, State.BOOKED, people=[talk_id, other_id])
    if again:
        if str(other_id) not in {row.get("talk") for row in again.rows}:
            raise Refused(_("Un attimo fa l'hai già scambiato. Guarda com'è adesso e riprova."))
        return again
    others = {one.pk: one for one in changes.talks_at(talk.stand_id) if one.state == State.BOOKED}
    other = others.get(other_id)
    if other is None or other.pk == talk.pk:
        raise Refused(_("L'altro colloquio è cambiato. Scegline uno dall'elenco."))
    seated.refuse(talk.fair, [(talk.visitor_id, other.slot), (other.visitor_id, talk.slot)])
    here, there = _place(talk), _place(other)
    made = changes.write(actor, talk.fair, "swap", [(talk, there), (other, here)])
    changes.tell(made, lazy("Due colloqui si sono scambiati l'ora."))
    return made


def _place(talk: Talk) -> dict[str, object]:
    return {"slot": talk.slot, "table": talk.table, "late": talk.late, "pinned": True}


@transaction.atomic
def missed(*, actor: Actor, talk_id: UUID, seen: str = "") -> Change:
    """*Non è venuto*: the place is free, and the plan is made again at once.

    Refused before its hour, and when it has begun.
    """
    talk, again = _ready(actor, talk_id, "missed", seen, State.BOOKED)
    if again:
        return again
    _has_begun(talk)
    made = changes.write(actor, talk.fair, "missed", [(talk, {"state": State.MISSED.value})])
    replan.ask(actor=actor, fair=talk.fair, why=replan.NO_SHOW)
    return made


@transaction.atomic
def arrived(*, actor: Actor, talk_id: UUID, seen: str = "") -> Change:
    """*Arrivato adesso*: her own place when it is still free, or the next of that stand.

    When there is none, the plan is made again with her in it: she is here, and comes first. Refused when
    nobody had marked her as missing.
    """
    talk, again = _ready(actor, talk_id, "arrived", seen, State.MISSED, people=[talk_id])
    if again:
        return again
    free = queries.free_places(talk, own=True)
    if not free:
        made = changes.write(actor, talk.fair, "arrived", [(talk, {"state": State.CANCELLED.value})])
        replan.ask(actor=actor, fair=talk.fair, why=replan.CAME)
        return made
    slot, table = free[0]
    elsewhere = slot != talk.slot
    values = {"state": State.BOOKED.value, "slot": slot, "table": table, "late": 0, "pinned": True}
    made = changes.write(actor, talk.fair, "arrived", [(talk, values)])
    if elsewhere:
        changes.tell(made, lazy("Ti abbiamo trovato un altro posto."))
    return made


@transaction.atomic
def close_stand(*, actor: Actor, stand_id: UUID) -> Change:
    """*È andato via*: from this slot on the stand has no tables, its talks go, the plan is made again.

    The talk that is running ends. Refused when it is not there, and when it has already left.
    """
    fair_id = Stand.objects.filter(pk=stand_id).values_list("fair_id", flat=True).first()
    if fair_id is None:
        raise Refused(_(rules.GONE))
    fair = dayrules.may_work(actor, fair_id)
    stand = changes.lock_stands(fair, [stand_id])[stand_id]
    first = max(0, now_slot(fair, timezone.now()))
    tables = [events.tables_in(stand, slot) for slot in range(fair.slots)]
    after = tables[:first] + [0] * (fair.slots - first)
    if after == tables:
        raise Refused(_("Questo stand non ha più tavoli aperti: qualcuno l'ha già segnato."))
    rows = [{"stand": str(stand.pk), "before": {"tables": stand.tables}, "after": {"tables": after}}]
    stand.tables = after
    stand.save(update_fields=["tables"])
    edits: list[changes.Edit] = [
        (one, {"state": State.CANCELLED.value})
        for one in changes.talks_at(stand.pk)
        if one.state == State.BOOKED and one.slot >= first
    ]
    made = changes.write(actor, fair, "close", edits, rows)
    replan.ask(actor=actor, fair=fair, why=replan.CLOSED, cause=made)
    return made


@transaction.atomic
def wish_now(*, actor: Actor, visitor: Visitor, stand_ids: Sequence[UUID]) -> int:
    """Whom somebody who is here would like to meet: the plan is made again for her. How many exhibitors.

    Refused when she is not inside, when nothing was chosen, and for a stand that is not there.
    """
    fair = dayrules.may_work(actor, visitor.fair_id)
    if not visitor.inside:
        raise Refused(_("Alla porta non risulta entrata. Segna prima l'entrata."))
    known = {stand.pk for stand in events.stands_of(fair)} - kept_apart(visitor)
    chosen = [one for one in dict.fromkeys(stand_ids) if one in known]
    if not 0 < len(chosen) <= dayrules.MOST_WISHES:
        raise Refused(_("Scegli da una a tre organizzazioni."))
    for place, stand_id in enumerate(chosen):
        Wish.objects.update_or_create(
            visitor=visitor, stand_id=stand_id, defaults={"value": rules.worth(place), "refused": False}
        )
    record(actor, "fair.day_wish", visitor, fields=["wishes"])
    replan.ask(actor=actor, fair=fair, why=replan.WALK_IN)
    return len(chosen)


# What a button of the page does.
PRESSES: dict[str, Callable[..., Change]] = {
    "begin": begin,
    "finish": finish,
    "late": late,
    "missed": missed,
    "arrived": arrived,
}

"""A talk at a free table: taken, given back."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from jobcaffe.fair.events.models import Fair, Stand
from jobcaffe.fair.talks import messages, queries, rules, seated
from jobcaffe.fair.talks.enums import State
from jobcaffe.fair.talks.models import Talk
from jobcaffe.fair.visits import actions as visits
from jobcaffe.fair.visits.enums import State as VisitState
from jobcaffe.fair.visits.models import Visitor
from jobcaffe.foundation import access
from jobcaffe.foundation.access import Refused
from jobcaffe.foundation.accounts.models import User
from jobcaffe.foundation.db.once import made_before
from jobcaffe.foundation.journal.actions import Actor, record
from jobcaffe.spaces.rules import permit

TAKEN = "Le %(hour)s sono appena state prese. Scegli un altro orario."
PASSED = "Le %(hour)s sono già passate. Scegli un altro orario."
BUSY = "Alle %(hour)s hai già un colloquio con %(who)s. Scegli un altro orario."
TWICE = "Con %(who)s hai già un colloquio, alle %(hour)s. Se vuoi cambiare ora, prima annullalo."
SEATED = "Alle %(hour)s hai un posto a «%(what)s». Scegli un altro orario, o prima lascia quel posto."
ENOUGH = "Hai già %(most)s colloqui, e di più non ne puoi prenotare. Se vuoi, annullane uno."
APART = "Con questa organizzazione non puoi prenotare da qui. Scegline un'altra, o chiamaci."
CLOSED = "Qui adesso non si prenotano colloqui. Guarda il programma, o chiamaci."


@transaction.atomic
def book(*, actor: Actor, visitor: Visitor, stand: Stand, slot: int, request_key: UUID | None = None) -> Talk:
    """A visitor at a table of a stand. A second press gives the same talk.

    Refused (:class:`rules.Full`, with the two nearest free slots) when all tables are taken, the slot has
    passed or she talks elsewhere then; refused when she has one there already, or as many as there may be,
    and when the fair takes no bookings.
    """
    held = rules.stand_locked(stand.pk)
    return _book(actor, visitor, held, slot, request_key)


@transaction.atomic
def book_new(
    *, actor: Actor, stand: Stand, slot: int, details: visits.Details, request_key: UUID
) -> Talk | None:
    """Sign somebody up and book, or neither; one message is ticket and talk. Refused like a sign-up, and for
    what everybody sees: a slot that is taken or passed, a fair that takes no bookings.

    The same name with the same contact is who signed up before. Others may know both: what is in the way
    of her talk (``None``) is told to her contact, and whoever asks is answered the same.
    """
    held = rules.stand_locked(stand.pk)
    twice = made_before(Talk, request_key)
    if twice is not None:
        return twice
    if not rules.can_book(held.fair):
        raise Refused(_(CLOSED))
    _check_slot(held, slot, queries.free_slots(held))
    try:
        visitor = visits.sign_up(
            actor=actor, fair=held.fair, details=details, request_key=request_key, tell=False
        )
    except visits.AlreadyIn as known:
        return _for_known(actor, known.visitor, held, slot, request_key)
    return _book(actor, visitor, held, slot, request_key, ticket=True)


def _for_known(actor: Actor, visitor: Visitor, stand: Stand, slot: int, request_key: UUID) -> Talk | None:
    try:
        with transaction.atomic():
            return _book(actor, visitor, stand, slot, request_key)
    except Refused:
        messages.not_booked(visitor, stand, slot)
        return None


def _book(
    actor: Actor, visitor: Visitor, stand: Stand, slot: int, request_key: UUID | None, *, ticket: bool = False
) -> Talk:
    who = Visitor.objects.select_for_update(no_key=True).get(pk=visitor.pk)
    twice = made_before(Talk, request_key)
    if twice is not None and twice.visitor_id == who.pk:
        return twice
    _may_book(actor, who, stand.fair)
    if stand.pk in queries.kept_apart(who):
        raise Refused(_(APART))
    own = list(queries.talks_of(who))
    sits = seated.of(stand.fair, [who.pk]).get(who.pk, {})
    free = _free_for(own, sits, stand)
    _check_own(own, stand, slot, free)
    _check_seats(sits, stand.fair, slot, free)
    _check_slot(stand, slot, free)
    talk = _take(stand, who, slot, request_key, free)
    record(actor, "fair.talk_book", talk)
    messages.booked(talk, ticket=ticket)
    return talk


def _may_book(actor: Actor, who: Visitor, fair: Fair) -> None:
    if who.fair_id != fair.pk or who.state != VisitState.EXPECTED or who.forgotten_on:
        raise Refused(_("Questa iscrizione non vale più. Iscriviti di nuovo."))
    house = isinstance(actor, User) and access.allows(actor, "fair.desk")
    if not rules.can_book(fair) and not (house and rules.is_open(fair)):
        raise Refused(_(CLOSED))


def _free_for(own: list[Talk], sits: Mapping[int, str], stand: Stand) -> list[int]:
    busy = {talk.slot for talk in own} | set(sits)
    return [slot for slot in queries.free_slots(stand) if slot not in busy]


def _check_own(own: list[Talk], stand: Stand, slot: int, free: list[int]) -> None:
    fair = stand.fair
    for talk in own:
        facts = {"who": talk.stand.organisation.name, "hour": rules.hour(fair, talk.slot)}
        if talk.stand_id == stand.pk:
            raise Refused(_(TWICE) % facts)
        if talk.slot == slot:
            raise rules.Full(_(BUSY) % facts, rules.nearest(slot, free))
    if len(own) >= fair.max_talks:
        raise Refused(_(ENOUGH) % {"most": fair.max_talks})


def _check_seats(sits: Mapping[int, str], fair: Fair, slot: int, free: list[int]) -> None:
    """Nobody talks at a table while she sits in a workshop."""
    if slot in sits:
        facts = {"hour": rules.hour(fair, slot), "what": sits[slot]}
        raise rules.Full(_(SEATED) % facts, rules.nearest(slot, free))


def _check_slot(stand: Stand, slot: int, free: list[int]) -> None:
    if slot in free:
        return
    if not 0 <= slot < stand.fair.slots:
        raise rules.Full(_("Questo orario non c'è. Scegline un altro."), rules.nearest(slot, free))
    text = TAKEN if rules.ahead(stand.fair, slot) else PASSED
    raise rules.Full(_(text) % {"hour": rules.hour(stand.fair, slot)}, rules.nearest(slot, free))


def _take(stand: Stand, who: Visitor, slot: int, request_key: UUID | None, free: list[int]) -> Talk:
    """A row at the first free table. The constraints have the last word: whoever comes second tries on."""
    for table in queries.free_tables(stand, slot):
        try:
            with transaction.atomic():
                return Talk.objects.create(
                    fair=stand.fair, stand=stand, visitor=who, slot=slot, table=table, pinned=True,
                    request_key=request_key,
                )  # fmt: skip
        except IntegrityError:
            continue
    left = [one for one in free if one != slot]
    raise rules.Full(_(TAKEN) % {"hour": rules.hour(stand.fair, slot)}, rules.nearest(slot, left))


@transaction.atomic
def cancel_talk(*, actor: Actor, talk: Talk) -> Talk:
    """Give a talk back: its slot is free at once. A second press changes nothing.

    Refused when it has begun or was held, and to a signed-in user without the desk's rights. Who holds the
    ticket's link acts as the public: the page has read the talk through the ticket.
    """
    if isinstance(actor, User):
        permit(actor, "fair.desk")
    rows = Talk.objects.select_for_update(of=("self",)).select_related(
        "stand__organisation", "fair", "visitor"
    )
    held = rows.filter(pk=talk.pk).first()
    if held is None:
        raise Refused(_(rules.NOT_YOURS))
    if held.state == State.CANCELLED:
        return held
    if held.state != State.BOOKED:
        raise Refused(_("Questo colloquio è già cominciato, o è finito. Non si può annullare."))
    held.state = State.CANCELLED
    held.save(update_fields=["state"])
    record(actor, "fair.talk_cancel", held)
    messages.cancelled(held)
    return held


def hold(visitors: Collection[UUID]) -> None:
    """The rows of all talks that they still have, locked in one order: before anything is written of them."""
    rows = Talk.objects.filter(visitor__in=visitors, state=State.BOOKED)
    list(rows.select_for_update().order_by("pk").values_list("pk"))


def give_back(actor: Actor, visitor: Visitor) -> None:
    """All that a visitor still has is free again, when she does not come; she is not told of each.

    Called inside the transaction in which she cancels.
    """
    for talk in visitor.talks.select_for_update().filter(state=State.BOOKED).order_by("pk"):
        talk.state = State.CANCELLED
        talk.save(update_fields=["state"])
        record(actor, "fair.talk_cancel", talk)

"""What a household presses: *Ci sono io*, *Cerco cambio*, *Non posso*, how it went."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from jobcaffe.encounters import quiet
from jobcaffe.foundation.access import Refused
from jobcaffe.foundation.accounts.models import User
from jobcaffe.foundation.journal.actions import SYSTEM, record
from jobcaffe.hours import actions as ledger
from jobcaffe.worklife.care import diary, queries, rules
from jobcaffe.worklife.care.assigning import assign, replaced
from jobcaffe.worklife.care.enums import Outcome, SwapState, TurnState
from jobcaffe.worklife.care.models import Family, Minding, Need, Offer, Swap, Turn
from jobcaffe.worklife.care.releasing import close_swaps, free_turn, keep_second
from jobcaffe.worklife.care.settling import hold, tell

TAKEN = "Ci ha già pensato un'altra famiglia. Grazie lo stesso!"


@transaction.atomic
def here(*, actor: User, family_id: UUID, turn_id: UUID) -> Turn:
    """*Ci sono io*: confirm one's own turn, take one for which a swap is looked for, or be the other adult.

    A second press changes nothing. Refused when another household was quicker, when it has begun, and
    for households that have not chosen each other (in the same words as for a turn that is not there).
    """
    family = rules.own_family(actor, family_id)
    diary.record(actor, "care.desk", family, fields=["turn"])
    turn = rules.turn_to_come(family, turn_id)
    if turn.offer.family_id == family.pk:
        return _confirm(turn)
    if turn.second_id == family.pk:
        return turn
    swap = turn.swaps.filter(state=SwapState.OPEN).first()
    agreed = queries.both_ways(queries.inside(family.pool).values_list("pk", flat=True))
    inside = {row.need.family_id for row in turn.mindings.all()}
    if family.pk in inside or any((family.pk, one) not in agreed for one in inside):
        raise Refused(_(rules.NOT_THERE))
    if swap is not None:
        return _take_over(family, turn)
    if not family.pool.two_adults or (family.pk, turn.offer.family_id) not in agreed:
        raise Refused(_(rules.NOT_THERE if turn.second_id is None else TAKEN))
    if turn.second_id is not None:
        raise Refused(_(TAKEN))
    turn.second = family
    turn.save(update_fields=["second"])
    return turn


def _confirm(turn: Turn) -> Turn:
    """Who says so also looks for a swap no longer."""
    if turn.state == TurnState.PROPOSED:
        turn.state = TurnState.CONFIRMED
        turn.save(update_fields=["state"])
    close_swaps(turn)
    return turn


def _take_over(family: Family, turn: Turn) -> Turn:
    """The same turn, the same children, another household: nothing else moves."""
    children = sum(row.need.count for row in turn.mindings.all())
    before = turn.offer
    _check_free(family, turn)
    turn.offer = _offer(family, turn, children)
    turn.state = TurnState.CONFIRMED
    if turn.second_id == family.pk:
        turn.second = None
    turn.save(update_fields=["offer", "state", "second"])
    keep_second(turn)
    before.withdrawn = True
    before.save(update_fields=["withdrawn"])
    close_swaps(turn, SwapState.TAKEN)
    quiet.word(SYSTEM, queries.refs_in([before.family]))
    return turn


def _check_free(family: Family, slot: Turn | Need) -> None:
    """Refused for who needs care herself, or has another turn, in those hours."""
    turns = queries.live_turns(family.pool).filter(day=slot.day, block=slot.block)
    busy = [one for one in turns if family.pk in (one.offer.family_id, one.second_id) and one.pk != slot.pk]
    if busy or family.needs.filter(day=slot.day, block=slot.block).exists():
        raise Refused(
            _("In quelle ore hai già un turno, o hai chiesto tu una mano. Controlla la tua settimana.")
        )


def _offer(family: Family, slot: Turn | Need, children: int) -> Offer:
    """An offer for what she takes by a press, large enough for it."""
    if children > family.pool.max_children:
        raise Refused(_("Insieme possono stare al massimo %(n)s bambini.") % {"n": family.pool.max_children})
    row, _made = Offer.objects.get_or_create(
        family=family,
        day=slot.day,
        block=slot.block,
        defaults={"capacity": children, "sessions": 1, "place": next(iter(family.pool.places), "")},
    )
    row.capacity, row.withdrawn = max(row.capacity, children), False
    row.save(update_fields=["capacity", "withdrawn"])
    return row


@transaction.atomic
def take_need(*, actor: User, family_id: UUID, need_id: UUID) -> Turn:
    """*Ci sono io* for children nobody has taken: a confirmed turn at once, or one more on her turn.

    A second press gives the same turn. Refused when another household was quicker, when it has begun,
    for households that have not chosen each other, and past the number of children or the account.
    """
    family = rules.own_family(actor, family_id)
    diary.record(actor, "care.desk", family, fields=["turn"])
    rows = Need.objects.select_related("family").filter(pk=need_id, family__pool=family.pool)
    need = rows.first()
    if need is None or need.family_id == family.pk or not _may(family, need):
        raise Refused(_(rules.NOT_THERE))
    rules.check_to_come(family.pool, need.day, need.block)
    minded = need.mindings.select_related("turn__offer").first()
    if minded is not None:
        if minded.turn.offer.family_id == family.pk:
            return minded.turn
        raise Refused(_(TAKEN))
    if need.pk in queries.too_much(family.pool, [need]):
        raise Refused(_(rules.NOT_THERE))
    return _take(family, need)


def _may(family: Family, need: Need) -> bool:
    pair = {family.pk, need.family_id}
    inside = queries.inside(family.pool).filter(pk__in=pair).count() == len(pair)
    return inside and (family.pk, need.family_id) in queries.both_ways(pair)


def _take(family: Family, need: Need) -> Turn:
    turns = queries.live_turns(family.pool).filter(day=need.day, block=need.block, offer__family=family)
    turn = turns.first()
    there = sum(row.need.count for row in turn.mindings.all()) if turn else 0
    if turn is None:
        _check_free(family, need)
    made = assign(family.pool, [(need, _offer(family, need, there + need.count))])[0]
    return _confirm(made)


@transaction.atomic
def seek_swap(*, actor: User, family_id: UUID, turn_id: UUID) -> Swap:
    """*Cerco cambio*: the turn stays hers until another household takes it. Again gives the same swap.

    Refused to who does not have the turn, and when it has begun.
    """
    family = rules.own_family(actor, family_id)
    diary.record(actor, "care.desk", family, fields=["turn"])
    turn = rules.turn_to_come(family, turn_id)
    if turn.offer.family_id != family.pk:
        raise Refused(_(rules.NOT_THERE))
    swap, _made = Swap.objects.get_or_create(turn=turn, state=SwapState.OPEN)
    return swap


@transaction.atomic
def close_swap(*, actor: User, family_id: UUID, swap_id: UUID) -> Swap:
    """*Lo faccio io*: the swap is not needed any more. A second press changes nothing."""
    family = rules.own_family(actor, family_id)
    diary.record(actor, "care.desk", family, fields=["turn"])
    swap = Swap.objects.filter(pk=swap_id, turn__offer__family=family).first()
    if swap is None:
        raise Refused(_(rules.NOT_THERE))
    if swap.state == SwapState.OPEN:
        swap.state = SwapState.CLOSED
        swap.save(update_fields=["state"])
    return swap


@transaction.atomic
def cannot(*, actor: User, family_id: UUID, turn_id: UUID) -> list[Turn]:
    """*Non posso*: her turn goes to others at once, as far as they can; nobody else's turn moves.

    The turns that took it over, to be confirmed by who has them; needs left over are free for who
    can. A second press finds nothing to do. Refused for a turn that is not hers or has begun.
    """
    family = rules.own_family(actor, family_id)
    diary.record(actor, "care.desk", family, fields=["turn"])
    off = Turn.objects.filter(pk=turn_id, pool=family.pool, state=TurnState.OFF, offer__family=family)
    if off.exists():
        return []
    turn = rules.turn_to_come(family, turn_id)
    if turn.second_id == family.pk:
        turn.second = None
        turn.save(update_fields=["second"])
        return []
    if turn.offer.family_id != family.pk:
        raise Refused(_(rules.NOT_THERE))
    freed = free_turn(turn)
    found = replaced(turn, freed)
    quiet.word(SYSTEM, queries.refs_in({one.offer.family for one in found}))
    return found


@transaction.atomic
def say(*, actor: User, family_id: UUID, turn_id: UUID, held: bool) -> Minding:
    """Who received says how it went. When it was held, the hours move. The same press twice is once.

    Refused before it is over, to who had no children there, and for the other answer once it was given
    (who leads the pool puts it right).
    """
    family = rules.own_family(actor, family_id, closed_too=True)
    diary.record(actor, "care.desk", family, fields=["turn"])
    rows = Minding.objects.select_related("turn__offer__family", "turn__pool", "need__family")
    row = rows.select_for_update(of=("self",)).filter(turn=turn_id, need__family=family).first()
    if row is None or row.turn.state == TurnState.OFF:
        raise Refused(_(rules.NOT_THERE))
    if row.turn.ends_at > timezone.now():
        raise Refused(_("Il turno non è ancora finito. Rispondi dopo."))
    wanted = Outcome.HELD if held else Outcome.MISSED
    if row.outcome == wanted:
        return row
    if row.outcome != Outcome.WAITING:
        raise Refused(_("Hai già risposto. Per correggere, parla con chi guida il gruppo."))
    if held:
        hold(row)
    else:
        tell(row, Outcome.MISSED)
    return row


@transaction.atomic
def put_right(*, actor: User, turn_id: UUID) -> Turn:
    """Who leads the pool: answers of this turn are taken back, the hours with them, to be given again.

    Refused for a turn that waits for its answers still.
    """
    found = Turn.objects.filter(pk=turn_id).first()
    pool = rules.led_pool(actor, found.pool_id if found else UUID(int=0))
    turn = Turn.objects.select_for_update(of=("self",)).get(pk=turn_id)
    rows = list(turn.mindings.exclude(outcome=Outcome.WAITING))
    if not rows or turn.state == TurnState.OFF:
        raise Refused(_("Su questo turno nessuno ha ancora risposto."))
    for row in rows:
        if row.transfer_ref:
            ledger.reverse(actor=actor, transfer_id=row.transfer_ref)
        # A new row: its hours are another movement, the first ones stay in the ledger with their reversal.
        Minding.objects.filter(pk=row.pk).delete()
        Minding.objects.create(turn=turn, need_id=row.need_id, minutes=row.minutes)
    turn.state = TurnState.CONFIRMED
    turn.save(update_fields=["state"])
    record(actor, "care.put_right", pool)
    return turn

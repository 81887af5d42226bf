"""One help between two households: asked, agreed, done, confirmed by who received it.

Hours move at the confirmation, and at no other moment. What two households do for each other
stands in no journal: the rows of the ledger are the record.
"""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from jobcaffe.encounters import quiet
from jobcaffe.foundation.access import Refused, require
from jobcaffe.foundation.accounts.models import User
from jobcaffe.foundation.db.once import made_before
from jobcaffe.foundation.journal.actions import SYSTEM
from jobcaffe.hours import actions as ledger
from jobcaffe.hours import queries as hours
from jobcaffe.hours.enums import TransferKind
from jobcaffe.worklife.timebank import queries, rules
from jobcaffe.worklife.timebank.enums import ExchangeState, ListingKind, Part
from jobcaffe.worklife.timebank.models import Exchange, Listing, Side

BEFORE_HOURS = (ExchangeState.ASKED, ExchangeState.AGREED, ExchangeState.DONE, ExchangeState.DISPUTED)


def step(row: Exchange, state: ExchangeState, **fields: object) -> Exchange:
    """Go to a state with these fields, when the caller has locked and checked it."""
    row.state, row.changed_at = state, timezone.now()
    for name, value in fields.items():
        setattr(row, name, value)
    row.save(update_fields=["state", "changed_at", *fields])
    return row


def tell(side: Side) -> None:
    """There is something to read: only that, only to who said yes to messages."""
    if side.person_sealed:
        quiet.word(SYSTEM, [side.person_ref])


@transaction.atomic
def ask(*, actor: User, listing_id: UUID, request_key: UUID | None = None) -> Exchange:
    """Answer a listing: ask for what is offered, or offer what is asked. Its author then says yes or no.

    A second press, or a second ask while the first waits, gives the same exchange. Refused for
    one's own listing, one that is over, without an account, and to ask beyond one's own limit.
    """
    require(actor, "bank.member")
    twice = made_before(Exchange, request_key)
    if twice is not None:
        return twice
    listing = queries.listing_for(actor, listing_id)
    if listing is None:
        raise Refused(_(rules.GONE))
    account = rules.own_account(actor, listing.community_id)
    if listing.account_id == account.pk:
        raise Refused(_("Questo annuncio è della tua famiglia."))
    part = Part.RECEIVER if listing.kind == ListingKind.OFFER else Part.GIVER
    if part == Part.RECEIVER:
        rules.check_can_ask(account)
    # Two presses at the same moment wait for each other here.
    Listing.objects.select_for_update(of=("self",)).get(pk=listing.pk)
    waiting = Exchange.objects.filter(listing=listing, state__in=queries.OPEN, sides__account=account)
    if found := waiting.first():
        return found
    made = Exchange.objects.create(
        community=listing.community,
        listing=listing,
        category=listing.category,
        asked_by=part,
        request_key=request_key,
    )
    own = Side(exchange=made, account=account, part=part, **Side.columns_for(hours.refs_of(actor)[0]))
    other = Side(
        exchange=made,
        account_id=listing.account_id,
        part=rules.other_part(part),
        **Side.columns_for(listing.person_ref),
    )
    Side.objects.bulk_create([own, other])
    tell(other)
    return made


@transaction.atomic
def answer(*, actor: User, exchange_id: UUID, yes: bool) -> Exchange:
    """Who was asked says yes, and contacts show to both; or no, and nothing shows. Refused to who asked."""
    row, own, other = rules.own_exchange(actor, exchange_id)
    wanted = ExchangeState.AGREED if yes else ExchangeState.CANCELLED
    if row.state == wanted:
        return row
    if row.state != ExchangeState.ASKED or row.asked_by == own.part:
        raise Refused(_("Adesso la risposta non tocca a te. Apri di nuovo la pagina."))
    if yes and own.part == Part.RECEIVER:
        rules.check_can_ask(own.account)
    tell(other)
    return step(row, wanted)


@transaction.atomic
def cancel(*, actor: User, exchange_id: UUID) -> Exchange:
    """It does not take place: either may say so before any hours moved. A second press changes nothing."""
    row, _own, other = rules.own_exchange(actor, exchange_id)
    if row.state == ExchangeState.CANCELLED:
        return row
    if row.state not in (ExchangeState.ASKED, ExchangeState.AGREED):
        raise Refused(_("L'aiuto è già segnato come fatto. Se non è vero, scrivi che non torna."))
    tell(other)
    return step(row, ExchangeState.CANCELLED)


@transaction.atomic
def say_done(*, actor: User, exchange_id: UUID, minutes: int, helped_on: date | None = None) -> Exchange:
    """Who gave says how long it took; who received confirms. May be said again while it waits or is disputed.

    Refused to who received (she confirms), and for a length that is not in quarters of an hour.
    """
    row, own, other = rules.own_exchange(
        actor, exchange_id, ExchangeState.AGREED, ExchangeState.DONE, ExchangeState.DISPUTED
    )
    if own.part != Part.GIVER or row.transfer_id is not None:
        raise Refused(_("Lo segna chi ha dato l'aiuto. Tu puoi confermare."))
    fields = {"minutes": _length(row, minutes), "helped_on": rules.check_day(helped_on)}
    tell(other)
    return step(row, ExchangeState.DONE, **fields)


def _length(row: Exchange, minutes: int | None) -> int:
    found = rules.check_minutes(minutes)
    if found > row.community.most_minutes:
        raise Refused(_("È troppo tempo per una volta sola. Dividi in più scambi."))
    return found


@transaction.atomic
def confirm(
    *,
    actor: User,
    exchange_id: UUID,
    minutes: int | None = None,
    helped_on: date | None = None,
) -> Exchange:
    """Who received says that it took place: the hours move now. A second press moves nothing more.

    Straight from *agreed* she says how long it took; of what was said done she confirms those
    minutes: when a page shows other minutes than were said last, it is refused. Refused to who gave.
    """
    row, own, other = rules.own_exchange(actor, exchange_id)
    if row.state == ExchangeState.CONFIRMED and own.part == Part.RECEIVER:
        return row
    if own.part != Part.RECEIVER:
        raise Refused(_("Conferma chi ha ricevuto l'aiuto."))
    if row.state not in (ExchangeState.AGREED, ExchangeState.DONE):
        raise Refused(_("Questo scambio è già andato avanti. Apri di nuovo la pagina."))
    if row.state == ExchangeState.DONE and minutes not in (None, row.minutes):
        raise Refused(_("Il tempo segnato è cambiato. Guardalo, poi conferma."))
    length = _length(row, row.minutes if row.state == ExchangeState.DONE else minutes)
    day = row.helped_on or rules.check_day(helped_on)
    moved = ledger.transfer(
        actor=actor,
        giver_id=other.account_id,
        receiver_id=own.account_id,
        minutes=length,
        kind=TransferKind.EXCHANGE,
        helped_on=day,
    )
    tell(other)
    return step(row, ExchangeState.CONFIRMED, transfer=moved, minutes=length, helped_on=day)


@transaction.atomic
def contest(*, actor: User, exchange_id: UUID) -> Exchange:
    """*Non torna*: the staff, or the two together, put it right. A second press changes nothing.

    Of what was said done by who received; of what is confirmed by either.
    """
    row, own, other = rules.own_exchange(actor, exchange_id)
    if row.state == ExchangeState.DISPUTED:
        return row
    said = row.state == ExchangeState.DONE and own.part == Part.RECEIVER
    if not (said or row.state == ExchangeState.CONFIRMED):
        raise Refused(_("Adesso non c'è niente da contestare. Apri di nuovo la pagina."))
    tell(other)
    return step(row, ExchangeState.DISPUTED)


@transaction.atomic
def undo(*, actor: User, exchange_id: UUID, yes: bool = True) -> Exchange:
    """One of the two agrees that the hours go back; with both they do. Or the dispute is withdrawn.

    ``yes=False`` takes it back: it was right after all. Before any hours moved both yes cancel it.
    """
    row, own, other = rules.own_exchange(actor, exchange_id)
    ended = (ExchangeState.REVERSED, ExchangeState.CANCELLED)
    if row.state in ended:
        return row
    if row.state != ExchangeState.DISPUTED:
        raise Refused(_("Adesso non c'è niente da rimettere a posto. Apri di nuovo la pagina."))
    own.undo = yes
    own.save(update_fields=["undo"])
    if not yes:
        row.sides.update(undo=False)
        back = ExchangeState.CONFIRMED if row.transfer_id else ExchangeState.DONE
        return step(row, back)
    if not other.undo:
        tell(other)
        return row
    if row.transfer_id is None:
        return step(row, ExchangeState.CANCELLED)
    ledger.reverse(actor=actor, transfer_id=row.transfer_id, agreed=True)
    return step(row, ExchangeState.REVERSED)

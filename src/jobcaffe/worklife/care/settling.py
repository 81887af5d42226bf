"""A turn took place: the hours move on the ledger, and the turn is done. No access is checked here."""

from __future__ import annotations

from uuid import NAMESPACE_URL, UUID, uuid5

from django.db import transaction
from django.utils import timezone

from jobcaffe.foundation.access import Refused
from jobcaffe.foundation.journal.actions import SYSTEM
from jobcaffe.hours import actions as ledger
from jobcaffe.hours import queries as hours
from jobcaffe.hours.enums import AccountKind, AccountState, TransferKind
from jobcaffe.hours.models import Account
from jobcaffe.worklife.care.enums import Outcome, TurnState
from jobcaffe.worklife.care.models import Family, Minding, Turn


def key_of(*parts: object) -> UUID:
    """The same parts, the same key: a movement of hours happens once."""
    return uuid5(NAMESPACE_URL, "care:" + ":".join(str(part) for part in parts))


def hold(minding: Minding) -> None:
    """The hours go to who looked after the children, half and half where two adults did. Refused by
    the ledger past the limit.

    When she has left meanwhile they go to the common fund, as the rest of her account did; of a
    household that is nobody's any more no hours move.
    """
    gives, receiver = _gives(minding), minding.need.family.account_ref
    if gives and receiver and not _closed(receiver):
        done = ledger.post(
            actor=SYSTEM,
            legs={**gives, receiver: -minding.minutes},
            kind=TransferKind.TURN,
            helped_on=minding.turn.day,
            request_key=key_of("turn", minding.pk),
        )
        minding.transfer_ref = done.pk
    tell(minding, Outcome.HELD)


def _gives(minding: Minding) -> dict[UUID, int]:
    """Minutes by account of who looked after the children. Of an odd minute the other has less."""
    first, second = _giver(minding), minding.turn.second
    if first is None:
        return {}
    other = second.account_ref if second else None
    half = minding.minutes // 2
    if not half or other in (None, first) or _closed(other):
        return {first: minding.minutes}
    return {first: minding.minutes - half, other: half}


def _giver(minding: Minding) -> UUID | None:
    account = minding.turn.offer.family.account_ref
    if account is None or not _closed(account):
        return account
    community = Account.objects.values_list("community", flat=True).get(pk=account)
    return hours.fund(community, AccountKind.COMMON).pk


def _closed(account: UUID) -> bool:
    return Account.objects.filter(pk=account, state=AccountState.CLOSED).exists()


def tell(minding: Minding, outcome: Outcome) -> None:
    """Write what the family said; when all families of the turn have, the turn is done."""
    minding.outcome = outcome
    minding.save(update_fields=["outcome", "transfer_ref"])
    _finish(minding.turn)


def _finish(turn: Turn) -> None:
    said = set(turn.mindings.values_list("outcome", flat=True))
    if Outcome.WAITING not in said:
        turn.state = TurnState.HELD if Outcome.HELD in said else TurnState.MISSED
        turn.save(update_fields=["state"])


def settle_past(family: Family) -> None:
    """Who leaves without a word on care that is over: it counts as received, as far as the limit goes."""
    rows = Minding.objects.filter(need__family=family, outcome=Outcome.WAITING)
    for row in rows.select_related("turn__offer__family", "turn__pool", "need__family").order_by("pk"):
        if row.turn.state != TurnState.OFF and row.turn.ends_at <= timezone.now():
            try:
                with transaction.atomic():
                    hold(row)
            except Refused:
                tell(row, Outcome.HELD)

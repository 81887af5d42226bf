"""The common fund and the solidarity fund: donations with consent, and what the funds pay."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from jobcaffe.foundation.access import Refused
from jobcaffe.foundation.db.once import made_before
from jobcaffe.foundation.journal.actions import Actor
from jobcaffe.hours import queries, rules
from jobcaffe.hours.actions.transfers import locked, post
from jobcaffe.hours.enums import AccountKind, AccountState, TransferKind
from jobcaffe.hours.models import Account, Community, Transfer

FUNDS = (AccountKind.COMMON, AccountKind.SOLIDARITY)


@transaction.atomic
def donate(
    *,
    actor: Actor,
    account_id: UUID,
    minutes: int,
    fund: str = AccountKind.SOLIDARITY,
    request_key: UUID | None = None,
) -> Transfer:
    """Give hours to a fund: her own press is the consent. A second press gives the same transfer.

    Refused to who does not hold the account, for more than it has, and for nothing.
    """
    rules.check_minutes(minutes)
    twice = made_before(Transfer, request_key)
    if twice is not None:
        return twice
    account = locked([account_id]).get(account_id)
    if account is None or not rules.holds(actor, account) or fund not in FUNDS:
        raise Refused(_(rules.NOT_THERE))
    if minutes > account.balance:
        raise Refused(_("Puoi donare solo ore che hai già dato. Scrivi meno ore."))
    to = queries.fund(account.community_id, fund)
    legs = {to.pk: minutes, account_id: -minutes}
    return post(actor=actor, legs=legs, kind=TransferKind.DONATION, request_key=request_key)


@transaction.atomic
def grant(
    *,
    actor: Actor,
    account_id: UUID,
    minutes: int,
    fund: str,
    kind: str = TransferKind.GRANT,
    request_key: UUID | None = None,
) -> Transfer:
    """A fund gives hours to a household: desk work paid by the common fund, or a gift (``grant``).

    Only the staff. Refused when the fund has too little. The household reads only "from the fund".
    """
    rules.check_minutes(minutes)
    account = Account.objects.select_related("community").filter(pk=account_id).first()
    if account is None or fund not in FUNDS or kind not in (TransferKind.GRANT, TransferKind.DESK):
        raise Refused(_(rules.NOT_THERE))
    rules.require_keeper(actor, account.community)
    source = queries.fund(account.community_id, fund)
    legs = {account_id: minutes, source.pk: -minutes}
    return post(actor=actor, legs=legs, kind=kind, request_key=request_key)


@transaction.atomic
def share_surplus(
    *, actor: Actor, community_id: UUID, below_minutes: int, request_key: UUID | None = None
) -> Transfer | None:
    """Hours above what households consented to keep go, in proportion, to those below ``-below_minutes``.

    What the solidarity fund already has goes too. One transfer with many sides, so that nobody
    learns who gave to whom. ``None`` when nobody gives or nobody needs. Only the staff or the
    house's weekly job. A second press gives the same transfer.
    """
    twice = made_before(Transfer, request_key)
    if twice is not None:
        return twice
    community = Community.objects.filter(pk=community_id).first()
    if community is None:
        raise Refused(_(rules.NOT_THERE))
    rules.require_keeper(actor, community)
    rows = Account.objects.filter(community=community, state=AccountState.OPEN)
    accounts = locked(list(rows.values_list("pk", flat=True)))
    legs = _shared(list(accounts.values()), below_minutes)
    if not legs:
        return None
    return post(actor=actor, legs=legs, kind=TransferKind.SHARE, request_key=request_key)


def _shared(accounts: list[Account], below: int) -> dict[UUID, int]:
    """Minutes by account, sum zero: what is there covers what is needed, each side in proportion."""
    homes = [row for row in accounts if row.kind == AccountKind.HOUSEHOLD]
    spare = {
        row.pk: row.balance - row.gives_above
        for row in homes
        if row.gives_above is not None and row.balance > row.gives_above
    }
    spare |= {
        row.pk: row.balance for row in accounts if row.kind == AccountKind.SOLIDARITY and row.balance > 0
    }
    lacking = {row.pk: -row.balance - below for row in homes if row.balance < -below and row.pk not in spare}
    moved = min(sum(spare.values()), sum(lacking.values()))
    given, taken = proportional(spare, moved), proportional(lacking, moved)
    legs = {pk: -minutes for pk, minutes in given.items()} | taken
    return {pk: minutes for pk, minutes in legs.items() if minutes}


def proportional(weights: dict[UUID, int], total: int) -> dict[UUID, int]:
    """Whole minutes in proportion to the weights, summing exactly to ``total`` (largest remainder).

    ``total`` is at most the sum of the weights; no share is larger than its weight.
    """
    whole = sum(weights.values())
    if not whole or not total:
        return {}
    shares = {pk: total * weight // whole for pk, weight in weights.items()}
    remainders = sorted(weights, key=lambda pk: (-(total * weights[pk] % whole), str(pk)))
    for pk in remainders[: total - sum(shares.values())]:
        shares[pk] += 1
    return shares

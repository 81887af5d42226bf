"""Closing an account, and forgetting who held it. The hours stay: the sums must hold."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from jobcaffe.foundation.access import Refused
from jobcaffe.foundation.journal.actions import Actor, record
from jobcaffe.hours import queries, rules
from jobcaffe.hours.actions.transfers import locked, post, staff
from jobcaffe.hours.enums import AccountKind, AccountState, TransferKind
from jobcaffe.hours.models import Account, Holder
from jobcaffe.people.rules import require


@transaction.atomic
def close_account(*, actor: Actor, account_id: UUID, give_rest: bool = False) -> Account:
    """Leave: by a holder, or by the staff. A second press finds it closed.

    Hours left are given to the common fund when ``give_rest`` says so; where a balance counts, a
    household in debt levels first: the staff may pay from the fund. Refused otherwise.
    """
    account = locked([account_id]).get(account_id)
    if account is None or account.kind != AccountKind.HOUSEHOLD:
        raise Refused(_(rules.NOT_THERE))
    rules.require_may_take(actor, account)
    if account.state == AccountState.CLOSED:
        return account
    if account.balance > 0 and give_rest:
        common = queries.fund(account.community_id, AccountKind.COMMON)
        legs = {common.pk: account.balance, account.pk: -account.balance}
        post(actor=actor, legs=legs, kind=TransferKind.SETTLING)
    elif account.balance and not account.community.counts_only:
        raise Refused(_uneven(account.balance))
    account.refresh_from_db()
    _close(account)
    if staff(actor, account.community) is not None:
        record(actor, "hours.close", account.community)
    return account


def _uneven(minutes: int) -> str:
    told = rules.in_hours(minutes)
    if minutes > 0:
        return _("Hai ancora %(hours)s da ricevere. Usale, o donale al fondo, poi chiudi.") % {"hours": told}
    return _("Prima di chiudere restano da dare %(hours)s. Se non puoi, chiedi allo sportello.") % {
        "hours": told
    }


def _close(account: Account) -> None:
    account.state, account.closed_on = AccountState.CLOSED, timezone.localdate()
    account.gives_above = account.consented_at = None
    account.save(update_fields=["state", "closed_on", "gives_above", "consented_at"])
    account.invitations.all().delete()


@transaction.atomic
def forget_holder(*, actor: Actor, refs: Sequence[UUID]) -> None:
    """Take an erased person out of her accounts; an account that nobody holds is closed as it stands.

    Its movements say a number, never a name, and stay: the other accounts' sums rest on them.
    """
    require(actor, "person.erase")
    mine = Holder.objects.filter(Holder.of(refs))
    pks = list(mine.values_list("account", flat=True))
    mine.delete()
    held = set(Holder.objects.filter(account__in=pks).values_list("account", flat=True))
    for account in locked(sorted(set(pks) - held)).values():
        _close(account)
    record(actor, "hours.forget", fields=["person"])

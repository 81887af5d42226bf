"""Offering and asking. Each new listing is compared with the others of its bank at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from jobcaffe.foundation.access import Refused, require
from jobcaffe.foundation.accounts.models import User
from jobcaffe.foundation.db.once import made_before
from jobcaffe.foundation.journal.actions import Actor
from jobcaffe.hours import queries as hours
from jobcaffe.hours.models import Account
from jobcaffe.worklife.timebank import catalogue, rules
from jobcaffe.worklife.timebank.actions.suggestions import suggest_for
from jobcaffe.worklife.timebank.enums import ListingKind
from jobcaffe.worklife.timebank.models import Listing

MOST_OPEN = 20


@dataclass(frozen=True)
class Words:
    """What a listing says; ``days`` empty: as usual."""

    kind: str
    category: str
    slots: tuple[str, ...]
    text: str
    days: int | None


@transaction.atomic
def post(
    *,
    actor: User,
    community_id: UUID,
    kind: str,
    category: str,
    slots: Sequence[str] = (),
    text: str = "",
    days: int | None = None,
    request_key: UUID | None = None,
) -> Listing:
    """Offer or ask something in one's bank, for some days. A second press gives the same listing.

    Refused without an account, for words that are not in the lists, for contacts or money in the
    text, for a request of a household at its limit, and beyond twenty open listings.
    """
    require(actor, "bank.member")
    account = rules.own_account(actor, community_id)
    words = Words(kind, category, tuple(slots), text, days)
    return write(account, hours.refs_of(actor)[0], words, request_key)


def write(account: Account, person_ref: UUID, words: Words, request_key: UUID | None) -> Listing:
    """Check and add a listing of a person of this account. In the caller's transaction."""
    twice = made_before(Listing, request_key)
    if twice is not None:
        return twice
    length = words.days or catalogue.number("usual_days")
    rules.check_listing(words.kind, words.category, words.slots, length)
    text = rules.check_text(words.text)
    if words.kind == ListingKind.NEED:
        rules.check_can_ask(account)
    open_now = Listing.objects.filter(account=account, closed_on__isnull=True)
    if open_now.filter(expires_on__gte=timezone.localdate()).count() >= MOST_OPEN:
        raise Refused(_("Hai già molti annunci aperti. Chiudine qualcuno, poi riprova."))
    row = Listing.objects.create(
        community=account.community,
        account=account,
        kind=words.kind,
        category=words.category,
        slots=sorted(set(words.slots)),
        text=text,
        expires_on=timezone.localdate() + timedelta(days=length),
        request_key=request_key,
        **Listing.columns_for(person_ref),
    )
    suggest_for(row)
    return row


@transaction.atomic
def renew(*, actor: Actor, listing_id: UUID, days: int | None = None) -> Listing:
    """Show it again from today for some days; also when it was over or closed. Refused to others."""
    row = rules.own_listing(actor, listing_id)
    length = days or catalogue.number("usual_days")
    rules.check_listing(row.kind, row.category, row.slots, length)
    row.expires_on = timezone.localdate() + timedelta(days=length)
    row.warned_on = row.closed_on = None
    row.save(update_fields=["expires_on", "warned_on", "closed_on"])
    return row


@transaction.atomic
def close(*, actor: Actor, listing_id: UUID) -> Listing:
    """Not offered, or not needed, any more; what was agreed stays agreed. Refused to others."""
    row = rules.own_listing(actor, listing_id)
    if row.closed_on is None:
        row.closed_on = timezone.localdate()
        row.save(update_fields=["closed_on"])
    return row

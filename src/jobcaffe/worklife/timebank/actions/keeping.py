"""Warning before a listing ends, and forgetting what is over or whose author is erased."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from uuid import NAMESPACE_URL, UUID, uuid5

from django.db import transaction
from django.utils import timezone

from jobcaffe.encounters import quiet
from jobcaffe.foundation.journal.actions import SYSTEM, Actor, record
from jobcaffe.foundation.privacy.retention import retention_rules
from jobcaffe.hours import actions as ledger
from jobcaffe.hours import queries as hours
from jobcaffe.hours.enums import AccountState, CommunityKind
from jobcaffe.hours.models import Community, Transfer
from jobcaffe.hours.rules import is_house
from jobcaffe.people.rules import require
from jobcaffe.worklife.timebank import queries
from jobcaffe.worklife.timebank.actions.exchanges import BEFORE_HOURS, step
from jobcaffe.worklife.timebank.enums import ExchangeState, SuggestionState
from jobcaffe.worklife.timebank.models import Exchange, Listing, Side, Suggestion


@transaction.atomic
def warn_ending(*, actor: Actor, today: date | None = None) -> int:
    """Tell authors that a listing is about to end, once for each; how many. The house does it every day."""
    if not is_house(actor):
        require(actor, "bank.desk")
    day = today or timezone.localdate()
    rows = list(queries.ending(day).select_for_update(of=("self",)))
    for row in rows:
        row.warned_on = day
    Listing.objects.bulk_update(rows, ["warned_on"])
    quiet.word(actor, {row.person_ref for row in rows if row.person_sealed})
    return len(rows)


@transaction.atomic
def forget_due(*, actor: Actor, today: date | None = None) -> int:
    """Listings and suggestions that ended months ago go for good; who was in touch with whom goes too.

    Hours stay: they are numbers of accounts. How many rows went.
    """
    if not is_house(actor):
        require(actor, "bank.desk")
    day = today or timezone.localdate()
    limit = retention_rules()["bank"].cut_off(day)
    if limit is None:  # the data controller keeps them
        return 0
    over = Listing.objects.filter(expires_on__lte=limit)
    suggested = Suggestion.objects.filter(expires_on__lte=limit)
    ended = Exchange.objects.filter(changed_at__date__lte=limit).exclude(state__in=queries.OPEN)
    sides = Side.objects.filter(exchange__in=ended.values("pk")).exclude(person_index="")
    gone = over.count() + suggested.count() + sides.count()
    sides.update(person_sealed="", person_index="")
    suggested.delete()
    over.delete()
    if gone:
        record(actor, "bank.forget", fields=["due"])
    return gone


def share_hours(*, actor: Actor = SYSTEM, today: date | None = None) -> int:
    """Once a week, in every bank that keeps balances: what households said they give above so many hours
    goes to those that were warned, one movement for all; how many banks had something to move.
    """
    day = today or timezone.localdate()
    monday = day - timedelta(days=day.weekday())
    banks = hours.communities(CommunityKind.BANK).filter(counts_only=False)
    return sum(_share(actor, one, monday) is not None for one in banks)


def _share(actor: Actor, bank: Community, monday: date) -> Transfer | None:
    key = uuid5(NAMESPACE_URL, f"bank:{bank.pk}:{monday}")
    return ledger.share_surplus(
        actor=actor, community_id=bank.pk, below_minutes=bank.warn_minutes, request_key=key
    )


@transaction.atomic
def forget_member(*, actor: Actor, refs: Sequence[UUID]) -> None:
    """Take an erased person out of the bank: her listings go, what waited for her ends.

    Of an exchange that took place the two accounts and the hours stay, without a person.
    """
    require(actor, "person.erase")
    own = Listing.objects.filter(Listing.of(refs))
    Suggestion.objects.filter(legs__offer__in=own).update(state=SuggestionState.DROPPED)
    Suggestion.objects.filter(legs__need__in=own).update(state=SuggestionState.DROPPED)
    own.delete()
    sides = Side.objects.filter(Side.of(refs))
    touched = list(sides.values_list("exchange", flat=True))
    sides.update(person_sealed="", person_index="")
    closed = Exchange.objects.filter(sides__account__state=AccountState.CLOSED).values("pk")
    for row in Exchange.objects.filter(pk__in=closed, state__in=BEFORE_HOURS, transfer__isnull=True):
        step(row, ExchangeState.CANCELLED)
    for row in Exchange.objects.filter(pk__in=touched, state__in=BEFORE_HOURS, transfer__isnull=True):
        step(row, ExchangeState.CANCELLED)
    record(actor, "bank.forget", fields=["person"])

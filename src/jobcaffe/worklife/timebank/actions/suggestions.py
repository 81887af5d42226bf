"""Swaps and circles of three: found with each new listing, agreed when everybody has said yes."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from jobcaffe.encounters import quiet
from jobcaffe.foundation.access import Refused, require
from jobcaffe.foundation.accounts.models import User
from jobcaffe.foundation.journal.actions import SYSTEM
from jobcaffe.hours import queries as hours
from jobcaffe.worklife.timebank import catalogue, queries, rules
from jobcaffe.worklife.timebank.enums import ExchangeState, ListingKind, Part, SuggestionState
from jobcaffe.worklife.timebank.matching import Ad, best
from jobcaffe.worklife.timebank.models import Exchange, Leg, Listing, Side, Suggestion, Voice


def _ad(row: Listing) -> Ad:
    return Ad(
        row.pk,
        row.account_id,
        row.kind == ListingKind.OFFER,
        row.category,
        frozenset(row.slots),
        int(row.written_at.timestamp()),
    )


def suggest_for(new: Listing) -> Suggestion | None:
    """The best ring through a new listing, if there is one. In the caller's transaction.

    A listing that waits in another suggestion is left out, so that nobody has two at once.
    """
    today = timezone.localdate()
    waiting = Suggestion.objects.filter(state=SuggestionState.OPEN, expires_on__gte=today)
    taken = set(
        Leg.objects.filter(suggestion__in=waiting.values("pk")).values_list("offer", "need").distinct()
    )
    busy = {pk for pair in taken for pk in pair}
    rows = queries.live(today).filter(community=new.community_id).exclude(pk=new.pk)
    others = {row.pk: row for row in rows if row.pk not in busy} | {new.pk: new}
    ring = best(_ad(new), [_ad(row) for pk, row in others.items() if pk != new.pk])
    if not ring:
        return None
    until = today + timedelta(days=catalogue.number("suggestion_days"))
    made = Suggestion.objects.create(community=new.community, expires_on=until)
    Leg.objects.bulk_create(Leg(suggestion=made, offer_id=offer.id, need_id=need.id) for offer, need in ring)
    accounts = sorted({ad.account for arc in ring for ad in arc})
    Voice.objects.bulk_create(Voice(suggestion=made, account_id=pk) for pk in accounts)
    authors = {others[ad.id].person_ref for arc in ring for ad in arc}
    quiet.word(SYSTEM, authors - {new.person_ref})
    return made


@transaction.atomic
def reply(*, actor: User, suggestion_id: UUID, yes: bool) -> Suggestion:
    """Say yes or no to a suggestion. With the last yes every help in it is agreed and contacts show.

    A no leaves it; nobody is told whose. The same answer again changes nothing. Refused to who is
    not in it, and when it is over.
    """
    require(actor, "bank.member")
    rows = Suggestion.objects.select_for_update(of=("self",)).select_related("community")
    mine = hours.accounts_of(actor).values("pk")
    voices = Voice.objects.filter(suggestion=suggestion_id, account__in=mine)
    found = rows.filter(pk__in=voices.values("suggestion")).first()
    if found is None:
        raise Refused(_(rules.GONE))
    if found.state != SuggestionState.OPEN:
        return found
    if found.expires_on < timezone.localdate():
        raise Refused(_("Questa proposta è scaduta. Ne arriveranno altre."))
    voices.update(yes=yes)
    if not yes:
        _end(found, SuggestionState.DROPPED)
    elif not found.voices.exclude(yes=True).exists():
        _agree(found)
    return found


def _end(found: Suggestion, state: SuggestionState) -> None:
    found.state = state
    found.save(update_fields=["state"])


def _agree(found: Suggestion) -> None:
    """Every leg becomes an agreed exchange."""
    _end(found, SuggestionState.AGREED)
    authors = set()
    for leg in found.legs.select_related("offer", "need"):
        made = Exchange.objects.create(
            community=found.community,
            listing=leg.need,
            category=leg.need.category,
            state=ExchangeState.AGREED,
            asked_by=Part.RECEIVER,
        )
        Side.objects.bulk_create([_side(made, leg.offer, Part.GIVER), _side(made, leg.need, Part.RECEIVER)])
        authors |= {leg.offer.person_ref, leg.need.person_ref}
    quiet.word(SYSTEM, authors)


def _side(made: Exchange, listing: Listing, part: Part) -> Side:
    columns = Side.columns_for(listing.person_ref)
    return Side(exchange=made, account_id=listing.account_id, part=part, **columns)

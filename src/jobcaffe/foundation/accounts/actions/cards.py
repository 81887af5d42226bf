"""*Tessera Job Caffè*: the way in for somebody without phone or e-mail."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction
from django.utils import timezone

from jobcaffe.foundation.access import Refused, require
from jobcaffe.foundation.accounts import limits, tokens
from jobcaffe.foundation.accounts.actions.members import member_of
from jobcaffe.foundation.accounts.enums import Way
from jobcaffe.foundation.accounts.models import Card, User
from jobcaffe.foundation.journal.actions import Actor, Subject, record

CARD_TRIES_PER_ADDRESS = 20
CARD_TRIES_IN_ALL = 600
WRONG_CARD = (
    "Questa tessera non apre. Ricontrolla gli otto caratteri o chiedi allo sportello una tessera nuova."
)
TOO_MANY = "Ci sono stati troppi tentativi. Riprova fra un'ora, o passa allo sportello."


def issue_card(*, actor: User, person_ref: UUID, subject: Subject) -> tuple[Card, str]:
    """Make a card for a person whom the caller may see; returns it with its eight characters.

    They are shown once: only their digest is kept. Her earlier cards stop working.
    Refused without the capability ``card.issue``.
    """
    require(actor, "card.issue")
    with transaction.atomic():
        Card.objects.filter(person_ref=person_ref, revoked_at=None).update(revoked_at=timezone.now())
        code = tokens.new_card()
        card = Card.objects.create(person_ref=person_ref, digest=tokens.card_digest(code), issued_by=actor.pk)
        record(actor, "card.issue", card, subject=subject)
    return card, code


def revoke_card(*, actor: User, card: Card, subject: Subject | None = None) -> Card:
    """A card stops working at once. Refused without ``card.issue``; twice is harmless."""
    require(actor, "card.issue")
    with transaction.atomic():
        row = Card.objects.select_for_update().get(pk=card.pk)
        if row.revoked_at is None:
            row.revoked_at = timezone.now()
            row.save(update_fields=["revoked_at"])
            record(actor, "card.revoke", row, subject=subject)
    return row


def revoke_cards_of(*, actor: Actor, person_ref: UUID, subject: Subject | None = None) -> int:
    """All cards of a person stop working; how many did. The caller has decided: refuses nothing."""
    with transaction.atomic():
        count = Card.objects.filter(person_ref=person_ref, revoked_at=None).update(revoked_at=timezone.now())
        if count:
            record(actor, "card.revoke", subject=subject, reason=str(count))
    return count


def use_card(*, actor: Actor, text: str, address: str) -> User:
    """The member whose card this is. ``text`` may have spaces, dashes, small letters.

    Refused for unknown and revoked cards in the same words, for cards of people who work here,
    and beyond 20 tries an hour from one network address or 600 wrong ones from everywhere.
    """
    if not limits.hit("card-from", address, limit=CARD_TRIES_PER_ADDRESS):
        raise Refused(TOO_MANY)
    user = _try_card(actor, tokens.clean_card(text))
    if user is None:
        within = limits.hit("card-wrong", "", limit=CARD_TRIES_IN_ALL)
        raise Refused(WRONG_CARD if within else TOO_MANY)
    return user


def _try_card(actor: Actor, card: str) -> User | None:
    with transaction.atomic():
        row = (
            Card.objects.select_for_update().filter(digest=tokens.card_digest(card), revoked_at=None).first()
        )
        user = _holder(row)
        if user is None or row is None:
            record(actor, "signin.failed", reason=Way.CARD)
            return None
        row.last_used_at = timezone.now()
        row.save(update_fields=["last_used_at"])
        return user


def _holder(card: Card | None) -> User | None:
    try:
        user = member_of(card.person_ref) if card else None
    except Refused:
        return None
    # Eight printed characters are one factor; whoever sees other people's data needs more.
    return user if user and not user.is_staff else None

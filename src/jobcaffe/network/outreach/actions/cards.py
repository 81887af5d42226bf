"""Taking a card in hand: one organisation is called by one person at a time."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from jobcaffe.foundation.access import Refused, require
from jobcaffe.foundation.accounts.models import User
from jobcaffe.foundation.journal.actions import record
from jobcaffe.network.outreach import catalogue, queries, rules
from jobcaffe.network.outreach.enums import Next, Standing
from jobcaffe.network.outreach.models import Card
from jobcaffe.organisations.models import Organisation

LOCKS = ("self", "organisation")
PRIORITIES = (-1, 0, 1)


def _other_holder(card: Card, actor: User) -> Card | None:
    """The card of the same organisation that somebody else has in hand, whatever the campaign."""
    held = Card.objects.filter(organisation=card.organisation_id, held_until__gt=timezone.now())
    return held.exclude(holder=actor).select_related("holder").order_by("held_until").first()


def check_free(card: Card, actor: User) -> None:
    """Refused while somebody else has the organisation in hand. Call with its row locked."""
    other = _other_holder(card, actor)
    if other is not None and other.holder is not None:
        raise Refused(_("La sta sentendo %(who)s. Prendi la prossima.") % {"who": other.holder.name})


@transaction.atomic
def hold(*, actor: User, card: Card) -> None:
    """Keep the card, already locked, for two hours; whatever else she had in hand is free again.

    For the actions of this room, which have looked whether somebody else has it.
    """
    Card.objects.filter(holder=actor).exclude(pk=card.pk).update(holder=None, held_until=None)
    card.holder = actor
    card.held_until = timezone.now() + timedelta(minutes=catalogue.number("hold_minutes"))
    card.save(update_fields=["holder", "held_until"])
    record(actor, "campaign.take", card, fields=["holder"])


def locked(actor: User, card_id: UUID) -> Card:
    """A card that she may see, locked together with its organisation. Refused when it is not there."""
    rows = queries.visible_cards(actor).select_for_update(of=LOCKS)
    found = rows.filter(pk=card_id).first()
    if found is None:
        raise Refused(rules.GONE)
    return found


@transaction.atomic
def take_next(*, actor: User, campaign_id: UUID | None = None) -> Card | None:
    """The next card to call, held for the actor for two hours; ``None`` when there is nothing to do.

    Two people never get the same card, nor two cards of one organisation: rows that another
    transaction is looking at are skipped, and whoever was quicker is seen once the row is locked.
    Pressing twice gives the card that is already in hand.
    """
    require(actor, "campaign.work")
    # Two presses of one person wait for each other here.
    User.objects.select_for_update().get(pk=actor.pk)
    campaign = queries.campaign_of(actor, campaign_id) if campaign_id else None
    mine = queries.held_by(actor)
    if mine is not None and (campaign is None or mine.campaign_id == campaign.pk):
        return mine
    card = _next_free(actor, queries.due(actor, campaign))
    if card is not None:
        hold(actor=actor, card=card)
    return card


def _next_free(actor: User, waiting: object) -> Card | None:
    passed: list[UUID] = []
    while True:
        rows = waiting.exclude(pk__in=passed)  # type: ignore[attr-defined]
        card: Card | None = rows.select_for_update(of=LOCKS, skip_locked=True).first()
        if card is None or _other_holder(card, actor) is None:
            return card
        passed.append(card.pk)


@transaction.atomic
def take(*, actor: User, card_id: UUID) -> Card:
    """Take one card in hand, also before its day. Refused while somebody else calls the organisation, and
    when it wants no contact.
    """
    require(actor, "campaign.work")
    card = locked(actor, card_id)
    check_free(card, actor)
    if card.standing == Standing.NEVER or any(
        one.reach == "all" for one in queries.refusing(card.organisation_id)
    ):
        raise Refused(_("Questa organizzazione non vuole essere contattata. Prendi la prossima."))
    hold(actor=actor, card=card)
    return card


@transaction.atomic
def let_go(*, actor: User, card_id: UUID) -> Card:
    """Leave a card to the others without calling. Nothing happens when somebody else has it by now."""
    require(actor, "campaign.work")
    card = locked(actor, card_id)
    if card.holder_id == actor.pk:
        card.holder = card.held_until = None
        card.save(update_fields=["holder", "held_until"])
        record(actor, "campaign.let_go", card, fields=["holder"])
    return card


@transaction.atomic
def prioritise(*, actor: User, card_id: UUID, priority: int) -> Card:
    """Call it before (1), with (0) or after (-1) the others. Refused for any other number."""
    require(actor, "campaign.manage")
    card = locked(actor, card_id)
    if priority not in PRIORITIES:
        raise Refused(_("Scegli prima, con le altre o dopo."))
    card.priority = priority
    card.save(update_fields=["priority"])
    record(actor, "campaign.priority", card, fields=["priority"])
    return card


@transaction.atomic
def found_number(*, actor: User, card_id: UUID, phone: str) -> Card:
    """The right number was found: it is written on the organisation, which is called today.

    Refused without a number.
    """
    require(actor, "organisation.write")
    card = locked(actor, card_id)
    if not phone:
        raise Refused(_("Scrivi il numero giusto."))
    Organisation.objects.filter(pk=card.organisation_id).update(phone=phone)
    card.standing, card.next_action = Standing.OPEN, Next.CALL
    card.due_on = rules.after_working_days(timezone.localdate(), 0)
    card.save(update_fields=["standing", "next_action", "due_on"])
    record(actor, "organisation.update", card.organisation, fields=["phone"])
    return card

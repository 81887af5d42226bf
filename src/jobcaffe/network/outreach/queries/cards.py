"""Reading cards: what is to do today, for whom, and what was said last time."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils import timezone

from jobcaffe.foundation import access
from jobcaffe.foundation.accounts.models import User
from jobcaffe.network.outreach import catalogue
from jobcaffe.network.outreach.enums import CALLABLE, Next
from jobcaffe.network.outreach.models import Campaign, Card, Refusal, Touch
from jobcaffe.network.outreach.queries.campaigns import running_campaigns, visible_to

LAST = 3


def visible_cards(user: object) -> QuerySet[Card]:
    """The cards of the campaigns that the user may see."""
    return Card.objects.filter(campaign__in=visible_to(user)).select_related("organisation", "campaign")


def card_of(user: object, card_id: UUID) -> Card | None:
    """One card with its organisation and whom to talk to."""
    rows = visible_cards(user).filter(pk=card_id).select_related("holder")
    return rows.prefetch_related("organisation__contacts__consents").first()


def _refused() -> Exists:
    return Exists(Refusal.objects.filter(organisation=OuterRef("organisation"), lifted_at=None, reach="all"))


def _working(user: object, campaign: Campaign | None) -> QuerySet[Card]:
    campaigns = running_campaigns(user)
    chosen = campaigns.filter(pk=campaign.pk) if campaign else campaigns
    rows = Card.objects.filter(campaign__in=chosen, standing__in=CALLABLE)
    return rows.filter(~_refused()).select_related("organisation", "campaign")


def due(user: object, campaign: Campaign | None = None) -> QuerySet[Card]:
    """Whom to call today, in order: promised, priority, the day it was due, never called, oldest call.

    Cards that somebody else is calling are left out, and with them the other cards of the same
    organisation.
    """
    today, now = timezone.localdate(), timezone.now()
    held = Card.objects.filter(organisation=OuterRef("organisation"), held_until__gt=now)
    rows = _working(user, campaign).filter(next_action=Next.CALL, due_on__lte=today)
    rows = rows.filter(~Exists(held.exclude(holder_id=getattr(user, "pk", None))))
    return rows.order_by(
        "-promised", "-priority", "due_on", F("called_at").asc(nulls_first=True), "added_at", "pk"
    )


def to_write(user: object, campaign: Campaign | None = None) -> QuerySet[Card]:
    """Whom to send the invitation to."""
    today = timezone.localdate()
    rows = _working(user, campaign).filter(next_action=Next.MAIL, due_on__lte=today)
    return rows.order_by("due_on", "pk")


def numbers_to_find(user: object, campaign: Campaign | None = None) -> QuerySet[Card]:
    """Organisations whose number was wrong."""
    chosen = running_campaigns(user)
    rows = visible_cards(user).filter(campaign__in=chosen, next_action=Next.NUMBER)
    return (rows.filter(campaign=campaign) if campaign else rows).order_by("due_on", "pk")


def held_by(user: User) -> Card | None:
    """The card that the user has in hand now."""
    rows = visible_cards(user).filter(holder=user, held_until__gt=timezone.now())
    return rows.order_by("-held_until").first()


def _standing_touches() -> QuerySet[Touch]:
    """Touches that hold: neither corrections nor corrected."""
    return Touch.objects.filter(corrects=None, corrected_by=None)


def latest_touches(
    user: object, organisations: Collection[UUID] | QuerySet[Any, Any], most: int = LAST
) -> dict[UUID, list[Touch]]:
    """The last touches of each organisation by anybody, also from other campaigns and from the desk."""
    if not access.allows(user, "campaign.work"):
        return {}
    rows = _standing_touches().filter(organisation__in=organisations).select_related("by", "campaign")
    found: dict[UUID, list[Touch]] = defaultdict(list)
    for touch in rows.order_by("-at", "pk"):
        if len(found[touch.organisation_id]) < most:
            found[touch.organisation_id].append(touch)
    return found


def mine_today(user: User) -> QuerySet[Touch]:
    """What the user wrote today, the newest first."""
    start = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
    rows = _standing_touches().filter(by=user, at__gte=start, mailing=None)
    return rows.select_related("organisation", "campaign").order_by("-at", "pk")


def undoable(user: User) -> QuerySet[Touch]:
    """Her touches of the last ten minutes that are still the last word on their card."""
    limit = timezone.now() - timedelta(minutes=catalogue.number("undo_minutes"))
    later = _standing_touches().filter(at__gt=OuterRef("at"))
    same_card = Exists(later.filter(card=OuterRef("card"), card__isnull=False))
    same_desk = Exists(later.filter(organisation=OuterRef("organisation"), card__isnull=True))
    rows = _standing_touches().filter(by=user, at__gte=limit, mailing=None)
    return (
        rows.filter(~same_card, ~Q(same_desk, card=None)).select_related("organisation").order_by("-at", "pk")
    )


def refusing(organisation_id: UUID) -> list[Refusal]:
    """What an organisation does not want now."""
    return list(Refusal.objects.filter(organisation=organisation_id, lifted_at=None))

"""Reading campaigns: whose they are, whom they aim at, who gets a mailing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils import timezone

from jobcaffe.foundation import access
from jobcaffe.foundation.notices import queries as notices
from jobcaffe.foundation.notices import rules as notice_rules
from jobcaffe.foundation.notices.enums import Channel, Scope
from jobcaffe.foundation.privacy import crypto
from jobcaffe.network.outreach.enums import CALLABLE, Way
from jobcaffe.network.outreach.models import Campaign, Card, Mailing, Refusal
from jobcaffe.organisations.enums import Kind, Section, Stage
from jobcaffe.organisations.models import Organisation

# Key of the target → column of an organisation.
TARGETS = {"kinds": "kind", "sectors": "section", "municipalities": "municipality", "stages": "stage"}


def visible_to(user: object) -> QuerySet[Campaign]:
    """All campaigns for who manages them; for who calls, those open to everybody and her own."""
    if access.allows(user, "campaign.manage"):
        return Campaign.objects.all()
    if not access.allows(user, "campaign.work"):
        return Campaign.objects.none()
    own: UUID | None = getattr(user, "pk", None)
    working = Campaign.workers.through.objects
    taken = working.values("campaign_id")
    mine = working.filter(user=own).values("campaign_id")
    return Campaign.objects.filter(~Q(pk__in=taken) | Q(pk__in=mine))


def running_campaigns(user: object, day: date | None = None) -> QuerySet[Campaign]:
    """Those whose organisations are called today."""
    today = day or timezone.localdate()
    return visible_to(user).filter(closed_at=None, starts_on__lte=today, ends_on__gte=today)


def campaign_of(user: object, campaign_id: UUID) -> Campaign | None:
    """One campaign, ``None`` when it is not there or not to be seen."""
    return visible_to(user).filter(pk=campaign_id).first()


def matching(target: dict[str, Any]) -> QuerySet[Organisation]:
    """The organisations that a target aims at, without those that want no contact at all."""
    rows = Organisation.objects.exclude(
        pk__in=Refusal.objects.filter(lifted_at=None, reach="all").values("organisation")
    )
    wanted = {f"{column}__in": target[key] for key, column in TARGETS.items() if target.get(key)}
    return rows.filter(**wanted)


def target_words(target: dict[str, Any]) -> str:
    """The target as one reads it: "associazione, scuola; Lainate, Rho"."""
    labels = {**dict(Kind.choices), **dict(Section.choices), **dict(Stage.choices)}
    parts = [
        ", ".join(str(labels.get(one, one)) for one in target[key]) for key in TARGETS if target.get(key)
    ]
    return "; ".join(parts)


def mailing_of(user: object, mailing_id: UUID) -> Mailing | None:
    """One mailing of a campaign that the user may see."""
    found = Mailing.objects.filter(pk=mailing_id, campaign__in=visible_to(user))
    return found.select_related("campaign", "created_by").first()


def _asked(mailing: Mailing) -> QuerySet[Card]:
    rows = Card.objects.filter(campaign_id=mailing.campaign_id, stage__in=mailing.stages)
    rows = rows.filter(standing__in=CALLABLE).select_related("organisation", "campaign")
    return rows.prefetch_related("organisation__contacts").order_by("organisation__search_name", "pk")


@dataclass(frozen=True)
class Skip:
    """A card that does not get a mailing, and why."""

    card: Card
    why: str


def sorted_out(mailing: Mailing) -> tuple[list[Card], list[Skip]]:
    """Who gets it now, and who of its stages does not, each with the reason."""
    cards = list(_asked(mailing))
    refused = set(Refusal.objects.filter(lifted_at=None).values_list("organisation_id", flat=True))
    stopped = _stopped([card.organisation.email for card in cards])
    wanted, skips = [], []
    for card in cards:
        why = _why(card, mailing, refused, stopped)
        if why:
            skips.append(Skip(card, why))
        else:
            wanted.append(card)
    return wanted, skips


def _stopped(emails: list[str]) -> dict[str, str]:
    """Addresses that may not be written to → why, in two questions."""
    index = {crypto.blind_index("email", crypto.normalise_email(one)): one for one in emails if one}
    keys = {notice_rules.recipient_key(index=one): one for one in index}
    found = {index[one]: "bounced" for one in notices.bounced_among(list(index))}
    opted = notices.opted_out_among(list(keys), scope=Scope.NEWS, channel=Channel.MAIL)
    return found | {index[keys[one]]: "opted_out" for one in opted}


def _why(card: Card, mailing: Mailing, refused: set[UUID], stopped: dict[str, str]) -> str:
    organisation = card.organisation
    # Who stopped our e-mails gets no letters instead.
    if organisation.pk in refused or stopped.get(organisation.email) == "opted_out":
        return "refused"
    if mailing.way == Way.LETTER:
        return "" if organisation.address else "no_address"
    return stopped.get(organisation.email, "") if organisation.email else "no_email"


def addressees(mailing: Mailing) -> list[Card]:
    """The cards that get it now: at one of its stages, not closed, with a way to reach them, no refusal."""
    return sorted_out(mailing)[0]


def skipped(mailing: Mailing) -> list[Skip]:
    """The cards of its stages that do not get it, each with its reason."""
    return sorted_out(mailing)[1]


def letters_of(mailing: Mailing) -> list[Card]:
    """The cards whose letters are printed: those to send, or those that were sent already."""
    if mailing.state == "done":
        rows = Card.objects.filter(touches__mailing=mailing).select_related("organisation", "campaign")
        return list(
            rows.prefetch_related("organisation__contacts").order_by("organisation__search_name", "pk")
        )
    return addressees(mailing)

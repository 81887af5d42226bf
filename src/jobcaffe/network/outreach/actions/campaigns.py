"""Writing a campaign and choosing its organisations."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from jobcaffe.foundation.access import Refused, require
from jobcaffe.foundation.accounts.models import User
from jobcaffe.foundation.db.once import made_before
from jobcaffe.foundation.journal.actions import record
from jobcaffe.network.outreach import queries, rules
from jobcaffe.network.outreach.models import Campaign, Card, Exclusion, Refusal
from jobcaffe.network.outreach.queries.campaigns import TARGETS
from jobcaffe.organisations.models import Organisation

EDITABLE = ("name", "goal", "script", "starts_on", "ends_on", "target", "mail_subject", "mail_text")


def _fill(campaign: Campaign, values: dict[str, Any]) -> list[str]:
    changed = [name for name in EDITABLE if name in values and getattr(campaign, name) != values[name]]
    for name in changed:
        setattr(campaign, name, values[name])
    if campaign.ends_on < campaign.starts_on:
        raise Refused(_("L'ultimo giorno viene dopo il primo. Controlla le date."))
    if set(campaign.target) - set(TARGETS):
        raise Refused(_("Scegli a chi ci si rivolge fra le scelte della pagina."))
    if campaign.mail_subject or campaign.mail_text:
        rules.check_text(campaign.mail_subject, campaign.mail_text)
    return changed


def locked(actor: User, campaign_id: UUID) -> Campaign:
    """The campaign, locked. Refused when it is not there or closed."""
    found = queries.visible_to(actor).select_for_update().filter(pk=campaign_id).first()
    if found is None or found.closed_at is not None:
        raise Refused(_("Questa campagna è chiusa. Torna all'elenco delle campagne."))
    return found


@transaction.atomic
def create_campaign(
    *, actor: User, workers: Iterable[User] = (), request_key: UUID | None = None, **values: Any
) -> Campaign:
    """Write a campaign and put in the organisations of its target.

    Refused: dates the wrong way round, a target or a field of the message that does not exist.
    """
    require(actor, "campaign.manage")
    before = made_before(Campaign, request_key)
    if before is not None:
        return before
    made = Campaign(request_key=request_key)
    _fill(made, values)
    made.save(force_insert=True)
    made.workers.set(workers)
    record(actor, "campaign.create", made, fields=sorted(values))
    _add(made, queries.matching(made.target))
    return made


@transaction.atomic
def update_campaign(
    *, actor: User, campaign_id: UUID, workers: Iterable[User] = (), **values: Any
) -> Campaign:
    """Change it, and put in who is newly aimed at; nobody is thrown out. Refused as when it is created."""
    require(actor, "campaign.manage")
    found = locked(actor, campaign_id)
    changed = _fill(found, values)
    found.save()
    found.workers.set(workers)
    record(actor, "campaign.update", found, fields=[*changed, "workers"])
    if "target" in changed:
        _add(found, queries.matching(found.target))
    return found


@transaction.atomic
def close_campaign(*, actor: User, campaign_id: UUID) -> Campaign:
    """Nobody is called any more; what was written stays. Refused when it is closed already."""
    require(actor, "campaign.manage")
    found = locked(actor, campaign_id)
    found.closed_at = timezone.now()
    found.save(update_fields=["closed_at"])
    record(actor, "campaign.close", found)
    return found


def _add(campaign: Campaign, organisations: Iterable[Organisation]) -> int:
    """New cards, without the excluded, those that want no contact and those that are there."""
    out = set(Exclusion.objects.filter(campaign=campaign).values_list("organisation_id", flat=True))
    out |= set(Refusal.objects.filter(lifted_at=None, reach="all").values_list("organisation_id", flat=True))
    out |= set(Card.objects.filter(campaign=campaign).values_list("organisation_id", flat=True))
    first = max(campaign.starts_on, timezone.localdate())
    day = rules.after_working_days(first, 0)
    new = [
        Card(campaign=campaign, organisation=one, due_on=day) for one in organisations if one.pk not in out
    ]
    Card.objects.bulk_create(new, ignore_conflicts=True, batch_size=500)
    return len(new)


@transaction.atomic
def add_organisations(*, actor: User, campaign_id: UUID, refs: Iterable[UUID]) -> int:
    """Put organisations in; how many are new. Those excluded, refusing or there already are left out.

    Refused for a campaign that is closed.
    """
    require(actor, "campaign.manage")
    found = locked(actor, campaign_id)
    added = _add(found, Organisation.objects.filter(pk__in=list(refs)))
    record(actor, "campaign.add", found, fields=["cards"])
    return added


@transaction.atomic
def exclude(*, actor: User, campaign_id: UUID, organisation_id: UUID, reason: str = "") -> None:
    """Leave an organisation alone in this campaign. Its card goes when nothing was written on it yet."""
    require(actor, "campaign.manage")
    found = locked(actor, campaign_id)
    organisation = Organisation.objects.filter(pk=organisation_id).first()
    if organisation is None:
        raise Refused(rules.GONE)
    Exclusion.objects.get_or_create(
        campaign=found, organisation=organisation, defaults={"reason": reason.strip()[:120]}
    )
    cards = Card.objects.filter(campaign=found, organisation=organisation)
    cards.filter(touches=None).delete()
    cards.update(standing="no", next_action="none", due_on=None, promised=False)
    record(actor, "campaign.exclude", found, fields=["exclusions"])


@transaction.atomic
def include(*, actor: User, campaign_id: UUID, organisation_id: UUID) -> None:
    """Take an organisation off the exclusion list; it is not put in by that. Twice is the same as once."""
    require(actor, "campaign.manage")
    found = locked(actor, campaign_id)
    gone, _details = Exclusion.objects.filter(campaign=found, organisation=organisation_id).delete()
    if gone:
        record(actor, "campaign.exclude", found, fields=["exclusions"])

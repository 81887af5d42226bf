"""A campaign with organisations in it, for these tests and for the attacks."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from jobcaffe.foundation.accounts.models import User
from jobcaffe.network.outreach import actions
from jobcaffe.network.outreach.models import Campaign, Card
from tests import factories

SCRIPT = "Buongiorno, sono del Job Caffè.\nVi raccontiamo il progetto.\nVenite al primo incontro?"
INVITATION = "Gentile {referente},\nvi aspettiamo a {comune}.\n{chi_scrive}"


def campaign(coordinator: User | None = None, *, organisations: int = 0, **fields: Any) -> Campaign:
    """A campaign that runs today, with so many organisations in it."""
    today = timezone.localdate()
    values: dict[str, Any] = {
        "name": "Estate",
        "goal": "Conoscere le associazioni",
        "script": SCRIPT,
        "starts_on": today - timedelta(days=30),
        "ends_on": today + timedelta(days=60),
        "target": {"kinds": ["union"]},
        "mail_subject": "Invito per {organizzazione}",
        "mail_text": INVITATION,
        **fields,
    }
    made = actions.create_campaign(actor=coordinator or factories.user("coordinator"), **values)
    for number in range(organisations):
        card(made, name=f"Associazione {number:03d}")
    return made


def card(of: Campaign, *, due_on: date | None = None, **fields: Any) -> Card:
    """A card due today, of a new association."""
    known = {"municipality": "Lainate", "phone": "+390293700041", "address": "via Roma 1", **fields}
    body = known.pop("organisation", None) or factories.organisation(kind="association", **known)
    return Card.objects.create(campaign=of, organisation=body, due_on=due_on or timezone.localdate())

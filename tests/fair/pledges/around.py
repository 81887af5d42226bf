"""Promises, visitors and consents to begin a test with."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.utils import timezone

from jobcaffe.fair.events.models import Fair, Stand
from jobcaffe.fair.pledges import actions
from jobcaffe.fair.pledges.models import Pledge
from jobcaffe.fair.pledges.rules import Words
from jobcaffe.fair.visits.models import Consent, Visitor
from tests import factories

PHONE = "+393331112223"


def words(text: str = "aprire il forno alle scuole", **fields: Any) -> Words:
    """What somebody promises, for a month from now."""
    values: dict[str, Any] = {"due_on": timezone.localdate() + timedelta(days=30), "with_whom": "la Banda"}
    return Words(text, **{**values, **fields})


def promised(fair: Fair, text: str = "aprire il forno alle scuole", **fields: Any) -> Pledge:
    """A promise that waits to be read."""
    return actions.promise(fair=fair, words=words(text), **fields)


def shown(fair: Fair, text: str = "aprire il forno alle scuole", **fields: Any) -> Pledge:
    """A promise on the wall."""
    return actions.show(actor=factories.user("desk"), pledge_id=promised(fair, text, **fields).pk)


def visitor(fair: Fair, code: str = "F4-118", **fields: Any) -> Visitor:
    """Somebody who signed up with a telephone."""
    values: dict[str, Any] = {"name": "Nadia Visitatrice", "contact": PHONE, **fields}
    return Visitor.objects.create(fair=fair, code=code, **values)


def consent(who: Visitor, stand: Stand) -> Consent:
    """*Questo espositore può contattarmi*."""
    return Consent.objects.create(visitor=who, stand=stand)


def over(**fields: Any) -> Fair:
    """A fair that was twenty days ago."""
    return factories.fair(opens_at=factories.moment(-20, 9), **fields)

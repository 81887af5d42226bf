"""What leaves for exhibitors: to those who speak for them, or to the organisation's own address."""

from __future__ import annotations

from django.conf import settings
from django.urls import reverse

from jobcaffe.fair.events.enums import StandState
from jobcaffe.fair.events.models import Stand
from jobcaffe.foundation.journal.actions import Actor
from jobcaffe.organisations.messages import tell


def link_of(stand: Stand) -> str:
    """The page where an exhibitor tells what it brings, for who enters."""
    return f"{settings.SITE_URL}{reverse('fairstand:stand', args=[stand.fair.slug])}"


def _tell(actor: Actor, stand: Stand, template: str) -> None:
    context = {"fair": stand.fair.name, "day": stand.fair.opens_at, "link": link_of(stand)}
    key = f"{template}:{stand.pk}:{stand.asked_at.isoformat()}"
    tell(actor, stand.organisation, template, context, key=key, until=stand.fair.opens_at)


def invited(actor: Actor, stand: Stand) -> None:
    """Ask an organisation to come."""
    _tell(actor, stand, "stand_invited")


def answered(actor: Actor, stand: Stand) -> None:
    """The yes or the no of the house."""
    _tell(actor, stand, "stand_accepted" if stand.state == StandState.ACCEPTED else "stand_declined")

"""What leaves for exhibitors: to those who speak for them, or to the organisation's own address."""

from __future__ import annotations

from django.conf import settings
from django.urls import reverse

from jobcaffe.fair.events.enums import StandState
from jobcaffe.fair.events.models import Stand
from jobcaffe.foundation.journal.actions import Actor
from jobcaffe.foundation.notices.actions import Recipient, send


def recipients(stand: Stand) -> list[tuple[str, Recipient]]:
    """Key and address of whom to write to: its delegates; without one, the organisation itself."""
    body = stand.organisation
    speaking = body.delegates.filter(revoked_at=None).select_related("user")
    found = [
        (str(one.user.pk), Recipient(one.user.name, one.user.email)) for one in speaking if one.user.email
    ]
    address = f"{body.address}\n{body.municipality}".strip()
    return found or [(str(body.pk), Recipient(body.name, body.email, body.phone, address=address))]


def link_of(stand: Stand) -> str:
    """The page where an exhibitor tells what it brings, for who enters."""
    return f"{settings.SITE_URL}{reverse('fairstand:stand', args=[stand.fair.slug])}"


def _tell(actor: Actor, stand: Stand, template: str) -> None:
    context = {"fair": stand.fair.name, "day": stand.fair.opens_at, "link": link_of(stand)}
    for who, to in recipients(stand):
        send(
            actor=actor, to=to, template=template, context=context,
            dedupe_key=f"{template}:{stand.pk}:{stand.asked_at.isoformat()}:{who}",
            expires_at=stand.fair.opens_at,
        )  # fmt: skip


def invited(actor: Actor, stand: Stand) -> None:
    """Ask an organisation to come."""
    _tell(actor, stand, "stand_invited")


def answered(actor: Actor, stand: Stand) -> None:
    """The yes or the no of the house."""
    _tell(actor, stand, "stand_accepted" if stand.state == StandState.ACCEPTED else "stand_declined")

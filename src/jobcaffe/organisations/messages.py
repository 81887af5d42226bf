"""What leaves for organisations: to those who speak for them, or to their own address."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from jobcaffe.foundation.journal.actions import Actor
from jobcaffe.foundation.notices.actions import Recipient, send
from jobcaffe.organisations.models import Organisation


def recipients(organisation: Organisation) -> list[tuple[str, Recipient]]:
    """Key and address of whom to write to: its delegates; without one, the organisation itself."""
    speaking = organisation.delegates.filter(revoked_at=None).select_related("user")
    found = [
        (str(one.user.pk), Recipient(one.user.name, one.user.email)) for one in speaking if one.user.email
    ]
    address = f"{organisation.address}\n{organisation.municipality}".strip()
    itself = Recipient(organisation.name, organisation.email, organisation.phone, address=address)
    return found or [(str(organisation.pk), itself)]


def tell(
    actor: Actor,
    organisation: Organisation,
    template: str,
    context: Mapping[str, object],
    *,
    key: str,
    until: datetime | None = None,
) -> None:
    """One message to each who speaks for it; the same key is told once."""
    for who, to in recipients(organisation):
        send(
            actor=actor,
            to=to,
            template=template,
            context=context,
            dedupe_key=f"{key}:{who}",
            expires_at=until,
        )

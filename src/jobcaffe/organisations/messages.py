"""What leaves for organisations: to those who speak for them, or to their own address."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime

from jobcaffe.foundation import access
from jobcaffe.foundation.accounts.models import User
from jobcaffe.foundation.journal.actions import Actor
from jobcaffe.foundation.notices.actions import Recipient, send
from jobcaffe.organisations.models import Organisation


def speaking(organisation: Organisation) -> list[User]:
    """Who speaks for it today and has an e-mail address, the first invited first."""
    rows = organisation.delegates.filter(revoked_at=None, user__is_active=True).select_related("user")
    return [one.user for one in rows if one.user.email and access.allows(one.user, "partner.own")]


def recipients(organisation: Organisation) -> list[tuple[str, Recipient]]:
    """Key and address of whom to write to: its delegates; without one, the organisation itself."""
    found = [(str(user.pk), Recipient(user.name, user.email)) for user in speaking(organisation)]
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
    link: Callable[[str], str] | None = None,
    until: datetime | None = None,
) -> None:
    """One message to each who speaks for it; the same key is told once.

    ``link`` makes the address with which each answers, from the key of her account (empty for the
    organisation itself): it stops when she no longer speaks for it (:func:`queries.link_stands`).
    """
    for who, to in recipients(organisation):
        own = "" if who == str(organisation.pk) else who
        send(
            actor=actor,
            to=to,
            template=template,
            context={**context, "link": link(own)} if link else context,
            dedupe_key=f"{key}:{who}",
            expires_at=until,
        )

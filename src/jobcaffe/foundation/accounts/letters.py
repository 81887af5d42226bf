"""Messages about somebody's own access: to whom they go, and until when they are of use."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings
from django.utils import timezone

from jobcaffe.foundation.accounts.contacts import Contact
from jobcaffe.foundation.accounts.models import User
from jobcaffe.foundation.journal.actions import Actor
from jobcaffe.foundation.notices.actions import Recipient, send


def send_to(
    actor: Actor,
    contact: Contact,
    user: User | None,
    template: str,
    context: dict[str, object],
    expires_at: datetime | None = None,
) -> None:
    """Queue a message to a contact, in the language of the account behind it."""
    to = Recipient(
        email=contact.value if contact.kind == "email" else "",
        phone=contact.value if contact.kind == "phone" else "",
        language=user.language if user else "it",
    )
    send(
        actor=actor,
        to=to,
        template=template,
        context=context,
        channel=contact.channel,
        expires_at=expires_at,
    )


def send_code(actor: Actor, contact: Contact, user: User | None, digits: str, link: str) -> None:
    """Queue a code to sign in; it does not leave any more when it has become useless."""
    words = {"code": digits, "link": link, "minutes": settings.SIGN_IN_CODE_MINUTES}
    until = timezone.now() + timedelta(minutes=settings.SIGN_IN_CODE_MINUTES)
    send_to(actor, contact, user, "sign_in_code", words, until)


def send_unknown(actor: Actor, contact: Contact) -> None:
    """Queue the answer for a contact that nobody has: the same writes as for a code.

    A mail says that we do not know the address. A telephone message is queued already expired:
    it never leaves, so that nobody can make the house pay for messages to strangers.
    """
    until = timezone.now() if contact.kind == "phone" else None
    send_to(actor, contact, None, "sign_in_unknown", {"link": settings.SITE_URL}, until)


def tell(actor: Actor, user: User, template: str) -> None:
    """Write to a member of staff about her own access, where she can be reached."""
    kind = "email" if user.email else "phone"
    value = getattr(user, kind)
    if value:
        send_to(actor, Contact(kind, value), user, template, {"link": settings.SITE_URL})

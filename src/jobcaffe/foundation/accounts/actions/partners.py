"""The account of somebody who speaks for an organisation: made at the desk, closed at the desk."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone

from jobcaffe.foundation.access import Refused
from jobcaffe.foundation.accounts import letters
from jobcaffe.foundation.accounts.actions.sessions import end_devices_of
from jobcaffe.foundation.accounts.contacts import Contact, whose
from jobcaffe.foundation.accounts.enums import Role
from jobcaffe.foundation.accounts.models import Grant, User
from jobcaffe.foundation.journal.actions import Actor, record

IN_USE = "Questo recapito è già usato per un altro accesso. Scrivine un altro."


@transaction.atomic
def open_partner(*, actor: Actor, name: str, contact: Contact, organisation_ref: UUID) -> User:
    """An account with the role *organisation*, told to its owner; who calls it has checked the right.

    One that was closed is opened again. Refused for a contact that opens another account, or that is
    of somebody who takes part: one contact leads to one place.
    """
    closed = _closed(contact)
    if closed is None and whose(contact) != (None, None):
        raise Refused(IN_USE)
    try:
        with transaction.atomic():
            user = closed or User(**{contact.kind: contact.value, f"{contact.kind}_index": contact.index})
            user.name, user.is_active = " ".join(name.split()), True
            user.save()
    except IntegrityError:
        raise Refused(IN_USE) from None
    user.grants.all().delete()
    Grant.objects.create(
        user=user, role=Role.ORGANISATION, organisation_ref=organisation_ref, granted_by=actor.actor_ref
    )
    record(actor, "user.partner", user, fields=["name", contact.kind])
    letters.tell(actor, user, "staff_welcome")
    return user


def _closed(contact: Contact) -> User | None:
    """The closed account of an organisation behind the contact; the staff's stay closed."""
    rows = User.objects.select_for_update().filter(**{f"{contact.kind}_index": contact.index})
    found = rows.filter(is_active=False, person_ref=None).first()
    if found is None or found.grants.exclude(role=Role.ORGANISATION).exists():
        return None
    return found


@transaction.atomic
def close_partner(*, actor: Actor, user: User) -> None:
    """Close it: the role ends, its sessions end at once. Twice is harmless; refuses nothing else."""
    row = User.objects.select_for_update().get(pk=user.pk)
    if not row.is_active:
        return
    row.is_active = False
    row.save(update_fields=["is_active"])
    row.grants.filter(role=Role.ORGANISATION).update(ends_on=timezone.localdate() - timedelta(days=1))
    record(actor, "user.end", row)
    end_devices_of(actor=actor, user=row)

"""The contact by which somebody of the staff signs in, and her language."""

from __future__ import annotations

from django.conf import settings
from django.db import IntegrityError, transaction

from jobcaffe.foundation.access import Refused
from jobcaffe.foundation.accounts import limits
from jobcaffe.foundation.accounts.actions.codes import (
    CODES_PER_CONTACT,
    WRONG,
    guard,
    live_codes,
    match_code,
    new_code,
)
from jobcaffe.foundation.accounts.actions.sessions import end_devices_of
from jobcaffe.foundation.accounts.contacts import Contact
from jobcaffe.foundation.accounts.enums import CodePurpose
from jobcaffe.foundation.accounts.letters import send_to
from jobcaffe.foundation.accounts.models import User
from jobcaffe.foundation.accounts.tokens import clean_digits
from jobcaffe.foundation.journal.actions import record

TAKEN = "Questo contatto è già usato per un altro accesso. Scegline uno solo tuo."


def ask_contact_change(*, actor: User, contact: Contact) -> None:
    """Send a code to the new contact. Silent beyond 5 an hour.

    Refused for participants: the desk keeps their contacts with their record.
    """
    _require_own_contacts(actor)
    if not limits.hit("code-to", contact.index, limit=CODES_PER_CONTACT):
        return
    with transaction.atomic():
        row, digits, _token = new_code(contact, CodePurpose.CONTACT)
        row.user = actor
        row.save(force_insert=True)
        record(actor, "user.contact.ask", actor, fields=[contact.kind])
        words = {"code": digits, "minutes": settings.SIGN_IN_CODE_MINUTES}
        send_to(actor, contact, actor, "contact_code", words)


def confirm_contact_change(*, actor: User, contact: Contact, code: str, address: str, keep: str = "") -> User:
    """The new contact is hers: use it from now on, tell the old one, end the other sessions.

    Refused for a wrong or old code, and for a contact that another account uses.
    """
    _require_own_contacts(actor)
    guard(address)
    with transaction.atomic():
        rows = live_codes(CodePurpose.CONTACT).filter(contact_index=contact.index, user=actor)
        proved = match_code(rows, clean_digits(code)) is not None
    if not proved:
        raise Refused(WRONG)
    return _use_contact(actor, contact, keep)


def _use_contact(actor: User, contact: Contact, keep: str) -> User:
    with transaction.atomic():
        user = User.objects.select_for_update().get(pk=actor.pk)
        before = Contact(contact.kind, getattr(user, contact.kind))
        setattr(user, contact.kind, contact.value)
        setattr(user, f"{contact.kind}_index", contact.index)
        try:
            with transaction.atomic():
                user.save(update_fields=[contact.kind, f"{contact.kind}_index"])
        except IntegrityError:
            raise Refused(TAKEN) from None
        record(actor, "user.contact", user, fields=[contact.kind])
        end_devices_of(actor=actor, user=user, keep=keep)
        if before.value and before != contact:
            send_to(actor, before, user, "contact_changed", {})
    return user


def _require_own_contacts(actor: User) -> None:
    if actor.person_ref is not None:
        raise Refused("I tuoi contatti sono nella tua scheda. Per cambiarli passa allo sportello.")


def choose_language(*, actor: User, language: str) -> User:
    """Pages and messages in this language. Refused for one that the house does not speak."""
    if language not in dict(settings.LANGUAGES):
        raise Refused("Questa lingua non c'è ancora. Scegline una dall'elenco.")
    with transaction.atomic():
        user = User.objects.select_for_update().get(pk=actor.pk)
        if user.language != language:
            user.language = language
            user.save(update_fields=["language"])
            record(actor, "user.language", user, fields=["language"])
    return user

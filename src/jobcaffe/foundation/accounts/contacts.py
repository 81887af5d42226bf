"""A telephone number or an e-mail address that somebody typed, and whom it belongs to."""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from typing import Any
from uuid import UUID, uuid4

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db.models import Q

from jobcaffe.foundation.accounts.models import User
from jobcaffe.foundation.privacy import crypto


@dataclass(frozen=True)
class Contact:
    """A normalised contact. ``kind`` is ``"email"`` or ``"phone"``."""

    kind: str
    value: str

    @property
    def index(self) -> str:
        """The blind index by which it is found."""
        return crypto.blind_index(self.kind, self.value)

    @property
    def channel(self) -> str:
        """How a message reaches it."""
        return "mail" if self.kind == "email" else "sms"


def parse(text: str) -> Contact | None:
    """The contact in ``text``; ``None`` when it is neither a phone number nor an e-mail address."""
    if "@" in text:
        value = crypto.normalise_email(text)
        try:
            validate_email(value)
        except ValidationError:
            return None
        return Contact("email", value)
    if any(character.isalpha() for character in text):
        return None
    phone = crypto.normalise_phone(text)
    return Contact("phone", phone) if phone else None


def _directory() -> Any:
    return import_module(settings.PERSON_DIRECTORY)


def greeting_name(person_ref: UUID) -> str:
    """The first name of a person; empty when she is no longer there."""
    return str(_directory().display_name(person_ref))


def whose(contact: Contact) -> tuple[User | None, UUID | None]:
    """The active user and the person behind a contact; two queries whether or not there is anybody.

    Somebody's own account comes before a person with the same contact. An account that was
    closed hides the person behind it.
    """
    person_ref: UUID | None = _directory().person_by_contact(**{f"{contact.kind}_index": contact.index})
    mine = Q(**{f"{contact.kind}_index": contact.index})
    found = list(User.objects.filter(mine | Q(person_ref=person_ref or uuid4())))
    found.sort(key=lambda user: getattr(user, f"{contact.kind}_index") != contact.index)
    if not found:
        return None, person_ref
    return (found[0], found[0].person_ref) if found[0].is_active else (None, None)

"""Names that can be made unreadable: sealing under a key that belongs to one person."""

from __future__ import annotations

import base64
import os
from uuid import UUID

from django.utils import timezone

from jobcaffe.foundation.privacy import crypto
from jobcaffe.foundation.privacy.models import PersonKey

DESTROYED = "persona cancellata"
_WRAP = "privacy.personkey.wrapped"


def _unwrap(row: PersonKey) -> bytes:
    return base64.b64decode(crypto.open_sealed(row.wrapped, where=f"{_WRAP}:{row.person_ref}"))


def _key_for(person_ref: UUID) -> bytes | None:
    fresh = base64.b64encode(os.urandom(32)).decode()
    row, _made = PersonKey.objects.get_or_create(
        person_ref=person_ref,
        defaults={"wrapped": crypto.seal(fresh, where=f"{_WRAP}:{person_ref}")},
    )
    return _unwrap(row) if row.wrapped else None


def seal_for(person_ref: UUID, text: str, *, where: str) -> str:
    """Encrypt ``text`` under the person's own key; empty when her key was destroyed."""
    key = _key_for(person_ref) if text else None
    return crypto.seal_with(key, text, where=f"{where}:{person_ref}", key_id="person") if key else ""


def open_for(person_ref: UUID, sealed: str, *, where: str) -> str:
    """The text, or :data:`DESTROYED` when the person's key is gone."""
    return open_many({person_ref}, [(person_ref, sealed)], where=where)[0]


def open_many(refs: set[UUID], values: list[tuple[UUID, str]], *, where: str) -> list[str]:
    """Open many values with one query for the keys; same order as ``values``."""
    keys = {
        row.person_ref: _unwrap(row) for row in PersonKey.objects.filter(person_ref__in=refs) if row.wrapped
    }
    texts = []
    for ref, sealed in values:
        key = keys.get(ref)
        if not sealed or key is None:
            texts.append(DESTROYED if sealed else "")
            continue
        texts.append(crypto.open_with(key, sealed, where=f"{where}:{ref}", key_id="person"))
    return texts


def destroy_key(person_ref: UUID) -> None:
    """Forget the person's key. Call inside the action that erases her; it cannot be undone."""
    PersonKey.objects.filter(person_ref=person_ref).update(wrapped="", destroyed_at=timezone.now())

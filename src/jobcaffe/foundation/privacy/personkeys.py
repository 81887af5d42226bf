"""Names that can be made unreadable: sealing under a key that belongs to one person."""

from __future__ import annotations

import base64
import os
from collections.abc import Collection
from uuid import UUID

from django.utils import timezone

from jobcaffe.foundation.privacy import crypto
from jobcaffe.foundation.privacy.models import PersonKey

DESTROYED = "persona cancellata"
_WRAP = "privacy.personkey.wrapped"


def _unwrap(row: PersonKey) -> bytes:
    return base64.b64decode(crypto.open_sealed(row.wrapped, where=f"{_WRAP}:{row.person_ref}"))


def _fresh(person_ref: UUID) -> PersonKey:
    key = base64.b64encode(os.urandom(32)).decode()
    return PersonKey(person_ref=person_ref, wrapped=crypto.seal(key, where=f"{_WRAP}:{person_ref}"))


def keys_for(refs: Collection[UUID]) -> dict[UUID, bytes | None]:
    """The keys of these persons, made where missing; ``None`` where destroyed. One to three queries."""
    wanted = set(refs)
    rows = PersonKey.objects.in_bulk(wanted)
    missing = wanted - rows.keys()
    if missing:
        # Somebody else may make the same key now: the first one stays, and is read back.
        PersonKey.objects.bulk_create([_fresh(ref) for ref in missing], ignore_conflicts=True)
        rows |= PersonKey.objects.in_bulk(missing)
    return {ref: _unwrap(row) if row.wrapped else None for ref, row in rows.items()}


def wrapped_again(row: PersonKey) -> str:
    """The person's key wrapped under the current field key; for the rotation."""
    return crypto.seal(base64.b64encode(_unwrap(row)).decode(), where=f"{_WRAP}:{row.person_ref}")


def seal_with_key(key: bytes | None, person_ref: UUID, text: str, *, where: str) -> str:
    """Encrypt under a key of :func:`keys_for`; empty without text or without key."""
    if not text or key is None:
        return ""
    return crypto.seal_with(key, text, where=f"{where}:{person_ref}", key_id="person")


def seal_for(person_ref: UUID, text: str, *, where: str) -> str:
    """Encrypt ``text`` under the person's own key; empty when her key was destroyed."""
    return seal_with_key(keys_for([person_ref])[person_ref], person_ref, text, where=where) if text else ""


def open_for(person_ref: UUID, sealed: str, *, where: str) -> str:
    """The text, or :data:`DESTROYED` when the person's key is gone."""
    return open_many({person_ref}, [(person_ref, sealed)], where=where)[0]


def open_many(refs: Collection[UUID], values: list[tuple[UUID, str]], *, where: str) -> list[str]:
    """Open many values with one query for the keys; same order as ``values``."""
    return _open(refs, [(ref, sealed, where) for ref, sealed in values])


def open_each(values: list[tuple[UUID, str, str]]) -> list[str]:
    """The same for values ``(person, sealed, where)`` that each lie somewhere else."""
    return _open({ref for ref, _sealed, _where in values}, values)


def _open(refs: Collection[UUID], values: list[tuple[UUID, str, str]]) -> list[str]:
    keys = {
        row.person_ref: _unwrap(row) for row in PersonKey.objects.filter(person_ref__in=refs) if row.wrapped
    }
    texts = []
    for ref, sealed, where in values:
        key = keys.get(ref)
        if not sealed or key is None:
            texts.append(DESTROYED if sealed else "")
            continue
        texts.append(crypto.open_with(key, sealed, where=f"{where}:{ref}", key_id="person"))
    return texts


def destroy_key(person_ref: UUID) -> None:
    """Forget the person's key. Call inside the action that erases her; it cannot be undone."""
    PersonKey.objects.filter(person_ref=person_ref).update(wrapped="", destroyed_at=timezone.now())

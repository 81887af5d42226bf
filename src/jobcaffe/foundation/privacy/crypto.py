"""Encryption of single values, and keyed digests.

AES-256-GCM with a random 96-bit nonce. The associated data names where a value belongs
(model, field, key id and, for person-bound values, the person), so that a ciphertext moved to
another field, row of another person, or relabelled with another key is refused.

Form of a stored value: ``<key id>$<base64url(nonce + ciphertext + tag)>``.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import os
import re
import unicodedata

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

NONCE_BYTES = 12


class Unreadable(Exception):
    """A stored value does not open: wrong key, moved or altered."""


def _associated(where: str, key_id: str) -> bytes:
    return f"{where}|{key_id}".encode()


def seal(text: str, *, where: str) -> str:
    """Encrypt ``text`` with the current field key. ``where`` is ``model.field[:owner]``."""
    key_id = settings.KEYS.current
    return f"{key_id}${seal_with(settings.KEYS.field_keys[key_id], text, where=where, key_id=key_id)}"


def open_sealed(value: str, *, where: str) -> str:
    """Decrypt what :func:`seal` made. Raises :class:`Unreadable`."""
    key_id, _, body = value.partition("$")
    key = settings.KEYS.field_keys.get(key_id)
    if key is None:
        raise Unreadable(f"unknown key id {key_id!r} for {where}")
    return open_with(key, body, where=where, key_id=key_id)


def seal_with(key: bytes, text: str, *, where: str, key_id: str) -> str:
    """Encrypt with a given 32-byte key; returns base64url(nonce + ciphertext + tag)."""
    nonce = os.urandom(NONCE_BYTES)
    body = AESGCM(key).encrypt(nonce, text.encode(), _associated(where, key_id))
    return base64.urlsafe_b64encode(nonce + body).decode()


def open_with(key: bytes, body: str, *, where: str, key_id: str) -> str:
    """Decrypt with a given key. Raises :class:`Unreadable`."""
    try:
        raw = base64.urlsafe_b64decode(body.encode())
        plain = AESGCM(key).decrypt(raw[:NONCE_BYTES], raw[NONCE_BYTES:], _associated(where, key_id))
        return plain.decode()
    except (InvalidTag, ValueError) as error:
        raise Unreadable(where) from error


def blind_index(kind: str, value: str) -> str:
    """Keyed digest for exact search of an encrypted value: same value, same index; 43 characters.

    ``kind`` keeps the indexes of different fields apart. Empty values have an empty index.
    """
    if not value:
        return ""
    digest = hmac.new(settings.KEYS.index_key, f"{kind}|{value}".encode(), hashlib.sha256).digest()
    return base64.urlsafe_b64encode(digest).decode().rstrip("=")


def code_digest(purpose: str, value: str) -> str:
    """Keyed digest of a one-time code, a card or a calendar token: 64 hexadecimal characters."""
    return hmac.new(settings.KEYS.code_key, f"{purpose}|{value}".encode(), hashlib.sha256).hexdigest()


def normalise_phone(text: str) -> str:
    """``"333 12 34 567"`` → ``"+393331234567"``; empty when there is no telephone number in it.

    Italian numbers are completed with +39; numbers that start with + or 00 keep their country.
    """
    text = text.strip()
    digits = re.sub(r"\D", "", text)
    if text.startswith("+"):
        number = digits
    elif digits.startswith("00"):
        number = digits[2:]
    elif digits.startswith("39") and len(digits) >= 12:
        number = digits
    else:
        number = "39" + digits
    return f"+{number}" if 8 <= len(number) <= 15 else ""


def normalise_email(text: str) -> str:
    """Lower case, no spaces around."""
    return unicodedata.normalize("NFKC", text).strip().lower()

"""Codes that people read, type and scan."""

from __future__ import annotations

import re
import secrets

from jobcaffe.foundation.privacy import crypto

# 30 characters without 0 O, 1 I L and U, which on a worn card look like their neighbours.
ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
CARD_CHARACTERS = 8
CODE_DIGITS = 6


def new_digits() -> str:
    """Six random digits."""
    return f"{secrets.randbelow(10**CODE_DIGITS):0{CODE_DIGITS}d}"


def new_link() -> str:
    """128 random bits for an address, 22 characters: with them a telephone message stays one message."""
    return secrets.token_urlsafe(16)


def new_card() -> str:
    """Eight random characters, 39 bits, without dash."""
    return "".join(secrets.choice(ALPHABET) for _ in range(CARD_CHARACTERS))


def grouped(card: str) -> str:
    """``"K7M2QX4P"`` → ``"K7M2-QX4P"``."""
    return f"{card[:4]}-{card[4:]}"


def clean_card(text: str) -> str:
    """What was typed, as printed: ``" k7m2 qx4p"`` → ``"K7M2QX4P"``; empty when it cannot be a card."""
    card = re.sub(r"[^0-9A-Z]", "", text.upper())
    return card if len(card) == CARD_CHARACTERS and set(card) <= set(ALPHABET) else ""


def clean_digits(text: str) -> str:
    """``"123 456"`` → ``"123456"``; empty when there are not exactly six digits."""
    digits = re.sub(r"[\s.\-]", "", text)
    return digits if re.fullmatch(r"[0-9]{6}", digits) else ""


def card_digest(card: str) -> str:
    """Keyed digest of a card."""
    return crypto.code_digest("card", card)


def recovery_digest(user_id: object, code: str) -> str:
    """Keyed digest of a recovery code, bound to its user."""
    return crypto.code_digest(f"recovery:{user_id}", code)


def link_digest(token: str) -> str:
    """Keyed digest of the token of a link."""
    return crypto.code_digest("link", token)


def code_digest(row_id: object, digits: str) -> str:
    """Keyed digest of six digits, bound to the row they were made for."""
    return crypto.code_digest(f"code:{row_id}", digits)

"""Telephone numbers as people read them."""

from __future__ import annotations

import re

# Italian landlines of Milan and Rome: two digits, then the number by fours.
SHORT_PREFIX = re.compile(r"(0[26])(\d+?)(\d{4})")
LONG_PREFIX = re.compile(r"(\d{3})(\d{3})(\d+)")


def phone_words(text: str) -> str:
    """``+393331234567`` → ``333 123 4567``, ``+390212345678`` → ``02 1234 5678``.

    Anything that is not an Italian number in its normal form stays as it is.
    """
    if not re.fullmatch(r"\+39\d{7,11}", text):
        return text
    digits = text[3:]
    pieces = SHORT_PREFIX.fullmatch(digits) or LONG_PREFIX.fullmatch(digits)
    return " ".join(pieces.groups()) if pieces else digits

"""Names that nobody of the made-up community has."""

from __future__ import annotations

import secrets

_HEADS = ("Brusca", "Cande", "Dorio", "Fulge", "Gradi", "Melzi", "Orlan", "Perga", "Quara", "Tavel")
_TAILS = ("gnati", "lotti", "menghi", "nelli", "rasca", "stori", "vaghi", "zzera")


def surname() -> str:
    """A new one each time, so that a site already in use serves as well."""
    middle = "".join(secrets.choice("bcdfglmnprstv") + secrets.choice("aeiou") for _n in range(3))
    return secrets.choice(_HEADS) + middle + secrets.choice(_TAILS)

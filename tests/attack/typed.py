"""What is typed in forms and addresses to break them."""

from __future__ import annotations

from typing import Any

import pytest

# A database may have its own opinion on no character at all, on how large a number is and how far a day: both are
# asked. Whatever else is typed breaks, if it breaks anything, the reading of a form, which is the same on both.
MINDED = ("9" * 5000, "a\x00b", "-1", "9999-12-31", "0001-01-01T00:00", b"%00", b"%ED%A0%80")


def each(*values: str | bytes) -> list[Any]:
    """The parameters of a test that types each of these."""
    alone = pytest.mark.one_database
    return [value if value in MINDED else pytest.param(value, marks=alone) for value in values]

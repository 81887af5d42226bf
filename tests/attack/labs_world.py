"""Arguments of the addresses about labs, weeks, care, the time bank and small activities."""

from __future__ import annotations

from typing import Any


def lab_values() -> dict[str, Any]:
    """The arguments of those pages."""
    return {}

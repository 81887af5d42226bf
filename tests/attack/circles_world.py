"""Arguments of the addresses about groups: a running group with secrets in it."""

from __future__ import annotations

from typing import Any


def circle_values() -> dict[str, Any]:
    """The arguments of the pages about groups."""
    return {}

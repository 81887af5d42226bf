"""Arguments of the addresses about labs, weeks, care, the time bank and small activities."""

from __future__ import annotations

from typing import Any

from tests.worklife.weeks.homes import household, whole_week, woman

# The name of a child, in a week and a household that only she reads.
CHILD = "Bambinasegretissima"
LAB_SECRETS = (CHILD,)


def lab_values() -> dict[str, Any]:
    """The arguments of those pages."""
    return {**week_values()}


def week_values() -> dict[str, Any]:
    """A week and a household of somebody whom nobody knows."""
    user = woman()
    row = whole_week(user)
    household(user, child=CHILD)
    return {
        "week": row.pk,
        "day": 1,
        "subject": "bambini",
        "item_id": "anna",
        "week:map_csv:period": "2026-2",
    }

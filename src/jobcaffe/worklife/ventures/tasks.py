"""What the room does by itself at night."""

from __future__ import annotations

from jobcaffe.foundation.jobs.periodic import periodic
from jobcaffe.foundation.journal.actions import SYSTEM
from jobcaffe.worklife.ventures import actions


@periodic(at="03:45")
def forget_what_is_due() -> int:
    """Small activities that nobody has touched for long; how many rows went."""
    return actions.forget_due(actor=SYSTEM)

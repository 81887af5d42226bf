"""What introductions do by themselves every day."""

from __future__ import annotations

from jobcaffe.exchange.introductions import actions
from jobcaffe.foundation.jobs.periodic import periodic
from jobcaffe.foundation.journal.actions import SYSTEM


@periodic(at="09:40")
def follow_up() -> int:
    """Reminders, the operator told, what nobody answered expires; how many moved."""
    return sum(actions.follow_up(actor=SYSTEM).values())


@periodic(at="03:50")
def forget_what_is_due() -> int:
    """Introductions over for long; how many rows went."""
    return actions.forget_due(actor=SYSTEM)

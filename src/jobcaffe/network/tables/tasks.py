"""What coffees and agreements do by themselves every day."""

from __future__ import annotations

from jobcaffe.foundation.jobs.periodic import periodic
from jobcaffe.foundation.journal.actions import SYSTEM
from jobcaffe.network.tables import actions


@periodic(at="09:20")
def follow_up_coffees() -> int:
    """Reminders, ends, *Com'è andata?*; how many coffees moved."""
    return sum(actions.follow_up(actor=SYSTEM).values())


@periodic(at="09:25")
def warn_of_agreements() -> int:
    """Agreements that end within sixty days; how many parties were told of."""
    return actions.warn_ending(actor=SYSTEM)

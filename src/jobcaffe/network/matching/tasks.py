"""What this room does by itself at night."""

from __future__ import annotations

from jobcaffe.foundation.jobs.periodic import periodic
from jobcaffe.foundation.journal.actions import SYSTEM
from jobcaffe.network.matching import actions


@periodic(at="02:40")
def search_for_everybody() -> int:
    """Proposals for all who want them, spread over the opportunities; how many there are."""
    return actions.search_all(actor=SYSTEM).proposals


@periodic(at="03:55")
def forget_what_is_due() -> int:
    """Profiles and proposals whose time is over; how many rows went."""
    return actions.forget_due(actor=SYSTEM)

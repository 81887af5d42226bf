"""What the board does by itself every day."""

from __future__ import annotations

from jobcaffe.exchange.posts import actions
from jobcaffe.foundation.jobs.periodic import periodic
from jobcaffe.foundation.journal.actions import SYSTEM


@periodic(at="10:10")
def ask_whether_still_good() -> int:
    """Whoever wrote something long ago is asked whether it is still good; how many were asked."""
    return actions.warn_ageing(actor=SYSTEM)

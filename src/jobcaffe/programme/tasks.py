"""What the account does by itself at night."""

from __future__ import annotations

from jobcaffe.foundation.jobs.periodic import periodic
from jobcaffe.programme import actions


@periodic(at="04:20")
def find_corrections() -> int:
    """Recompute closed periods; how many differences were found and listed."""
    return len(actions.find_corrections())

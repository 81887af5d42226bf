"""The files' own house-keeping."""

from __future__ import annotations

from jobcaffe.foundation.files import store
from jobcaffe.foundation.jobs.periodic import periodic


@periodic(at="03:50")
def sweep() -> int:
    """Remove what a process that was killed left on the disk; how many files."""
    return store.sweep()

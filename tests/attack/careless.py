"""What careless software does between its look and its writing: something else, long enough to be seen."""

from __future__ import annotations

import time


def something_else() -> None:
    """Others look in the meantime: with any scheduling of the processes, two see the same free place."""
    time.sleep(0.2)

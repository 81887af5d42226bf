"""The ceiling of seconds. The clock may end a search; it never guides it."""

from __future__ import annotations

from time import monotonic


class Ceiling:
    """Counts down from the moment it is made."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self._end = monotonic() + seconds

    def left(self) -> float:
        """Seconds left, never negative."""
        return max(0.0, self._end - monotonic())

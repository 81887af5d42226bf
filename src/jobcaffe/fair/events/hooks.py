"""What rooms above do when something is called off or moved: the event knows nothing of visitors."""

from __future__ import annotations

from typing import Protocol

from jobcaffe.fair.events.models import Session
from jobcaffe.foundation.journal.actions import Actor


class Follower(Protocol):
    """How a room follows."""

    def __call__(self, *, actor: Actor, session: Session) -> None:
        """Called once, inside the transaction; the session's row is held by who calls."""


class Followers:
    """The rooms that tell who counts on a session, and free them."""

    def __init__(self) -> None:
        self._rooms: list[Follower] = []

    def add(self, room: Follower) -> None:
        """Once for each room, when it is loaded."""
        if room not in self._rooms:
            self._rooms.append(room)

    def __call__(self, actor: Actor, session: Session) -> None:
        """Every room does its part."""
        for room in self._rooms:
            room(actor=actor, session=session)


# A session is not held; one that everybody sees has another hour, or is somewhere else.
call_off, move = Followers(), Followers()

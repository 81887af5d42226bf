"""What rooms above do when something is called off or moved: the event knows nothing of visitors."""

from __future__ import annotations

from typing import Protocol

from jobcaffe.fair.events.models import Session
from jobcaffe.foundation.journal.actions import Actor


class Follower(Protocol):
    """How a room follows."""

    def __call__(self, *, actor: Actor, session: Session) -> None:
        """The session's row is held by who calls."""


_called_off: list[Follower] = []
_moved: list[Follower] = []


def on_call_off(source: Follower) -> Follower:
    """Let a room tell and free who counted on a session. Called once, inside the transaction."""
    if source not in _called_off:
        _called_off.append(source)
    return source


def call_off(actor: Actor, session: Session) -> None:
    """A session is not held: every room does its part."""
    for one in _called_off:
        one(actor=actor, session=session)


def on_move(source: Follower) -> Follower:
    """Let a room tell who counts on a session. Called once for each move, inside the transaction."""
    if source not in _moved:
        _moved.append(source)
    return source


def move(actor: Actor, session: Session) -> None:
    """A session that everybody sees has another hour, or is somewhere else: every room does its part."""
    for one in _moved:
        one(actor=actor, session=session)

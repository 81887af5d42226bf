"""What rooms above do when somebody does not come any more: visits knows nothing of talks."""

from __future__ import annotations

from collections.abc import Callable

from jobcaffe.fair.visits.models import Visitor
from jobcaffe.foundation.journal.actions import Actor

Leaving = Callable[[Actor, Visitor], None]
_leaving: list[Leaving] = []


def on_cancel(source: Leaving) -> Leaving:
    """Let a room give back what a visitor held there. Called inside the transaction, her row locked."""
    if source not in _leaving:
        _leaving.append(source)
    return source


def leave(actor: Actor, visitor: Visitor) -> None:
    """Everything that she held elsewhere goes back."""
    for one in _leaving:
        one(actor, visitor)

"""What rooms above do when somebody does not come any more, or has come: visits knows nothing of talks."""

from __future__ import annotations

from collections.abc import Callable, Collection
from uuid import UUID

from jobcaffe.fair.events.models import Fair
from jobcaffe.fair.visits.models import Visitor
from jobcaffe.foundation.journal.actions import Actor

Leaving = Callable[[Actor, Visitor], None]
Coming = Callable[[Actor, Fair, Collection[UUID]], None]
_leaving: list[Leaving] = []
_coming: list[Coming] = []


def on_cancel(source: Leaving) -> Leaving:
    """Let a room give back what a visitor held there. Called inside the transaction, her row locked."""
    if source not in _leaving:
        _leaving.append(source)
    return source


def leave(actor: Actor, visitor: Visitor) -> None:
    """Everything that she held elsewhere goes back."""
    for one in _leaving:
        one(actor, visitor)


def on_arrival(source: Coming) -> Coming:
    """Let a room know who has just come in. Called inside the door's transaction."""
    if source not in _coming:
        _coming.append(source)
    return source


def arrive(actor: Actor, fair: Fair, visitors: Collection[UUID]) -> None:
    """Somebody is inside who was not."""
    for one in _coming:
        one(actor, fair, visitors)

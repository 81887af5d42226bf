"""What rooms above do when somebody does not come, has come, is forgotten: visits knows nothing of talks."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from datetime import datetime
from typing import Protocol
from uuid import UUID

from jobcaffe.fair.events.models import Fair
from jobcaffe.fair.visits.models import Visitor
from jobcaffe.foundation.journal.actions import Actor


class Forgetting(Protocol):
    """How a room forgets visitors."""

    def __call__(self, *, actor: Actor, visitors: Collection[UUID], erased: bool) -> None:
        """``erased``: with the person, not for the time that has passed."""


Leaving = Callable[[Actor, Visitor], None]
Holding = Callable[[Collection[UUID]], None]
Coming = Callable[[Actor, Fair, Collection[UUID]], None]
_leaving: list[Leaving] = []
_holding: list[Holding] = []
_coming: list[Coming] = []
Busy = Callable[[Fair, Collection[UUID], datetime, datetime], Mapping[UUID, str]]
_forgetting: list[Forgetting] = []
_busy: list[Busy] = []


def on_cancel(source: Leaving, hold: Holding) -> None:
    """Let a room give back what a visitor held there. Called inside the transaction, her row locked.

    ``hold`` locks the rows that ``source`` will write, for all visitors at once: whoever writes in the
    journal makes everybody wait, so nobody waits for a row after that.
    """
    if source not in _leaving:
        _leaving.append(source)
        _holding.append(hold)


def hold(visitors: Collection[UUID]) -> None:
    """Everything that they hold elsewhere waits for this transaction."""
    for one in _holding:
        one(visitors)


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


def on_forget(source: Forgetting) -> Forgetting:
    """Let a room forget what it knows of visitors. Called inside the transaction, while they are still known.

    ``erased``: the person was, or only the time of her name is over.
    """
    if source not in _forgetting:
        _forgetting.append(source)
    return source


def forget(actor: Actor, visitors: Collection[UUID], *, erased: bool) -> None:
    """These visitors are forgotten in every room."""
    for one in _forgetting:
        one(actor=actor, visitors=visitors, erased=erased)


def on_busy(source: Busy) -> Busy:
    """Let a room say what visitors have between two moments: visitor → its name."""
    if source not in _busy:
        _busy.append(source)
    return source


def busy(fair: Fair, visitors: Collection[UUID], starts: datetime, ends: datetime) -> dict[UUID, str]:
    """What the rooms above know that visitors have then."""
    found: dict[UUID, str] = {}
    for one in _busy:
        found |= one(fair, visitors, starts, ends)
    return found

"""What goes in and what comes out: people, facilitators, rooms, running groups; the proposal."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

PLACED = 100  # each person with a seat
RANKS = (20, 8)  # her first and second theme; nothing from the third
PREFERRED = 5  # a seat in a slot that she prefers
WEEK = 2  # each week of waiting
OPENING = 60  # taken away for each new group
SEAT = 6  # taken away for each seat above ``high`` or below ``low``
LONE = 25  # taken away for each trait value held by one member only …
LONE_FROM = 6  # … in a group of at least so many


@dataclass(frozen=True)
class Size:
    """Members of a new group: never outside ``min`` … ``max``, best within ``low`` … ``high``."""

    min: int
    max: int
    low: int
    high: int


@dataclass(frozen=True)
class Facilitator:
    """Who may lead which themes when; ``max_groups``: new groups, beside the running ones."""

    id: str
    themes: tuple[str, ...]
    slots: tuple[str, ...]
    max_groups: int


@dataclass(frozen=True)
class Person:
    """Who asks for a group: themes from the dearest, slots when free, traits such as ``{"sesso": "F"}``."""

    id: str
    themes: tuple[str, ...]
    slots: tuple[str, ...]
    preferred: tuple[str, ...] = ()
    weeks_waiting: int = 0
    traits: Mapping[str, str] = field(default_factory=dict)

    def value(self, theme: str, slot: str) -> int:
        """What her seat is worth, for one of her themes and slots."""
        rank = self.themes.index(theme)
        liked = PREFERRED * (slot in self.preferred)
        return PLACED + (RANKS[rank] if rank < len(RANKS) else 0) + liked + WEEK * self.weeks_waiting


@dataclass(frozen=True)
class Running:
    """A group that already meets: it never changes, it only gains members up to ``max``."""

    id: str
    theme: str
    slot: str
    facilitator: str
    members: int


@dataclass(frozen=True)
class Instance:
    """One formation. ``rooms``: free rooms in each slot; ``apart``: pairs that never share a group."""

    size: Size
    rooms: Mapping[str, int]
    facilitators: tuple[Facilitator, ...]
    people: tuple[Person, ...]
    apart: tuple[tuple[str, str], ...] = ()
    not_with: tuple[tuple[str, str], ...] = ()
    running: tuple[Running, ...] = ()


@dataclass(frozen=True)
class Group:
    """A proposed group, or who joins a running one (then ``id`` is its id)."""

    theme: str
    slot: str
    facilitator: str
    people: tuple[str, ...]
    id: str = ""


@dataclass(frozen=True)
class Unplaced:
    """Who has no seat this time, and a reason that may be told to anybody."""

    person: str
    reason: str


class Status(StrEnum):
    """What is known of the answer. No instance is infeasible: nobody placed is always allowed."""

    OPTIMAL = "optimal"
    FEASIBLE = "feasible"


class Ended(StrEnum):
    """What ended the search."""

    PROOF = "proof"
    WORK = "work"  # the deterministic budget: the same everywhere
    TIME = "time"  # the ceiling of seconds: another run may find something else


@dataclass(frozen=True)
class Answer:
    """A proposal. ``value`` ≤ best ≤ ``bound``; ``gap`` = (bound − value) / bound.

    ``more``: at most so many further people could have a seat, in any proposal, and ``what_if`` says
    it in words. ``seconds`` is the ceiling that was given, so equal runs give equal answers.
    """

    groups: tuple[Group, ...]
    unplaced: tuple[Unplaced, ...]
    value: int
    bound: int
    gap: float
    status: Status
    ended_by: Ended
    more: int
    what_if: str
    seed: int
    seconds: float

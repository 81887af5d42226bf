"""What goes in and what comes out: talks of organisations among themselves, talks of citizens at stands.

Slots are whole numbers from 0 in order of time; identifiers are strings.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Any


class Told(str):
    """A sentence for a page, in Italian, with its ``code`` and ``facts``: who shows it in another language
    makes it from these. ``slots`` (*3 o 4*) and ``hours`` (*3, 4*) are lists of slots; ``who`` and ``where``
    are identifiers.
    """

    code: str = ""
    facts: Mapping[str, Any] = MappingProxyType({})

    @classmethod
    def of(cls, code: str, text: str, **facts: Any) -> Told:
        """``text`` with the facts in their places."""
        made = cls(text.format(**{key: _shown(key, value) for key, value in facts.items()}))
        made.code, made.facts = code, facts
        return made


def _shown(key: str, value: Any) -> str:
    joined = {"slots": " o ", "hours": ", "}
    return joined[key].join(map(str, value)) if key in joined else str(value)


class Status(StrEnum):
    """What is known of the answer."""

    OPTIMAL = "optimal"
    FEASIBLE = "feasible"
    INFEASIBLE = "infeasible"


class Ended(StrEnum):
    """What ended the search."""

    PROOF = "proof"
    WORK = "work"  # the deterministic budget: the same everywhere
    TIME = "time"  # the ceiling of seconds: another run may find something else


class When(StrEnum):
    """The part of the day that a business talk asks for."""

    ANY = "any"
    MORNING = "morning"
    AFTERNOON = "afternoon"


@dataclass(frozen=True)
class Participant:
    """An organisation, and the slots in which it cannot meet anybody."""

    id: str
    unavailable: tuple[int, ...] = ()


@dataclass(frozen=True)
class Talk:
    """An accepted meeting of ``a`` with ``b``: part of the day, fixed slot, talks that come earlier."""

    id: str
    a: str
    b: str
    when: When = When.ANY
    slot: int | None = None
    after: tuple[str, ...] = ()


@dataclass(frozen=True)
class Business:
    """Accepted meetings, all to be placed. ``tables``: talks that fit in one slot.

    A participant's breaks are her runs of neighbouring slots with a talk, less one; between any two
    participants with talks they differ by at most ``max_break_difference``.
    """

    slots: int
    morning_slots: int
    tables: int
    max_break_difference: int
    participants: tuple[Participant, ...]
    talks: tuple[Talk, ...]


@dataclass(frozen=True)
class Citizen:
    """Somebody who is there from slot ``first`` to slot ``last``, both included, but not in ``away``."""

    id: str
    first: int
    last: int
    away: tuple[int, ...] = ()


@dataclass(frozen=True)
class Exhibitor:
    """A stand, and how many tables it has in every slot."""

    id: str
    tables: tuple[int, ...]


@dataclass(frozen=True)
class Wish:
    """A citizen would like to talk at a stand; ``value``: how much it fits, a positive whole number."""

    citizen: str
    exhibitor: str
    value: int


@dataclass(frozen=True)
class Place:
    """A citizen talks at a stand in a slot."""

    citizen: str
    exhibitor: str
    slot: int


@dataclass(frozen=True)
class Citizens:
    """A fair: the best choice of wishes.

    ``bonus``: for a citizen's first, second … talk, never rising; ``idle_penalty``: for every empty slot
    between her first and her last talk. ``pinned`` talks are where they are; ``forbidden`` pairs never
    meet. Slots below ``now`` are as in ``previous``, which lists there only the talks that were held; in
    slot ``now`` only ``present`` citizens talk (``None``: all); each talk that stays where ``previous`` had
    it earns ``keep_reward``, which guides the search and is not in the value.
    """

    slots: int
    max_talks: int
    bonus: tuple[int, ...]
    idle_penalty: int
    citizens: tuple[Citizen, ...]
    exhibitors: tuple[Exhibitor, ...]
    wishes: tuple[Wish, ...]
    pinned: tuple[Place, ...] = ()
    forbidden: tuple[tuple[str, str], ...] = ()
    now: int = 0
    present: tuple[str, ...] | None = None
    previous: tuple[Place, ...] | None = None
    keep_reward: int = 0


@dataclass(frozen=True)
class Unplaced:
    """What found no place, and why (the kernels give :class:`Told`). ``talk`` or ``citizen`` (and
    ``exhibitor``).
    """

    reason: str
    talk: str = ""
    citizen: str = ""
    exhibitor: str = ""


@dataclass(frozen=True)
class Answer:
    """A timetable. ``value`` is breaks for business talks (fewest), points for citizens (most).

    ``places``: (talk, slot) for business talks, :class:`Place` for citizens. ``bound``: no timetable is
    better than this; ``gap``: distance from it, as a share of it. ``clash``: when there is no timetable,
    a small set of people, hours and rules that cannot hold together.
    """

    status: Status
    ended_by: Ended
    value: int
    bound: int
    gap: float
    seed: int
    seconds: float
    business: tuple[tuple[str, int], ...] = ()
    citizens: tuple[Place, ...] = ()
    unplaced: tuple[Unplaced, ...] = ()
    why: str = ""
    clash: tuple[str, ...] = ()

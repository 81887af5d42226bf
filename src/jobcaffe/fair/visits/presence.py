"""The state of the door as a fold of its facts: in any order, however often, the same.

A fact is known by its nonce. Copies of it count once; an *undo* takes back the fact that it names,
whether it came before or after it, and cannot be undone itself (one presses again). What is left is
put in order of time (of nonce, when two have one time): the first arrival is when she arrived, the
last word says whether she is inside.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from jobcaffe.fair.visits.enums import ScanKind

ARRIVALS = frozenset({ScanKind.IN.value, ScanKind.WALK_IN.value})


@dataclass(frozen=True)
class Fact:
    """One press at the door. ``at`` is aware, put right by the skew of its device."""

    nonce: UUID
    kind: str
    at: datetime
    visitor: Hashable | None = None
    undoes: UUID | None = None


@dataclass(frozen=True)
class Presence:
    """What the facts say of one visitor. ``last`` is the fact that *annulla* would take back."""

    arrived_at: datetime | None = None
    inside: bool = False
    last: UUID | None = None


def fold(scans: Iterable[Fact]) -> dict[Hashable, Presence]:
    """Where every visitor is. Visitors of whom all was taken back are there, outside.

    Cost: a sort of the facts. Copies of a nonce that differ (a broken device) count as the smallest, so
    that their order says nothing.
    """
    known: dict[UUID, Fact] = {}
    for one in scans:
        other = known.get(one.nonce)
        known[one.nonce] = one if other is None else min(one, other, key=_key)
    taken_back = {one.undoes for one in known.values() if one.kind == ScanKind.UNDO}
    told: dict[Hashable, list[Fact]] = {}
    for one in known.values():
        if one.visitor is not None and one.kind != ScanKind.UNDO:
            told.setdefault(one.visitor, []).append(one)
    return {
        who: _presence([one for one in facts if one.nonce not in taken_back]) for who, facts in told.items()
    }


def _key(one: Fact) -> tuple[str, datetime, str, str]:
    return one.kind, one.at, str(one.visitor), str(one.undoes)


def _presence(facts: Sequence[Fact]) -> Presence:
    if not facts:
        return Presence()
    ordered = sorted(facts, key=lambda one: (one.at, one.nonce))
    arrivals = [one.at for one in ordered if one.kind in ARRIVALS]
    last = ordered[-1]
    return Presence(arrivals[0] if arrivals else None, last.kind in ARRIVALS, last.nonce)


def counted(state: Mapping[Hashable, Presence]) -> tuple[int, int]:
    """How many have arrived, and how many are inside now."""
    arrived = sum(1 for one in state.values() if one.arrived_at is not None)
    return arrived, sum(1 for one in state.values() if one.inside)

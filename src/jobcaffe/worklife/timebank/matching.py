"""Who could help whom: directly, two by swapping, three in a circle. Greedy on each new listing.

An hours account needs no barter, so this only suggests: it brings in who is new or has asked for
nothing yet. For one new listing the best short ring through it is taken: a swap, else a circle of
three, else the one help alone. Among equals the one whose other listings have waited longest.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

LONGEST = 3


@dataclass(frozen=True)
class Ad:
    """One open listing, as the search needs it. ``waiting`` sorts: the smaller, the longer it waits."""

    id: UUID
    account: UUID
    offer: bool
    category: str
    slots: frozenset[str]
    waiting: int


Arc = tuple[Ad, Ad]  # an offer and the need that it answers


def answers(offer: Ad, need: Ad) -> bool:
    """Whether an offer answers a need: two households, one category, a common time (none: any)."""
    times = bool(offer.slots & need.slots) or not (offer.slots and need.slots)
    same = offer.offer and not need.offer and offer.category == need.category
    return same and times and offer.account != need.account


def arcs(ads: Iterable[Ad]) -> list[Arc]:
    """Every offer with every need that it answers."""
    rows = list(ads)
    needs: dict[str, list[Ad]] = {}
    for ad in rows:
        if not ad.offer:
            needs.setdefault(ad.category, []).append(ad)
    return [(ad, need) for ad in rows if ad.offer for need in needs.get(ad.category, []) if answers(ad, need)]


def best(new: Ad, others: Sequence[Ad]) -> list[Arc]:
    """The legs of the ring to suggest for ``new``; empty when nobody answers it.

    Every household in a ring of two or three gives once and receives once.
    """
    found = arcs([new, *others])
    giving: dict[UUID, list[Arc]] = {}
    for arc in found:
        giving.setdefault(arc[0].account, []).append(arc)
    first = [arc for arc in found if new in arc]
    rings = [ring for arc in first for ring in _rings(arc, giving)]
    return min(rings, key=_rank, default=[])


def _rings(arc: Arc, giving: dict[UUID, list[Arc]]) -> Iterable[list[Arc]]:
    """The help alone, and the swaps and circles of three that contain it."""
    yield [arc]
    giver, receiver = arc[0].account, arc[1].account
    for second in giving.get(receiver, []):
        third_one = second[1].account
        if third_one == giver:
            yield [arc, second]
            continue
        for third in giving.get(third_one, []):
            if third[1].account == giver:
                yield [arc, second, third]


def _rank(ring: list[Arc]) -> tuple[int, list[int], list[str]]:
    """Swaps before circles before one help; then the longest waiting; then a fixed order."""
    order = {2: 0, LONGEST: 1, 1: 2}
    ads = [ad for arc in ring for ad in arc]
    return order[len(ring)], sorted(ad.waiting for ad in ads), [str(ad.id) for ad in ads]

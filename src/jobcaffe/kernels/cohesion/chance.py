"""Whether different kinds meet more often than chance would have it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Kinds = NDArray[np.int16]
_BLOCK = 2048  # ties at a time: memory stays at some megabytes


@dataclass(frozen=True)
class Mixing:
    """E-I indices: observed, mean and middle 95 % of the permuted ones."""

    observed: float
    chance: float
    low: float
    high: float


def dealt(kinds: Kinds, permutations: int, seed: int) -> NDArray[np.int16]:
    """The kinds dealt out again: one permutation a row, seeded."""
    table = np.broadcast_to(kinds, (permutations, len(kinds)))
    return np.random.default_rng(seed).permuted(table, axis=1)


def mixing(
    kinds: Kinds, a: NDArray[np.int64], b: NDArray[np.int64], permutations: int, seed: int
) -> Mixing | None:
    """The index of ties (a, b) between bodies of ``kinds``; ``None`` without a tie or with one kind only.

    E-I is (external - internal) / ties: from -1 (only among equals) to +1 (only among different ones).
    """
    if not len(a) or len(np.unique(kinds)) < 2 or permutations < 1:
        return None
    observed = 2 * float((kinds[a] != kinds[b]).mean()) - 1
    columns = np.ascontiguousarray(dealt(kinds, permutations, seed).T)
    external = sum(_external(columns, a, b), start=np.zeros(permutations, np.int64))
    indices = 2 * external / len(a) - 1
    low, high = np.quantile(indices, (0.025, 0.975))
    return Mixing(observed, float(indices.mean()), float(low), float(high))


def _external(
    columns: NDArray[np.int16], a: NDArray[np.int64], b: NDArray[np.int64]
) -> Iterator[NDArray[np.int64]]:
    for start in range(0, len(a), _BLOCK):
        some = slice(start, start + _BLOCK)
        # Counted in 16 bits, which hold a block: adding booleans as 64 bits takes four times as long.
        yield (columns[a[some]] != columns[b[some]]).sum(axis=0, dtype=np.int16).astype(np.int64)

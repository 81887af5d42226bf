"""Unknown words are mended against the words of a vocabulary."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from jobcaffe.kernels.concepts.italian import in_full, stem
from jobcaffe.kernels.concepts.sparse import Rows, Vector

SHORTEST, TRIED, KEPT = 4, 16, 20_000


def distance(one: str, two: str, limit: int) -> int:
    """Optimal string alignment: insertions, deletions, changes, swaps of neighbours.

    ``limit + 1`` when it is more than ``limit``.
    """
    if abs(len(one) - len(two)) > limit:
        return limit + 1
    before: list[int] = []
    last = list(range(len(two) + 1))
    for i, letter in enumerate(one, 1):
        row = [i]
        for j, other in enumerate(two, 1):
            cost = min(last[j] + 1, row[-1] + 1, last[j - 1] + (letter != other))
            if i > 1 and j > 1 and letter == two[j - 2] and one[i - 2] == other:
                cost = min(cost, before[j - 2] + 1)
            row.append(cost)
        if min(row) > limit:
            return limit + 1
        before, last = last, row
    return min(last[-1], limit + 1)


def _pairs(word: str) -> set[str]:
    edged = f" {word} "
    return {edged[at : at + 2] for at in range(len(edged) - 1)}


class Speller:
    """Words with how often they occur; mends what is none of them. Ties by frequency, then alphabet."""

    def __init__(self, frequency: Mapping[str, float]) -> None:
        self._frequency = dict(frequency)
        self._words = sorted(self._frequency)
        self._stems = {stem(word) for word in self._words}
        pairs = [_pairs(word) for word in self._words]
        self._pair = {pair: at for at, pair in enumerate(sorted(set().union(*pairs)))} if pairs else {}
        columns = [[self._pair[pair] for pair in one] for one in pairs]
        self._holders = Rows.of(columns, len(self._pair)).transposed(len(self._pair))
        self._sizes = np.array([len(one) for one in pairs], dtype=np.float32)
        self._lengths = np.array([len(word) for word in self._words])
        self._memory: dict[str, str] = {}

    def __contains__(self, word: str) -> bool:
        return word in self._frequency

    def mend(self, word: str, *, cut: bool = False) -> str:
        """The word itself when it is known; else the nearest one, its full form when it is an
        abbreviation (``cut``: it was written with a full stop), two words run together, or itself.
        """
        if word in self._frequency or word.isdigit() or (not cut and self._other_form(word)):
            return in_full(word) or word if cut else word
        key = f"{word}." if cut else word
        found = self._memory.get(key)
        if found is None:
            found = (self._completed(word) if cut else "") or in_full(word) or self._nearest(word)
            if len(self._memory) < KEPT:
                self._memory[key] = found
        return found

    def _other_form(self, word: str) -> bool:
        """Whether it is a known word in another gender or number, which no mending should touch."""
        return len(word) >= SHORTEST and not in_full(word) and stem(word) in self._stems

    def _completed(self, beginning: str) -> str:
        """The most frequent word that begins so; a known abbreviation comes first."""
        known = in_full(beginning)
        if known:
            return known
        begun = [word for word in self._words if word.startswith(beginning)]
        return min(begun, key=lambda word: (-self._frequency[word], word), default="")

    def _nearest(self, word: str) -> str:
        if len(word) < SHORTEST:
            return word
        limit = 1 if len(word) < SHORTEST + 1 else 2
        options = [
            (far + 0.5 * (word[0] != other[0]), -self._frequency[other], other)
            for other in self._alike(word, limit)
            if (far := distance(word, other, limit)) <= limit
        ]
        if not options or min(options)[0] > 1:
            options += self._parted(word)
        return min(options)[2] if options else word

    def _alike(self, word: str, limit: int) -> list[str]:
        """The words that share most pairs of letters and are about as long."""
        if not self._words:
            return []
        pairs = [self._pair[pair] for pair in sorted(_pairs(word)) if pair in self._pair]
        shared: Vector = self._holders.summed(pairs, len(self._words))
        shared /= np.maximum(self._sizes, len(pairs) or 1)
        shared[np.abs(self._lengths - len(word)) > limit] = 0
        near = np.flatnonzero(shared > 0.25)
        best = near[np.argsort(-shared[near], kind="stable")][:TRIED]
        return [self._words[at] for at in best]

    def _parted(self, word: str) -> list[tuple[float, float, str]]:
        """Two known words that were written as one."""
        cuts = ((word[:at], word[at:]) for at in range(3, len(word) - 2))
        return [
            (1.0, -min(self._frequency[one], self._frequency[two]), f"{one} {two}")
            for one, two in cuts
            if one in self._frequency and two in self._frequency
        ]

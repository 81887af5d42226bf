"""Cosine of letter n-grams between a text and every label, factored by word.

N-grams do not cross words, so those of a label are the sum of those of its words: the text is compared
with each different word once, and a label adds up what its words got. The result is the exact cosine
of the tf-idf vectors of all the labels' n-grams.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import numpy as np

from jobcaffe.kernels.concepts.sparse import Rows, Vector

# Labels whose n-grams are looked at in one go while building: bounds the memory.
BLOCK = 20_000


def grams(word: str, shortest: int, longest: int) -> list[str]:
    """The n-grams of a word between spaces: ``("oss", 2, 3)`` → `` o``, ``os``, ``ss``, ``s ``, `` os``, …"""
    edged = f" {word} "
    return [
        edged[at : at + size]
        for size in range(shortest, min(longest, len(edged)) + 1)
        for at in range(len(edged) - size + 1)
    ]


class Letters:
    """The labels (as lists of words) under n-grams of ``shortest`` to ``longest`` letters."""

    def __init__(self, labels: Sequence[Sequence[str]], shortest: int, longest: int) -> None:
        self._range = (shortest, longest)
        words = {word: at for at, word in enumerate(sorted({word for label in labels for word in label}))}
        spelt = [grams(word, shortest, longest) for word in words]
        self._gram = {gram: at for at, gram in enumerate(sorted({gram for one in spelt for gram in one}))}
        self._words = len(words)
        by_word = Rows.of([[self._gram[gram] for gram in one] for one in spelt], len(self._gram))
        self._labels = Rows.of([[words[word] for word in label] for label in labels], len(words))
        self._weight, self._norm = self._weigh(by_word)
        self._by_gram = by_word.transposed(len(self._gram))
        # ``reduceat`` needs a first word for every label; labels without words are put right afterwards.
        self._full = np.flatnonzero(np.diff(self._labels.start))
        self._first = self._labels.start[:-1][self._full]

    def _weigh(self, by_word: Rows) -> tuple[Vector, Vector]:
        """The idf of each n-gram, and the length of each label's vector."""
        holding, spelling = self._labels.matrix(self._words), by_word.matrix(len(self._gram))
        total = holding.shape[0]
        seen = np.zeros(len(self._gram))
        for at in range(0, total, BLOCK):
            seen += (holding[at : at + BLOCK] @ spelling).getnnz(axis=0)
        weight = np.log((1 + total) / (1 + seen)) + 1
        norm = np.zeros(total)
        for at in range(0, total, BLOCK):
            block = (holding[at : at + BLOCK] @ spelling).multiply(weight[None, :]).tocsr()
            norm[at : at + BLOCK] = np.sqrt(np.asarray(block.multiply(block).sum(axis=1)).ravel())
        return weight.astype(np.float32), np.maximum(norm, 1e-9).astype(np.float32)

    def cosines(self, words: Sequence[str]) -> Vector:
        """The cosine of a text (its words) with every label: float32[labels], between 0 and 1."""
        out = np.zeros(len(self._norm), dtype=np.float32)
        counts = Counter(gram for word in words for gram in grams(word, *self._range))
        known = [(self._gram[gram], count) for gram, count in sorted(counts.items()) if gram in self._gram]
        if not known or not len(self._full):
            return out
        at = [one for one, _count in known]
        weight = self._weight[at]
        asked = np.array([count for _one, count in known], dtype=np.float32) * weight
        by_word = self._by_gram.summed(at, self._words, asked * weight)
        out[self._full] = np.add.reduceat(by_word[self._labels.columns] * self._labels.values, self._first)
        return out / (self._norm * np.float32(np.linalg.norm(asked)))

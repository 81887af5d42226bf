"""The index of a vocabulary, built once, and the ranking of its concepts for a text."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

import numpy as np

from jobcaffe.kernels.concepts.italian import forms, normalise, shortened, stems
from jobcaffe.kernels.concepts.letters import Letters
from jobcaffe.kernels.concepts.model import Candidate, Concept
from jobcaffe.kernels.concepts.sparse import Vector
from jobcaffe.kernels.concepts.spelling import Speller
from jobcaffe.kernels.concepts.terms import Texts, Words, above, grouped

# Fixed and published. Fitted once on held-out labels with typing errors of seeds 101 and 102.
WEIGHTS: Mapping[str, float] = {
    "letters": 5.5,
    "words": 8.0,
    "description": 2.3,
    "group": 1.8,
    "above": 0.8,
    "named": 1.5,
    "labels": -0.87,
}
# What an exact label counts that is not the preferred one, beside 1 for that.
ALSO_NAMED = 0.2
_WHOLE = sum(weight for weight in WEIGHTS.values() if weight > 0)
# A word of descriptions only counts as known when it is there this often.
USUAL = 3


def _written(concept: Concept) -> dict[str, str]:
    """The labels as they are compared, each with its text; both parts of a pair with a slash too."""
    out: dict[str, str] = {}
    for label in concept.labels:
        for form in forms(label):
            plain = normalise(form)
            if plain:
                out.setdefault(plain, form)
    return out


def _names(concepts: Sequence[Concept], written: Sequence[Mapping[str, str]]) -> dict[str, dict[int, float]]:
    """For the stems of each label, the places of the concepts that bear it and how much it counts."""
    out: dict[str, dict[int, float]] = {}
    for at, (concept, own) in enumerate(zip(concepts, written, strict=True)):
        preferred = {_key(normalise(form)) for label in concept.labels[:1] for form in forms(label)}
        for key in {_key(plain) for plain in own} - {""}:
            out.setdefault(key, {})[at] = 1.0 if key in preferred else ALSO_NAMED
    return out


def _key(plain: str) -> str:
    return " ".join(stems(plain))


class Linker:
    """Concepts, ready to be found. Building takes about 0.3 ms a concept; the object never changes.

    Raises ``ValueError`` when an address is there twice.
    """

    def __init__(self, concepts: Sequence[Concept]) -> None:
        self._concepts = sorted(concepts, key=lambda concept: concept.uri)
        if len({concept.uri for concept in self._concepts}) < len(self._concepts):
            raise ValueError("two concepts have the same address")
        written = [_written(concept) for concept in self._concepts]
        plain = [label for own in written for label in own]
        self._texts = [text for own in written for text in own.values()]
        self._named = _names(self._concepts, written)
        sizes = np.array([len(own) for own in written])
        # Concepts without any label cannot be reduced over; the others are, and put in their places.
        self._labelled = np.flatnonzero(sizes)
        self._start = np.concatenate([[0], np.cumsum(sizes)])
        self._many = np.log1p(sizes).astype(np.float32)
        stemmed = [[stems(label) for label in own] for own in written]
        told = [normalise_all(concept.description) for concept in self._concepts]
        described = [stems(text) for text in told]
        self._speller = Speller(_frequencies(plain, told))
        self._typed = Letters([label.split() for label in plain], 1, 3)
        self._stemmed = Letters([label for own in stemmed for label in own], 2, 5)
        self._words = Words(self._concepts, stemmed, described)
        self._described = Texts(described)
        self._grouped = Texts(grouped(self._concepts, stemmed))
        self._above = Texts([above(concept) for concept in self._concepts])

    def __len__(self) -> int:
        return len(self._concepts)

    def rank(self, text: str, k: int = 5) -> list[Candidate]:
        """At most ``k`` concepts, the best first; ties by address. Nothing for an empty text, for one in
        another alphabet, or when no letters are shared.
        """
        plain = normalise(text)
        if not plain or k <= 0 or not self._concepts:
            return []
        parts, by_label = self.parts(text)
        total = sum((WEIGHTS[name] * part for name, part in parts.items()), np.zeros(len(self), np.float32))
        alike = (parts["letters"] + parts["words"] > 0) & (total > 0)
        total = np.where(alike, total, -np.inf)
        order = self._best(total, k)
        return [self._candidate(at, float(total[at]), by_label) for at in order]

    def parts(self, text: str) -> tuple[dict[str, Vector], Vector]:
        """Each part of the sum for every concept (by address), and the letters of every label."""
        asked = stems(self.mended(text))
        by_label = (self._typed.cosines(normalise(text).split()) + self._stemmed.cosines(asked)) / np.float32(
            2
        )
        return {
            "letters": self._most(by_label),
            "words": self._words.explained(asked),
            "description": self._described.cosines(asked),
            "group": self._grouped.cosines(asked),
            "above": self._above.cosines(asked),
            "named": self._naming(asked),
            "labels": self._many,
        }, by_label

    def _naming(self, asked: Sequence[str]) -> Vector:
        """1 where the stems are those of the preferred label, a little where of another one."""
        out = np.zeros(len(self), dtype=np.float32)
        for at, worth in self._named.get(" ".join(asked), {}).items():
            out[at] = worth
        return out

    def mended(self, text: str) -> str:
        """The text as it is understood: plain, in full, without typing errors."""
        cut = shortened(text)
        return " ".join(self._speller.mend(word, cut=word in cut) for word in normalise(text).split())

    def _most(self, by_label: Vector) -> Vector:
        out = np.zeros(len(self), dtype=np.float32)
        if len(self._labelled):
            out[self._labelled] = np.maximum.reduceat(by_label, self._start[self._labelled])
        return out

    def _best(self, total: Vector, k: int) -> list[int]:
        """Places of the ``k`` best, rounded so that the last bits never decide."""
        rounded = np.round(total.astype(np.float64), 5)
        # Partial selection first: all that are as good as the k-th, so that ties stay in order of address.
        least = np.partition(rounded, -k)[-k] if k < len(rounded) else -np.inf
        good = np.flatnonzero((rounded >= least) & np.isfinite(rounded))
        return [int(at) for at in good[np.argsort(-rounded[good], kind="stable")][:k]]

    def _candidate(self, at: int, total: float, by_label: Vector) -> Candidate:
        here = slice(int(self._start[at]), int(self._start[at + 1]))
        label = self._texts[here.start + int(np.argmax(by_label[here]))] if here.stop > here.start else ""
        score = min(1.0, max(0.0, total / _WHOLE))
        return Candidate(self._concepts[at].uri, label, round(score, 4))


def normalise_all(text: str) -> str:
    """A description may be longer than a title: written plainly piece by piece, up to 3,000 letters."""
    sentences = (normalise(text[at : at + 240]) for at in range(0, min(len(text), 3000), 240))
    return " ".join(sentences)


def _frequencies(labels: Sequence[str], told: Sequence[str]) -> dict[str, float]:
    """Words of labels with their counts; usual words of descriptions count a little."""
    known: dict[str, float] = dict(Counter(word for label in labels for word in label.split()))
    described = Counter(word for text in told for word in set(text.split()))
    return {**{word: 0.1 for word, times in described.items() if times >= USUAL}, **known}

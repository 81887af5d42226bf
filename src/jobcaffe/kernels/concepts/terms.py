"""The words part: the chance of each stem given a concept, and cosines with the texts around it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from jobcaffe.kernels.concepts import kinship
from jobcaffe.kernels.concepts.italian import normalise, stems
from jobcaffe.kernels.concepts.model import Concept
from jobcaffe.kernels.concepts.sparse import Rows, Vector

# How far each source stands for a stem among a concept's labels (1). Combined as independent chances.
DESCRIBED, REPLACED, RELATED, GROUPED, RELATED_TEXT, REPLACED_TEXT = 0.4, 0.7, 0.5, 0.4, 0.2, 0.3
# The chance of a stem that nothing explains.
FLOOR = 0.02
Stems = Sequence[str]


class Texts:
    """One text for each concept under tf-idf of stems, 1 + log of the count; ``cosines`` with a query."""

    def __init__(self, texts: Sequence[Stems]) -> None:
        self._stem = {stem: at for at, stem in enumerate(sorted({stem for text in texts for stem in text}))}
        self._count = len(texts)
        rows = Rows.of([[self._stem[stem] for stem in text] for text in texts], len(self._stem))
        matrix = rows.matrix(len(self._stem))
        matrix.data = 1 + np.log(matrix.data)
        seen = np.bincount(rows.columns, minlength=len(self._stem))
        self._weight = (np.log((1 + len(texts)) / (1 + seen)) + 1).astype(np.float32)
        matrix = matrix.multiply(self._weight[None, :]).tocsr()
        norm = np.sqrt(np.asarray(matrix.multiply(matrix).sum(axis=1)).ravel())
        matrix = matrix.multiply((1 / np.maximum(norm, 1e-9))[:, None])
        self._by_stem = Rows.wrap(matrix.T)

    def cosines(self, asked: Stems) -> Vector:
        """float32[texts], between 0 and 1; 0 where nothing is shared."""
        counts = Counter(stem for stem in asked if stem in self._stem)
        if not counts:
            return np.zeros(self._count, dtype=np.float32)
        at = [self._stem[stem] for stem in sorted(counts)]
        weights = [(1 + np.log(counts[stem])) * self._weight[self._stem[stem]] for stem in sorted(counts)]
        length = float(np.linalg.norm(weights))
        return self._by_stem.summed(at, self._count, weights) / np.float32(length)


class Words:
    """Stems of labels, descriptions and groups: what each explains of a query."""

    def __init__(
        self, concepts: Sequence[Concept], labels: Sequence[Sequence[Stems]], described: Sequence[Stems]
    ) -> None:
        self._count = len(concepts)
        in_labels = sorted({stem for one in labels for label in one for stem in label})
        often = Counter(stem for text in described for stem in set(text))
        more = sorted(stem for stem, times in often.items() if times > 1 and stem not in set(in_labels))
        names = [*in_labels, *more]
        self._stem = {stem: at for at, stem in enumerate(names)}
        held = self._holders([{stem for label in one for stem in label} for one in labels])
        told = self._holders(described)
        self._weight = self._rarity(held, told)
        known_in = np.asarray(held.sum(axis=1)).ravel()
        sets = [self._sets(one) for one in labels]
        kin = {"replaced": kinship.replaced(sets, known_in), "related": kinship.families(names)}
        self._held, self._told = Rows.wrap(held), Rows.wrap(told)
        self._kin = {name: Rows.wrap(matrix) for name, matrix in kin.items()}
        self._group, self._grouped = self._groups(concepts, held)
        self._explained: dict[int, tuple[npt.NDArray[np.int32], Vector]] = {}

    def _holders(self, texts: Sequence[Stems | set[str]]) -> Any:
        """Stems × texts, 1 where the text holds the stem."""
        rows = Rows.of(
            [sorted(self._stem[stem] for stem in set(one) if stem in self._stem) for one in texts],
            len(self._stem),
        )
        return rows.matrix(len(self._stem)).T.tocsr()

    def _sets(self, labels: Sequence[Stems]) -> list[frozenset[int]]:
        return list(dict.fromkeys(frozenset(self._stem[stem] for stem in label) for label in labels))

    def _rarity(self, held: Any, told: Any) -> Vector:
        """The idf of each stem over labels; over all texts for those of no label."""
        in_labels = np.asarray(held.sum(axis=1)).ravel()
        anywhere = (held + told).getnnz(axis=1)
        seen = np.where(in_labels > 0, in_labels, anywhere)
        return (np.log((1 + self._count) / (1 + seen)) + 1).astype(np.float32)

    def _groups(self, concepts: Sequence[Concept], held: Any) -> tuple[npt.NDArray[np.int64], Any]:
        """Each concept's group, and stems × groups: how usual a stem is there (0-1). Group 0: none."""
        codes = sorted({concept.group for concept in concepts} | {""})
        group = np.array([codes.index(concept.group) for concept in concepts], dtype=np.int64)
        members = Rows.of([[at] for at in group], len(codes)).matrix(len(codes))
        size = np.asarray(members.sum(axis=0)).ravel()
        usual = (held @ members).multiply((2 / (size + 1))[None, :]).tocsr()
        usual.data = np.minimum(usual.data, 1)
        return group, Rows.wrap(usual)

    def _spread(self, kin: str, at: int, over: Rows, most: float) -> Vector:
        """The relatives of a stem that the concepts hold, added up to at most ``most``."""
        stems_, weights = self._kin[kin].row(at)
        return np.minimum(over.summed([int(one) for one in stems_], self._count, weights.tolist()), most)

    def _explanation(self, at: int) -> Vector:
        """0-1 for each concept: how far its texts explain the stem, as a share of the best case."""
        usual = self._grouped.dense(at, int(self._group.max(initial=0)) + 1)
        usual[0] = 0
        sources = (
            (1.0, self._held.dense(at, self._count)),
            (DESCRIBED, self._told.dense(at, self._count)),
            (REPLACED, self._spread("replaced", at, self._held, 0.9)),
            (RELATED, self._spread("related", at, self._held, 0.8)),
            (GROUPED, usual[self._group]),
            (RELATED_TEXT, self._spread("related", at, self._told, 0.8)),
            (REPLACED_TEXT, self._spread("replaced", at, self._told, 0.9)),
        )
        missing = np.ones(self._count, dtype=np.float32)
        for trust, found in sources:
            missing *= 1 - np.float32(trust) * found
        chance: Vector = np.log((FLOOR + 1 - missing) / FLOOR) / np.float32(np.log((FLOOR + 1) / FLOOR))
        return chance

    def _explaining(self, at: int) -> tuple[npt.NDArray[np.int32], Vector]:
        """The same, kept as a sparse row from the first time on."""
        found = self._explained.get(at)
        if found is None:
            row = self._explanation(at)
            where = np.flatnonzero(row > 0.01).astype(np.int32)
            found = self._explained[at] = (where, row[where])
        return found

    def explained(self, asked: Stems) -> Vector:
        """The idf-weighted mean of the stems' explanations: float32[concepts], 0-1."""
        out, total = np.zeros(self._count, dtype=np.float32), 0.0
        for stem in dict.fromkeys(asked):
            at = self._stem.get(stem)
            total += float(self._weight[at]) if at is not None else float(np.log(1 + self._count) + 1)
            if at is not None:
                where, values = self._explaining(at)
                out[where] += self._weight[at] * values
        return out / np.float32(max(total, 1e-9))


def above(concept: Concept) -> list[str]:
    """The stems of what stands above, where it is a name and not an address."""
    names = [name for name in concept.broader if "://" not in name]
    return [stem for name in names for stem in stems(normalise(name))]


def grouped(concepts: Sequence[Concept], labels: Sequence[Sequence[Stems]]) -> list[list[str]]:
    """For each concept the stems of all the labels of its group; nothing without a group."""
    together: dict[str, list[str]] = {}
    for concept, own in zip(concepts, labels, strict=True):
        together.setdefault(concept.group, []).extend(stem for label in own for stem in label)
    together[""] = []
    return [together[concept.group] for concept in concepts]

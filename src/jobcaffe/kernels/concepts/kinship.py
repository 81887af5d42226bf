"""Which stems stand for one another: learnt from the labels of one concept, and by their beginning."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np

from jobcaffe.kernels.concepts.sparse import Vector

# Labels of one concept that are compared with one another; words by which two of them may differ.
COMPARED, DIFFERENCE = 16, 4
# A family shares at least these first letters, and this part of both words.
BEGINNING, SHARED, MOST_RELATIVES = 5, 0.6, 60

Pair = tuple[int, int]


def replaced(concepts: Sequence[Sequence[frozenset[int]]], known_in: Vector) -> Any:
    """How often one stem takes the place of another in the labels of one concept: a SciPy matrix.

    ``addetto alla verifica`` and ``tecnico della verifica`` differ by *addetto* and *tecnico*. A
    difference of m × n words counts 1 / (m n); a concept counts once. Each row is divided by the number
    of concepts that hold the stem (``known_in``), plus 2 against chance.
    """
    total: dict[Pair, float] = defaultdict(float)
    for labels in concepts:
        here: dict[Pair, float] = {}
        for pair, weight in _differences(labels[:COMPARED]):
            here[pair] = max(here.get(pair, 0.0), weight)
        for pair, weight in here.items():
            total[pair] += weight
    return _matrix(
        {pair: weight / (max(float(known_in[pair[0]]), 1) + 2) for pair, weight in total.items()},
        len(known_in),
    )


def _differences(labels: Sequence[frozenset[int]]) -> Iterator[tuple[Pair, float]]:
    for one in labels:
        for other in labels:
            mine, theirs = one - other, other - one
            if 0 < len(mine) <= DIFFERENCE and 0 < len(theirs) <= DIFFERENCE:
                weight = 1 / (len(mine) * len(theirs))
                yield from (((stem, instead), weight) for stem in mine for instead in theirs)


def families(stems: Sequence[str]) -> Any:
    """Stems that begin alike (*sald-ator*, *sald-atur*): a SciPy matrix of their shared part × 0.8."""
    beginning: dict[str, list[int]] = defaultdict(list)
    for at, stem in enumerate(stems):
        if len(stem) >= BEGINNING:
            beginning[stem[:BEGINNING]].append(at)
    found = {
        (one, other): 0.8 * part
        for relatives in beginning.values()
        for one in relatives[:MOST_RELATIVES]
        for other in relatives[:MOST_RELATIVES]
        if one != other and (part := _shared(stems[one], stems[other])) >= SHARED
    }
    return _matrix(found, len(stems))


def _shared(one: str, other: str) -> float:
    same = 0
    for mine, theirs in zip(one, other, strict=False):
        if mine != theirs:
            break
        same += 1
    return 2 * same / (len(one) + len(other))


def _matrix(entries: Mapping[Pair, float], size: int) -> Any:
    from scipy.sparse import csr_matrix

    pairs = np.array(list(entries), dtype=np.int32).reshape(-1, 2)
    values = np.fromiter(entries.values(), dtype=np.float32, count=len(entries))
    return csr_matrix((values, (pairs[:, 0], pairs[:, 1])), shape=(size, size))

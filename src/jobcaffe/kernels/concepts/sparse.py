"""Sparse rows in three plain arrays: what the queries need, and nothing that must be imported late."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

Vector = npt.NDArray[np.float32]
Index = npt.NDArray[np.int32]


@dataclass(frozen=True)
class Rows:
    """Compressed rows: ``columns[start[i]:start[i + 1]]`` and ``values`` beside them."""

    start: npt.NDArray[np.int64]
    columns: Index
    values: Vector

    @classmethod
    def of(cls, columns: Sequence[Sequence[int]], width: int) -> Rows:
        """Rows of counts: how often each column occurs in each list. ``width`` columns."""
        from scipy.sparse import csr_matrix

        start = np.concatenate([[0], np.cumsum([len(one) for one in columns])]).astype(np.int64)
        flat = np.fromiter(
            (column for one in columns for column in one), dtype=np.int32, count=int(start[-1])
        )
        made = csr_matrix((np.ones(len(flat), dtype=np.float32), flat, start), shape=(len(columns), width))
        made.sum_duplicates()
        return cls.wrap(made)

    @classmethod
    def wrap(cls, matrix: Any) -> Rows:
        """The arrays of a SciPy matrix of any form."""
        rows = matrix.tocsr()
        rows.sort_indices()
        return cls(rows.indptr.astype(np.int64), rows.indices.astype(np.int32), rows.data.astype(np.float32))

    def matrix(self, width: int) -> Any:
        """The same as a SciPy matrix with ``width`` columns."""
        from scipy.sparse import csr_matrix

        return csr_matrix((self.values, self.columns, self.start), shape=(len(self.start) - 1, width))

    def transposed(self, width: int) -> Rows:
        """Columns as rows."""
        return self.wrap(self.matrix(width).T)

    def row(self, at: int) -> tuple[Index, Vector]:
        """Columns and values of one row."""
        here = slice(self.start[at], self.start[at + 1])
        return self.columns[here], self.values[here]

    def dense(self, at: int, width: int) -> Vector:
        """One row written out."""
        out = np.zeros(width, dtype=np.float32)
        columns, values = self.row(at)
        out[columns] = values
        return out

    def summed(self, rows: Sequence[int], width: int, weights: Iterable[float] | None = None) -> Vector:
        """The weighted sum of some rows, written out."""
        if not len(rows):
            return np.zeros(width, dtype=np.float32)
        factors = [1.0] * len(rows) if weights is None else list(weights)
        parts = [self.row(at) for at in rows]
        columns = np.concatenate([part[0] for part in parts])
        values = np.concatenate(
            [part[1] * np.float32(factor) for part, factor in zip(parts, factors, strict=True)]
        )
        return np.bincount(columns, weights=values, minlength=width).astype(np.float32)

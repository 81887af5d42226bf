"""The best k, held against a second version written from the words of the manual."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings

from jobcaffe.kernels import matching
from tests.kernels.matching.markets import markets


@settings(max_examples=150, deadline=None)
@given(markets())
def test_numpy_gives_the_answer_of_the_rules(market: matching.Market) -> None:
    assert matching.check(market, matching.solve(market, 3, engine="numpy")) == []


@settings(max_examples=100, deadline=None)
@given(markets())
def test_numba_gives_equal_numbers(market: matching.Market) -> None:
    slow, fast = (matching.solve(market, 4, engine=engine) for engine in ("numpy", "numba"))

    for name in ("top", "points", "feasible", "open"):
        assert np.array_equal(getattr(slow, name), getattr(fast, name)), name

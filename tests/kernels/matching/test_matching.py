"""The best k, held against a second version written from the words of the manual."""

from __future__ import annotations

from hypothesis import given, settings

from jobcaffe.kernels import matching
from tests.kernels.matching.markets import markets


@settings(max_examples=150, deadline=None)
@given(markets())
def test_numpy_gives_the_answer_of_the_rules(market: matching.Market) -> None:
    assert matching.check(market, matching.solve(market, 3, engine="numpy")) == []

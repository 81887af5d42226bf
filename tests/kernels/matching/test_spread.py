"""Spreading costs nobody her best nor a proposal; the audit counts what is there."""

from __future__ import annotations

from collections import Counter
from fractions import Fraction
from math import log

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jobcaffe.kernels import matching
from jobcaffe.kernels.matching import Market, Opportunity, Person
from tests.kernels.matching.generated import made_up
from tests.kernels.matching.generated import market as generated
from tests.kernels.matching.markets import markets


def crowded() -> Market:
    """Forty persons alike, ten opportunities alike but for how fresh they are."""
    people = tuple(Person(f"p{row:02}") for row in range(40))
    return Market(people, tuple(Opportunity(f"o{row}", freshness=10 * row) for row in range(10)))


@settings(max_examples=100, deadline=None)
@given(markets(), st.integers(1, 4), st.sampled_from([Fraction(1, 2), Fraction(9, 10), Fraction(2)]))
def test_nobody_loses_her_best_nor_a_proposal(market: Market, proposals: int, room: Fraction) -> None:
    answer = matching.solve(market, 9)
    found = matching.spread(answer, proposals, room=room)

    for row in range(len(market.persons)):
        options = [(market.opportunities.index(one), points) for one, points in answer.ranked(row)]
        mine = list(found.lists[row])
        assert mine[:1] == options[:1]
        assert len(mine) == len(set(mine)) == min(proposals, len(options))
        assert set(mine) <= set(options)
        assert [points for _place, points in mine] == sorted(
            (points for _place, points in mine), reverse=True
        )
        assert list(found.naive[row]) == options[:proposals]


def test_people_alike_are_sent_to_different_doors() -> None:
    market = crowded()
    answer = matching.solve(market, 10)
    found = matching.spread(answer, 3)
    before, after = (
        Counter(place for mine in lists for place, _points in mine) for lists in (found.naive, found.lists)
    )

    assert before == {9: 40, 8: 40, 7: 40}
    assert after[9] == 40  # everybody's own best
    assert sum(after.values()) == 120
    # The other eighty: beside the first, no opportunity is shown to more than its share of eleven.
    assert set(found.caps) == {11}
    assert max(count for place, count in after.items() if place != 9) == 11


def test_an_opportunity_with_more_places_is_shown_more_often() -> None:
    people = tuple(Person(f"p{row:02}") for row in range(30))
    offers = tuple(
        Opportunity(f"o{row}", places=3 if row == 1 else 1, freshness=100 - row) for row in range(6)
    )
    found = matching.spread(matching.solve(Market(people, offers), 6), 2)
    shown = Counter(place for mine in found.lists for place, _points in mine)

    assert found.caps == (8, 16, 8, 8, 8, 8)
    assert (shown[0], shown[1]) == (30, 16)


def test_the_same_market_is_spread_in_the_same_way() -> None:
    one, other = (matching.spread(matching.solve(crowded(), 10), 3) for _ in range(2))

    assert one == other


def test_a_generated_market_is_less_crowded_afterwards() -> None:
    market = generated(made_up(4), 400, 120, seed=3, unequal=True)
    answer = matching.solve(market, 60)
    found = matching.spread(answer, 3)
    before, after = matching.congestion(found.naive, 120), matching.congestion(found.lists, 120)

    assert after.best == before.best
    assert after.per_person == before.per_person
    assert after.gini < before.gini
    assert after.most <= before.most
    assert after.coverage >= before.coverage


def test_the_figures_of_congestion_are_those_of_their_definitions() -> None:
    lists = [[(0, 10**8), (1, 5 * 10**7)], [(0, 6 * 10**7)], []]
    found = matching.congestion(lists, 4)
    counts = [2, 1, 0, 0]
    gini = sum(abs(one - other) for one in counts for other in counts) / (2 * 4 * sum(counts))

    assert (found.best, found.utility, found.per_person) == pytest.approx((0.8, 0.7, 1.0))
    assert (found.coverage, found.gini, found.most) == pytest.approx((0.5, gini, 2))
    assert found.entropy == pytest.approx(-(2 / 3 * log(2 / 3) + 1 / 3 * log(1 / 3)) / log(4))
    assert matching.congestion([[], []], 3) == matching.Congestion(0, 0, 0, 0, 0, 0, 0)


def test_fewer_options_than_proposals_are_refused() -> None:
    with pytest.raises(ValueError, match="at least as many options"):
        matching.spread(matching.solve(crowded(), 2), 3)


def test_the_audit_counts_each_group_and_never_steers() -> None:
    people = (Person("anna"), Person("bea", limit=10), Person("carlo", contracts=frozenset()))
    offers = (Opportunity("o1", contract="fisso", freshness=100), Opportunity("o2", freshness=100))
    answer = matching.solve(Market(people, offers), 2)
    rows = matching.exposure(answer, {"sex": {"anna": "F", "bea": "F", "carlo": "M", "nobody": "M"}})

    assert [(one.value, one.persons, one.feasible, one.proposals, one.nothing) for one in rows] == [
        ("F", 2, 2.0, 2.0, 0),
        ("M", 1, 1.0, 1.0, 0),
    ]
    assert [one.best for one in rows] == pytest.approx([0.525, 0.525])
    assert not {"sex", "citizenship"} & set(Person.__dataclass_fields__)

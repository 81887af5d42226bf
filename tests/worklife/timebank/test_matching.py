"""The suggested ring is the best there is: compared with every ring there is."""

from __future__ import annotations

from itertools import pairwise, permutations
from uuid import UUID, uuid5

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jobcaffe.worklife.timebank.matching import Ad, Arc, answers, best

HOMES = 5
ANY = UUID(int=0)


def _ad(number: int, home: int, offer: bool, category: str, slots: frozenset[str] = frozenset()) -> Ad:
    return Ad(uuid5(ANY, str(number)), UUID(int=home + 1), offer, category, slots, number)


ADS = st.lists(
    st.tuples(
        st.integers(0, HOMES - 1),
        st.booleans(),
        st.sampled_from("abc"),
        st.frozensets(st.sampled_from(["mattina", "sera"])),
    ),
    min_size=1,
    max_size=9,
).map(lambda rows: [_ad(number, *row) for number, row in enumerate(rows)])


def _every_ring(ads: list[Ad], new: Ad) -> list[list[Arc]]:
    """All single helps, swaps and circles of three through ``new``, by trying everything."""
    found: list[list[Arc]] = []
    every = [(offer, need) for offer in ads for need in ads if answers(offer, need)]
    for length in (1, 2, 3):
        for ring in permutations(every, length):
            closed = all(one[1].account == two[0].account for one, two in pairwise(ring))
            homes = {arc[0].account for arc in ring}
            if length > 1:
                closed = closed and ring[-1][1].account == ring[0][0].account and len(homes) == length
            if closed and any(new in arc for arc in ring):
                found.append(list(ring))
    return found


@settings(max_examples=300, deadline=None)
@given(ADS)
def test_no_better_ring_is_overlooked(ads: list[Ad]) -> None:
    new = ads[-1]
    ring, every = best(new, ads[:-1]), _every_ring(ads, new)
    assert bool(ring) == bool(every)
    if every:
        order = {2: 0, 3: 1, 1: 2}
        assert order[len(ring)] == min(order[len(one)] for one in every)
        same = [one for one in every if len(one) == len(ring)]
        waits = [sorted(ad.waiting for arc in one for ad in arc) for one in same]
        assert sorted(ad.waiting for arc in ring for ad in arc) == min(waits)
        assert any(new in arc for arc in ring)
        assert all(answers(*arc) for arc in ring)


def test_a_swap_comes_before_a_circle_and_a_circle_before_one_help() -> None:
    anna = [_ad(0, 0, True, "a"), _ad(1, 0, False, "b")]
    bruna = [_ad(2, 1, True, "b"), _ad(3, 1, False, "a")]
    carla = [_ad(4, 2, True, "b"), _ad(5, 2, False, "c")]
    dora = [_ad(6, 3, True, "c"), _ad(7, 3, False, "a")]
    assert len(best(anna[0], [anna[1], *bruna, *carla, *dora])) == 2
    assert len(best(anna[0], [anna[1], *carla, *dora])) == 3
    assert len(best(anna[0], [dora[1]])) == 1
    assert best(anna[0], carla) == []


@pytest.mark.parametrize(
    ("first", "second", "met"),
    [
        ({"sera"}, {"sera"}, True),
        ({"sera"}, {"mattina"}, False),
        (set(), {"sera"}, True),
        (set(), set(), True),
    ],
)
def test_times_must_meet_and_no_times_are_any(first: set[str], second: set[str], met: bool) -> None:
    offer, need = _ad(0, 0, True, "a", frozenset(first)), _ad(1, 1, False, "a", frozenset(second))
    assert answers(offer, need) is met


def test_a_household_does_not_answer_itself() -> None:
    assert best(_ad(0, 0, True, "a"), [_ad(1, 0, False, "a")]) == []

"""The kernel against networkx, at the borders of quarters, and on networks that hardly are any."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jobcaffe.kernels.cohesion import Body, Case, Encounter, draw, measure, ties
from jobcaffe.kernels.cohesion.arrays import days_of, later
from tests.kernels.cohesion import oracle
from tests.kernels.cohesion.generated import KINDS, network

BODIES = tuple(Body(name, kind) for name, kind in zip("abcde", KINDS, strict=True))
DAYS = st.dates(min_value=oracle.date(2023, 8, 25), max_value=oracle.date(2025, 3, 5)).map(str)


def case(*met: tuple[str, str], until: str = "2026-12-31", bodies: tuple[Body, ...] = BODIES) -> Case:
    """Encounters as (day, letters of who was there)."""
    rows = tuple(Encounter(str(number), day, tuple(who)) for number, (day, who) in enumerate(met))
    return Case(bodies, rows, until, permutations=50)


def differences(one: Case) -> list[str]:
    """Where the kernel and networkx differ."""
    found = {code: (item.value, dict(item.parts)) for code, item in measure(one).measures.items()}
    return oracle.differences(one, found)


@given(
    st.lists(st.tuples(DAYS, st.lists(st.sampled_from("abcde"), max_size=5).map("".join)), max_size=14), DAYS
)
@settings(max_examples=120, deadline=None)
def test_every_measure_equals_networkx_on_any_small_network(met, until):
    assert differences(case(*met, until=until)) == []


@pytest.mark.parametrize("seed", range(3))
def test_every_measure_equals_networkx_on_a_network_of_a_town(seed):
    assert differences(replace(network(80, 150, seed), permutations=100)) == []


@pytest.mark.parametrize("bodies", [(), BODIES[:1]])
def test_without_anybody_to_meet_there_is_no_number_and_the_sentence_says_why(bodies):
    empty = Case(bodies, (), "2026-12-31")
    answer = measure(empty)
    assert differences(empty) == []
    assert answer.quarters == ()
    assert draw(empty).steps == ()
    assert ties(empty) == ()
    assert answer.measures["connected"].value == 0
    assert str(answer.measures["mixing"].sentence).startswith("Con un solo tipo")


def test_one_organisation_that_comes_alone_has_no_tie():
    answer = measure(case(("2026-02-01", "a"), ("2026-02-02", "a"), until="2026-03-31", bodies=BODIES[:1]))
    assert answer.measures["connected"].value == 0
    assert answer.measures["breadth"].parts == {"half": 1, "active": 1, "presences": 2, "gini": 0}


def test_a_tie_belongs_to_the_quarter_of_its_first_day_at_both_borders():
    met = [("2026-03-31", "ab"), ("2026-04-01", "cd"), ("2026-06-30", "de"), ("2026-07-01", "ab")]
    answer = measure(case(*met, until="2026-07-01"))
    assert [(one.name, one.new_ties, one.connected) for one in answer.quarters] == [
        ("2026-1", 1, 2),
        ("2026-2", 2, 5),
        ("2026-3", 0, 5),
    ]


def test_what_happens_after_the_last_day_does_not_count():
    assert ties(case(("2026-06-30", "ab"), ("2026-07-01", "abc"), until="2026-06-30")) == ties(
        case(("2026-06-30", "ab"), until="2026-06-30")
    )


@pytest.mark.parametrize(
    ("first", "then"),
    [("2025-08-31", "2026-02-28"), ("2023-08-31", "2024-02-29"), ("2025-12-31", "2026-06-30")],
)
def test_six_months_on_is_the_last_day_where_the_month_is_shorter(first, then):
    assert later(days_of([first])).tolist() == days_of([then]).tolist()
    day_before = str(oracle.date.fromisoformat(then) - oracle.date.resolution)
    assert measure(case((first, "ab"), (then, "ab"), until=then)).measures["alive"].value == 1
    early = measure(case((first, "ab"), (day_before, "ab"), until=then)).measures["alive"]
    assert early.parts == {"alive": 0, "old": 1}
    assert measure(case((first, "ab"), until=day_before)).measures["alive"].value is None


def test_the_same_seed_gives_the_same_numbers_and_the_same_picture_and_another_does_not():
    town = network(40, 60, 3)
    one, again, other = (measure(replace(town, seed=seed)) for seed in (3, 3, 4))
    assert one == again
    assert one.measures["mixing"].parts["chance"] != other.measures["mixing"].parts["chance"]
    assert draw(town) == draw(town)


def test_the_mean_of_the_permutations_is_the_one_that_can_be_calculated():
    town = network(60, 80, 5)
    met = {tie.one for tie in ties(town)} | {tie.other for tie in ties(town)}
    kinds = [body.kind for body in town.bodies if body.id in met]
    size = len(kinds)
    equal = sum(kinds.count(kind) * (kinds.count(kind) - 1) for kind in KINDS) / (size * (size - 1))
    parts = measure(town).measures["mixing"].parts
    spread = (parts["high"] - parts["low"]) / 4
    assert abs(parts["chance"] - (1 - 2 * equal)) < 4 * spread / 1000**0.5


def test_the_order_of_the_list_and_repeated_names_change_nothing_but_the_dice():
    one = case(("2026-01-02", "abc"), ("2026-05-05", "ab"))
    told_twice = case(("2026-01-02", "cabba"), ("2026-05-05", "ba"))
    assert ties(one) == ties(told_twice)
    assert measure(one).quarters == measure(told_twice).quarters


def test_nobody_moves_from_one_step_to_the_next_and_each_step_holds_the_one_before():
    picture = draw(network(40, 60, 1))
    ahead = zip(picture.steps, picture.steps[1:], strict=False)
    assert all(set(before.bodies) <= set(after.bodies) for before, after in ahead)
    last = picture.steps[-1]
    assert set(picture.places) == set(last.bodies)
    assert len(last.ties) == sum(len(step.new) for step in picture.steps)


def test_a_step_knows_nothing_of_what_came_after():
    town = network(40, 60, 1)
    for step in draw(town).steps:
        year, quarter = map(int, step.quarter.split("-"))
        last = oracle.date(year + quarter // 4, quarter * 3 % 12 + 1, 1) - oracle.date.resolution
        assert step.ties == ties(replace(town, until=min(str(last), town.until)))


def test_marks_of_a_town_do_not_touch():
    places = list(draw(network(60, 70, 2, largest=5)).places.values())
    pairs = [(a, b) for at, a in enumerate(places) for b in places[:at]]
    assert min(((a[0] - b[0]) ** 2 + (a[1] - b[1]) ** 2) ** 0.5 for a, b in pairs) > 0.06
    assert all(0 <= x <= 1 and 0 <= y <= 1 for x, y in places)


@pytest.mark.parametrize(
    ("wrong", "why"),
    [
        (case(("2026-02-30", "ab")), "out of range"),
        (case(("30/01/2026", "ab")), "non è una data"),
        (case(("2026-01-30", "az")), "non è nell'elenco: z"),
        (case(bodies=BODIES + BODIES[:1]), "c'è due volte"),
        (
            replace(case(("2026-01-30", "ab")), encounters=(Encounter("1", "2026-01-01", ()),) * 2),
            "due volte",
        ),
        (replace(case(), until="ieri"), "non è una data"),
    ],
)
def test_a_wrong_case_is_refused_with_the_reason(wrong, why):
    with pytest.raises(ValueError, match=why):
        measure(wrong)

"""The best k, the reasons, what one change opens: held against a second version."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from math import asin, cos, radians, sin, sqrt

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from jobcaffe.kernels import matching
from jobcaffe.kernels.matching import (
    Ask,
    Change,
    Market,
    Means,
    Opportunity,
    Person,
    Side,
    Weights,
    travel,
    week,
)
from tests.kernels.matching import oracle
from tests.kernels.matching.generated import made_up
from tests.kernels.matching.generated import market as generated
from tests.kernels.matching.markets import markets

FIELDS = ("top", "points", "feasible", "open")
MORNING = week((day, 540, 780) for day in range(5))
RHO = {"Lainate": (45.5714, 9.0267), "Rho": (45.5285, 9.0406)}


def told(answer: matching.Answer, row: int) -> list[tuple[str, int]]:
    return [(one.id, points) for one, points in answer.ranked(row)]


def only(person: Person, *offers: Opportunity, **more: object) -> Market:
    return Market((person,), offers, **more)  # type: ignore[arg-type]


@settings(max_examples=120, deadline=None)
@given(markets(), st.integers(1, 10))
def test_everybody_gets_exactly_her_best_as_by_brute_force(market: Market, k: int) -> None:
    answer = matching.solve(market, k, engine="numpy")

    for row, person in enumerate(market.persons):
        everything = oracle.best(market, person)
        assert told(answer, row) == everything[:k]
        assert answer.open[row] == len(everything)
        assert answer.feasible[row] == sum(
            oracle.open_to(market, person, one) for one in market.opportunities
        )
    assert matching.check(market, answer) == []


@settings(max_examples=80, deadline=None)
@given(markets())
def test_numba_gives_equal_numbers(market: Market) -> None:
    slow, fast = (matching.solve(market, 4, engine=engine) for engine in ("numpy", "numba"))

    for name in FIELDS:
        assert np.array_equal(getattr(slow, name), getattr(fast, name)), name


def test_the_engines_agree_on_a_generated_market_with_more_papers_than_a_word_has_bits() -> None:
    market = generated(made_up(3), 300, 200, seed=5)
    offers = tuple(
        replace(one, licences=one.licences | {f"patentino {row % 90}"})
        for row, one in enumerate(market.opportunities)
    )
    people = tuple(
        replace(one, licences=None if row % 2 else one.licences and one.licences | {f"patentino {row % 7}"})
        for row, one in enumerate(market.persons)
    )
    market = replace(market, opportunities=offers, persons=people)
    slow, fast = (matching.solve(market, 20, engine=engine) for engine in ("numpy", "numba"))

    assert slow.open.sum() > 300
    assert all(np.array_equal(getattr(slow, name), getattr(fast, name)) for name in FIELDS)
    assert matching.check(market, fast, range(0, 300, 10)) == []


@settings(max_examples=60, deadline=None)
@given(markets())
def test_the_reasons_are_those_of_the_pair(market: Market) -> None:
    answer = matching.solve(market, 9)

    for row, person in enumerate(market.persons):
        for one in answer.proposals(row):
            offer = next(other for other in market.opportunities if other.id == one.opportunity)
            held, required = person.skills or frozenset(), {*offer.essential, *offer.optional}
            assert one.points == oracle.points(market, person, offer)
            assert one.minutes == oracle.minutes(market, person, offer)
            assert list(one.shifts) == oracle.fits(person, offer, one.minutes)
            assert one.coverage == oracle.coverage(market, person, offer)
            if required and market.weights.optional:
                assert set(one.covered) == required & held
            for near in one.nearly:
                assert near.required not in held
                assert {market.groups[uri] for uri in near.held} == {market.groups[near.required]}


@settings(max_examples=60, deadline=None)
@given(markets())
def test_what_is_asked_would_change_something_and_nothing_else_is_asked(market: Market) -> None:
    """An answer that is there is never asked for; where no field is empty nothing is asked."""
    answer, rules = matching.solve(market, 9), matching.Rules(market)
    for row, person in enumerate(market.persons):
        for one in answer.proposals(row):
            offer = next(other for other in market.opportunities if other.id == one.opportunity)
            for ask in one.ask:
                source = person if ask.side == Side.PERSON else offer
                assert not getattr(source, ask.about) or ask.about == "place"
            assert tuple(rules.unknown(person, offer)) == one.ask


@settings(max_examples=60, deadline=None)
@given(markets())
def test_one_change_opens_what_brute_force_counts(market: Market) -> None:
    person = market.persons[0]
    before = {name for name, _points in oracle.best(market, person)}
    found = {(one.change, one.detail): set(one.opens) for one in matching.relax(market, person)}
    others = {}
    if person.limit is not None:
        others |= {
            (Change.MINUTES, str(more)): replace(person, limit=person.limit + more) for more in (15, 30)
        }
    if person.windows is not None:
        mornings = person.windows | week((day, 360, 840) for day in range(5))
        others[Change.MORNINGS, ""] = replace(person, windows=mornings)
        weekend = person.windows | week((day, 360, 1440) for day in (5, 6))
        others[Change.WEEKEND, ""] = replace(person, windows=weekend)
    others[Change.CARE, ""] = replace(person, care=0)
    if person.contracts is not None:
        for name in ("fisso", "stagionale", "tirocinio"):
            others[Change.CONTRACT, name] = replace(person, contracts=person.contracts | {name})
    if person.licences is not None:
        for name in ("b", "muletto"):
            others[Change.LICENCE, name] = replace(person, licences=person.licences | {name})

    for key, other in others.items():
        after = {name for name, _points in oracle.best(market, other)}
        assert found.get(key, set()) == after - before, key
    sizes = [len(one.opens) for one in matching.relax(market, person)]
    assert sizes == sorted(sizes, reverse=True)


def test_the_way_there_and_back_is_taken_out_of_the_free_hours() -> None:
    school = week((day, 510, 810) for day in range(5))  # 8.30-13.30
    person = Person("p", place="Lainate", means=frozenset({Means.PUBLIC}), windows=school)
    near = Opportunity("o", place="Lainate", shifts=(MORNING,))
    inside, outside = (
        only(person, near, places=RHO, travel={("Lainate", "Lainate", Means.PUBLIC): way}) for way in (30, 31)
    )

    assert told(matching.solve(inside), 0) == [("o", 50 * 10**6)]
    assert told(matching.solve(outside), 0) == []
    assert [one.change for one in matching.relax(outside, person)] == [Change.MORNINGS]


def test_hours_of_care_close_and_are_told_as_one_change() -> None:
    person = Person("p", care=week([(2, 600, 660)]))
    market = only(person, Opportunity("o", shifts=(MORNING,)))

    assert told(matching.solve(market), 0) == []
    assert [(one.change, one.opens) for one in matching.relax(market, person)] == [(Change.CARE, ("o",))]


def test_a_week_goes_round_from_sunday_to_monday() -> None:
    night = week([(6, 1320, 360)])

    assert night == week([(6, 1320, 1440), (0, 0, 360)])
    assert told(matching.solve(only(Person("p", windows=night), Opportunity("o", shifts=(night,)))), 0)


def test_free_hours_are_rounded_inward_and_shifts_outward() -> None:
    span = [(0, 545, 595)]

    assert week(span) == week([(0, 570, 570)]) & 0
    assert week(span, outward=True) == week([(0, 540, 600)])


@pytest.mark.parametrize("span", [(7, 0, 30), (-1, 0, 30), (0, 1440, 1440), (0, -30, 30), (0, 0, 1441)])
def test_hours_that_do_not_exist_are_refused(span: tuple[int, int, int]) -> None:
    with pytest.raises(ValueError, match="no such hours"):
        week([span])


def test_nothing_that_is_not_known_closes_and_it_is_asked() -> None:
    offer = Opportunity(
        "o", essential=("s",), place="Rho", shifts=(MORNING,), contract="fisso", licences=frozenset({"B"}),
        age_from=18, age_to=29, age_law="d.lgs. 81/2015, art. 44", places=None,
    )  # fmt: skip
    (proposal,) = matching.solve(only(Person("p"), offer, places=RHO)).proposals(0)
    sides = [(one.side, one.about) for one in proposal.ask]

    assert proposal.points == 50 * 10**6
    assert [about for side, about in sides if side == Side.PERSON] == [
        "skills", "place", "means", "limit", "windows", "contracts", "licences", "age",
    ]  # fmt: skip
    assert sides[-1] == (Side.OPPORTUNITY, "places")
    assert all(matching.question(one).endswith("?") for one in proposal.ask)


def test_what_the_opportunity_does_not_say_is_asked_only_where_it_matters() -> None:
    strict = Person("p", skills=frozenset({"s"}), limit=10, windows=MORNING, contracts=frozenset({"fisso"}))
    easy = Person("p", skills=frozenset(), windows=matching.model.WHOLE_WEEK)
    asked = [matching.solve(only(one, Opportunity("o"))).proposals(0)[0].ask for one in (strict, easy)]

    assert asked[0] == tuple(
        Ask(Side.OPPORTUNITY, about) for about in ("essential", "place", "shifts", "contract")
    )
    assert asked[1] == ()


def test_a_reserved_place_is_never_asked_about() -> None:
    reserved = Opportunity("o", protected=True)

    assert told(matching.solve(only(Person("p"), reserved)), 0) == []
    assert told(matching.solve(only(Person("p", protected=True), reserved)), 0) == [("o", 50 * 10**6)]


def test_the_worked_example_of_the_manual() -> None:
    person = Person(
        "Lucia", skills=frozenset({"cucinare", "riordinare"}), occupations=frozenset({"aiuto cuoca"})
    )
    offer = Opportunity("mensa", ("cucinare", "igiene"), ("riordinare",), "aiuto cuoca", freshness=100)
    rarity = dict.fromkeys(("cucinare", "igiene", "riordinare"), 1.0)
    market = only(person, offer, rarity=rarity, groups={"cucinare": "cucina", "igiene": "cucina"})
    (one,) = matching.solve(market).proposals(0)

    # Two fifths and one fifth whole, two fifths for a quarter: 70 % of 80 points, all the rest.
    assert (one.coverage, one.points) == (700_000, 76 * 10**6)
    assert [(near.required, near.held) for near in one.nearly] == [("igiene", ("cucinare",))]


def test_equal_points_go_by_the_id() -> None:
    offers = [Opportunity(name) for name in ("c", "a", "d", "b")]

    for engine in ("numpy", "numba"):
        answer = matching.solve(only(Person("p"), *offers), 3, engine=engine)  # type: ignore[arg-type]
        assert [name for name, _points in told(answer, 0)] == ["a", "b", "c"]


def test_the_order_of_the_file_changes_nothing() -> None:
    market = generated(made_up(1), 60, 80, seed=2)
    turned = replace(market, persons=market.persons[::-1], opportunities=market.opportunities[::-1])
    one, other = matching.solve(market, 5), matching.solve(turned, 5)

    assert one.open.sum() > 30
    for row in range(60):
        assert told(one, row) == told(other, 59 - row)


@settings(max_examples=30, deadline=None)
@given(markets(), st.data())
def test_check_believes_no_answer_that_was_touched(market: Market, data: st.DataObject) -> None:
    answer = matching.solve(market, 3)
    assume((answer.top >= 0).any())
    row = data.draw(st.sampled_from(sorted({int(one) for one in np.nonzero(answer.top >= 0)[0]})))
    for name in ("points", "top", "feasible", "open"):
        touched = getattr(answer, name).copy()
        touched[row] = touched[row] + 1 if name != "top" else -1
        assert matching.check(market, replace(answer, **{name: touched})) != [], name


def test_distances_are_those_of_the_sphere() -> None:
    def haversine(one: tuple[float, float], two: tuple[float, float]) -> float:
        (lat1, lon1), (lat2, lon2) = (tuple(map(radians, at)) for at in (one, two))
        inner = sin((lat2 - lat1) / 2) ** 2 + cos(lat1) * cos(lat2) * sin((lon2 - lon1) / 2) ** 2
        return 2 * 6371.0088 * asin(sqrt(inner))

    for there in ((45.5285, 9.0406), (45.8081, 9.0852), (45.1, 8.3), (46.2, 9.9)):
        km = haversine((45.5714, 9.0267), there)
        taken = travel.minutes(travel.spot((45.5714, 9.0267)), travel.spot(there), Means.CAR, 0)
        assert abs(taken - (5 + km * 1.3 * 1.5)) < 1.1


def test_who_is_not_reached_in_time_is_told() -> None:
    market = generated(made_up(1), 50, 50)
    answer = matching.solve(market, 2, seconds=1e-9)

    assert answer.status == matching.Status.FEASIBLE
    assert not answer.reached.any()
    assert (answer.top == -1).all()
    assert matching.check(market, answer) == []
    assert matching.check(market, replace(answer, status=matching.Status.OPTIMAL)) == ["the status"]


def test_one_person_at_once_is_the_same_as_all_together() -> None:
    market = generated(made_up(1), 20, 100)
    index, everybody = matching.prepare(market), matching.solve(market, 5)

    for row, person in enumerate(market.persons):
        alone = matching.one(index, person, 5)
        assert (told(alone, 0), alone.proposals(0)) == (told(everybody, row), everybody.proposals(row))


@pytest.mark.parametrize(
    "make",
    [
        lambda: Opportunity("o", age_to=29),
        lambda: Opportunity("o", freshness=101),
        lambda: Opportunity("o", places=-1),
        lambda: Weights(skills=90),
        lambda: Weights(essential=0),
        lambda: Market((Person("p"), Person("p")), ()),
        lambda: Market((Person("p", place="Atlantide"),), ()),
        lambda: matching.solve(Market((), ()), 0),
        lambda: matching.solve(Market((), ()), seconds=0),
    ],
)
def test_what_makes_no_sense_is_refused(make: object) -> None:
    with pytest.raises(ValueError):
        make()  # type: ignore[operator]


def test_an_empty_market_has_an_empty_answer() -> None:
    for engine in ("numpy", "numba"):
        nobody = matching.solve(Market((), (Opportunity("o"),)), engine=engine)  # type: ignore[arg-type]
        nothing = matching.solve(Market((Person("p"),), ()), engine=engine)  # type: ignore[arg-type]
        assert (nobody.top.shape[0], told(nothing, 0)) == (0, [])


def test_the_site_starts_without_numpy() -> None:
    code = (
        "import sys; import jobcaffe.kernels.matching; print({'numpy', 'scipy', 'numba'} & set(sys.modules))"
    )

    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True).stdout == "set()\n"

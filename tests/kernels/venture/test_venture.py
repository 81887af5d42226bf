"""A small activity: the examples computed by hand, and what must hold for every plan."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jobcaffe.kernels import venture
from jobcaffe.kernels.venture import Case, Column, Form, OtherYear, Plan, net_of
from tests.kernels.venture.plans import F2026, plan


def column(form: Form, **fields: object) -> Column:
    """One form of a plan, with every number checked again."""
    asked = plan(forms=(form,), **fields)
    answer = venture.solve(asked, F2026)
    assert venture.check(asked, F2026, answer) == []
    return answer.columns[0]


def near(value: Fraction | None, wanted: float, step: float) -> bool:
    """Whether a figure is the one of the research, which rounds to ``step``."""
    return value is not None and abs(float(value) - wanted) <= step / 2


def year(form: Form, takings: int, **fields: object) -> tuple[Fraction, Fraction, Fraction]:
    """Contributions, tax and net of exact takings."""
    one = column(form, price=Fraction(takings, 120), materials=Fraction(takings, 600), **fields)
    row = one.cases[1]
    assert row.takings.value == takings
    return row.contributions.value, row.tax.value, row.net.value  # type: ignore[return-value]


# Worked by hand with the figures of 2026; costs are 20 % of the takings where nothing else is said.


def test_the_minimum_contributions_are_those_that_inps_publishes() -> None:
    """18.808 × 24 % + 7,44 = 4.521,36; × 24,48 % + 7,44 = 4.611,64; reduced: 4.513,92 × 65 % + 7,44 = 2.941,49."""
    craft, trade = column(Form.CRAFT).cases[0], column(Form.TRADE).cases[0]
    reduced = column(Form.CRAFT_REDUCED).cases[0]

    assert craft.contributions.value == Fraction("4521.36")
    assert venture.euro(trade.contributions.value or Fraction(0)) == "4.611,64 €"
    assert reduced.contributions.value == Fraction("2941.488")


def test_craft_without_reduction_on_twelve_thousand() -> None:
    """Income 67 % = 8.040; contributions the minimum 4.521,36; tax 5 % × 3.518,64 = 175,932;
    net 12.000 − 2.400 − 4.521,36 − 175,932 = 4.902,708."""
    assert year(Form.CRAFT, 12_000) == (Fraction("4521.36"), Fraction("175.932"), Fraction("4902.708"))


def test_craft_with_reduction_on_twelve_thousand() -> None:
    """Contributions 2.941,488; tax 5 % × 5.098,512 = 254,9256; net 9.600 − 2.941,488 − 254,9256."""
    assert year(Form.CRAFT_REDUCED, 12_000) == (
        Fraction("2941.488"), Fraction("254.9256"), Fraction("6403.5864"),
    )  # fmt: skip


def test_craft_over_the_minimum_income_and_over_the_band() -> None:
    """Income 86 % of 75.000 = 64.500: 64.500 × 24 % + 8.276 × 1 % + 7,44 = 15.480 + 82,76 + 7,44 = 15.570,20;
    tax 5 % × 48.929,80 = 2.446,49; net 60.000 − 15.570,20 − 2.446,49 = 41.983,31."""
    assert year(Form.CRAFT, 75_000, activity="building") == (
        Fraction("15570.20"), Fraction("2446.49"), Fraction("41983.31"),
    )  # fmt: skip


def test_a_trader_on_twelve_thousand() -> None:
    """Income 40 % = 4.800; contributions 18.808 × 24,48 % + 7,44 = 4.611,6384; tax 5 % × 188,3616 = 9,41808."""
    assert year(Form.TRADE, 12_000, activity="trade") == (
        Fraction("4611.6384"), Fraction("9.41808"), 9_600 - Fraction("4611.6384") - Fraction("9.41808"),
    )  # fmt: skip


def test_gestione_separata_on_twelve_thousand() -> None:
    """Income 78 % = 9.360; × 26,07 % = 2.440,152; tax 5 % × 6.919,848 = 345,9924; with 15 %: 1.037,9772."""
    paid, net = Fraction("2440.152"), 9_600 - Fraction("2440.152")

    assert year(Form.SEPARATA, 12_000, activity="professional") == (
        paid, Fraction("345.9924"), net - Fraction("345.9924"),
    )  # fmt: skip
    assert year(Form.SEPARATA, 12_000, activity="professional", new=False)[1] == Fraction("1037.9772")
    assert year(Form.SEPARATA, 12_000, activity="professional", other_cover=True)[0] == Fraction("2246.4")


def test_occasional_work_on_twelve_thousand() -> None:
    """Contributions 7.000 × 33,72 % : 3 = 786,80; income 12.000 − 2.400 − 786,80 = 8.813,20; tax 23 % = 2.027,036
    − deduction 500 + 765 × (28.000 − 8.813,20) : 22.500 = 1.152,3512; so 874,6848."""
    paid, taxed = Fraction("786.80"), Fraction("874.6848")

    assert year(Form.OCCASIONAL, 12_000) == (paid, taxed, 9_600 - paid - taxed)
    assert year(Form.OCCASIONAL, 5_000) == (0, 0, 4_000)


def test_occasional_work_beside_another_income_has_no_deduction() -> None:
    """Other income 26.000, this one 4.000: 2.000 × 23 % + 2.000 × 33 % = 1.120."""
    assert year(Form.OCCASIONAL, 5_000, other_income=Fraction(26_000))[1] == 1_120


@pytest.mark.parametrize(
    ("form", "fields", "wanted"),
    [
        (Form.CRAFT, {}, 5_650),
        (Form.CRAFT_REDUCED, {}, 3_680),
        (Form.TRADE_REDUCED, {"activity": "trade", "materials": Fraction(50)}, 6_000),
    ],
)
def test_the_takings_that_only_pay_for_themselves(form: Form, fields: dict[str, object], wanted: int) -> None:
    """4.521,36 : 0,8 = 5.651,70; 2.941,488 : 0,8 = 3.676,86; 3.000,16 : 0,5 = 6.000,33."""
    assert near(column(form, **fields).break_even.value, wanted, 10)


@pytest.mark.parametrize(
    ("form", "activity", "materials", "wanted"),
    [
        (Form.CRAFT_REDUCED, "other", 20, 11_470),
        (Form.CRAFT_REDUCED, "food", 35, 13_960),
        (Form.TRADE_REDUCED, "trade", 50, 18_440),
        (Form.SEPARATA, "professional", 10, 8_980),
    ],
)
def test_the_takings_that_leave_five_hundred_a_month(
    form: Form, activity: str, materials: int, wanted: int
) -> None:
    """Craft: (6.000 + 0,95 × 2.941,488) : (0,8 − 5 % × 67 %) = 8.794,4136 : 0,7665 = 11.473,47."""
    found = column(form, activity=activity, materials=Fraction(materials), wish=Fraction(500))

    assert near(found.wished.value, wanted, 10)


def test_the_takings_that_leave_a_wish_are_exact() -> None:
    found = column(Form.CRAFT_REDUCED, wish=Fraction(500)).wished

    assert found.value == (6_000 + Fraction("0.95") * Fraction("2941.488")) / Fraction("0.7665")


@pytest.mark.parametrize(
    ("form", "activity", "materials", "hours", "wanted", "step"),
    [
        (Form.CRAFT_REDUCED, "other", 20, 10, 50, 1),
        (Form.CRAFT_REDUCED, "other", 20, 15, 33.5, 0.1),
        (Form.CRAFT_REDUCED, "other", 20, 20, 25, 0.5),
        (Form.SEPARATA, "professional", 10, 10, 44.6, 0.1),
        (Form.SEPARATA, "professional", 10, 15, 29.8, 0.1),
        (Form.SEPARATA, "professional", 10, 20, 22.3, 0.1),
    ],
)
def test_the_price_of_an_hour_for_eight_hundred_a_month(
    form: Form, activity: str, materials: int, hours: int, wanted: float, step: float
) -> None:
    """70 % of the hours are paid, 46 weeks a year."""
    fields = {"materials": Fraction(materials), "wish": Fraction(800), "hours_week": Fraction(hours)}

    assert near(column(form, activity=activity, **fields).hour_price.value, wanted, step)


def test_what_only_one_form_costs_moves_only_that_form() -> None:
    free, dear = plan(), plan(form_costs={Form.CRAFT: Fraction(600)})
    before, after = (venture.solve(one, F2026) for one in (free, dear))

    moved = [
        one.form
        for one, other in zip(before.columns, after.columns, strict=True)
        if one.cases[1].net.value != other.cases[1].net.value
    ]
    assert moved == [Form.CRAFT]


def test_her_week_is_asked_for_the_hours_that_nobody_pays_too() -> None:
    """10 sales a month × 12 × 3,5 hours : 70 % : 46 weeks = 600 : 46."""
    answer = venture.solve(plan(hours=Fraction(7, 2)), F2026)

    assert answer.hours_week[Case.NORMAL].value == Fraction(600, 46)
    hour = answer.columns[0].cases[1]
    assert hour.hour.value == (hour.net.value or 0) / 600


def test_figures_of_another_year_are_refused_without_consent() -> None:
    late = plan(on="2027-01-01")

    with pytest.raises(OtherYear, match="2026-12-31"):
        venture.solve(late, F2026)
    accepted = venture.solve(replace(late, accept_other_year=True), F2026)
    assert len(accepted.warnings) == 1
    assert accepted.warnings[0].startswith("Attenzione")
    assert venture.solve(plan(accept_other_year=True), F2026).warnings == ()


def test_every_number_has_its_formula_and_the_advice_is_always_there() -> None:
    for fields in ({}, {"materials": Fraction(100)}, {"price": Fraction(800)}, {"hours": Fraction(2)}):
        asked = plan(**fields)
        answer = venture.solve(asked, F2026)

        assert venture.check(asked, F2026, answer) == []
        assert "commercialista" in answer.advice
        assert "associazione di categoria" in answer.advice
        for one in answer.columns:
            for case in one.cases:
                told = str(case.net.words)
                assert case.net.value is None or told.endswith(venture.euro(case.net.value))


def test_above_the_ceiling_nothing_is_promised() -> None:
    """800 euro × 20 × 12 = 192.000."""
    good = column(Form.CRAFT, price=Fraction(800)).cases[2]

    assert good.takings.value == 192_000
    assert (good.net.value, good.tax.value, good.month.value) == (None, None, None)
    assert "85.000,00 €" in str(good.net.words)


def test_what_costs_as_much_as_it_sells_for_never_pays() -> None:
    found = column(Form.CRAFT, materials=Fraction(100), wish=Fraction(100))

    assert (found.break_even.value, found.wished.value, found.hour_price.value) == (None, None, None)


def test_thresholds_say_when_they_are_near() -> None:
    states = {one.code: one.state for one in venture.thresholds(F2026, Fraction(4_000))}

    assert states == {
        "presto.client": "over", "presto.worker": "near", "occasional.threshold": "near",
        "flat.ceiling": "under", "flat.exit": "under",
    }  # fmt: skip


def test_a_checker_that_is_lied_to_says_so() -> None:
    asked = plan(wish=Fraction(500), hours=Fraction(1))
    answer = venture.solve(asked, F2026)
    first = answer.columns[0]
    case, wrong = first.cases[1], replace(first.wished, value=Fraction(1))
    crossing = answer.crossings[0]

    def told(**fields: object) -> venture.Answer:
        return replace(answer, columns=(replace(first, **fields), *answer.columns[1:]))  # type: ignore[arg-type]

    lies = [
        told(break_even=wrong), told(wished=wrong), told(hour_price=wrong),
        told(cases=(replace(case, net=wrong),)), told(cases=(replace(case, tax=wrong),)),
        told(cases=(replace(case, month=wrong),)), told(cases=(replace(case, hour=wrong),)),
        told(wished=replace(wrong, value=None)),
        replace(answer, advice=""), replace(answer, warnings=("?",)), replace(answer, columns=()),
        replace(answer, crossings=(replace(crossing, takings=crossing.takings + 1),)),
        replace(answer, crossings=(replace(crossing, below=crossing.over, over=crossing.below),)),
    ]  # fmt: skip
    assert [bool(venture.check(asked, F2026, lie)) for lie in lies] == [True] * len(lies)


@pytest.mark.parametrize(
    "fields",
    [
        {"price": Fraction(0)},
        {"weeks": 0},
        {"billable": Fraction(0)},
        {"fixed": Fraction(-1)},
        {"activity": "?"},
    ],
)
def test_a_plan_that_cannot_be_computed_is_refused(fields: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=r"."):
        venture.solve(plan(**fields), F2026)


money = st.fractions(0, 5_000, max_denominator=100)
plans = st.builds(
    plan,
    activity=st.sampled_from(sorted(F2026.activities)),
    price=st.fractions(1, 1_000, max_denominator=100),
    materials=st.fractions(0, 1_200, max_denominator=100),
    fixed=money,
    wish=st.fractions(0, 2_000, max_denominator=10),
    hours=st.fractions(0, 30, max_denominator=4),
    hours_week=st.fractions(0, 60, max_denominator=2),
    weeks=st.integers(1, 52),
    new=st.booleans(),
    other_cover=st.booleans(),
    other_income=st.sampled_from([Fraction(0), Fraction(9_000), Fraction(30_000)]),
    form_costs=st.dictionaries(st.sampled_from(list(Form)), money),
)


@given(plans)
@settings(max_examples=40, deadline=None)
def test_every_number_of_every_plan_is_what_plain_arithmetic_gives(asked: Plan) -> None:
    assert venture.check(asked, F2026, venture.solve(asked, F2026)) == []


@given(plans, st.integers(0, 85_000), st.sampled_from(list(Form)))
@settings(max_examples=100, deadline=None)
def test_the_curve_is_the_arithmetic_at_every_amount(asked: Plan, takings: int, form: Form) -> None:
    x = Fraction(takings)

    assert venture.levies(asked, F2026, form).net.at(x) == net_of(asked, F2026, form, x)


@given(plans, st.fractions(0, 50, max_denominator=100), st.sampled_from(list(Form)))
@settings(max_examples=100, deadline=None)
def test_a_higher_price_never_leaves_less(asked: Plan, more: Fraction, form: Form) -> None:
    """With the same sales and the same materials."""
    dear = replace(asked, price=asked.price + more)
    sold = 12 * asked.sales[Case.NORMAL]

    assert net_of(dear, F2026, form, dear.price * sold) >= net_of(asked, F2026, form, asked.price * sold)


@given(plans)
@settings(max_examples=15, deadline=None)
def test_between_two_crossings_the_order_never_changes(asked: Plan) -> None:
    """Nothing is missed: walked in steps of 250 euro, the better one changes only where a crossing is told."""
    answer = venture.solve(replace(asked, forms=(Form.OCCASIONAL, Form.SEPARATA, Form.CRAFT)), F2026)
    steps = [Fraction(x) for x in range(0, 85_001, 250)]
    for one, other in (
        (Form.OCCASIONAL, Form.SEPARATA),
        (Form.SEPARATA, Form.CRAFT),
        (Form.OCCASIONAL, Form.CRAFT),
    ):
        gaps = [net_of(asked, F2026, one, x) - net_of(asked, F2026, other, x) for x in steps]
        told = [row.takings for row in answer.crossings if {row.below, row.over} == {one, other}]
        for low, high, before, after in zip(steps, steps[1:], gaps, gaps[1:], strict=False):
            inside = sum(low < x < high for x in told)
            assert before * after >= 0 or inside % 2 == 1

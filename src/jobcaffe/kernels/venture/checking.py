"""Believe nothing: every number again, by plain arithmetic on one amount at a time."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from jobcaffe.kernels.venture.model import (
    MONTHS,
    ZERO,
    Answer,
    Case,
    Column,
    Form,
    Number,
    Outcome,
    Parameters,
    Plan,
)

HAIR = Fraction(1, 10**6)  # euro: just before and just after a point
STRIDE = 250  # euro: of a walk through all the takings


def check(plan: Plan, figures: Parameters, answer: Answer) -> list[str]:
    """Every number of the answer that is not so, in words; empty when all are."""
    broken = [text for one in answer.columns for text in _column(plan, figures, one)]
    broken += _crossings(plan, figures, answer)
    if tuple(one.form for one in answer.columns) != plan.forms:
        broken.append("the forms are not those asked for")
    other_year = not figures.valid_from <= plan.on <= figures.valid_to
    if other_year != bool(answer.warnings) or not answer.advice:
        broken.append("a warning or the advice is missing")
    broken += [f"{one}: no formula" for one in _numbers(answer) if not str(one.words)]
    return broken


def net_of(plan: Plan, figures: Parameters, form: Form, takings: Fraction) -> Fraction:
    """What is left of the takings of a year."""
    costs = takings * plan.materials / plan.price + plan.fixed + plan.form_costs.get(form, ZERO)
    if form == Form.OCCASIONAL:
        paid = max(takings - figures["occasional.threshold"], ZERO)
        paid *= figures["occasional.rate"] * figures["occasional.worker_share"]
        return takings - costs - paid - _irpef(plan, figures, max(takings - costs - paid, ZERO))
    income = takings * figures.activities[plan.activity].share
    paid = _contributions(plan, figures, form, income)
    rate = figures["flat.tax_new"] if plan.new else figures["flat.tax"]
    return takings - costs - paid - rate * max(income - paid, ZERO)


def _contributions(plan: Plan, figures: Parameters, form: Form, income: Fraction) -> Fraction:
    if form == Form.SEPARATA:
        name = "inps.separata.rate_covered" if plan.other_cover else "inps.separata.rate"
        return figures[name] * min(income, figures["inps.separata.ceiling"])
    trade = form in (Form.TRADE, Form.TRADE_REDUCED)
    due = figures["inps.trade.rate" if trade else "inps.craft.rate"]
    due *= max(income, figures["inps.minimum_income"])
    due += figures["inps.band_extra"] * max(income - figures["inps.band"], ZERO)
    if form in (Form.CRAFT_REDUCED, Form.TRADE_REDUCED):
        due -= due * figures["inps.flat_reduction"]
    return due + figures["inps.maternity"]


def _irpef(plan: Plan, figures: Parameters, income: Fraction) -> Fraction:
    if plan.other_income:
        return _gross(figures, plan.other_income + income) - _gross(figures, plan.other_income)
    return max(_gross(figures, income) - _deduction(figures, income), ZERO)


def _gross(figures: Parameters, income: Fraction) -> Fraction:
    low, high = figures["irpef.low"], figures["irpef.high"]
    if income <= low:
        return income * figures["irpef.first"]
    if income <= high:
        return low * figures["irpef.first"] + (income - low) * figures["irpef.second"]
    return _gross(figures, high) + (income - high) * figures["irpef.third"]


def _deduction(figures: Parameters, income: Fraction) -> Fraction:
    first, low, high = (figures[f"irpef.{name}"] for name in ("deduction_until", "low", "high"))
    whole, base = figures["irpef.deduction"], figures["irpef.deduction_base"]
    if income <= first:
        return whole
    if income <= low:
        return base + (whole - base) * (low - income) / (low - first)
    return base * max(high - income, ZERO) / (high - low)


def _column(plan: Plan, figures: Parameters, column: Column) -> Iterator[str]:
    for one in column.cases:
        yield from (f"{column.form} {one.case}: {name}" for name in _outcome(plan, figures, column.form, one))
    for name, found, wanted in (
        ("break-even", column.break_even, ZERO), ("wish", column.wished, plan.wish * MONTHS),
    ):  # fmt: skip
        if not _first(plan, figures, column.form, found.value, wanted):
            yield f"{column.form}: {name}"
    if column.hour_price.value is not None and column.wished.value is not None:
        paid_hours = plan.hours_week * plan.weeks * plan.billable
        if column.hour_price.value * paid_hours != column.wished.value:
            yield f"{column.form}: price of an hour"


def _outcome(plan: Plan, figures: Parameters, form: Form, one: Outcome) -> Iterator[str]:
    taken = plan.price * plan.sales[one.case] * MONTHS
    if one.takings.value != taken:
        yield "takings"
    if one.net.value is None:
        if taken <= figures["flat.ceiling"]:
            yield "nothing told"
        return
    net = net_of(plan, figures, form, taken)
    parts = (one.costs.value or ZERO) + (one.contributions.value or ZERO) + (one.tax.value or ZERO)
    if one.net.value != net or taken - parts != net:
        yield "net"
    if one.month.value != net / MONTHS:
        yield "month"
    if one.hour.value is not None and one.hour.value != net / _worked(plan, one.case):
        yield "hour"


def _first(plan: Plan, figures: Parameters, form: Form, value: Fraction | None, wanted: Fraction) -> bool:
    """Whether ``value`` is the first amount that leaves ``wanted``; ``None``: none of a walk does."""
    if value is None:
        walk = range(0, int(figures["flat.ceiling"]) + 1, STRIDE)
        return all(net_of(plan, figures, form, Fraction(x)) < wanted for x in walk)
    if not value:
        return net_of(plan, figures, form, ZERO) >= wanted
    before = net_of(plan, figures, form, value - HAIR)
    return before < wanted == net_of(plan, figures, form, value)


def _worked(plan: Plan, case: Case) -> Fraction:
    return plan.sales[case] * MONTHS * plan.hours / plan.billable


def _crossings(plan: Plan, figures: Parameters, answer: Answer) -> Iterator[str]:
    for one in answer.crossings:
        below, over = (
            [net_of(plan, figures, form, one.takings + shift) for shift in (-HAIR, ZERO, HAIR)]
            for form in (one.below, one.over)
        )
        if not (below[0] > over[0] and below[1] == over[1] == one.net and below[2] <= over[2]):
            yield f"{one.below} and {one.over} do not cross at {one.takings}"


def _numbers(answer: Answer) -> Iterator[Number]:
    yield from answer.hours_week.values()
    for column in answer.columns:
        yield from (column.break_even, column.wished, column.hour_price)
        for one in column.cases:
            yield from (one.takings, one.costs, one.contributions, one.tax, one.net, one.month, one.hour)

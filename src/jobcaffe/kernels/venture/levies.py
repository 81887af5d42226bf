"""Contributions, tax and net of each form, as exact curves of the takings of a year.

Sources of the rules: flat regime L. 190/2014 c. 54 ff.; craft and trade L. 233/1990; *gestione separata*
L. 335/1995 art. 2 c. 26; occasional work art. 67 TUIR, contributions over 5,000 euro D.L. 269/2003 art. 44.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction

from jobcaffe.kernels.venture.curve import Curve, above, line
from jobcaffe.kernels.venture.model import ZERO, Form, Parameters, Plan

INSURED = {  # craft and trade: the figure of their rate, and whether contributions are reduced
    Form.CRAFT: ("inps.craft.rate", False),
    Form.CRAFT_REDUCED: ("inps.craft.rate", True),
    Form.TRADE: ("inps.trade.rate", False),
    Form.TRADE_REDUCED: ("inps.trade.rate", True),
}


@dataclass(frozen=True)
class Levies:
    """Of the takings of a year, up to ``top``."""

    income: Curve
    costs: Curve
    contributions: Curve
    tax: Curve
    net: Curve
    top: Fraction


def levies(plan: Plan, figures: Parameters, form: Form) -> Levies:
    """What a form takes."""
    costs = line(plan.costs_share, plan.fixed_of(form))
    shape = _occasional if form == Form.OCCASIONAL else _flat
    income, contributions, tax = shape(plan, figures, form, costs)
    net = line(1).minus(costs).minus(contributions).minus(tax)
    return Levies(income, costs, contributions, tax, net, top(figures))


def top(figures: Parameters) -> Fraction:
    """The most takings that are looked at: the ceiling of the flat regime, for all forms."""
    return figures["flat.ceiling"]


Shape = tuple[Curve, Curve, Curve]


def _flat(plan: Plan, figures: Parameters, form: Form, costs: Curve) -> Shape:
    income = line(figures.activities[plan.activity].share)
    paid: Callable[[Parameters, Plan, Form], Curve] = _insured if form in INSURED else _separata
    contributions = paid(figures, plan, form).of(income)
    taxable = above(0).of(income.minus(contributions))
    return income, contributions, taxable.scaled(flat_rate(plan, figures))


def flat_rate(plan: Plan, figures: Parameters) -> Fraction:
    """The substitute tax."""
    return figures["flat.tax_new" if plan.new else "flat.tax"]


def separata_rate(plan: Plan, figures: Parameters) -> Fraction:
    """What the *gestione separata* takes."""
    return figures["inps.separata.rate_covered" if plan.other_cover else "inps.separata.rate"]


def _separata(figures: Parameters, plan: Plan, form: Form) -> Curve:
    """By income: nothing is due at the least; nothing more over the ceiling."""
    counted = line(1).minus(above(figures["inps.separata.ceiling"]))
    return counted.scaled(separata_rate(plan, figures))


def _insured(figures: Parameters, plan: Plan, form: Form) -> Curve:
    """By income: as if it were the minimum one at least; a point more over a band; maternity."""
    rate, reduced = INSURED[form]
    least = figures["inps.minimum_income"]
    due = above(least).plus(line(0, least)).scaled(figures[rate])
    due = due.plus(above(figures["inps.band"]).scaled(figures["inps.band_extra"]))
    left = 1 - figures["inps.flat_reduction"] if reduced else Fraction(1)
    return due.scaled(left).plus(line(0, figures["inps.maternity"]))


def _occasional(plan: Plan, figures: Parameters, form: Form, costs: Curve) -> Shape:
    over = above(figures["occasional.threshold"])
    contributions = over.scaled(figures["occasional.rate"] * figures["occasional.worker_share"])
    income = above(0).of(line(1).minus(costs).minus(contributions))
    return income, contributions, income_tax(plan, figures).of(income)


def income_tax(plan: Plan, figures: Parameters) -> Curve:
    """By income of this activity: what it adds to the tax of the year.

    The deduction of art. 13 c. 5 TUIR is counted only when there is no other income.
    """
    gross = line(figures["irpef.first"])
    for edge, one, other in (("low", "first", "second"), ("high", "second", "third")):
        more = figures[f"irpef.{other}"] - figures[f"irpef.{one}"]
        gross = gross.plus(above(figures[f"irpef.{edge}"]).scaled(more))
    if plan.other_income:
        whole = gross.of(line(1, plan.other_income))
        return whole.minus(line(0, gross.at(plan.other_income)))
    return above(0).of(gross.minus(_deduction(figures)))


def _deduction(figures: Parameters) -> Curve:
    whole, base = figures["irpef.deduction"], figures["irpef.deduction_base"]
    knots = (
        (figures["irpef.deduction_until"], whole),
        (figures["irpef.low"], base),
        (figures["irpef.high"], ZERO),
    )
    return Curve(knots, ZERO, ZERO)

"""From a plan and the figures of its year to the forms side by side."""

from __future__ import annotations

from fractions import Fraction
from itertools import combinations

from jobcaffe.kernels.venture import words
from jobcaffe.kernels.venture.levies import Levies, levies, top
from jobcaffe.kernels.venture.model import (
    MONTHS,
    ZERO,
    Answer,
    Case,
    Column,
    Crossing,
    Form,
    Number,
    OtherYear,
    Outcome,
    Parameters,
    Plan,
    Threshold,
    Words,
)

NEAR = Fraction(8, 10)  # of a threshold
THRESHOLDS = {
    "presto.client": "PrestO e Libretto Famiglia: {value} l'anno da un solo cliente, al netto.",
    "presto.worker": "PrestO e Libretto Famiglia: {value} l'anno da tutti, al netto.",
    "occasional.threshold": "Lavoro occasionale: sopra {value} l'anno si versano contributi.",
    "flat.ceiling": "Regime forfettario: sopra {value} l'anno si esce dall'anno dopo.",
    "flat.exit": "Regime forfettario: sopra {value} l'anno si esce subito.",
}


def solve(plan: Plan, figures: Parameters) -> Answer:
    """The forms side by side, with every number's formula.

    Raises :class:`OtherYear` when the figures are not of the plan's day and the plan does not accept that;
    ``ValueError`` for an activity that the figures do not know or a plan that cannot be computed.
    """
    warnings = _year(plan, figures)
    _refuse(plan, figures)
    every = {form: levies(plan, figures, form) for form in plan.forms}
    taken = words.takings(plan, Case.NORMAL).value or ZERO
    return Answer(
        year=figures.year,
        columns=tuple(_column(plan, figures, form, one) for form, one in every.items()),
        crossings=_crossings(every),
        hours_week={case: words.hours_week(plan, case) for case in Case},
        thresholds=thresholds(figures, taken),
        warnings=warnings,
        advice=words.ADVICE,
        figures=tuple(figures.figures.values()),
    )


def _year(plan: Plan, figures: Parameters) -> tuple[str, ...]:
    told = {"first": figures.valid_from, "last": figures.valid_to, "on": plan.on}
    if figures.valid_from <= plan.on <= figures.valid_to:
        return ()
    if not plan.accept_other_year:
        raise OtherYear(words.REFUSED.format_map(told))
    return (words.OTHER_YEAR.format_map(told),)


def _refuse(plan: Plan, figures: Parameters) -> None:
    if plan.activity not in figures.activities:
        raise ValueError(f"unknown activity: {plan.activity}")
    if plan.price <= 0 or plan.weeks <= 0 or not 0 < plan.billable <= 1:
        raise ValueError("price, weeks and billable must be positive, billable at most 1")
    amounts = [plan.materials, plan.fixed, plan.hours, plan.hours_week, plan.wish, plan.other_income]
    if any(one < 0 for one in (*amounts, *plan.sales.values(), *plan.form_costs.values())):
        raise ValueError("amounts are 0 or more")


def _column(plan: Plan, figures: Parameters, form: Form, found: Levies) -> Column:
    wished = _wished(plan, found)
    return Column(
        form=form,
        cases=tuple(_outcome(plan, figures, form, case, found) for case in Case),
        break_even=_break_even(plan, form, found),
        wished=wished,
        hour_price=_hour_price(plan, wished.value),
        notes=words.NOTES[form],
    )


def _outcome(plan: Plan, figures: Parameters, form: Form, case: Case, found: Levies) -> Outcome:
    takings, costs = words.takings(plan, case), words.costs(plan, form, case)
    taken = takings.value or ZERO
    if taken > found.top:
        out = words.number(
            None, "Sopra {top} l'anno questi conti non valgono: chiedi a un commercialista.",
            top=words.euro(found.top),
        )  # fmt: skip
        return Outcome(case, takings, costs, out, out, out, out, out)
    paid = words.contributions(plan, figures, form, taken, found)
    taxed = words.tax(plan, figures, form, taken, found)
    net = found.net.at(taken)
    left = words.left((takings, costs, paid, taxed), net)
    return Outcome(case, takings, costs, paid, taxed, left, words.month(net), words.hour(plan, case, net))


def _break_even(plan: Plan, form: Form, found: Levies) -> Number:
    value = found.net.reaches(ZERO, ZERO, found.top)
    if value is None:
        return _never(found)
    return words.number(
        value,
        "con {value} l'anno restano 0 €: {share} va nei materiali, {fixed} in spese fisse, "
        "{paid} in contributi, {tax} in imposta",
        value=words.euro(value), share=words.percent(plan.costs_share), fixed=words.euro(plan.fixed_of(form)),
        paid=words.euro(found.contributions.at(value)), tax=words.euro(found.tax.at(value)),
    )  # fmt: skip


def _wished(plan: Plan, found: Levies) -> Number:
    yearly = plan.wish * MONTHS
    value = found.net.reaches(yearly, ZERO, found.top)
    if value is None:
        return _never(found)
    return words.number(
        value,
        "per {wish} al mese ({yearly} l'anno): incassi {value} − spese {costs} − contributi {paid} "
        "− imposta {tax} = {net}",
        wish=words.euro(plan.wish), yearly=words.euro(yearly), value=words.euro(value),
        costs=words.euro(found.costs.at(value)), paid=words.euro(found.contributions.at(value)),
        tax=words.euro(found.tax.at(value)), net=words.euro(found.net.at(value)),
    )  # fmt: skip


def _never(found: Levies) -> Number:
    text = "Con queste spese non ci si arriva, fino a {top} di incassi l'anno."
    return words.number(None, text, top=words.euro(found.top))


def _hour_price(plan: Plan, wished: Fraction | None) -> Number:
    paid_hours = plan.hours_week * plan.weeks * plan.billable
    if wished is None:
        return words.number(None, "Prima serve un incasso possibile.")
    if not paid_hours:
        return words.number(None, "Scrivi quante ore hai in una settimana.")
    return words.number(
        wished / paid_hours,
        "{wished} : ({hours} ore a settimana × {weeks} settimane × {billable} di ore pagate) = {value}",
        wished=words.euro(wished), hours=words.amount(plan.hours_week), weeks=str(plan.weeks),
        billable=words.percent(plan.billable), value=words.euro(wished / paid_hours),
    )  # fmt: skip


def _crossings(every: dict[Form, Levies]) -> tuple[Crossing, ...]:
    found = []
    for one, other in combinations(every, 2):
        first, second, high = every[one].net, every[other].net, every[one].top
        for x, before in first.crosses(second, ZERO, high):
            below, over = (one, other) if before else (other, one)
            found.append(Crossing(below, over, x, first.at(x), _crossing_words(below, over, x, first.at(x))))
    return tuple(sorted(found, key=lambda row: (row.takings, row.below, row.over)))


def _crossing_words(below: Form, over: Form, takings: Fraction, net: Fraction) -> Words:
    return Words(
        "A {takings} l'anno restano {net} con l'una e con l'altra. "
        "Sotto resta di più con: {below}. Sopra con: {over}.",
        {
            "takings": words.euro(takings), "net": words.euro(net),
            "below": words.LABELS[below], "over": words.LABELS[over],
        },
    )  # fmt: skip


def thresholds(figures: Parameters, takings: Fraction) -> tuple[Threshold, ...]:
    """How near the takings of a year are to each threshold of the law, the lowest first."""
    found = []
    for code, text in THRESHOLDS.items():
        value = figures[code]
        state = "over" if takings > value else "near" if takings >= NEAR * value else "under"
        found.append(Threshold(code, value, state, Words(text, {"value": words.euro(value)})))
    return tuple(sorted(found, key=lambda row: row.value))


def highest(figures: Parameters) -> Fraction:
    """The most takings a year that can be computed."""
    return top(figures)

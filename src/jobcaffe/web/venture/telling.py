"""The kernel's answer as tables, a drawing and sentences: every number has its formula beside it."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Any

from django.utils.translation import gettext as _

from jobcaffe.foundation.ui.charts import LineChart
from jobcaffe.foundation.ui.tables import Cell, Column, Row, Table
from jobcaffe.kernels import venture
from jobcaffe.kernels.venture import (
    CASES,
    LABELS,
    Answer,
    Case,
    Crossing,
    Form,
    Number,
    Parameters,
    Plan,
    Words,
)

POINTS = 12  # of the drawing
STATES = {"under": "later", "near": "attention", "over": "late"}


def words(told: Words) -> str:
    """A formula in the language of the page."""
    return _(told.text).format_map(told.values) if told.text else ""


def label(form: Form) -> str:
    """What a form is called."""
    return _(LABELS[form]).capitalize()


def money(found: Number) -> str:
    """Euro, the sign on the same line as the number; a dash where there is no number."""
    return "–" if found.value is None else venture.euro(found.value).replace(" ", "\xa0")


def months(answer: Answer) -> Table:
    """What is left of a month, for each form and case."""
    heads = [
        Column(_("Forma")),
        *(Column(_("Mese %(case)s") % {"case": _(CASES[case])}, numeric=True) for case in Case),
    ]
    rows = [Row([label(one.form), *(money(case.month) for case in one.cases)]) for one in answer.columns]
    return Table(_("Quanto ti resta al mese"), heads, rows)


def needs(answer: Answer) -> Table:
    """From where it pays, what the wish asks, what an hour must cost."""
    heads = [
        Column(_("Forma")),
        Column(_("Non ci rimetti da"), numeric=True),
        Column(_("Per il tuo desiderio"), numeric=True),
        Column(_("Un'ora costa"), numeric=True),
    ]
    rows = [
        Row([label(one.form), money(one.break_even), money(one.wished), money(one.hour_price)])
        for one in answer.columns
    ]
    return Table(_("Quanto devi incassare in un anno"), heads, rows)


def formulas(answer: Answer) -> list[dict[str, Any]]:
    """How every number comes about, form by form."""
    return [{"title": label(one.form), "notes": [_(note) for note in one.notes], "lines": list(_lines(one))}
            for one in answer.columns]  # fmt: skip


def _lines(column: venture.Column) -> Iterator[str]:
    for one in column.cases:
        names = {
            _("Incassi"): one.takings, _("Spese"): one.costs, _("Contributi"): one.contributions,
            _("Imposta"): one.tax, _("In un anno resta"): one.net, _("In un mese resta"): one.month,
            _("Un'ora di lavoro lascia"): one.hour,
        }  # fmt: skip
        for name, found in names.items():
            yield f"{_('Mese %(case)s') % {'case': _(CASES[one.case])}}. {name}: {words(found.words)}"
    yield f"{_('Non ci rimetti da')}: {words(column.break_even.words)}"
    yield f"{_('Per il tuo desiderio')}: {words(column.wished.words)}"
    yield "{}: {}".format(_("Un'ora costa"), words(column.hour_price.words))


def unchecked(answer: Answer) -> list[str]:
    """Figures behind these numbers that nobody has compared with the law yet."""
    return [one.title for one in answer.figures if not one.checked_on]


def time_check(plan: Plan, answer: Answer) -> list[str]:
    """Hours asked beside the hours that she typed, with the formula."""
    found = []
    for case, one in answer.hours_week.items():
        told = {"case": _(CASES[case]), "need": venture.amount(one.value or Fraction(0)),
                "have": venture.amount(plan.hours_week), "how": words(one.words)}  # fmt: skip
        enough = (one.value or 0) <= plan.hours_week
        text = _("Mese %(case)s: servono %(need)s ore, ne hai %(have)s. Bastano. (%(how)s)") if enough else _(
            "Mese %(case)s: servono %(need)s ore, ne hai %(have)s. Non bastano. (%(how)s)"
        )  # fmt: skip
        found.append(text % told)
    return found


def drawn(answer: Answer) -> Crossing | None:
    """The crossing worth drawing: where a form without minimum contributions meets one with reduced ones."""
    reduced = (Form.CRAFT_REDUCED, Form.TRADE_REDUCED)
    return next((one for one in answer.crossings if one.below is Form.SEPARATA and one.over in reduced), None)


def picture(plan: Plan, figures: Parameters, crossing: Crossing) -> LineChart:
    """Two forms from nothing to twice the crossing; where nothing is left the line begins later."""
    step = crossing.takings * 2 / POINTS
    xs = [min(step * n, venture.highest(figures)) for n in range(1, POINTS + 1)]

    def line(form: Form) -> list[float | None]:
        values = [venture.net_of(plan, figures, form, x) / 12 for x in xs]
        return [float(round(value)) if value >= 0 else None for value in values]

    return LineChart(
        title=_("Quanti euro restano al mese, con le due forme"),
        description=words(crossing.words),
        labels=[venture.euro(Fraction(round(x))).removesuffix(",00 €") for x in xs],
        actual=line(crossing.below),
        target=line(crossing.over),
        actual_name=label(crossing.below),
        target_name=label(crossing.over),
        period_name=_("Incassi di un anno (€)"),
    )


def steps(rows: tuple[venture.Threshold, ...], *, known: bool) -> Table:
    """The thresholds from the lowest; ``known``: with how near her normal year is."""
    says = {"under": _("Lontana"), "near": _("Vicina"), "over": _("Superata")}
    heads = [Column(_("Soglia")), *([Column(_("Per te"))] if known else [])]
    body = [
        Row(
            [
                words(one.words),
                *([Cell(says[one.state], chip=STATES[one.state])] if known else []),
            ]
        )
        for one in rows
    ]
    return Table(_("Le soglie"), heads, body)

"""The numbers of her activity, the ladder from favour to income, the page to print."""

from __future__ import annotations

from fractions import Fraction
from typing import Any
from uuid import UUID

from django.forms import ChoiceField, DecimalField, Field, IntegerField
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from jobcaffe.kernels import venture
from jobcaffe.kernels.venture import OtherYear, Parameters
from jobcaffe.web.desk.views.shared import press
from jobcaffe.web.page import page, user_of
from jobcaffe.web.venture import telling
from jobcaffe.web.venture.forms import TASKS
from jobcaffe.web.venture.views import own
from jobcaffe.worklife.ventures import actions, gathering, queries
from jobcaffe.worklife.ventures.queries import Mine

SUAP = "https://www.impresainungiorno.gov.it/"


def _told(mine: Mine) -> dict[str, Any]:
    """All that the pages say; ``refused``: the figures are of another year and she has not agreed."""
    today = timezone.localdate()
    figures = queries.parameters_for(today)
    plan = gathering.plan_of(mine.body, today, figures)
    try:
        answer = venture.solve(plan, figures)
    except OtherYear as refusal:
        return {"mine": mine, "refused": str(refusal), "year": figures.year}
    crossing = telling.drawn(answer)
    return {
        "mine": mine,
        "year": figures.year,
        "warnings": answer.warnings,
        "unchecked": telling.unchecked(answer),
        "advice": _(answer.advice),
        "months": telling.months(answer),
        "needs": telling.needs(answer),
        "time": telling.time_check(plan, answer),
        "crossings": [telling.words(one.words) for one in answer.crossings],
        "picture": telling.picture(plan, figures, crossing) if crossing else None,
        "steps": telling.steps(answer.thresholds, known=True),
        "formulas": telling.formulas(answer),
        "suap": SUAP,
    }


@page("venture.own")
def numbers(request: HttpRequest, venture_id: UUID) -> HttpResponse:
    """The forms side by side; without prices there is nothing to compute yet."""
    mine = own(request, venture_id)
    if gathering.missing(mine.body):
        return redirect("venture:plan", mine.id)
    return render(request, "venture/numbers.html", _told(mine))


@page("venture.own", methods=("POST",))
def accept(request: HttpRequest, venture_id: UUID) -> HttpResponse:
    """She agrees to the figures of another year; a second press changes nothing."""
    year = queries.parameters_for(timezone.localdate()).year
    return press(
        request,
        lambda: actions.accept_year(actor=user_of(request), venture_id=venture_id, year=year),
        reverse("venture:numbers", args=[venture_id]),
    )


@page("venture.own")
def sheet(request: HttpRequest, venture_id: UUID) -> HttpResponse:
    """All of it on A4: what she wrote, the numbers, the year of the figures."""
    mine = own(request, venture_id)
    if gathering.missing(mine.body):
        return redirect("venture:plan", mine.id)
    figures = queries.parameters_for(timezone.localdate())
    rows = [{"label": one.title, "value": _written(mine, one.code, figures)} for one in TASKS.values()]
    return render(request, "venture/sheet.html", {**_told(mine), "rows": rows})


def _written(mine: Mine, code: str, figures: Parameters) -> str:
    """What she answered in a task, each beside its question; empty when nothing."""
    known = mine.task(code)
    fields = TASKS[code].form(None, figures=figures).fields
    told = [_answer(field, known[name]) for name, field in fields.items() if known.get(name)]
    return " · ".join(line for text in told for line in text.splitlines())


def _answer(field: Field, value: Any) -> str:
    label = str(field.label)
    if value is True:
        return label
    if isinstance(field, ChoiceField):
        chosen = {str(code): words for code, words in field.choices}  # type: ignore[misc, union-attr]
        return f"{label} {chosen.get(str(value), value)}"
    if isinstance(field, DecimalField | IntegerField):
        value = number_format(str(value))
    return f"{label} {value}"


@page("venture.own")
def ladder(request: HttpRequest) -> HttpResponse:
    """From favour to income: the thresholds of the year, as data."""
    figures = queries.parameters_for(timezone.localdate())
    rows = venture.thresholds(figures, Fraction(0))
    context = {
        "steps": telling.steps(rows, known=False),
        "year": figures.year,
        "advice": _(venture.ADVICE),
        "suap": SUAP,
    }
    return render(request, "venture/ladder.html", context)

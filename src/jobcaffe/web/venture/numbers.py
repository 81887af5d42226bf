"""The numbers of her activity, the ladder from favour to income, the page to print."""

from __future__ import annotations

from fractions import Fraction
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from jobcaffe.kernels import venture
from jobcaffe.kernels.venture import OtherYear
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
    rows = [{"label": one.title, "value": _written(mine, one.code)} for one in TASKS.values()]
    return render(request, "venture/sheet.html", {**_told(mine), "rows": rows})


def _written(mine: Mine, code: str) -> str:
    """The words of a task, without the numbers of the calculation."""
    kept = (
        "what",
        "have",
        "who",
        "ten",
        *(f"{name}{n}" for n in (1, 2, 3) for name in ("who", "paid", "learned")),
    )
    told = [str(value) for name, value in mine.task(code).items() if name in kept and value]
    return "; ".join(line for text in told for line in text.splitlines())


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

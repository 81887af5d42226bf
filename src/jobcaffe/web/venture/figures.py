"""The dated figures: what staff compare with its source once a year."""

from __future__ import annotations

from datetime import date

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from jobcaffe.foundation.ui.tables import Cell, Column, Row, Table, number
from jobcaffe.web.desk.views.shared import attempt
from jobcaffe.web.page import page, user_of
from jobcaffe.web.venture.forms import FigureForm
from jobcaffe.worklife.ventures import actions, queries
from jobcaffe.worklife.ventures.queries import ToCheck

# How a figure reads: decimals, and the words around the number.
UNITS = {
    "euro": (2, "%s\xa0€"),
    "percent": (2, "%s %%"),
    "share": (0, "1 / %s"),
    "years": (0, lazy("%s anni")),
}
NEXT_FROM = 10  # the month when the figures of next year begin to come out


@page("venture.parameters")
def home(request: HttpRequest) -> HttpResponse:
    """Every figure of this year, and from October of the next, with what is still to check."""
    today = timezone.localdate()
    years = [today.year, *([today.year + 1] if today.month >= NEXT_FROM else [])]
    return render(request, "venture/figures.html", {"years": [_year(request, year) for year in years]})


def _year(request: HttpRequest, year: int) -> dict[str, object]:
    rows = queries.figures_of(user_of(request), year)
    heads = [Column(_("Cifra")), Column(_("Valore"), numeric=True), Column(_("Fonte")), Column(_("Stato"))]
    left = sum(not one.done for one in rows)
    title = _("Le cifre del %(year)s") % {"year": year}
    table = Table(title, heads, [_row(one, year) for one in rows], hide_caption=True)
    return {
        "title": title,
        "left": left,
        "table": table,
        "in_use": queries.parameters_for(date(year, 12, 31)).year == year,
    }


def _row(one: ToCheck, year: int) -> Row:
    to = reverse("venture:figure", args=[year, one.code])
    return Row([Cell(one.title, url=to), _value(one), one.source, _state(one)])


def _value(one: ToCheck) -> str:
    decimals, words = UNITS[one.unit]
    return str(words) % number(one.value, decimals)


def _state(one: ToCheck) -> Cell:
    if not one.done:
        return Cell(_("Da controllare"), chip="todo")
    return Cell(_("Controllata"), chip="done", note=date_format(date.fromisoformat(one.checked_on), "j F Y"))


@page("venture.parameters", methods=("GET", "POST"))
def check(request: HttpRequest, year: int, parameter_id: str) -> HttpResponse:
    """One figure: the value and the source that stand today; the same twice changes nothing."""
    found = next(
        (one for one in queries.figures_of(user_of(request), year) if one.code == parameter_id), None
    )
    if found is None or abs(year - timezone.localdate().year) > 1:
        raise Http404
    form = FigureForm(request.POST or None, initial={"value": found.value, "source": found.source})
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        do = lambda: actions.check_figure(  # noqa: E731
            actor=user_of(request), year=year, code=parameter_id, value=data["value"], source=data["source"]
        )
        if attempt(form, do):
            return redirect("venture:figures")
    return render(request, "venture/figure.html", {"one": found, "year": year, "form": form})

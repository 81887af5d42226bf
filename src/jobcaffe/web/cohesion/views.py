"""How the network grows: sentences with their caveats, the picture step by step, and what was declared."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import ngettext

from jobcaffe.foundation import access
from jobcaffe.foundation.ui.charts import Bar, BarChart, Chart, LineChart
from jobcaffe.foundation.ui.tables import Column, Row, Table
from jobcaffe.kernels import cohesion
from jobcaffe.kernels.cohesion import Answer, Case, Measure
from jobcaffe.network.ties import queries
from jobcaffe.network.ties.queries import Declaring
from jobcaffe.network.ties.rules import FEWEST
from jobcaffe.web.cohesion.picture import NetworkChart
from jobcaffe.web.page import HouseRequest, page

SEASONS = {
    "1": lazy("gennaio–marzo"),
    "2": lazy("aprile–giugno"),
    "3": lazy("luglio–settembre"),
    "4": lazy("ottobre–dicembre"),
}
SHORT = ("connected", "new", "habits")
# Quarters in the drawings: more than three years are not read on one page.
QUARTERS = 12


def quarter_words(name: str) -> str:
    """``"2026-3"`` → ``"luglio–settembre 2026"``."""
    year, number = name.split("-")
    return f"{SEASONS[number]} {year}"


@dataclass(frozen=True)
class Said:
    """A measure as the page says it."""

    sentence: str
    definition: str
    caveat: str


@dataclass(frozen=True)
class Told:
    """The network at the end of one quarter, ready for a page."""

    quarter: str
    measures: list[Said]
    picture: Chart | None
    growth: list[Chart]
    before: str
    after: str
    few: bool


def _said(one: Measure) -> Said:
    sentence = _(one.sentence.text).format_map(one.sentence.values)
    return Said(sentence, _(one.definition), _(one.caveat))


def told(wanted: str, codes: tuple[str, ...] = ()) -> Told | None:
    """The network at the end of the quarter asked for, or of the last that is over; ``None`` before any.

    Raises ``Http404`` for a quarter that is none, or not over yet.
    """
    last = queries.last_closed()
    whole = queries.observed(last)
    drawn = cohesion.draw(whole)
    names = [step.quarter for step in drawn.steps]
    if not names:
        return None
    if wanted and wanted not in names:
        raise Http404
    at = names.index(wanted) if wanted else len(names) - 1
    answer = cohesion.measure(_until(whole, queries.quarter_end(names[at])))
    step = drawn.steps[at]
    few = len(step.bodies) < FEWEST
    picture = _picture(whole, step, drawn.places)
    return Told(
        names[at],
        [] if few else [_said(one) for code, one in answer.measures.items() if not codes or code in codes],
        picture,
        [] if few else _growth(answer),
        names[at - 1] if at else "",
        names[at + 1] if at + 1 < len(names) else "",
        few,
    )


def _until(whole: Case, last: date) -> Case:
    return replace(whole, until=str(last))


def _picture(whole: Case, step: cohesion.Step, places: dict[str, tuple[float, float]]) -> NetworkChart:
    words = ngettext(
        "%(n)s organizzazione in rete, %(ties)s legami, %(new)s nuovi in questi tre mesi.",
        "%(n)s organizzazioni in rete, %(ties)s legami, %(new)s nuovi in questi tre mesi.",
        len(step.bodies),
    ) % {"n": len(step.bodies), "ties": len(step.ties), "new": len(step.new)}
    return NetworkChart(
        _("La rete: %(quarter)s") % {"quarter": quarter_words(step.quarter)},
        words,
        step,
        places,
        queries.named(),
        {body.id: body.kind for body in whole.bodies},
    )


def _growth(answer: Answer) -> list[Chart]:
    some = answer.quarters[-QUARTERS:]
    labels = [quarter_words(one.name) for one in some]
    new = BarChart(
        _("Contatti nuovi, trimestre per trimestre"),
        _("Coppie di organizzazioni che si sono incontrate per la prima volta."),
        [Bar(label, one.new_ties) for label, one in zip(labels, some, strict=True)],
        label_name=_("Trimestre"),
    )
    line = LineChart(
        _("Organizzazioni in rete"),
        _("Quante ne hanno incontrata almeno un'altra, fino a quel trimestre."),
        [_short(one.name) for one in some],
        [one.connected for one in some],
        actual_name=_("In rete"),
        period_name=_("Trimestre"),
    )
    return [new, line]


def _short(name: str) -> str:
    year, number = name.split("-")
    return f"{number}/{year[2:]}"


@page("cohesion.read")
def home(request: HouseRequest) -> HttpResponse:
    """Everything that may honestly be said, quarter by quarter."""
    found = told(request.GET.get("trimestre", ""))
    context = {
        **_common(found, reverse("cohesion:home")),
        "coverage": queries.coverage(queries.quarter_end(found.quarter)) if found else None,
        "declared": _declared(queries.declared()),
        "manage": access.allows(request.user, "ties.manage"),
    }
    return render(request, "cohesion/home.html", context)


@page("public.read")
def growth(request: HttpRequest) -> HttpResponse:
    """The short version for everybody."""
    found = told(request.GET.get("trimestre", ""), SHORT)
    return render(request, "cohesion/growth.html", _common(found, reverse("directory:growth")))


def _common(found: Told | None, here: str) -> dict[str, object]:
    return {
        "told": found,
        "title": quarter_words(found.quarter) if found else "",
        "before": _step(here, found.before) if found else None,
        "after": _step(here, found.after) if found else None,
        "fewest": FEWEST,
        "list": found.picture.table() if found and found.picture else None,
    }


def _step(here: str, quarter: str) -> dict[str, str] | None:
    return {"url": f"{here}?trimestre={quarter}", "label": quarter_words(quarter)} if quarter else None


def _declared(found: Declaring | None) -> dict[str, object] | None:
    """What organisations said, by itself: it is never added to what was seen."""
    if found is None:
        return None
    rows = [
        Row([_("Si conoscono (lo dice almeno una delle due)"), found.known]),
        Row([_("Hanno fatto qualcosa insieme (lo dice almeno una)"), found.did]),
        Row([_("Vorrebbero incontrarsi (lo dice almeno una)"), found.wished]),
    ]
    if found.both_did is not None:
        rows.append(Row([_("Hanno fatto qualcosa insieme (lo dicono tutte e due)"), found.both_did]))
        rows.append(Row([_("Vorrebbero incontrarsi (lo dicono tutte e due)"), found.both_wished]))
    columns = [Column(_("Coppie di organizzazioni")), Column(_("Quante"), numeric=True)]
    return {
        "year": found.year,
        "answered": found.answered,
        "asked": found.asked,
        "few": found.answered < FEWEST,
        "one_sided": found.both_did is None,
        "table": Table(_("Legami dichiarati nel %(year)s") % {"year": found.year}, columns, rows),
    }

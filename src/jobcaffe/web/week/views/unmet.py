"""Her yes to being counted, and the map for the municipality."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from jobcaffe.foundation.access import Refused
from jobcaffe.foundation.privacy import consents
from jobcaffe.foundation.ui.csvsafe import download
from jobcaffe.web.desk.views.shared import attempt
from jobcaffe.web.page import page, user_of
from jobcaffe.web.week.charts import TimesMap
from jobcaffe.web.week.forms import CountForm
from jobcaffe.worklife.weeks import actions, catalogue, queries, unmet
from jobcaffe.worklife.weeks.models import UnmetMap

BOTH = ("GET", "POST")
SENTENCES = 5
ARTICLES = (
    "il lunedì", "il martedì", "il mercoledì", "il giovedì", "il venerdì", "il sabato", "la domenica",
)  # fmt: skip


@page("week.own", methods=BOTH)
def count(request: HttpRequest) -> HttpResponse:
    """Yes or no to the anonymous count."""
    user, mine = user_of(request), queries.my_home(user_of(request))
    form = CountForm(
        request.POST if request.POST.get("do") == "yes" else None, initial={"area": mine.body.get("area")}
    )
    if request.POST.get("do") == "no":
        return _stop(request)
    if request.method == "POST" and form.is_valid():
        area = form.cleaned_data["area"]
        if attempt(form, lambda: actions.count_me(actor=user, area=area)):
            messages.success(request, _("Fatto. Le tue ore scoperte contano, senza il tuo nome."))
            return redirect("week:count")
    context = {"form": form, "counted": queries.counted(mine), "purpose": consents.purposes()["unmet"]}
    return render(request, "week/count.html", context)


def _stop(request: HttpRequest) -> HttpResponse:
    try:
        actions.stop_counting(actor=user_of(request))
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("Fatto. Le tue ore non contano più."))
    return redirect("week:count")


def period_words(period: str) -> str:
    """ "2026-1" → "primo semestre 2026"."""
    year, half = period.split("-")
    text = _("primo semestre %(year)s") if half == "1" else _("secondo semestre %(year)s")
    return text % {"year": year}


def _chosen(request: HttpRequest, rows: list[UnmetMap]) -> UnmetMap | None:
    wanted = request.GET.get("semestre", "")
    return next((row for row in rows if row.period == wanted), rows[0] if rows else None)


@page("figures.municipality")
def unmet_map(request: HttpRequest) -> HttpResponse:
    """When nobody covers, where: half-years that are over, rounded."""
    rows = list(queries.maps(request.user))
    chosen = _chosen(request, rows)
    periods = [(row.period, period_words(row.period)) for row in rows]
    if chosen is None:
        return render(request, "week/map.html", {"periods": periods, "chosen": None})
    areas = catalogue.words("area")
    wanted = request.GET.get("zona", unmet.ALL)
    area = wanted if wanted in chosen.printed["areas"] else unmet.ALL
    context = {
        "chosen": chosen,
        "period": period_words(chosen.period),
        "closed": date_format(chosen.closed_on, "j F Y"),
        "periods": periods,
        "areas": [
            (unmet.ALL, _("Tutte le zone")),
            *((code, areas.get(code, code)) for code in chosen.printed["areas"]),
        ],
        "area": area,
        "picture": heat(chosen, area),
        "sentences": sentences(chosen, area),
        "notes": chosen.printed["notes"],
    }
    return render(request, "week/map.html", context)


def heat(row: UnmetMap, area: str) -> TimesMap:
    """The picture of one area, or of all."""
    texts = unmet.texts(row.printed, area)
    halves = [unmet.clock(half) for half in row.printed["halves"]]
    return TimesMap(
        title=_("Tempi scoperti: quanti genitori"),
        description=_("Ogni riga è una mezz'ora. Il numero c'è da cinque in su, arrotondato a cinque."),
        days=[_(name) for name in catalogue.DAYS],
        rows=list(zip(halves, texts, strict=True)),
        most=max((unmet.number(text) for line in texts for text in line), default=0),
    )


def sentences(row: UnmetMap, area: str) -> list[str]:
    """ "Circa 30 genitori non coprono il mercoledì dalle 16:30 alle 18:00."."""
    where = catalogue.words("area").get(area, "")
    text = _("Circa %(n)s genitori non coprono %(day)s dalle %(a)s alle %(b)s%(where)s.")
    return [
        text % {
            "n": one.number, "day": _(ARTICLES[one.day]),
            "a": unmet.clock(one.start), "b": unmet.clock(one.end), "where": f" ({where})" if where else "",
        }
        for one in unmet.windows(row.printed, area)[:SENTENCES]
    ]  # fmt: skip


@page("figures.municipality")
def unmet_csv(request: HttpRequest, period: str) -> HttpResponse:
    """The same numbers as a file."""
    row = queries.maps(request.user).filter(period=period).first()
    if row is None:
        raise Http404
    return download(f"tempi-scoperti-{row.period}.csv", _lines(row))


def _lines(row: UnmetMap) -> list[list[Any]]:
    names = catalogue.words("area")
    lines: list[list[Any]] = [[_("Zona"), _("Giorno"), _("Dalle"), _("Alle"), _("Genitori")]]
    for area in [unmet.ALL, *row.printed["areas"]]:
        for half, texts in zip(row.printed["halves"], unmet.texts(row.printed, area), strict=True):
            lines += [
                [
                    names.get(area, area) or _("Tutte le zone"),
                    _(day),
                    unmet.clock(half),
                    unmet.clock(half + 1),
                    text,
                ]
                for day, text in zip(catalogue.DAYS, texts, strict=True)
            ]
    return lines

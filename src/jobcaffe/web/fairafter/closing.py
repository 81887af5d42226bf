"""The report of a fair, on the page, as PDF and as a sheet; and its end."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jobcaffe.fair.events import queries as events
from jobcaffe.fair.events.models import Fair
from jobcaffe.fair.pledges import actions, queries, rules
from jobcaffe.fair.pledges.enums import Useful
from jobcaffe.fair.pledges.queries import Opinions
from jobcaffe.foundation import access
from jobcaffe.foundation.ui import csvsafe
from jobcaffe.foundation.ui.charts import Bar, BarChart
from jobcaffe.foundation.ui.tables import Cell, Column, Row, Table
from jobcaffe.programme import fairs
from jobcaffe.programme.fairs import Account
from jobcaffe.programme.reports.pdf import typeset
from jobcaffe.spaces.words import date_words
from jobcaffe.web.desk.views.shared import attempt
from jobcaffe.web.fairafter.forms import CloseForm
from jobcaffe.web.fairwall import shape
from jobcaffe.web.page import HouseRequest, page

REPORT = Path(__file__).with_name("report.typ")
LABELS = {
    "expected": gettext_lazy("Iscritti attesi"),
    "arrived": gettext_lazy("Iscritti arrivati"),
    "walk_ins": gettext_lazy("Arrivati senza iscriversi"),
    "no_show": gettext_lazy("Iscritti che non sono venuti (%)"),
    "exhibitors": gettext_lazy("Espositori"),
    "talks_booked": gettext_lazy("Colloqui fissati"),
    "talks_held": gettext_lazy("Colloqui svolti"),
    "seats": gettext_lazy("Posti presi nei laboratori"),
    "contacts": gettext_lazy("Contatti agli stand, con il sì di chi è venuto"),
    "promised": gettext_lazy("Impegni sul muro"),
    "answered": gettext_lazy("Impegni di cui si sa com'è andata"),
    "share": gettext_lazy("Risposte sugli impegni chiesti (%)"),
    "done": gettext_lazy("Impegni mantenuti"),
    "working": gettext_lazy("Impegni in corso"),
    "dropped": gettext_lazy("Impegni lasciati"),
    "opinions": gettext_lazy("Opinioni di chi è venuto"),
    "useful": gettext_lazy("Opinioni che dicono: è stata utile"),
    "opportunities": gettext_lazy("Offerte pubblicate dagli espositori nei 6 mesi dopo"),
    "places": gettext_lazy("Posti in quelle offerte"),
    "joined": gettext_lazy("Espositori entrati nella rete nei 6 mesi dopo"),
    "groups": gettext_lazy("Gruppi di mutuo aiuto cominciati nei 6 mesi dopo"),
}


def _accounts(request: HouseRequest, slug: str) -> list[Account]:
    """The earlier fairs, the oldest first, and this one at the end."""
    fair = shape.fair_or_404(request, slug)
    return [*fairs.earlier(request.user, fair), fairs.account(fair)]


def _rows(accounts: list[Account]) -> list[list[Any]]:
    heading = [_("Che cosa"), *(one.fair.name for one in accounts)]
    return [heading, *([str(LABELS[line.key]), *line.values] for line in fairs.lines(accounts))]


def _links(fair: Fair) -> dict[str, str]:
    """Where the rows behind a number are, by its name."""
    people = reverse("fairvisit:people", args=[fair.slug])
    wall = reverse("fairwall:moderate", args=[fair.slug]) + "?elenco=sul-muro"
    return {
        **dict.fromkeys(("expected", "arrived", "walk_ins"), people),
        **dict.fromkeys(("promised", "answered", "done", "working", "dropped"), wall),
        "exhibitors": reverse("fair:exhibitors", args=[fair.slug]),
    }


def _table(accounts: list[Account]) -> Table:
    """Every number beside those of earlier fairs; those of this one open their rows."""
    heading, *rows = _rows(accounts)
    links = [_links(accounts[-1].fair).get(key, "") for key in fairs.KEYS]
    columns = [Column(heading[0]), *(Column(name, numeric=True) for name in heading[1:])]
    cells = [
        Row([row[0], *(_cell(one) for one in row[1:-1]), _cell(row[-1], link)])
        for row, link in zip(rows, links, strict=True)
    ]
    return Table(_("I numeri, accanto alle JOBFEST di prima"), columns, cells, hide_caption=True)


def _cell(value: int | None, link: str = "") -> Cell:
    return Cell("–" if value is None else value, url=link if value else "")


def _visitors(accounts: list[Account]) -> BarChart:
    bars = [Bar(one.fair.name, one.day.visitors) for one in accounts]
    return BarChart(
        _("Persone entrate"), _("Quante persone sono venute a ogni JOBFEST."), bars,
        label_name=_("JOBFEST"), value_name=_("Persone"),
    )  # fmt: skip


def _opinions(said: Opinions) -> dict[str, Any]:
    """What was said, when enough people said it."""
    if not said.enough:
        return {"count": said.count, "charts": [], "better": []}
    useful = [Bar(str(Useful(key).label), many) for key, many in said.useful.items()]
    found = [Bar(str(rules.FOUND[key]), many) for key, many in said.found.items()]
    charts = [
        BarChart(title, how, bars, value_name=_("Risposte"), whole=said.count)
        for title, how, bars in (
            (_("È stata utile?"), _("Quante risposte di ogni tipo."), useful),
            (_("Che cosa hanno trovato"), _("Si poteva dire più di una cosa."), found),
        )
    ]
    return {"count": said.count, "charts": charts, "better": said.better}


@page("fair.after")
def report(request: HouseRequest, slug: str) -> HttpResponse:
    """Every number of the fair, beside the earlier ones; the opinions; the way to close it."""
    accounts = _accounts(request, slug)
    this = accounts[-1]
    context = {
        "fair": this.fair,
        "this": this,
        "table": _table(accounts),
        "chart": _visitors(accounts) if len(accounts) > 1 else None,
        "goal": rules.ANSWERED_GOAL,
        "sections": [
            {"title": _("Chi è venuto dice"), **_opinions(queries.opinions(this.fair))},
            {"title": _("Chi aveva uno stand dice"), **_opinions(queries.opinions(this.fair, stands=True))},
        ],
        "closes": not this.frozen
        and access.allows(request.user, "fair.manage")
        and timezone.now() >= this.fair.closes_at,
        "closing": queries.closing_of(this.fair),
        "sees_rows": access.allows(request.user, "programme.rows"),
    }
    return render(request, "fairafter/report.html", context)


@page("fair.after")
def report_pdf(request: HouseRequest, slug: str) -> HttpResponse:
    """The same on paper, accessible; the same bytes as long as nothing changed."""
    accounts = _accounts(request, slug)
    this = accounts[-1]
    heading, *rows = _rows(accounts)
    data = {
        "title": _("Resoconto: %(fair)s") % {"fair": this.fair.name},
        "house": _("Job Caffè"),
        "day": date_words(timezone.localtime(this.fair.opens_at), "j F Y"),
        "state": _("Numeri del giorno fissati alla chiusura.") if this.frozen else _("Numeri provvisori."),
        "heading": heading,
        "rows": [[row[0], *("–" if one is None else str(one) for one in row[1:])] for row in rows],
    }
    body = typeset(REPORT, data, int(this.fair.closes_at.timestamp()))
    answer = HttpResponse(body, content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="resoconto-{slug}.pdf"'
    return answer


@page("fair.after")
def report_csv(request: HouseRequest, slug: str) -> HttpResponse:
    """The same as a sheet."""
    return csvsafe.download(f"resoconto-{slug}.csv", _rows(_accounts(request, slug)))


@page("fair.manage", methods=("GET", "POST"))
def close(request: HouseRequest, slug: str) -> HttpResponse:
    """It is over: who came is written, and the numbers stay."""
    fair = shape.fair_or_404(request, slug)
    if queries.closing_of(fair) is not None:
        return redirect("fairafter:report", slug)
    form = CloseForm(request.POST or None, stands=events.stands_of(fair))
    if request.method == "POST" and form.is_valid():
        missing = [UUID(key) for key in form.cleaned_data["missing"]]

        def do() -> None:
            actions.close(
                actor=request.user, fair_id=fair.pk, counts=lambda: fairs.counts(fair), missing=missing
            )

        if attempt(form, do):
            messages.success(request, _("Fatto. La JOBFEST è chiusa e i suoi numeri restano."))
            return redirect("fairafter:report", slug)
    return render(
        request,
        "fairafter/close.html",
        {"fair": fair, "form": form, "over": timezone.now() >= fair.closes_at,
         "back": reverse("fairafter:report", args=[slug])},
    )  # fmt: skip

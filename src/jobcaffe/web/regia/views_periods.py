"""Periods of the account: what is missing, closing, corrections, reports."""

from __future__ import annotations

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from jobcaffe.encounters.models import Encounter
from jobcaffe.foundation.access import Refused
from jobcaffe.foundation.jobs.actions import enqueue
from jobcaffe.foundation.ui.tables import Cell, Column, Row, Table, number
from jobcaffe.plan.models import Period, Programme
from jobcaffe.plan.queries import current_programme
from jobcaffe.programme import actions, queries
from jobcaffe.programme.indicators.spans import long_date
from jobcaffe.web.figures.files import reports_table
from jobcaffe.web.page import page
from jobcaffe.web.regia import links, shape, tasks
from jobcaffe.web.regia.forms import ReportForm

MOST_LISTED = 30


def _programme() -> Programme:
    programme = current_programme()
    if programme is None:
        raise Http404
    return programme


def _period(code: str) -> Period:
    found = queries.period_of(_programme(), code)
    if found is None:
        raise Http404
    return found


def _state(period: Period) -> tuple[str, str]:
    """Chip of a period: closed, to be closed, running, to come."""
    today = timezone.localdate()
    if queries.closure_of(period):
        return "done", _("Chiuso")
    if period.last_day < today:
        return "todo", _("Da chiudere")
    return ("attention", _("In corso")) if period.first_day <= today else ("later", _("Più avanti"))


@page("programme.read")
def listing(request: HttpRequest) -> HttpResponse:
    """All periods of the programme."""
    programme = _programme()
    body = []
    for period in queries.periods(programme):
        state, label = _state(period)
        due = long_date(period.report_due_on) if period.report_due_on else ""
        body.append(
            Row(
                [
                    Cell(period.name, url=reverse("regia:period", args=[period.code])),
                    f"{period.first_day:%d/%m/%Y} – {period.last_day:%d/%m/%Y}",
                    Cell(label, chip=state),
                    due,
                    period.issued,  # type: ignore[attr-defined]
                ]
            )
        )
    columns = [
        Column(_("Periodo")),
        Column(_("Giorni")),
        Column(_("Stato")),
        Column(_("Rapporto entro")),
        Column(_("File emessi"), numeric=True),
    ]
    table = Table(
        _("Periodi del rendiconto"),
        columns,
        body,
        hide_caption=True,
        empty=_("Qui vedrai i periodi del rendiconto. Il piano non ne ha ancora: aggiungili al suo file."),
    )
    listed = list(queries.corrections(programme)[:MOST_LISTED])
    context = {"table": table, "corrections": shape.corrections_table(listed) if listed else None}
    return render(request, "regia/periods.html", context)


def _lines(rows: list[Encounter], state: str, label: str) -> list[dict[str, str]]:
    return [
        {
            "label": f"{long_date(timezone.localdate(row.starts_at))}: {row.title}",
            "url": links.address("agenda:detail", row.pk),
            "status": state,
            "status_text": label,
        }
        for row in rows[:MOST_LISTED]
    ]


def _context(request: HttpRequest, period: Period, form: ReportForm | None = None) -> dict[str, object]:
    closure = queries.closure_of(period)
    state, label = _state(period)
    missing = queries.missing_evidence(period) if closure is None else queries.Missing()
    listed = list(queries.corrections(period.programme).filter(closure=closure)) if closure else []
    issued = list(queries.issues_visible_to(request.user).filter(closure=closure)) if closure else []
    return {
        "period": period,
        "closure": closure,
        "state": state,
        "state_label": label,
        "over": period.last_day < timezone.localdate(),
        "missing": missing,
        "more_missing": max(missing.count - missing.groups - 2 * MOST_LISTED, 0),
        "tasks": [
            *_lines(missing.unmarked, "late", _("Senza presenze")),
            *_lines(missing.unscanned, "attention", _("Senza foglio firme")),
        ],
        "indicators": _frozen_table(closure.frozen) if closure else None,
        "corrections": shape.corrections_table(listed) if listed else None,
        "form": form or ReportForm(),
        "reports": reports_table(issued),
        "issued": bool(issued),
    }


def _frozen_table(frozen: dict[str, list[dict[str, object]]]) -> Table:
    body = [
        Row(
            [
                Cell(
                    f"{row['code']} {row['name']}",
                    url=shape.indicator_address(str(row["code"])),
                ),
                row["period_value"],
                row["cumulative"],
                "–" if row["target"] is None else number(float(str(row["target"]))),
            ]
        )
        for row in frozen["indicators"]
    ]
    columns = [
        Column(_("Indicatore")),
        Column(_("Nel periodo"), numeric=True),
        Column(_("Dall'inizio"), numeric=True),
        Column(_("Obiettivo dell'anno"), numeric=True),
    ]
    return Table(_("Numeri congelati"), columns, body, hide_caption=True)


@page("programme.read")
def detail(request: HttpRequest, code: str) -> HttpResponse:
    """One period: what is missing while it is open; its numbers and reports once closed."""
    return render(request, "regia/period.html", _context(request, _period(code)))


@page("programme.close", methods=("POST",))
def close(request: HttpRequest, code: str) -> HttpResponse:
    """Freeze the period. Pressed twice, it finds what the first press made."""
    period = _period(code)
    try:
        actions.find_corrections(actor=request.user)  # type: ignore[arg-type]
        actions.close_period(
            actor=request.user,  # type: ignore[arg-type]
            period=period,
            despite_missing="despite_missing" in request.POST,
        )
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("Fatto. Il periodo è chiuso e i numeri non cambiano più."))
    return redirect("regia:period", code)


@page("report.issue", methods=("POST",))
def issue(request: HttpRequest, code: str) -> HttpResponse:
    """Put the making of a report in the queue; its page shows how far it is."""
    period = _period(code)
    closure = queries.closure_of(period)
    form = ReportForm(request.POST)
    if closure is None or not form.is_valid():
        return render(request, "regia/period.html", _context(request, period, form))
    audience = form.cleaned_data["audience"]
    with transaction.atomic():
        job = enqueue(
            tasks.issue,
            closure.pk,
            audience,
            str(request.user.pk),
            actor=request.user,  # type: ignore[arg-type]
            title=_("Rapporto: %(period)s") % {"period": period.name},
            dedupe_key=f"report-{closure.pk}-{audience}",
        )
    return redirect("jobs:progress", job.pk)

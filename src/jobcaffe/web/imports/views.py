"""Bring a list, see what it would change, decide, and if need be take it back."""

from __future__ import annotations

import csv
from uuid import UUID

from django.core.paginator import Paginator
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from jobcaffe.foundation.access import Refused
from jobcaffe.foundation.imports import actions, queries
from jobcaffe.foundation.imports.models import Batch, Row
from jobcaffe.foundation.jobs import queries as job_queries
from jobcaffe.foundation.jobs.actions import enqueue
from jobcaffe.foundation.ui.csvsafe import safe_cell
from jobcaffe.foundation.ui.tables import Cell, Column, Table
from jobcaffe.foundation.ui.tables import Row as TableRow
from jobcaffe.web.imports import tasks
from jobcaffe.web.imports.forms import ColumnsForm, FileForm
from jobcaffe.web.imports.kinds import spec_for
from jobcaffe.web.page import HouseRequest, page

BUSY = {Batch.State.READING, Batch.State.APPLYING, Batch.State.UNDOING}
CHIPS = {
    Batch.State.APPLIED: "done",
    Batch.State.PREVIEW: "todo",
    Batch.State.FAILED: "late",
    Batch.State.UNDONE: "later",
}
SHOWN_ROWS = 50


@page("import.run", methods=("GET", "POST"))
def index(request: HouseRequest) -> HttpResponse:
    """Bring a file, and the files brought before."""
    form = FileForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        upload = form.cleaned_data["file"]
        try:
            batch = actions.bring(
                actor=request.user,
                spec=spec_for(form.cleaned_data["kind"]),
                name=upload.name,
                content=upload.read(),
            )
        except Refused as refused:
            form.add_error("file", str(refused))
        else:
            return _start(request, batch, tasks.read, _("Leggere un elenco"))
    brought = Paginator(queries.visible_to(request.user).defer("content"), 25).get_page(
        request.GET.get("page")
    )
    rows = [
        TableRow(
            [
                Cell(batch.file_name, url=reverse("imports:batch", args=[batch.pk])),
                spec_for(batch.kind).label,
                timezone.localtime(batch.created_at).strftime("%d/%m/%Y %H:%M"),
                batch.counts.get("rows", "–"),
                Cell(batch.get_state_display(), chip=CHIPS.get(Batch.State(batch.state), "attention")),
            ]
        )
        for batch in brought
    ]
    table = Table(
        _("Elenchi portati finora"),
        [
            Column(_("File")),
            Column(_("Elenco")),
            Column(_("Quando")),
            Column(_("Righe"), True),
            Column(_("Stato")),
        ],
        rows,
        empty=_("Qui vedrai gli elenchi importati. Per ora non ce ne sono: scegli un file qui sopra."),
    )
    return render(request, "imports/index.html", {"form": form, "table": table, "brought": brought})


def _start(request: HouseRequest, batch: Batch, work: object, title: str, *extra: object) -> HttpResponse:
    with transaction.atomic():
        job = enqueue(
            work,  # type: ignore[arg-type]
            str(batch.pk),
            str(request.user.pk),
            *extra,
            actor=request.user,
            title=title,
            # A second press finds the first one's work.
            dedupe_key=f"import-{batch.pk}",
        )
    Batch.objects.filter(pk=batch.pk).update(job_ref=str(job.pk))
    return redirect("imports:batch", batch.pk)


def _batch(request: HouseRequest, batch_id: UUID) -> Batch:
    return get_object_or_404(queries.visible_to(request.user), pk=batch_id)


@page("import.run")
def batch(request: HouseRequest, batch_id: UUID) -> HttpResponse:
    """What one file would do, does, or did."""
    found = _batch(request, batch_id)
    form = ColumnsForm(found) if found.state == Batch.State.PREVIEW else None
    return _show(request, found, form)


def _show(request: HouseRequest, found: Batch, form: ColumnsForm | None) -> HttpResponse:
    wanted = request.GET.get("righe", "")
    verdict = Row.Verdict(wanted) if wanted in Row.Verdict.values else Row.Verdict.WRONG
    shown = Paginator(found.rows.filter(verdict=verdict), SHOWN_ROWS).get_page(request.GET.get("page"))
    context = {
        "batch": found,
        "busy": found.state in BUSY or _in_queue(request, found),
        "spec": spec_for(found.kind),
        "counts": _counts(found),
        "columns_form": form,
        "rows": _rows_table(found, shown.object_list, verdict),
        "shown": shown,
        "to_write": found.counts.get("new", 0) + found.counts.get("changed", 0),
        "stayed": found.counts.get("stayed", 0),
        "job_url": reverse("jobs:progress", args=[found.job_ref]) if found.job_ref else "",
    }
    return render(request, "imports/batch.html", context)


def _in_queue(request: HouseRequest, found: Batch) -> bool:
    """Whether its work waits for the worker: the state still says what was before."""
    return bool(found.job_ref) and job_queries.for_user(request.user).filter(pk=found.job_ref).exists()


def _counts(found: Batch) -> Table:
    address = reverse("imports:batch", args=[found.pk])
    rows = [
        TableRow([Cell(label, url=f"{address}?righe={value}#righe"), found.counts.get(value, 0)])
        for value, label in (
            (Row.Verdict.NEW, _("Nuove")),
            (Row.Verdict.CHANGED, _("Da aggiornare")),
            (Row.Verdict.SAME, _("Già presenti, uguali")),
            (Row.Verdict.WRONG, _("Rifiutate")),
        )
    ]
    rows.append(TableRow([_("Righe nel file"), found.counts.get("rows", 0)]))
    return Table(_("Che cosa c'è nel file"), [Column(_("Righe")), Column(_("Quante"), True)], rows)


def _rows_table(found: Batch, rows: object, verdict: Row.Verdict) -> Table:
    headings = list(found.columns)[:3]
    body = [
        TableRow(
            [
                row.line,
                *(row.cells.get(name, "") for name in headings),
                row.reason or row.get_verdict_display(),
            ]
        )
        for row in rows  # type: ignore[attr-defined]
    ]
    return Table(
        str(verdict.label).capitalize(),
        [Column(_("Riga")), *(Column(name) for name in headings), Column(_("Perché"))],
        body,
        empty=_("Nessuna riga di questo tipo."),
    )


@page("import.run", methods=("POST",))
def columns(request: HouseRequest, batch_id: UUID) -> HttpResponse:
    """Read the file again with other meanings of its columns."""
    found = _batch(request, batch_id)
    form = ColumnsForm(found, request.POST)
    if not form.is_valid():
        return _show(request, found, form)
    return _start(request, found, tasks.read, _("Leggere un elenco"), form.mapping())


@page("import.run", methods=("POST",))
def apply(request: HouseRequest, batch_id: UUID) -> HttpResponse:
    """Write it. A second press finds the work already begun."""
    found = _batch(request, batch_id)
    if found.state == Batch.State.PREVIEW:
        return _start(request, found, tasks.apply, _("Scrivere un elenco"))
    return redirect("imports:batch", found.pk)


@page("import.run", methods=("POST",))
def undo(request: HouseRequest, batch_id: UUID) -> HttpResponse:
    """Take it back."""
    found = _batch(request, batch_id)
    if found.state == Batch.State.APPLIED:
        return _start(request, found, tasks.undo, _("Annullare un elenco"))
    return redirect("imports:batch", found.pk)


@page("import.run")
def refused(request: HouseRequest, batch_id: UUID) -> HttpResponse:
    """The refused rows as they were, with the reason: mend them and bring them again."""
    found = _batch(request, batch_id)
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="righe-rifiutate.csv"'
    response.write("\ufeff")
    writer = csv.writer(response, delimiter=";")
    for cells in queries.refused_table(found):
        writer.writerow([safe_cell(cell) for cell in cells])
    return response

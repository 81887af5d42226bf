"""The progress of one's own work, and the list for who runs the system."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from jobcaffe.foundation.access import Refused
from jobcaffe.foundation.jobs import actions, queries
from jobcaffe.foundation.jobs.enums import State
from jobcaffe.foundation.jobs.models import Job
from jobcaffe.foundation.ui.tables import Cell, Column, Row, Table
from jobcaffe.web.page import page

PER_PAGE = 50
CHIPS = {
    State.READY: "todo",
    State.RUNNING: "attention",
    State.DONE: "done",
    State.FAILED: "late",
    State.CANCELLED: "later",
}


def _result(job: Job) -> dict[str, str]:
    """Where the result is; only addresses of this site."""
    found = job.result if isinstance(job.result, dict) else {}
    url = str(found.get("url", ""))
    safe = url.startswith("/") and url_has_allowed_host_and_scheme(url, allowed_hosts=None)
    return {"url": url if safe else "", "text": _(str(found.get("text", "")))}


@page("job.read")
def progress(request: HttpRequest, pk: UUID) -> HttpResponse:
    """How far one job is."""
    job = get_object_or_404(queries.visible_to(request.user), pk=pk)
    context = {"job": job, "message": _(job.message), "result": _result(job), "chip": CHIPS[State(job.state)]}
    return render(request, "jobs/progress.html", context)


@page("job.read", methods=("POST",))
def cancel(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Stop it."""
    job = get_object_or_404(queries.visible_to(request.user), pk=pk)
    actions.cancel(actor=request.user, job=job)  # type: ignore[arg-type]
    return redirect("jobs:progress", pk=pk)


@page("job.read", methods=("POST",))
def retry(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Try it again."""
    job = get_object_or_404(queries.visible_to(request.user), pk=pk)
    try:
        actions.retry(actor=request.user, job=job)  # type: ignore[arg-type]
    except Refused as refused:
        messages.error(request, str(refused))
    return redirect("jobs:progress", pk=pk)


def _row(job: Job) -> Row:
    when = date_format(timezone.localtime(job.created_at), "j M, H:i").lower()
    done = f"{job.progress_done}/{job.progress_total}" if job.progress_total else ""
    return Row(
        [
            Cell(job.title, url=reverse("jobs:progress", args=[job.pk]), note=job.task),
            Cell(job.get_state_display(), chip=CHIPS[State(job.state)], note=_(job.message)),
            Cell(done),
            Cell(f"{job.attempts}/{job.max_attempts}"),
            Cell(when),
        ]
    )


@page("system.read")
def jobs(request: HttpRequest) -> HttpResponse:
    """Everything in the queue, the newest first; or only what needs somebody."""
    only_stuck = request.GET.get("vista") == "fermi"
    rows = queries.stuck() if only_stuck else queries.visible_to(request.user)
    page_obj = Paginator(rows.order_by("-created_at", "pk"), PER_PAGE).get_page(request.GET.get("page"))
    table = Table(
        caption=_("Lavori fermi") if only_stuck else _("Tutti i lavori"),
        columns=[
            Column(_("Lavoro")),
            Column(_("Stato")),
            Column(_("Fatto")),
            Column(_("Tentativi")),
            Column(_("Chiesto")),
        ],
        rows=[_row(job) for job in page_obj],
        empty=_("Qui vedi il lavoro che il sistema fa da solo. Ora non c'è nulla.")
        if not only_stuck
        else _("Nessun lavoro è fermo: va tutto bene."),
        empty_url=reverse("jobs:list") if only_stuck else "",
        empty_label=_("Vedi tutti i lavori") if only_stuck else "",
    )
    return render(request, "jobs/list.html", {"table": table, "page_obj": page_obj, "only_stuck": only_stuck})

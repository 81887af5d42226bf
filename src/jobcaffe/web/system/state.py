"""*Stato*: what the doctor found, the backups, the queue, the version. No personal data."""

from __future__ import annotations

from datetime import datetime
from importlib.metadata import version
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from jobcaffe.foundation import backup, upkeep
from jobcaffe.foundation.jobs import queries as jobs
from jobcaffe.foundation.journal.verify import head
from jobcaffe.foundation.ui.tables import Column, Row, Table, number
from jobcaffe.web.page import page

SHOWN_MARK = 16


def _moment(at: Any) -> str:
    return date_format(timezone.localtime(at), "j F Y, H:i")


def _tasks(look: upkeep.Look) -> list[dict[str, Any]]:
    """Findings, what is to be mended first."""
    rows = sorted(look.findings, key=lambda finding: finding.ok)
    return [
        {
            "label": finding.title,
            "hint": finding.detail if finding.ok else f"{finding.detail} → {finding.how_to_mend}",
            "status": "done" if finding.ok else "late",
            "status_text": _("A posto") if finding.ok else _("Da sistemare"),
        }
        for finding in rows
    ]


def _backups(rows: list[upkeep.Kept]) -> Table:
    body = [Row([_moment(row.made_at), row.name, f"{number(row.size / 1e6, 1)} MB"]) for row in rows]
    columns = [Column(_("Quando")), Column(_("Nome del file")), Column(_("Grandezza"), numeric=True)]
    return Table(
        _("I salvataggi di questa macchina"),
        columns,
        body,
        empty=_("Qui vedrai i salvataggi. Il primo si fa da solo stanotte, oppure adesso."),
        hide_caption=True,
    )


@page("system.read")
def state(request: HttpRequest) -> HttpResponse:
    """How the installation is. Nothing is examined here: the page shows the last look."""
    look, mark, last = upkeep.last_look(), head(), backup.last_backup()
    stuck = jobs.stuck().count()
    facts = [
        {"label": _("Versione"), "value": version("jobcaffe")},
        {
            "label": _("Ultimo salvataggio"),
            "value": _moment(datetime.fromisoformat(str(last["at"]))) if last else "",
        },
        {"label": _("Righe del registro"), "value": number(mark.seq)},
        {"label": _("Impronta dell'ultima riga"), "value": mark.mac[:SHOWN_MARK]},
    ]
    context = {
        "look": look,
        "looked_at": _moment(look.at) if look else "",
        "wrong": sum(not finding.ok for finding in look.findings) if look else 0,
        "tasks": _tasks(look) if look else [],
        "facts": facts,
        "stuck": stuck,
        "jobs_url": reverse("jobs:list") + ("?vista=fermi" if stuck else ""),
        "backups": _backups(upkeep.kept()),
    }
    return render(request, "system/state.html", context)


@page("system.read", methods=("POST",))
def save(request: HttpRequest) -> HttpResponse:
    """A backup now; pressed twice, it is one."""
    return redirect("jobs:progress", upkeep.save_now(actor=request.user).pk)  # type: ignore[arg-type]


@page("system.read", methods=("POST",))
def look(request: HttpRequest) -> HttpResponse:
    """Examine everything now."""
    return redirect("jobs:progress", upkeep.look_now(actor=request.user).pk)  # type: ignore[arg-type]

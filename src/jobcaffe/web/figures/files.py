"""Issued reports: the list, and the kept file served again."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from jobcaffe.foundation.files.serve import as_attachment
from jobcaffe.foundation.ui.tables import Cell, Column, Row, Table
from jobcaffe.programme import actions, queries
from jobcaffe.programme.enums import Format
from jobcaffe.programme.models import Issue
from jobcaffe.web.page import page


def _order(issue: Issue) -> tuple[int, str, int]:
    """The latest period first, the PDF before the others."""
    return (
        -issue.closure.period.first_day.toordinal(),
        issue.audience,
        list(Format).index(Format(issue.format)),
    )


def reports_table(issues: Iterable[Issue]) -> Table:
    """Issued files: period, for whom, format, day."""
    body = [
        Row(
            [
                issue.closure.period.name,
                issue.get_audience_display(),
                Cell(issue.get_format_display(), url=reverse("figures:report", args=[issue.pk])),
                f"{timezone.localtime(issue.issued_at):%d/%m/%Y}",
                issue.file.sha256[:12],
            ]
        )
        for issue in sorted(issues, key=_order)
    ]
    columns = [
        Column(_("Periodo")),
        Column(_("Per chi")),
        Column(_("File")),
        Column(_("Creato il")),
        Column(_("Impronta")),
    ]
    return Table(
        _("Rapporti già creati"),
        columns,
        body,
        hide_caption=True,
        empty=_(
            "Qui vedrai i rapporti da scaricare. Per ora non ce ne sono: "
            "nascono quando la regia chiude un periodo."
        ),
    )


@page("report.read")
def report(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The same bytes as on the day of issue; the journal says who took them."""
    issue = queries.issued_file(request.user, pk)
    if issue is None:
        raise Http404
    actions.record_download(actor=request.user, issue=issue)  # type: ignore[arg-type]
    return as_attachment(issue.file)

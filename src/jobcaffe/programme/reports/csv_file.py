"""The numbers of a report for machines and spreadsheets: one row for each number."""

from __future__ import annotations

from jobcaffe.foundation.ui.csvsafe import as_csv
from jobcaffe.programme.reports.document import Report

HEAD = ["codice", "indicatore", "misura", "taglio", "voce", "colonna", "valore", "impronta"]


def make(report: Report) -> bytes:
    """UTF-8 with BOM, semicolons, one table (see :func:`as_csv`)."""
    rows = [
        [o.code, o.name, o.measure, o.cut, o.row, o.column, o.value, report.reference[:16]]
        for o in report.observations
    ]
    return as_csv([HEAD, *rows])

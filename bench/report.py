"""How long the report of three years takes: ours, and the plainest way to write the same tables.

    python bench/report.py [--people N] [--rounds R]

A made-up community (400 people, 60 organisations, three years of encounters) is written into a
database of its own, its periods are closed, and the last report is made from the closed period.
"ours" is tagged, titled, with header rows, and the same bytes every time. "plain" writes the same
tables with the same libraries and nothing more: an untagged PDF with the typesetter's own fonts, a
DOCX and an XLSX cell by cell, a CSV line by line. Median of R rounds, one core.
"""

from __future__ import annotations

import argparse
import csv
import io
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from typing import Any

os.environ["JOBCAFFE_HOME"] = tempfile.mkdtemp(prefix="jobcaffe-bench-")
os.environ["JOBCAFFE_DEMO"] = "1"
os.environ["DJANGO_SETTINGS_MODULE"] = "jobcaffe.config.settings"


def plain_pdf(tables: list[Any]) -> bytes:
    """Untagged, no title, no header rows."""
    import typst

    lines = []
    for table in tables:
        cells = "".join(f"[{_text(cell)}]," for row in [table.columns, *table.rows] for cell in row)
        lines.append(f"#table(columns: {len(table.columns)}, {cells})")
    return bytes(typst.compile("\n".join(lines).encode(), format="pdf", pdf_tags=False))


def _text(cell: object) -> str:
    return "".join(f"\\{one}" if one in "#*_$[]<>@\\`~/'-=+" else one for one in str(cell))


def plain_docx(tables: list[Any]) -> bytes:
    """Cell by cell, as the library's tutorial does."""
    import docx

    file = docx.Document()
    for table in tables:
        made = file.add_table(rows=1, cols=len(table.columns))
        for row in table.rows:
            cells = made.add_row().cells
            for cell, value in zip(cells, row, strict=True):
                cell.text = str(value)
    buffer = io.BytesIO()
    file.save(buffer)
    return buffer.getvalue()


def plain_xlsx(tables: list[Any]) -> bytes:
    """One sheet a table, no format."""
    import openpyxl

    book = openpyxl.Workbook()
    for table in tables:
        sheet = book.create_sheet()
        for row in [table.columns, *table.rows]:
            sheet.append(list(row))
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def plain_csv(rows: list[Any]) -> bytes:
    """The standard library, no guard against formulas."""
    buffer = io.StringIO()
    csv.writer(buffer).writerows((r.code, r.name, r.measure, r.cut, r.row, r.column, r.value) for r in rows)
    return buffer.getvalue().encode()


def timed(work: Callable[[], bytes], rounds: int) -> tuple[float, int]:
    """Median milliseconds and the size of the result."""
    times, size = [], 0
    for _ in range(rounds):
        start = time.perf_counter()
        size = len(work())
        times.append(1000 * (time.perf_counter() - start))
    return statistics.median(times), size


def closed_periods(people: int) -> Any:
    """A community and its closed periods; the latest closure."""
    import django

    django.setup()
    from django.core.management import call_command
    from django.utils import timezone

    call_command("migrate", verbosity=0, skip_checks=True)
    from jobcaffe.demo import community
    from jobcaffe.foundation.journal.actions import SYSTEM
    from jobcaffe.plan.queries import current_programme
    from jobcaffe.programme import actions, queries
    from jobcaffe.programme.models import Closure

    community.build(people=people)
    if not Closure.objects.exists():
        for period in queries.periods(current_programme()):
            if period.last_day < timezone.localdate():
                start = time.perf_counter()
                actions.close_period(actor=SYSTEM, period=period, despite_missing=True)
                print(
                    f"closed {period.code} in {1000 * (time.perf_counter() - start):6.0f} ms", file=sys.stderr
                )
    return Closure.objects.order_by("-period__first_day").select_related("period__programme").first()


def main() -> None:
    """Print one table."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--people", type=int, default=400)
    options.add_argument("--rounds", type=int, default=5)
    chosen = options.parse_args()
    closure = closed_periods(chosen.people)
    from jobcaffe.programme.enums import Audience, Format
    from jobcaffe.programme.reports import build, content
    from jobcaffe.programme.reports.document import Table
    from jobcaffe.programme.reports.lines import of_closures

    start = time.perf_counter()
    report = content.report(closure, Audience.FUNDER)
    content_ms = 1000 * (time.perf_counter() - start)
    of_closures.cache_clear()
    start = time.perf_counter()
    content.report(closure, Audience.MUNICIPALITY)
    audited_ms = 1000 * (time.perf_counter() - start)
    tables = [block for block in report.blocks if isinstance(block, Table)]
    plain: dict[Format, Callable[[], bytes]] = {
        Format.PDF: lambda: plain_pdf(tables),
        Format.DOCX: lambda: plain_docx(tables),
        Format.XLSX: lambda: plain_xlsx(tables),
        Format.CSV: lambda: plain_csv(report.observations),
    }
    print(f"{len(tables)} tables, {len(report.observations)} numbers; content {content_ms:.0f} ms,")
    print(f"content for the public with the audit of all earlier periods {audited_ms:.0f} ms\n")
    print(f"{'file':6}{'ours ms':>10}{'plain ms':>10}{'ours kB':>10}{'plain kB':>10}  same bytes")
    total = content_ms
    for kind in Format:
        mine, size = timed(lambda kind=kind: build.made(report, kind), chosen.rounds)  # type: ignore[misc]
        other, other_size = timed(plain[kind], chosen.rounds)
        same = build.made(report, kind) == build.made(report, kind)
        total += mine
        sizes = f"{size / 1000:10.0f}{other_size / 1000:10.0f}"
        print(f"{kind:6}{mine:10.0f}{other:10.0f}{sizes}  {'yes' if same else 'NO'}")
    print(f"\nall four for the funder, from the closed period: {total:.0f} ms")


if __name__ == "__main__":
    main()

"""Making one file of a report."""

from __future__ import annotations

from collections.abc import Callable

from django.utils.text import slugify

from jobcaffe.programme.enums import Audience, Format
from jobcaffe.programme.models import Closure
from jobcaffe.programme.reports import content, csv_file, docx_file, pdf, xlsx_file
from jobcaffe.programme.reports.document import Report

MAKERS: dict[Format, Callable[[Report], bytes]] = {
    Format.PDF: pdf.make,
    Format.DOCX: docx_file.make,
    Format.XLSX: xlsx_file.make,
    Format.CSV: csv_file.make,
}


def make(closure: Closure, audience: Audience, kind: Format) -> bytes:
    """The file's bytes: the same closure, audience and version give the same bytes."""
    return made(content.report(closure, audience), kind)


def made(report: Report, kind: Format) -> bytes:
    """A report as a file."""
    return MAKERS[kind](report)


def file_name(closure: Closure, audience: Audience, kind: Format) -> str:
    """A name that says what, when and for whom."""
    code = slugify(closure.frozen["programme"]["code"])
    return f"rapporto-{code}-{slugify(closure.period.code)}-{audience}.{kind}"

"""Paper: a personal timetable, the sheets of the tables. Tagged PDFs."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django.http import HttpResponse
from django.utils import timezone

from jobcaffe.programme.reports.pdf import typeset

HERE = Path(__file__).parent


def timetable(data: Mapping[str, Any]) -> bytes:
    """One A4 page. Raises ``typst.TypstError`` when it could not be read aloud."""
    return typeset(HERE / "orario.typ", data, int(timezone.now().timestamp()))


def sheets(data: Mapping[str, Any]) -> bytes:
    """A page for each stand. Raises ``typst.TypstError`` when it could not be read aloud."""
    return typeset(HERE / "fogli.typ", data, int(timezone.now().timestamp()))


def download(content: bytes, name: str) -> HttpResponse:
    """A file that no cache keeps."""
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "no-store"
    return response

"""The report as a tagged PDF: PDF/UA-1 and PDF/A-2a at once, the same bytes every time."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from jobcaffe.programme.reports.document import Report

HERE = Path(__file__).parent
STANDARDS: list[Any] = ["ua-1", "a-2a"]


@cache
def _fonts() -> Any:
    """The house's own fonts and none of the machine's, so that two machines make the same file."""
    import typst

    return typst.Fonts(include_system_fonts=False, font_paths=[str(HERE / "fonts")])


def make(report: Report) -> bytes:
    """The file's bytes. Raises ``typst.TypstError`` when the report cannot be made accessible."""
    return typeset(HERE / "report.typ", report.as_json(), report.moment)


def typeset(source: Path, data: Mapping[str, Any], moment: int) -> bytes:
    """A typst source set with inert ``data``; ``moment`` (seconds since 1970) is the file's only date.

    Raises ``typst.TypstError`` when the result would not be accessible.
    """
    import typst

    made = typst.compile(
        str(source),
        root=str(source.parent),
        font_paths=_fonts(),
        sys_inputs={"data": json.dumps(data, ensure_ascii=False)},
        format="pdf",
        pdf_standards=STANDARDS,
        timestamp=moment,
    )
    return bytes(made)

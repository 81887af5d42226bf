"""The report as a tagged PDF: PDF/UA-1 and PDF/A-2a at once, the same bytes every time."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from jobcaffe.programme.reports.document import Report

HERE = Path(__file__).parent
STANDARDS: list[Any] = ["ua-1", "a-2a"]
NOT_SHOWN = "could not be displayed"
# Where the letters of Latin scripts end, all of which the house's font has.
LATIN = 0x180
KEPT = frozenset("\n$+<=>^`|~€°¢£¥§©®±×÷¬−™")


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

    What people wrote and no font has is left out, pictures first: one name stops nobody's list. Raises
    ``typst.TypstError`` when the result would not be accessible.
    """
    import typst

    for clean in (str, without_pictures):
        try:
            return _compiled(source, cleaned(data, clean), moment)
        except typst.TypstError as error:
            if NOT_SHOWN not in str(error):
                raise
    return _compiled(source, cleaned(data, plain), moment)


def _compiled(source: Path, data: object, moment: int) -> bytes:
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


def cleaned(data: object, clean: Callable[[str], str]) -> object:
    """The same data with every text of it cleaned."""
    if isinstance(data, str):
        return clean(data)
    if isinstance(data, Mapping):
        return {key: cleaned(value, clean) for key, value in data.items()}
    return [cleaned(one, clean) for one in data] if isinstance(data, list | tuple) else data


def without_pictures(text: str) -> str:
    """Without emoji, what joins them, controls, and what is no letter of any script."""
    return "".join(one for one in text if one in KEPT or unicodedata.category(one)[0] not in "CS")


def plain(text: str) -> str:
    """In the letters of the house's own font; a question mark for each of any other."""
    return "".join(one if ord(one) < LATIN else "?" for one in without_pictures(text))

"""Tables that leave the house as CSV or XLSX: no cell is ever a formula.

A cell that a spreadsheet would run (it begins with ``= + - @``, a tab or a carriage return, after
spaces, also invisible ones) gets an apostrophe in front; a telephone ``+39 333…`` stays the text it is.
Source: OWASP, CSV Injection.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence

from django.http import HttpResponse

STARTS_FORMULA = re.compile(r"^[\s\u200b\ufeff]*[=+\-@\t\r]")
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PLAIN = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}


def safe_cell(value: object) -> str:
    """The text of a cell that no spreadsheet runs; ``None`` is empty."""
    text = "" if value is None else str(value)
    return f"'{text}" if STARTS_FORMULA.match(text) or text[:1] in {"\t", "\r"} else text


def _cell(value: object) -> object:
    """Numbers stay numbers, minus sign and all; everything else is text."""
    number = isinstance(value, int | float) and not isinstance(value, bool)
    return value if number else safe_cell(value)


def as_csv(rows: Iterable[Sequence[object]]) -> bytes:
    """Semicolons and a byte-order mark, as Italian spreadsheets open them with a double click."""
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, delimiter=";", lineterminator="\r\n")
    writer.writerows([_cell(value) for value in row] for row in rows)
    return b"\xef\xbb\xbf" + buffer.getvalue().encode()


def as_xlsx(rows: Iterable[Sequence[object]], *, sheet: str) -> bytes:
    """One sheet whose first row is the heading. Texts are written as texts: nothing is run."""
    import xlsxwriter

    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, PLAIN) as book:
        page = book.add_worksheet(sheet[:31])
        bold = book.add_format({"bold": True})
        for number, row in enumerate(rows):
            for place, value in enumerate(row):
                page.write(number, place, "" if value is None else value, bold if number == 0 else None)
        page.freeze_panes(1, 0)
    return buffer.getvalue()


def download(name: str, rows: Iterable[Sequence[object]], *, sheet: str = "Elenco") -> HttpResponse:
    """The file ``name`` (``.csv`` or ``.xlsx``) as an answer to a request."""
    if name.endswith(".xlsx"):
        body, kind = as_xlsx(rows, sheet=sheet), XLSX
    else:
        body, kind = as_csv(rows), "text/csv; charset=utf-8"
    answer = HttpResponse(body, content_type=kind)
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer

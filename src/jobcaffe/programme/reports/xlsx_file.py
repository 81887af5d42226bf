"""The report as a workbook: one sheet per table, numbers as numbers, texts never as formulas."""

from __future__ import annotations

import io
import re
from typing import Any

from jobcaffe.programme.reports import archive
from jobcaffe.programme.reports.document import Report, Table

OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
LONGEST_NAME = 31
WIDEST = 60


def make(report: Report) -> bytes:
    """The file's bytes."""
    import xlsxwriter

    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, OPTIONS) as book:
        book.set_properties(
            {
                "title": report.title,
                "subject": report.subtitle,
                "author": "Job Caffè",
                "comments": f"Impronta SHA-256 dei dati: {report.reference}",
                "created": archive.moment(report.moment),
            }
        )
        bold = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
        plain = book.add_format({"text_wrap": True, "valign": "top"})
        _cover(book, report, bold)
        names: set[str] = {"rapporto", "dati"}
        for block in report.blocks:
            if isinstance(block, Table):
                _sheet(book, _name(block.code, names), block, bold, plain)
        _data(book, report, bold)
    return archive.repacked(buffer.getvalue())


def _name(code: str, taken: set[str]) -> str:
    """A name that Excel accepts, no longer than 31 characters and not used before."""
    base = re.sub(r"[\[\]:*?/\\']", " ", code)[: LONGEST_NAME - 3].strip() or "tabella"
    name, number = base, 2
    while name.lower() in taken:
        name, number = f"{base} {number}", number + 1
    taken.add(name.lower())
    return name


def _cover(book: Any, report: Report, bold: Any) -> None:
    sheet = book.add_worksheet("Rapporto")
    sheet.set_column(0, 0, 24)
    sheet.set_column(1, 1, WIDEST)
    sheet.write_string(0, 0, report.title, bold)
    sheet.write_string(1, 0, report.subtitle)
    for number, (label, text) in enumerate(report.cover, start=3):
        sheet.write_string(number, 0, label)
        sheet.write_string(number, 1, text)


def _sheet(book: Any, name: str, block: Table, bold: Any, plain: Any) -> None:
    sheet = book.add_worksheet(name)
    sheet.write_string(0, 0, block.caption)
    for column, label in enumerate(block.columns):
        longest = max((len(str(row[column] or "")) for row in block.rows), default=0)
        sheet.set_column(column, column, min(max(longest, len(label), 8) + 2, WIDEST))
        sheet.write_string(2, column, label, bold)
    for number, row in enumerate(block.rows, start=3):
        for column, value in enumerate(row):
            _write(sheet, number, column, value, plain)
    if block.note:
        sheet.write_string(4 + len(block.rows), 0, block.note)
    sheet.freeze_panes(3, 1)


def _data(book: Any, report: Report, bold: Any) -> None:
    sheet = book.add_worksheet("Dati")
    head = ["Codice", "Indicatore", "Misura", "Taglio", "Voce", "Colonna", "Valore"]
    for column, label in enumerate(head):
        sheet.write_string(0, column, label, bold)
    for number, one in enumerate(report.observations, start=1):
        values = [one.code, one.name, one.measure, one.cut, one.row, one.column, one.value]
        for column, value in enumerate(values):
            _write(sheet, number, column, value, None)
    sheet.autofilter(0, 0, len(report.observations), len(head) - 1)
    sheet.freeze_panes(1, 0)


def _write(sheet: Any, row: int, column: int, value: str | int | None, style: Any) -> None:
    if isinstance(value, int):
        sheet.write_number(row, column, value, style)
    elif value:
        sheet.write_string(row, column, value, style)

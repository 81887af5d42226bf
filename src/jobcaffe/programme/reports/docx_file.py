"""The report as a Word file that can be edited: real headings, real tables with header rows."""

from __future__ import annotations

import io
from typing import Any

from jobcaffe.programme.reports import archive
from jobcaffe.programme.reports.document import (
    Block,
    Bullets,
    Figure,
    Heading,
    Paragraph,
    Report,
    Table,
    spoken,
)

LANGUAGE = "it-IT"


def make(report: Report) -> bytes:
    """The file's bytes. Drawings are told in words: their numbers stand in the tables."""
    import docx

    file = docx.Document()
    _settle(file, report)
    file.add_heading(report.title, 0)
    file.add_paragraph(report.subtitle, style="Subtitle")
    for label, text in report.cover:
        line = file.add_paragraph()
        line.add_run(f"{label}: ").bold = True
        line.add_run(text)
    for block in report.blocks:
        _add(file, block)
    buffer = io.BytesIO()
    file.save(buffer)
    return archive.repacked(buffer.getvalue())


def _settle(file: Any, report: Report) -> None:
    from docx.oxml.ns import qn
    from docx.shared import Mm

    when = archive.moment(report.moment)
    core = file.core_properties
    core.title, core.subject, core.language = report.title, report.subtitle, LANGUAGE
    core.author = core.last_modified_by = "Job Caffè"
    core.created = core.modified = when
    core.comments = f"Impronta SHA-256 dei dati: {report.reference}"
    core.revision = 1
    properties = file.styles.element.find(f".//{qn('w:rPrDefault')}//{qn('w:lang')}")
    if properties is not None:
        properties.set(qn("w:val"), LANGUAGE)
    page = file.sections[0]
    page.page_width, page.page_height = Mm(210), Mm(297)
    page.left_margin = page.right_margin = Mm(18)


def _add(file: Any, block: Block) -> None:
    match block:
        case Heading():
            file.add_heading(block.text, block.level)
        case Paragraph() if block.text:
            file.add_paragraph(block.text)
        case Bullets():
            for item in block.items:
                file.add_paragraph(item, style="List Bullet")
        case Figure():
            file.add_paragraph(f"{block.title}. {block.alt}")
        case Table():
            _add_table(file, block)


def _add_table(file: Any, block: Table) -> None:
    """Built as XML: python-docx looks up every cell of a grown table again, which is quadratic."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    file.add_paragraph(block.caption, style="Caption")
    table = file.add_table(rows=1, cols=len(block.columns), style="Light Grid Accent 1")
    header = table.rows[0]
    for cell, name in zip(header.cells, block.columns, strict=True):
        cell.text = name
    properties = header._tr.get_or_add_trPr()
    mark = OxmlElement("w:tblHeader")
    mark.set(qn("w:val"), "true")
    properties.append(mark)
    for row in block.rows:
        table._tbl.append(_row(row, block.numeric))
    if block.note:
        file.add_paragraph(block.note)


def _row(values: list[str | int | None], numeric: list[bool]) -> Any:
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    row = OxmlElement("w:tr")
    for value, right in zip(values, numeric, strict=True):
        cell, paragraph = OxmlElement("w:tc"), OxmlElement("w:p")
        if right:
            properties, justified = OxmlElement("w:pPr"), OxmlElement("w:jc")
            justified.set(qn("w:val"), "right")
            properties.append(justified)
            paragraph.append(properties)
        run, text = OxmlElement("w:r"), OxmlElement("w:t")
        text.text = spoken(value)
        run.append(text)
        paragraph.append(run)
        cell.append(paragraph)
        row.append(cell)
    return row

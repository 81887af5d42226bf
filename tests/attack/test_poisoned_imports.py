"""Spreadsheets made to harm: whoever reads them stays alive and says why not."""

from __future__ import annotations

import io
import zipfile

import pytest

from jobcaffe.foundation.access import Refused
from jobcaffe.foundation.imports import workbook
from jobcaffe.foundation.imports.sheets import read_sheet

KNOWN = {"cognome", "nome"}
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
OFFICE = "application/vnd.openxmlformats-officedocument.spreadsheetml"


def xlsx(rows: str, *, head: str = "") -> bytes:
    """The smallest workbook, with these rows of its sheet as they are."""
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{OFFICE}.sheet.main+xml"/>'
        f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{OFFICE}.worksheet+xml"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="r1" '
        f'Type="{RELATIONS}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{RELATIONS}"><sheets>'
        '<sheet name="A" sheetId="1" r:id="r1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="r1" '
        f'Type="{RELATIONS}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
        "xl/worksheets/sheet1.xml": f'{head}<worksheet xmlns="{MAIN}"><sheetData>{rows}</sheetData></worksheet>',
    }
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
    return made.getvalue()


def row(number: int, **cells: str) -> str:
    texts = (f'<c r="{at}{number}" t="inlineStr"><is><t>{text}</t></is></c>' for at, text in cells.items())
    return f'<row r="{number}">{"".join(texts)}</row>'


HEADINGS = row(1, A="Cognome", B="Nome")


def test_an_honest_small_workbook_is_read() -> None:
    sheet = read_sheet("elenco.xlsx", xlsx(HEADINGS + row(2, A="Rossi", B="Anna")), KNOWN)
    assert sheet.rows == [(2, ["Rossi", "Anna"])]


def test_a_cell_in_the_last_corner_is_refused_and_the_reader_lives() -> None:
    poisoned = xlsx(HEADINGS + row(1048576, XFD="x"))
    assert len(poisoned) < 2000
    with pytest.raises(Refused, match="troppo grande"):
        read_sheet("elenco.xlsx", poisoned, KNOWN)


def test_a_zip_bomb_is_refused_and_the_reader_lives() -> None:
    poisoned = xlsx(HEADINGS + "".join(row(n, A="a" * 20_000) for n in range(2, 60_000)))
    assert len(poisoned) < 10 * 1024 * 1024
    with pytest.raises(Refused, match="troppo grande"):
        read_sheet("elenco.xlsx", poisoned, KNOWN)


def test_entities_of_a_workbook_open_no_file(tmp_path: object) -> None:
    secret = f"{tmp_path}/segreto.txt"
    with open(secret, "w", encoding="utf-8") as file:
        file.write("parolasegreta")
    head = f'<!DOCTYPE x [<!ENTITY e SYSTEM "file://{secret}">]>'
    try:
        sheet = read_sheet("elenco.xlsx", xlsx(HEADINGS + row(2, A="&e;", B="Anna"), head=head), KNOWN)
    except Refused:
        return
    assert "parolasegreta" not in str(sheet.rows)


def test_reading_that_never_ends_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbook, "SECONDS", 0.001)
    with pytest.raises(Refused, match="troppo grande"):
        read_sheet("elenco.xlsx", xlsx(HEADINGS + row(2, A="Rossi", B="Anna")), KNOWN)


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 nothing more", b"\x00" * 500, b"%PDF-1.7"])
def test_what_is_no_workbook_says_so(content: bytes) -> None:
    with pytest.raises(Refused, match="non si apre"):
        read_sheet("elenco.xlsx", content, KNOWN)


def test_a_quote_that_is_never_closed_is_refused_in_plain_words() -> None:
    content = b'Cognome;Nome\n"' + b"a" * 1_100_000
    with pytest.raises(Refused, match="virgoletta"):
        read_sheet("elenco.csv", content, KNOWN)

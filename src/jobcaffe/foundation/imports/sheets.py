"""Reading CSV, XLSX and ODS as people keep them: any separator, any encoding, titles above the headings."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from pathlib import Path

from jobcaffe.foundation.access import Refused
from jobcaffe.foundation.search import normalise

MAX_ROWS = 100_000
MAX_COLUMNS = 100
ENCODINGS = ("utf-8-sig", "cp1252")
HEADING_ROWS = 15


@dataclass(frozen=True)
class Sheet:
    """The table inside a file: headings, and rows as (line number in the file, cells as text)."""

    headings: list[str]
    rows: list[tuple[int, list[str]]]
    empty_rows: int


def cell_text(value: object) -> str:
    """A cell as a person would type it: 3.0 → ``"3"``, a date → ``"03/05/2024"``, a time → ``"18:30"``."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "sì" if value else "no"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime):
        if value.time() == time(0):
            return value.strftime("%d/%m/%Y")
        return value.strftime("%d/%m/%Y %H:%M")
    if isinstance(value, date):
        return value.strftime("%d/%m/%Y")
    if isinstance(value, time):
        return value.strftime("%H:%M")
    text = " ".join(str(value).split())
    # Our own exports mark text that begins like a formula: read back, the mark goes.
    return text[1:] if text.startswith(("'=", "'+", "'-", "'@")) else text


def _csv_rows(content: bytes) -> Iterator[list[object]]:
    text = ""
    for encoding in ENCODINGS:
        try:
            text = content.decode(encoding)
            break
        except UnicodeDecodeError:
            continue
    else:
        # cp1252 has five holes; whoever wrote the file meant latin-1.
        text = content.decode("latin-1")
    sample = "\n".join(text.splitlines()[:20])
    separator = max(";,\t|", key=sample.count)
    csv.field_size_limit(1_000_000)
    yield from (list(row) for row in csv.reader(io.StringIO(text, newline=""), delimiter=separator))


def _workbook_rows(content: bytes) -> Iterator[list[object]]:
    import python_calamine

    try:
        book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(content))
        sheet = max(
            (book.get_sheet_by_name(name) for name in book.sheet_names),
            key=lambda found: found.height,
            default=None,
        )
    except Exception as error:
        raise Refused(
            "Il file non si apre come foglio di calcolo. Salvalo di nuovo in XLSX, ODS o CSV."
        ) from error
    if sheet is None:
        raise Refused("Il file non contiene fogli. Controlla di aver scelto quello giusto.")
    yield from sheet.to_python(skip_empty_area=False)


def read_sheet(name: str, content: bytes, known: set[str]) -> Sheet:
    """Read a file's largest sheet. ``known`` are normalised headings, to find the heading row.

    Raises :class:`Refused` for a file that is no table, is empty or is too large.
    """
    raw = (
        _csv_rows(content)
        if Path(name).suffix.lower() in {".csv", ".txt", ".tsv"}
        else _workbook_rows(content)
    )
    table: list[list[str]] = []
    for cells in raw:
        table.append([cell_text(cell) for cell in cells[:MAX_COLUMNS]])
        if len(table) > MAX_ROWS:
            raise Refused(f"Il file ha più di {MAX_ROWS} righe. Dividilo in più file.")
    start = _heading_row(table, known)
    headings = _unique(table[start])
    rows, empty = [], 0
    for number, cells in enumerate(table[start + 1 :], start=start + 2):
        if any(cells):
            rows.append((number, (cells + [""] * len(headings))[: max(len(headings), len(cells))]))
        else:
            empty += 1
    if not rows:
        raise Refused("Sotto le intestazioni non c'è nessuna riga. Controlla il file.")
    return Sheet(headings, rows, empty)


def _heading_row(table: list[list[str]], known: set[str]) -> int:
    scores = [sum(normalise(cell) in known for cell in cells) for cells in table[:HEADING_ROWS]]
    if not scores or max(scores) == 0:
        raise Refused(
            "Non trovo le intestazioni delle colonne. "
            "La prima riga deve dire per esempio: Cognome, Nome, Telefono."
        )
    return scores.index(max(scores))


def _unique(headings: list[str]) -> list[str]:
    seen: dict[str, int] = {}
    names = []
    for position, heading in enumerate(headings):
        name = heading or f"colonna {position + 1}"
        seen[name] = seen.get(name, 0) + 1
        names.append(name if seen[name] == 1 else f"{name} ({seen[name]})")
    return names

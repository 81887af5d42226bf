"""Reading CSV, XLSX and ODS as people keep them: any separator, any encoding, titles above the headings."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from jobcaffe.foundation.access import Refused
from jobcaffe.foundation.imports import workbook
from jobcaffe.foundation.imports.workbook import MAX_COLUMNS, MAX_ROWS, cell_text
from jobcaffe.foundation.search import normalise

ENCODINGS = ("utf-8-sig", "cp1252")
HEADING_ROWS = 15


@dataclass(frozen=True)
class Sheet:
    """The table inside a file: headings, and rows as (line number in the file, cells as text)."""

    headings: list[str]
    rows: list[tuple[int, list[str]]]
    empty_rows: int


def _csv_rows(content: bytes) -> Iterator[list[str]]:
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
    try:
        yield from csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    except csv.Error as error:
        raise Refused(
            "Una riga del file non si legge: forse manca una virgoletta. Salvalo di nuovo in XLSX."
        ) from error


def _workbook_rows(content: bytes) -> list[list[str]]:
    try:
        return workbook.rows_of(content)
    except workbook.NotAWorkbook as error:
        raise Refused(
            "Il file non si apre come foglio di calcolo. Salvalo di nuovo in XLSX, ODS o CSV."
        ) from error
    except workbook.TooMuch as error:
        raise Refused(
            "Il foglio è troppo grande da leggere. Copia solo le righe scritte in un foglio nuovo e riprova."
        ) from error


def read_sheet(name: str, content: bytes, known: set[str]) -> Sheet:
    """Read a file's largest sheet. ``known`` are normalised headings, to find the heading row.

    Raises :class:`Refused` for a file that is no table, is empty or is too large.
    """
    raw: Iterable[list[str]] = (
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

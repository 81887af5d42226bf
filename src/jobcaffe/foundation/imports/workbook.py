"""XLSX and ODS into plain rows, in a process of their own with bounded memory and time.

A file of one kilobyte can claim a cell in the last corner of a sheet: reading it asks for hundreds of
gigabytes and ends the process that reads. So that process is this one, started for one file, and not
the worker or the server. It knows nothing of the house: no database, no keys.

Run as a program: a workbook on standard input, JSON rows of texts on standard output. Exit code 0, or
``NO_WORKBOOK``; everything else (a signal, a limit) means that the file was too much.
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
from datetime import date, datetime, time
from io import BytesIO
from pathlib import Path

MAX_ROWS = 100_000
MAX_COLUMNS = 100
MEMORY_BYTES = 1024**3
SECONDS = 60
NO_WORKBOOK = 3


class NotAWorkbook(ValueError):
    """The file does not open as a spreadsheet, or has no sheet."""


class TooMuch(ValueError):
    """Reading the file would take more memory or time than any honest list needs."""


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


def rows_of(content: bytes) -> list[list[str]]:
    """The rows of the largest sheet, one more than ``MAX_ROWS`` at most, ``MAX_COLUMNS`` cells each.

    Raises :class:`NotAWorkbook` or :class:`TooMuch`.
    """
    try:
        done = subprocess.run(  # noqa: S603  our own file, no shell, no argument of the visitor
            [sys.executable, "-I", str(Path(__file__))],
            input=content,
            capture_output=True,
            timeout=SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise TooMuch from error
    if done.returncode == NO_WORKBOOK:
        raise NotAWorkbook
    if done.returncode != 0:
        raise TooMuch
    rows: list[list[str]] = json.loads(done.stdout)
    return rows


def _read(content: bytes) -> list[list[str]]:
    import python_calamine

    try:
        book = python_calamine.CalamineWorkbook.from_filelike(BytesIO(content))
        sheets = (book.get_sheet_by_name(name) for name in book.sheet_names)
        sheet = max(sheets, key=lambda found: found.height, default=None)
    except MemoryError:
        raise
    except Exception as error:  # whatever calamine says of a file that is none
        raise NotAWorkbook from error
    if sheet is None:
        raise NotAWorkbook
    rows = sheet.to_python(skip_empty_area=False, nrows=MAX_ROWS + 1)
    return [[cell_text(cell) for cell in row[:MAX_COLUMNS]] for row in rows]


def _bounded() -> None:
    """From here on this process gets no more than the limits."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


if __name__ == "__main__":
    _bounded()
    try:
        sys.stdout.write(json.dumps(_read(sys.stdin.buffer.read())))
    except NotAWorkbook:
        sys.exit(NO_WORKBOOK)

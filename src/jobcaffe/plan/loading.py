"""Reading a programme file: every mistake at once, with its line, in plain Italian.

The file is TOML. :func:`parse` turns its text into a :class:`Plan` or raises :class:`PlanError`.
Nothing here touches the database.
"""

from __future__ import annotations

import difflib
import hashlib
import re
import tomllib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from jobcaffe.plan.coherence import incoherences
from jobcaffe.plan.lines import Where, find_lines, line_of
from jobcaffe.plan.schema import SECTIONS, Key, Kind, Section

EXAMPLE = Path(__file__).parent / "data" / "job20-lainate.toml"

_CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9_+-]*")
_AT = re.compile(r"^(.*) \(at (?:line (\d+), column (\d+)|end of document)\)$", re.DOTALL)
# What tomllib says, in words for somebody who does not know TOML.
_SYNTAX = (
    ("Cannot overwrite a value", "la stessa chiave è scritta due volte"),
    ("Cannot declare", "la stessa tabella è scritta due volte"),
    ("Expected '=' after a key", "dopo il nome della chiave manca il segno ="),
    ("Invalid statement", "questa riga non è né una chiave né una tabella"),
    ("Invalid value", "il valore non si legge: un testo va fra virgolette"),
    ("Invalid date", "la data non esiste"),
    ("Unterminated string", "manca la virgoletta di chiusura"),
    ("Illegal character", "il testo va a capo prima della virgoletta di chiusura"),
    ("Unclosed array", "manca la parentesi quadra di chiusura"),
    ("Unclosed inline table", "manca la parentesi graffa di chiusura"),
    ("Expected newline", "dopo il valore c'è qualcosa di troppo"),
    ("Expected ']", "manca la parentesi quadra di chiusura"),
)


@dataclass(frozen=True, order=True)
class Problem:
    """One mistake: the line and what to do about it."""

    line: int
    text: str

    def __str__(self) -> str:
        return f"riga {self.line}, {self.text}"


class PlanError(Exception):
    """A programme file that cannot be loaded, with all its mistakes in order of line."""

    def __init__(self, name: str, problems: Iterable[Problem]) -> None:
        self.name = name
        self.problems = tuple(sorted(set(problems)))
        super().__init__("\n".join(f"{name}: {problem}" for problem in self.problems))


@dataclass(frozen=True)
class Plan:
    """A checked file: the programme's own values, its texts, and the rows of each list."""

    programme: dict[str, Any]
    texts: dict[str, str]
    rows: dict[str, list[dict[str, Any]]]
    sha256: str


def read(path: Path) -> Plan:
    """Read and check a file. Raises :class:`PlanError`, also when it cannot be opened."""
    try:
        raw = path.read_bytes()
    except OSError as error:
        why = "il file non c'è" if isinstance(error, FileNotFoundError) else "il file non si apre"
        raise PlanError(str(path), [Problem(1, f"{why}: controlla il nome e la cartella")]) from error
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        problem = Problem(line, "il file non è in UTF-8: salvalo di nuovo scegliendo la codifica UTF-8")
        raise PlanError(path.name, [problem]) from error
    return parse(text, name=path.name)


def parse(text: str, *, name: str = "programme.toml") -> Plan:
    """Check a text and return its plan. Raises :class:`PlanError` with every mistake."""
    text = text.replace("\r\n", "\n")
    try:
        document = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise PlanError(name, [_syntax(error, text)]) from error
    checker = _Checker(find_lines(text))
    checker.document(document)
    problems = checker.problems
    if not problems:
        problems = [checker.at(where, what) for where, what in incoherences(document)]
    if problems:
        raise PlanError(name, problems)
    return _plan(document, hashlib.sha256(text.encode()).hexdigest())


def _syntax(error: tomllib.TOMLDecodeError, text: str) -> Problem:
    found = _AT.match(str(error))
    message = found.group(1) if found else str(error)
    line = int(found.group(2)) if found and found.group(2) else text.count("\n") + 1
    column = f"colonna {found.group(3)}: " if found and found.group(3) else ""
    plain = next((plain for start, plain in _SYNTAX if message.startswith(start)), "non è TOML valido")
    return Problem(line, f"{column}{plain}")


def _plan(document: dict[str, Any], sha256: str) -> Plan:
    rows = {
        section.name: [_clean(row, section) for row in document.get(section.name, [])]
        for section in SECTIONS
        if section.many
    }
    programme = _clean(document["programme"], SECTIONS[0])
    return Plan(programme, {k: v.strip() for k, v in document["texts"].items()}, rows, sha256)


_EMPTY = {Kind.TEXT: "", Kind.CODE: "", Kind.FLAG: False, Kind.CHOICES: []}


def _clean(row: dict[str, Any], section: Section) -> dict[str, Any]:
    """Every key of the section, with the empty value of its kind where the file says nothing."""
    return {key.name: _value(key, row.get(key.name, _EMPTY.get(key.kind))) for key in section.keys}


def _value(key: Key, value: Any) -> Any:
    if key.kind is Kind.TEXT:
        return value.strip()
    if key.kind is Kind.NUMBER:
        return Decimal(str(value))
    if key.kind is Kind.SPANS:
        return [[day.isoformat() for day in span] for span in value]
    return value


class _Checker:
    """Walks a document beside the schema and collects what is wrong."""

    def __init__(self, lines: dict[Where, int]) -> None:
        self.lines = lines
        self.problems: list[Problem] = []

    def at(self, where: Where, text: str) -> Problem:
        """A problem on the line of a place."""
        return Problem(line_of(self.lines, where), text)

    def add(self, where: Where, text: str) -> None:
        """Note a problem."""
        self.problems.append(self.at(where, text))

    def document(self, document: dict[str, Any]) -> None:
        """The whole file."""
        known = [section.name for section in SECTIONS]
        for name in document:
            if name not in known:
                self.add((name,), f"«{name}» non è una tabella del programma{_suggest(name, known)}")
        for section in SECTIONS:
            if section.name in document:
                self.section(section, document[section.name])
            elif section.required:
                self.add((), f"manca la tabella {_written(section)} ({section.label})")

    def section(self, section: Section, value: Any) -> None:
        """One table or array of tables."""
        if section.many and isinstance(value, list) and all(isinstance(row, dict) for row in value):
            self.rows(section, value)
        elif not section.many and isinstance(value, dict):
            self.row(section, value, (section.name,), section.label)
        else:
            self.add((section.name,), f"«{section.name}» si scrive {_written(section)}")

    def rows(self, section: Section, rows: list[dict[str, Any]]) -> None:
        """The items of a list; their codes must differ."""
        seen: dict[Any, int] = {}
        for index, row in enumerate(rows):
            where = (section.name, index)
            code = row.get("code")
            label = (
                f"{section.label} «{code}»" if isinstance(code, str) else f"{section.label} n. {index + 1}"
            )
            self.row(section, row, where, label)
            if isinstance(code, str) and code in seen:
                first = line_of(self.lines, (section.name, seen[code], "code"))
                self.add((*where, "code"), f"{label}: lo stesso codice è già alla riga {first}")
            elif isinstance(code, str):
                seen[code] = index

    def row(self, section: Section, row: dict[str, Any], where: Where, label: str) -> None:
        """One table: missing keys, unknown keys, values."""
        for key in section.keys:
            if key.required and key.name not in row:
                self.add(where, f"{label}: manca «{key.name}» ({key.meaning})")
        names = [key.name for key in section.keys]
        for name, value in row.items():
            known = section.key(name)
            if known is None:
                self.add((*where, name), f"{label}: «{name}» non è una chiave{_suggest(name, names)}")
            elif wrong := _wrong(known, value):
                self.add((*where, name), f"{label}: «{name}» {wrong}")


def _written(section: Section) -> str:
    return f"[[{section.name}]]" if section.many else f"[{section.name}]"


def _suggest(name: str, known: Iterable[str]) -> str:
    near = difflib.get_close_matches(name, list(known), n=1, cutoff=0.6)
    return f": forse «{near[0]}»?" if near else f". Si può scrivere: {', '.join(sorted(known))}"


def _wrong(key: Key, value: Any) -> str:
    """Why a value does not fit its key; empty when it does."""
    if not _FITS[key.kind](value):
        return f"deve essere {key.kind}"
    if key.longest and len(value) > key.longest:
        return f"è troppo lungo: al massimo {key.longest} caratteri, qui sono {len(value)}"
    if key.choices:
        for item in value if isinstance(value, list) else [value]:
            if item not in key.choices:
                return f"non può essere «{item}»{_suggest(item, key.choices)}"
    return ""


def _is_day(value: Any) -> bool:
    return isinstance(value, date) and not isinstance(value, datetime)


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and abs(value) < 10**9


def _is_span(value: Any) -> bool:
    return isinstance(value, list) and len(value) == 2 and all(_is_day(day) for day in value)


_FITS: dict[Kind, Callable[[Any], bool]] = {
    Kind.TEXT: lambda value: isinstance(value, str) and bool(value.strip()),
    Kind.CODE: lambda value: isinstance(value, str) and bool(_CODE.fullmatch(value)),
    Kind.DATE: _is_day,
    Kind.AGE: lambda value: type(value) is int and 0 <= value <= 120,
    Kind.NUMBER: _is_number,
    Kind.FLAG: lambda value: isinstance(value, bool),
    Kind.CHOICES: lambda value: isinstance(value, list) and all(isinstance(item, str) for item in value),
    Kind.SPANS: lambda value: isinstance(value, list) and bool(value) and all(map(_is_span, value)),
    Kind.TARGETS: lambda value: (
        isinstance(value, dict)
        and bool(value)
        and all(year.isdecimal() and year != "0" and _is_number(number) for year, number in value.items())
    ),
}

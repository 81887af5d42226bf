"""Lists that are data: sections of the SAP form, questions on cohesion.

Each file under ``people/data`` says its source and year. They are read once per process.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

SKIPPED = "non_risponde"
SKIPPED_LABEL = "Preferisco non rispondere"


def _load(name: str) -> dict[str, Any]:
    return tomllib.loads(files("jobcaffe.people").joinpath("data", name).read_text("utf-8"))


@dataclass(frozen=True)
class Question:
    """One question with its closed answers ``(value, words)``."""

    code: str
    text: str
    baseline: str
    # The same as a share between 0 and 1, to draw it.
    baseline_share: float
    choices: tuple[tuple[str, str], ...]
    positive: frozenset[str]

    @property
    def values(self) -> frozenset[str]:
        """What may be stored, the refusal to answer included."""
        return frozenset({value for value, _words in self.choices} | {SKIPPED})


@dataclass(frozen=True)
class Instrument:
    """A questionnaire with its source."""

    code: str
    title: str
    source: str
    year: int
    licence: str
    note: str
    minimum: int
    questions: tuple[Question, ...]


@cache
def instrument(code: str = "coesione") -> Instrument:
    """The questionnaire ``code``. Raises ``FileNotFoundError`` for an unknown one."""
    data = _load(f"{code}.toml")
    questions = tuple(
        Question(
            row["code"],
            row["text"],
            row["baseline"],
            row["baseline_share"],
            tuple((value, words) for value, words in row["choices"]),
            frozenset(row["positive"]),
        )
        for row in data["question"]
    )
    names = ("code", "title", "source", "year", "licence", "note", "minimum")
    return Instrument(**{name: data[name] for name in names}, questions=questions)


@dataclass(frozen=True)
class Field:
    """One field of the SAP form, in its words."""

    code: str
    label: str
    kind: str  # text, long, date, year, number, yesno, choice
    choices: tuple[str, ...]
    hint: str


@dataclass(frozen=True)
class Group:
    """One titled group of fields inside a section."""

    title: str
    fields: tuple[Field, ...]


@dataclass(frozen=True)
class Section:
    """One section of the SAP form. ``repeats`` is true for the "0..n" ones."""

    code: str
    number: str
    title: str
    note: str
    repeats: bool
    groups: tuple[Group, ...]

    @property
    def fields(self) -> tuple[Field, ...]:
        """All fields, in the order of the form."""
        return tuple(field for group in self.groups for field in group.fields)


def _field(row: dict[str, Any], lists: dict[str, list[str]]) -> Field:
    choices = tuple(lists[row["list"]]) if "list" in row else ()
    kind = "choice" if choices else row.get("kind", "text")
    return Field(row["code"], row["label"], kind, choices, row.get("hint", ""))


@cache
def sap_sections() -> tuple[Section, ...]:
    """The sections of ``sap.toml``, in the order of the SAP form."""
    data = _load("sap.toml")
    return tuple(
        Section(
            row["code"],
            row["number"],
            row["title"],
            row.get("note", ""),
            row.get("repeats", False),
            tuple(
                Group(group["title"], tuple(_field(field, data["list"]) for field in group["field"]))
                for group in row["group"]
            ),
        )
        for row in data["section"]
    )


@cache
def sap_source() -> str:
    """Where the order and the words come from, for the foot of the printed sheet."""
    data = _load("sap.toml")
    return f"{data['source']} ({data['year']})"


def sap_section(code: str) -> Section | None:
    """One section by its code."""
    return next((section for section in sap_sections() if section.code == code), None)

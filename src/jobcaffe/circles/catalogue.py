"""What is data about groups: themes, windows, kinds, ways of leading, questionnaires.

Read once per process from ``data/circles.toml`` and ``data/checks.toml``.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import date, time
from functools import cache
from importlib.resources import files
from typing import Any


@dataclass(frozen=True)
class Slot:
    """A weekly window, wall-clock time of Europe/Rome; weekday 0 is Monday."""

    code: str
    weekday: int
    starts: time
    label: str


@dataclass(frozen=True)
class Size:
    """How many people: the limits, and what is best."""

    min: int
    max: int
    low: int
    high: int


@dataclass(frozen=True)
class Kind:
    """A kind of group. ``meetings`` 0 is open-ended: ``horizon`` meetings are planned at a time."""

    code: str
    label: str
    meetings: int
    horizon: int
    every: int
    daily: bool
    minutes: int
    leaders: int
    size: Size
    modes: tuple[str, ...]
    review: int
    features: tuple[str, ...]


@dataclass(frozen=True)
class Mode:
    """A way of leading, and who sees what with it."""

    code: str
    label: str
    facilitator_roster: bool
    members_roster: bool
    facilitator_reads: bool


@dataclass(frozen=True)
class Instrument:
    """A questionnaire; ``questions`` are ``(code, text)``, answers whole numbers in the limits."""

    code: str
    title: str
    version: str
    licence: str
    source: str
    authorised_by: str
    lowest: int
    highest: int
    low_label: str
    high_label: str
    questions: tuple[tuple[str, str], ...]


@cache
def _data(name: str = "circles") -> dict[str, Any]:
    return tomllib.loads(files("jobcaffe.circles").joinpath("data", f"{name}.toml").read_text("utf-8"))


def number(name: str) -> int:
    """One of the numbers at the head of the file, by name."""
    return int(_data()[name])


def follow_up_months() -> tuple[int, ...]:
    """After how many months one asks how a closed group goes."""
    return tuple(_data()["follow_up_months"])


def words(name: str) -> dict[str, str]:
    """Code and Italian of a list: theme, mood, feeling, evening_theme, help."""
    return dict(_data()[name])


def agenda(kind: str) -> list[tuple[int, str]]:
    """The blocks of an evening of this kind: minutes, and what is done."""
    return [(int(row["minutes"]), str(row["text"])) for row in _data()["agenda"][kind]]


def pact_text() -> str:
    """The pact that a group starts from and makes its own."""
    return str(_data()["pact"]["text"]).strip()


@cache
def slots() -> dict[str, Slot]:
    """The weekly windows, in order of time."""
    rows = [
        Slot(code, row["weekday"], time.fromisoformat(row["starts"]), row["label"])
        for code, row in _data()["slot"].items()
    ]
    return {row.code: row for row in sorted(rows, key=lambda row: (row.weekday, row.starts))}


@cache
def kinds() -> dict[str, Kind]:
    """The kinds of group."""
    found = {}
    for code, row in _data()["kind"].items():
        rest = {**row, "size": Size(**row["size"])}
        rest |= {"modes": tuple(row["modes"]), "features": tuple(row["features"])}
        found[code] = Kind(code=code, **rest)
    return found


@cache
def modes() -> dict[str, Mode]:
    """The three ways of leading."""
    return {code: Mode(code=code, **row) for code, row in _data()["mode"].items()}


@cache
def instruments() -> dict[str, Instrument]:
    """Questionnaires whose licence is written down; the others are not offered."""
    found = {}
    for code, row in _data("checks")["instrument"].items():
        if not row.get("licence") or not row.get("authorised_by"):
            continue
        plain = {name: row[name] for name in Instrument.__dataclass_fields__ if name in row}
        questions = tuple((question["code"], question["text"]) for question in row["question"])
        found[code] = Instrument(**{**plain, "code": code, "questions": questions})
    return found


def break_on(day: date) -> str:
    """The Italian name of the break that ``day`` falls in; empty on other days."""
    mark = f"{day:%m-%d}"
    for row in _data()["break"]:
        first, last = row["from"], row["until"]
        inside = first <= mark <= last if first <= last else mark >= first or mark <= last
        if inside:
            return str(row["label"])
    return ""

"""What is data about groups: themes, windows, kinds, ways of leading, questionnaires.

Read once per process from ``data/circles.toml`` and ``data/checks.toml``. People's words are Italian
there and leave this file in the language of who reads: each file says in ``translated`` which they are,
``tools/messages.py`` collects them. The pact stays as written: it is what a group made its own.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import date, time
from functools import cache
from importlib.resources import files
from typing import Any

from django.utils.translation import gettext


@dataclass(frozen=True)
class Slot:
    """A weekly window, wall-clock time of Europe/Rome; weekday 0 is Monday."""

    code: str
    weekday: int
    starts: time
    italian: str

    @property
    def label(self) -> str:
        """``lunedì sera``, in the language of who reads."""
        return gettext(self.italian)


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
    italian: str
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

    @property
    def label(self) -> str:
        """Its name, in the language of who reads."""
        return gettext(self.italian)


@dataclass(frozen=True)
class Mode:
    """A way of leading, and who sees what with it."""

    code: str
    italian: str
    facilitator_roster: bool
    members_roster: bool
    facilitator_reads: bool

    @property
    def label(self) -> str:
        """Its name, in the language of who reads."""
        return gettext(self.italian)


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
    """Code and words of a list: theme, mood, feeling, evening_theme, help."""
    return {code: gettext(text) for code, text in _data()[name].items()}


def agenda(kind: str) -> list[tuple[int, str]]:
    """The blocks of an evening of this kind: minutes, and what is done."""
    return [(int(row["minutes"]), gettext(row["text"])) for row in _data()["agenda"][kind]]


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
        rest = {**_said(row), "size": Size(**row["size"])}
        rest |= {"modes": tuple(row["modes"]), "features": tuple(row["features"])}
        found[code] = Kind(code=code, **rest)
    return found


@cache
def modes() -> dict[str, Mode]:
    """The three ways of leading."""
    return {code: Mode(code=code, **_said(row)) for code, row in _data()["mode"].items()}


def _said(row: dict[str, Any]) -> dict[str, Any]:
    """A row whose label is kept as Italian, to be put in words when it is read."""
    return {"italian" if name == "label" else name: value for name, value in row.items()}


def instruments() -> dict[str, Instrument]:
    """Questionnaires whose licence is written down; the others are not offered.

    Questions of others are shown as their authors wrote them: only our own are translated.
    """
    found = {}
    for code, row in _data("checks")["instrument"].items():
        if not row.get("licence") or not row.get("authorised_by"):
            continue
        plain = {name: row[name] for name in Instrument.__dataclass_fields__ if name in row}
        plain |= {name: gettext(row[name]) for name in ("title", "low_label", "high_label")}
        questions = tuple((question["code"], gettext(question["text"])) for question in row["question"])
        found[code] = Instrument(**{**plain, "code": code, "questions": questions})
    return found


def break_on(day: date) -> str:
    """The name of the break that ``day`` falls in; empty on other days."""
    mark = f"{day:%m-%d}"
    for row in _data()["break"]:
        first, last = row["from"], row["until"]
        inside = first <= mark <= last if first <= last else mark >= first or mark <= last
        if inside:
            return gettext(row["label"])
    return ""

"""What is data about weeks: uses of time, parts of a day, areas, limits. Read once per process."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

DAYS = ("lunedì", "martedì", "mercoledì", "giovedì", "venerdì", "sabato", "domenica")


@dataclass(frozen=True)
class Use:
    """What a cell is for. ``sum``: care, work, own or free; ``tone`` 0 to 3, the darkness of its box."""

    code: str
    label: str
    short: str
    sum: str
    tone: int


@dataclass(frozen=True)
class Part:
    """A part of a day, and the hours that its cell stands for."""

    code: str
    label: str
    hours: int


@cache
def _file() -> dict[str, Any]:
    return tomllib.loads(files(__package__).joinpath("data/weeks.toml").read_text(encoding="utf-8"))


@cache
def uses() -> dict[str, Use]:
    """Uses of time by code."""
    return {code: Use(code=code, **row) for code, row in _file()["use"].items()}


@cache
def parts() -> dict[str, Part]:
    """Parts of a day by code, in their order."""
    return {code: Part(code=code, **row) for code, row in _file()["part"].items()}


def words(section: str) -> dict[str, str]:
    """Codes and Italian words of "kind" or "area"."""
    found: dict[str, str] = _file()[section]
    return found


def costs() -> dict[str, str]:
    """How much a change weighs: codes and words."""
    return {code: row["label"] for code, row in _file()["cost"].items()}


def cost(code: str) -> int:
    """What the search counts. Raises ``KeyError`` for an unknown word."""
    return int(_file()["cost"][code]["cost"])


def limit(name: str) -> int:
    """A number of the file's limits."""
    return int(_file()["limits"][name])


def map_number(name: str) -> int:
    """A number about the map of unmet times."""
    return int(_file()["map"][name])


def answers(name: str) -> list[str]:
    """What may answer an uncovered hour, by name: "words", "themes", "categories"."""
    found: list[str] = _file()["answer"][name]
    return found


def half_hours() -> range:
    """The half hours of a day that are counted: 13 is 6:30."""
    return range(map_number("first_half_hour"), map_number("last_half_hour"))

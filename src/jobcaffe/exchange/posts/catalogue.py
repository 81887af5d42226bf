"""What is data about offers and needs. Read once per process from ``data/kinds.toml``."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from jobcaffe.exchange.posts.enums import Sort

Window = tuple[int, int, int]
# Columns that a kind may start with, other than empty.
DEFAULTS = ("contract", "weekly_hours", "places", "measure")


@dataclass(frozen=True)
class Ask:
    """A question that only some kinds have. ``kind``: text, number, choice or tick."""

    code: str
    label: str
    hint: str
    kind: str
    required: bool
    most: int
    options: tuple[tuple[str, str], ...]
    default: str


@dataclass(frozen=True)
class Kind:
    """A model to start from: three steps with their fields, examples and what is usual."""

    code: str
    direction: str
    sort: str
    tile: str
    icon: str
    about: str
    steps: tuple[tuple[str, ...], ...]
    # Linked to an occupation, so that it can be matched.
    occupation: bool
    # Only the house writes it: it speaks for persons without naming them.
    house_only: bool
    examples: dict[str, str]
    defaults: dict[str, Any]


@cache
def _data() -> dict[str, Any]:
    text = files("jobcaffe.exchange.posts").joinpath("data/kinds.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


def number(name: str) -> int:
    """One of the numbers at the top of the file. Raises ``KeyError``."""
    return int(_data()[name])


@cache
def kinds() -> dict[str, Kind]:
    """All kinds by code, in the order of the file."""
    return {code: _kind(code, row) for code, row in _data()["kind"].items()}


def _kind(code: str, row: dict[str, Any]) -> Kind:
    return Kind(
        code=code,
        direction=row["direction"],
        sort=Sort(row["sort"]),
        tile=row["tile"],
        icon=row["icon"],
        about=row["about"],
        steps=tuple(tuple(step) for step in row["steps"]),
        occupation=row.get("occupation", False),
        house_only=row.get("house_only", False),
        examples={name.removesuffix("_example"): row[name] for name in row if name.endswith("_example")},
        defaults={name: row[name] for name in DEFAULTS if name in row},
    )


@cache
def kind_of(direction: str, sort: str) -> Kind:
    """The kind of a post. Raises ``StopIteration`` for one that the file does not have."""
    return next(one for one in kinds().values() if (one.direction, one.sort) == (direction, sort))


@cache
def asks() -> dict[str, Ask]:
    """Questions that only some kinds have, by code."""
    return {
        code: Ask(
            code,
            row["label"],
            row.get("hint", ""),
            row["type"],
            row.get("required", False),
            int(row.get("most", 0)),
            tuple(row.get("options", {}).items()),
            row.get("default", ""),
        )
        for code, row in _data()["field"].items()
    }


@cache
def slots() -> dict[str, tuple[str, tuple[Window, ...]]]:
    """Parts of the week by code: their label and windows."""
    return {
        row["code"]: (
            row["label"],
            tuple((day, first, last) for day in row["days"] for first, last in row["hours"]),
        )
        for row in _data()["slot"]
    }


def windows_of(codes: Iterable[str]) -> list[list[int]]:
    """The windows of these parts of the week, in order, joined where they touch.

    ``[weekday, from, to]``, half-hours of the day. Raises ``KeyError`` for an unknown part.
    """
    found = sorted(window for code in codes for window in slots()[code][1])
    joined: list[list[int]] = []
    for day, first, last in found:
        if joined and joined[-1][0] == day and joined[-1][2] >= first:
            joined[-1][2] = max(joined[-1][2], last)
        else:
            joined.append([day, first, last])
    return joined


def slots_of(windows: Iterable[Iterable[int]]) -> list[str]:
    """The parts of the week that lie wholly inside the windows."""
    inside = [tuple(window) for window in windows]
    return [
        code
        for code, (_label, parts) in slots().items()
        if all(
            any(day == here and first <= start and end <= last for here, first, last in inside)
            for day, start, end in parts
        )
    ]

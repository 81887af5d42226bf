"""What is data about campaigns: outcomes and times. Read once per process from ``data/outcomes.toml``."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from jobcaffe.network.outreach.enums import Next, Stage, Standing


@dataclass(frozen=True)
class Outcome:
    """How a contact ended; ``days`` are working days until the next step."""

    code: str
    label: str
    next: Next
    days: int = 0
    stage: str = ""
    standing: Standing = Standing.OPEN
    promised: bool = False
    unanswered: bool = False
    by_hand: bool = True


@cache
def _data() -> dict[str, Any]:
    text = files("jobcaffe.network.outreach").joinpath("data/outcomes.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


def read(row: dict[str, Any]) -> Outcome:
    """One outcome of the file. Raises ``ValueError`` for a stage, a standing or a next step that is none."""
    stage = Stage(row["stage"]).value if row.get("stage") else ""
    known = {
        **row,
        "stage": stage,
        "next": Next(row["next"]),
        "standing": Standing(row.get("standing", "open")),
    }
    return Outcome(**known)


@cache
def outcomes() -> dict[str, Outcome]:
    """All outcomes by code, in the order of the file."""
    return {row["code"]: read(row) for row in _data()["outcome"]}


def by_hand() -> list[Outcome]:
    """Those that somebody chooses after a call."""
    return [outcome for outcome in outcomes().values() if outcome.by_hand]


def label(code: str) -> str:
    """The words of an outcome; the code itself when the file knows it no longer."""
    return outcomes()[code].label if code in outcomes() else code


def number(name: str) -> int:
    """One of the numbers at the top of the file. Raises ``KeyError``."""
    return int(_data()[name])

"""What is data about shared care, read once from ``data/care.toml``."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any


@dataclass(frozen=True)
class Service:
    """Beyond which numbers shared care looks like a service that needs an authorisation, and who says so."""

    year: int
    source: str
    to_check: str
    most_children: int
    small_under_years: int
    stable_weeks: int
    of_weeks: int
    days_a_week: int


@cache
def _data() -> dict[str, Any]:
    return tomllib.loads((files(__package__) / "data" / "care.toml").read_text(encoding="utf-8"))


def pool_defaults() -> dict[str, Any]:
    """The rules that a new pool starts from."""
    return dict(_data()["pool"])


def places() -> dict[str, str]:
    """Where turns may take place, by code."""
    return dict(_data()["place"])


def service() -> Service:
    """The limits beyond which a service begins, with their year and source."""
    return Service(**_data()["service"])


def number(name: str) -> int:
    """One of the numbers under ``[again]``. Raises ``KeyError``."""
    return int(_data()["again"][name])

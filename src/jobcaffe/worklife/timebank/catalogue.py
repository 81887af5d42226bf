"""What is data about the time bank. Read once per process from ``data/bank.toml``."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any


@cache
def _data() -> dict[str, Any]:
    text = files("jobcaffe.worklife.timebank").joinpath("data/bank.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


def words(kind: str) -> dict[str, str]:
    """Codes and Italian labels of ``category`` or ``slot``."""
    return dict(_data()[kind])


def number(name: str) -> int:
    """One of the numbers at the top of the file. Raises ``KeyError``."""
    return int(_data()[name])


def numbers(name: str) -> list[int]:
    """One of the lists of numbers: ``days`` or ``minutes``."""
    return [int(one) for one in _data()[name]]

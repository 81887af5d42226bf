"""What goes in and what comes out: organisations, encounters, measures with their words, steps in time."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

TIMES = 3  # encounters that make a tie a habit
MONTHS = 6  # after which a tie is asked whether it is alive


@dataclass(frozen=True)
class Body:
    """An organisation; ``kind`` is any word (company, school, …)."""

    id: str
    kind: str


@dataclass(frozen=True)
class Encounter:
    """Who met on a day (ISO, ``YYYY-MM-DD``); an organisation told twice counts once."""

    id: str
    day: str
    present: tuple[str, ...]


@dataclass(frozen=True)
class Case:
    """A network until a day, included; later encounters are left out."""

    bodies: tuple[Body, ...]
    encounters: tuple[Encounter, ...]
    until: str
    permutations: int = 1000
    seed: int = 0


@dataclass(frozen=True)
class Words:
    """A sentence with places, and what stands in them."""

    text: str
    values: Mapping[str, str] = field(default_factory=dict)

    def __str__(self) -> str:
        return self.text.format_map(self.values)


@dataclass(frozen=True)
class Measure:
    """A number, what it is made of, how it is defined, and what may be said; ``None``: there is none."""

    code: str
    value: float | None
    parts: Mapping[str, float]
    definition: str
    sentence: Words
    caveat: str


@dataclass(frozen=True)
class Quarter:
    """Three months: ``2026-3`` is July to September. ``ties`` and ``connected`` are those so far."""

    name: str
    new_ties: int
    ties: int
    connected: int


@dataclass(frozen=True)
class Tie:
    """Two organisations that met, how often, and the first and the last day."""

    one: str
    other: str
    times: int
    first: str
    last: str


@dataclass(frozen=True)
class Answer:
    """The measures by code, in the order of the page, and the quarters from the first encounter on."""

    measures: Mapping[str, Measure]
    quarters: tuple[Quarter, ...]


@dataclass(frozen=True)
class Step:
    """The end of a quarter: who is connected, the ties so far, and those that are new in it."""

    quarter: str
    bodies: tuple[str, ...]
    joined: tuple[str, ...]
    ties: tuple[Tie, ...]
    new: tuple[Tie, ...]
    largest: int

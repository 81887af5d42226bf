"""The shipped pack: Italian words for the trades of the people we meet, read from ``data/*.toml``.

What the files hold is written in ``data/README.md``. Read once a process.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).with_name("data")
Row = Mapping[str, Any]


@dataclass(frozen=True)
class Occupation:
    """A trade with both forms, the other words for it and the skills that it asks (addresses)."""

    uri: str
    masculine: str
    feminine: str
    others: tuple[str, ...]
    isco: str
    sector: str
    essential: tuple[str, ...]
    optional: tuple[str, ...]

    @property
    def label(self) -> str:
        """Both forms, one where they are the same: ``cuoco / cuoca``."""
        return self.masculine if self.masculine == self.feminine else f"{self.masculine} / {self.feminine}"

    @property
    def said(self) -> tuple[str, ...]:
        """Every way of saying it, the preferred one first."""
        return (self.label, *self.others)


@dataclass(frozen=True)
class Skill:
    """Something that one can do, or knows when ``knowledge``."""

    uri: str
    label: str
    others: tuple[str, ...]
    sector: str
    knowledge: bool
    transversal: bool

    @property
    def said(self) -> tuple[str, ...]:
        """Every way of saying it, the preferred one first."""
        return (self.label, *self.others)


@dataclass(frozen=True)
class Experience:
    """Work that nobody paid, asked by a question, and the skills that it teaches."""

    key: str
    label: str
    question: str
    question_masculine: str
    others: tuple[str, ...]
    skills: tuple[str, ...]


@dataclass(frozen=True)
class Pack:
    """Everything, by address (experiences by key), and the names of the sectors."""

    occupations: Mapping[str, Occupation]
    skills: Mapping[str, Skill]
    experiences: Mapping[str, Experience]
    sectors: Mapping[str, str]

    @cached_property
    def labels(self) -> Mapping[str, str]:
        """What is shown for each address."""
        trades = {uri: one.label for uri, one in self.occupations.items()}
        return trades | {uri: one.label for uri, one in self.skills.items()}


def read(folder: Path) -> Pack:
    """The pack in a folder. Raises ``KeyError`` or ``ValueError`` where a file is not as promised."""
    files = [tomllib.loads(path.read_text(encoding="utf-8")) for path in sorted(folder.glob("*.toml"))]
    occupations = [_occupation(row, sector) for row, sector in _rows(files, "occupation")]
    skills = [_skill(row, sector) for row, sector in _rows(files, "skill")]
    experiences = [_experience(row) for row, _sector in _rows(files, "experience")]
    return Pack(
        {one.uri: one for one in occupations},
        {one.uri: one for one in skills},
        {one.key: one for one in experiences},
        {str(file["sector"]): str(file["label"]) for file in files},
    )


@lru_cache(maxsize=1)
def pack() -> Pack:
    """The pack that comes with the product."""
    return read(FOLDER)


def _rows(files: list[dict[str, Any]], table: str) -> Iterator[tuple[Row, str]]:
    return ((row, str(file["sector"])) for file in files for row in file.get(table, []))


def _occupation(row: Row, sector: str) -> Occupation:
    return Occupation(
        uri=row["uri"],
        masculine=row["masculine"],
        feminine=row["feminine"],
        others=tuple(row["others"]),
        isco=row["isco"],
        sector=sector,
        essential=tuple(row["essential"]),
        optional=tuple(row["optional"]),
    )


def _skill(row: Row, sector: str) -> Skill:
    return Skill(
        uri=row["uri"],
        label=row["label"],
        others=tuple(row["others"]),
        sector=sector,
        knowledge=row["kind"] == "knowledge",
        transversal=bool(row["transversal"]),
    )


def _experience(row: Row) -> Experience:
    return Experience(
        key=row["key"],
        label=row["label"],
        question=row["question"],
        question_masculine=row.get("question_masculine", row["question"]),
        others=tuple(row["others"]),
        skills=tuple(row["skills"]),
    )

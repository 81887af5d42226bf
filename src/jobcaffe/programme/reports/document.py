"""A report before it has a format: titled sections of paragraphs, lists, tables and figures."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import Any


def spoken(value: str | int | None) -> str:
    """A value as people read it in a report, always in Italian: ``1040`` is "1.040", ``None`` is "–"."""
    if value is None:
        return "–"
    return f"{value:,}".replace(",", ".") if isinstance(value, int) else value


@dataclass(frozen=True)
class Heading:
    """A heading; level 1 is a chapter."""

    text: str
    level: int = 1


@dataclass(frozen=True)
class Paragraph:
    """One paragraph of plain text."""

    text: str


@dataclass(frozen=True)
class Bullets:
    """A plain list."""

    items: list[str]


@dataclass(frozen=True)
class Table:
    """A captioned table; the first column names the rows. Cells are texts or integers.

    ``widths`` are shares of the page, one per column; ``code`` is a short name for a sheet.
    """

    code: str
    caption: str
    columns: list[str]
    rows: list[list[str | int | None]]
    numeric: list[bool]
    note: str = ""
    widths: list[int] = field(default_factory=list)


@dataclass(frozen=True)
class Figure:
    """A drawing with the words that stand for it. Two ``half`` ones in a row stand side by side."""

    title: str
    svg: str
    alt: str
    half: bool = False


Block = Heading | Paragraph | Bullets | Table | Figure


@dataclass(frozen=True)
class Observation:
    """One number of the report, for the table that machines read: one row each.

    ``value`` is an integer, or a text such as "meno di 5".
    """

    code: str
    name: str
    measure: str
    cut: str
    row: str
    column: str
    value: str | int | None


@dataclass(frozen=True)
class Report:
    """The whole report. ``moment`` (seconds since 1970) is the only date the files carry."""

    title: str
    subtitle: str
    cover: list[tuple[str, str]]
    blocks: list[Block]
    observations: list[Observation]
    moment: int
    reference: str

    def as_json(self) -> dict[str, Any]:
        """For the typesetter: each block with its kind."""
        return {
            "title": self.title,
            "subtitle": self.subtitle,
            "cover": [list(pair) for pair in self.cover],
            "blocks": [{"kind": type(block).__name__.lower(), **asdict(block)} for block in self.blocks],
            "reference": self.reference,
        }

"""Tables and tiles as data: what a page shows, before any markup."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.utils.formats import number_format


def number(value: object, decimals: int | None = None) -> str:
    """A number as people of the active language write it: ``1234.5`` → ``"1.234,5"``.

    ``decimals`` fixes how many are shown; otherwise whole numbers have none and others at most one.
    ``None`` is "–".
    """
    if value is None or value == "":
        return "–"
    amount = float(value)  # type: ignore[arg-type]
    if decimals is None:
        decimals = 0 if round(amount, 1) == int(amount) else 1
    return str(number_format(round(amount, decimals), decimals, use_l10n=True, force_grouping=True))


@dataclass(frozen=True)
class Column:
    """A heading; numeric columns stand at the right with figures of equal width."""

    label: str
    numeric: bool = False


@dataclass(frozen=True)
class Cell:
    """What one cell says. ``chip`` is one of the five states; ``url`` makes it a link."""

    text: object
    url: str = ""
    chip: str = ""
    note: str = ""

    @property
    def shown(self) -> object:
        """Numbers as people write them; the rest as it is."""
        if isinstance(self.text, int | float) and not isinstance(self.text, bool):
            return number(self.text)
        return self.text


@dataclass(frozen=True)
class Row:
    """One row; its first cell names it. Plain values become cells."""

    cells: Sequence[Cell | object]

    @property
    def all_cells(self) -> list[Cell]:
        """Every value as a cell."""
        return [cell if isinstance(cell, Cell) else Cell(cell) for cell in self.cells]


@dataclass(frozen=True)
class Table:
    """A captioned table. ``empty`` is said instead when there are no rows."""

    caption: str
    columns: Sequence[Column]
    rows: Sequence[Row]
    empty: str = ""
    hide_caption: bool = False
    empty_url: str = ""
    empty_label: str = ""

    @property
    def wide(self) -> bool:
        """Too many columns for a page: it scrolls by itself, and the keyboard must reach it."""
        return len(self.columns) > 5

    @property
    def body(self) -> list[list[tuple[Column, Cell]]]:
        """Rows of (column, cell)."""
        return [list(zip(self.columns, row.all_cells, strict=True)) for row in self.rows]


@dataclass(frozen=True)
class Tile:
    """A figure with its target: ``value`` out of ``target``, a state, and the rows behind it at ``url``."""

    label: str
    value: float
    target: float | None = None
    url: str = ""
    status: str = ""
    status_text: str = ""
    note: str = ""
    unit: str = ""
    extra: Sequence[str] = field(default_factory=tuple)

    @property
    def percent(self) -> int | None:
        """Whole percent of the target; ``None`` without a target."""
        return round(100 * self.value / self.target) if self.target else None

    @property
    def bar(self) -> int:
        """Length of the bar, 0 to 100."""
        return max(0, min(100, self.percent or 0))

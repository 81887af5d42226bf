"""What goes in and comes out: tables of counts, rules of the audiences, printed tables."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

PERIODS = ("day", "week", "month", "quarter", "half_year", "year", "programme")
HIDDEN = "non pubblicato"


class Audience(StrEnum):
    """Who reads."""

    PUBLIC = "public"
    PARTNER = "partner"
    FUNDER = "funder"
    GROUP = "group"


class Kind(StrEnum):
    """What an attribute of a table is."""

    PERSONAL = "personal"
    WEEKDAY = "weekday"
    HALF_HOUR = "half_hour"
    OTHER = "other"


class Rounded(StrEnum):
    """When a table is rounded."""

    ALWAYS = "always"
    SENSITIVE = "sensitive"
    NEVER = "never"


@dataclass(frozen=True)
class Rule:
    """What one audience may see; the meaning of each field is in the table of rules."""

    tables: bool
    rounded: Rounded
    base: int
    small: int
    share_from: int
    change_from: int
    dimensions: int
    personal: int
    closed_only: bool
    finest_period: str

    def __post_init__(self) -> None:
        if self.base < 2 or self.small <= self.base // 2 or self.finest_period not in PERIODS:
            raise ValueError("small must exceed half of the base, and the period must be known")


def rules_from(data: Mapping[str, Mapping[str, object]]) -> dict[Audience, Rule]:
    """Typed rules from the table of rules. Raises ``KeyError``, ``TypeError`` or ``ValueError``."""
    return {
        audience: Rule(**{**data[audience], "rounded": Rounded(str(data[audience]["rounded"]))})  # type: ignore[arg-type]
        for audience in Audience
    }


@dataclass(frozen=True)
class Axis:
    """Rows or columns: one label each, and the attributes that they combine."""

    labels: tuple[str, ...]
    attributes: tuple[Kind, ...]


@dataclass(frozen=True)
class Table:
    """Counts by row and column. ``columns`` ``None``: one count per row, ``cells`` one column wide.

    ``persons``: the counts are of persons (or of their presences); organisations, commitments and
    seats are not. ``sensitive``: about health or hardship. ``telling``: a zero says something about
    somebody ("none", "all") and is not printed; by default as ``sensitive``. ``overlapping``: rows
    are "di cui", persons may be in several, and ``total`` counts them once. ``total`` is given only
    then; otherwise totals are computed.
    """

    rows: Axis
    columns: Axis | None
    cells: tuple[tuple[int, ...], ...]
    persons: bool = True
    sensitive: bool = False
    telling: bool | None = None
    closed: bool = True
    period: str = "half_year"
    overlapping: bool = False
    total: int | None = None

    def __post_init__(self) -> None:
        width = len(self.columns.labels) if self.columns else 1
        if len(self.cells) != len(self.rows.labels) or any(len(row) != width for row in self.cells):
            raise ValueError("cells must have one row per row label and one value per column label")
        if not self.cells or width == 0 or any(value < 0 for row in self.cells for value in row):
            raise ValueError("a table has at least one cell and no negative count")
        if self.overlapping and (self.columns or self.total is None):
            raise ValueError("overlapping rows stand alone, without columns and with their total")
        if self.total is not None and not self.overlapping:
            raise ValueError("the total of rows that add up is computed, not given")
        if self.total is not None and not self._highest <= self.total <= sum(map(sum, self.cells)):
            raise ValueError("the total of overlapping rows lies between the largest and the sum")

    @property
    def _highest(self) -> int:
        return max(max(row) for row in self.cells)

    @property
    def zero_tells(self) -> bool:
        """Whether a zero may not be printed."""
        return self.sensitive if self.telling is None else self.telling

    @property
    def attributes(self) -> tuple[Kind, ...]:
        """Of rows and columns together."""
        return self.rows.attributes + (self.columns.attributes if self.columns else ())


@dataclass(frozen=True)
class Cell:
    """What is printed, and the integers it stands for (``high`` ``None``: any from ``low``)."""

    text: str
    number: int | None
    low: int
    high: int | None


@dataclass(frozen=True)
class Published:
    """A table as it may be printed, or the reason why not (``refused``, then nothing else).

    Totals are empty where the table has none: a table without columns has ``total`` alone.
    """

    cells: tuple[tuple[Cell, ...], ...] = ()
    row_totals: tuple[Cell, ...] = ()
    column_totals: tuple[Cell, ...] = ()
    total: Cell | None = None
    notes: tuple[str, ...] = ()
    refused: str = ""
    exact: bool = False


# Tables of successive periods with what was printed of them, from the first.
Series = Sequence[tuple[Table, Published]]
# Where a number stands: ("cell", i, j), ("row", i, 0), ("column", 0, j) or ("total", 0, 0).
Place = tuple[str, int, int]


def values(table: Table) -> dict[Place, int]:
    """The true count at every place that is printed."""
    found: dict[Place, int] = {
        ("cell", i, j): value for i, row in enumerate(table.cells) for j, value in enumerate(row)
    }
    if table.columns:
        found |= {("row", i, 0): sum(row) for i, row in enumerate(table.cells)}
        found |= {("column", 0, j): sum(column) for j, column in enumerate(zip(*table.cells, strict=True))}
    found["total", 0, 0] = sum(map(sum, table.cells)) if table.total is None else table.total
    return found


def printed(published: Published) -> dict[Place, Cell]:
    """The printed cell at every place."""
    found: dict[Place, Cell] = {
        ("cell", i, j): one for i, row in enumerate(published.cells) for j, one in enumerate(row)
    }
    found |= {("row", i, 0): one for i, one in enumerate(published.row_totals)}
    found |= {("column", 0, j): one for j, one in enumerate(published.column_totals)}
    if published.total:
        found["total", 0, 0] = published.total
    return found

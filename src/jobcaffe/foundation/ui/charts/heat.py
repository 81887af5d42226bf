"""How much in each of many small boxes: rows by columns, the darker the more, with the numbers inside."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.safestring import SafeString

from jobcaffe.foundation.ui import svg as draw
from jobcaffe.foundation.ui.charts.base import Chart
from jobcaffe.foundation.ui.tables import Cell, Column, Row, Table

ROW, BOX, HEAD, GAP = 78, 40, 44, 3
HALF, MID = 0.5, "#8fbce8"


@dataclass(frozen=True)
class HeatMap(Chart):
    """Rows of (label, values), a value for each column; columns are (short, below it, in full).

    ``enough`` is where a box is full: from there on it is darkest, and its number stands in a frame.
    """

    title: str
    description: str
    columns: Sequence[tuple[str, str, str]]
    rows: Sequence[tuple[str, Sequence[int]]]
    enough: int
    label_name: str = ""

    def table(self) -> Table:
        """One row for each column of the drawing: it has fewer rows than columns."""
        heads = [Column(self.label_name), *(Column(label, numeric=True) for label, _values in self.rows)]
        rows = [
            Row([Cell(full), *(Cell(values[n]) for _label, values in self.rows)])
            for n, (_short, _below, full) in enumerate(self.columns)
        ]
        return Table(self.title, heads, rows, hide_caption=True)

    def svg(self, width: int = 640, mark: str = "") -> SafeString:
        """Column names on top; under each row's label its boxes."""
        step = width / max(len(self.columns), 1)
        body = "".join(self._head(step * (n + 0.5), column) for n, column in enumerate(self.columns))
        for n, (label, values) in enumerate(self.rows):
            top = HEAD + n * ROW
            body += draw.text(0, top + 22, label, fill=draw.INK, font_weight=600)
            body += "".join(self._box(i * step, top + 32, step, value) for i, value in enumerate(values))
        return draw.drawing(
            body,
            width=width,
            height=HEAD + ROW * len(self.rows),
            title=self.title,
            description=self.description,
            key=self.key(width, mark),
        )

    def _head(self, middle: float, column: tuple[str, str, str]) -> str:
        short, below, _full = column
        return draw.text(middle, 16, short, text_anchor="middle") + draw.text(
            middle, 34, below, text_anchor="middle"
        )

    def _box(self, x: float, y: float, step: float, value: int) -> str:
        share = value / self.enough if self.enough else 0
        fill = draw.LIGHT if not value else draw.PALE if share < HALF else MID if share < 1 else draw.DEEP
        ink = "#ffffff" if share >= 1 else draw.INK
        body = draw.element("rect", x=x, y=y, width=step - GAP, height=BOX, rx=3, fill=fill, stroke=draw.LINE)
        if not value:
            return body
        if share >= 1:
            body += draw.element(
                "rect", x=x + 3, y=y + 3, width=step - GAP - 6, height=BOX - 6, rx=2, fill="none",
                stroke="#ffffff",
            )  # fmt: skip
        middle = x + (step - GAP) / 2
        return body + draw.text(middle, y + 26, value, fill=ink, text_anchor="middle", font_weight=600)

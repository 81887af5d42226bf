"""Values over time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from jobcaffe.foundation.ui import svg as draw
from jobcaffe.foundation.ui.charts.base import WIDE, Chart
from jobcaffe.foundation.ui.tables import Cell, Column, Row, Table, number


@dataclass(frozen=True)
class LineChart(Chart):
    """Values over time: what was done as a line, the target dashed. ``None`` leaves a gap.

    ``labels``, ``actual`` and ``target`` have the same length (``target`` may be empty).
    Raises ``ValueError`` when they differ.
    """

    title: str
    description: str
    labels: Sequence[str]
    actual: Sequence[float | None]
    target: Sequence[float | None] = ()
    actual_name: str = ""
    target_name: str = ""
    period_name: str = ""

    def __post_init__(self) -> None:
        lengths = {len(self.labels), len(self.actual), len(self.target) or len(self.labels)}
        if len(lengths) > 1:
            raise ValueError("labels, actual and target must have the same length")

    @property
    def names(self) -> tuple[str, str]:
        """What the two lines are called."""
        return self.actual_name or _("Fatto"), self.target_name or _("Obiettivo")

    def table(self) -> Table:
        """One row per label."""
        actual, target = self.names
        columns = [Column(self.period_name or _("Periodo")), Column(actual, numeric=True)]
        if self.target:
            columns.append(Column(target, numeric=True))
        series = [self.actual, self.target] if self.target else [self.actual]
        rows = [
            Row([Cell(label), *(Cell(number(values[n])) for values in series)])
            for n, label in enumerate(self.labels)
        ]
        return Table(self.title, columns, rows, hide_caption=True)

    def svg(self, width: int = 640, mark: str = "") -> SafeString:
        """Lines with direct labels above their ends."""
        height = 300 if width >= WIDE else 260
        values = [value for value in (*self.actual, *self.target) if value is not None]
        ticks = draw.nice_ticks(max(values, default=0))
        left = 14 + max(draw.text_width(number(tick)) for tick in ticks)
        across = draw.Scale(0, max(1, len(self.labels) - 1), left + 12, width - 22.0)
        up = draw.Scale(0, ticks[-1], height - 34.0, 44.0)
        body = self._grid(ticks, across, up) + self._labels(across, height)
        if self.target:
            body += self._line(self.target, across, up, draw.SLATE, dashed=True)
        body += self._line(self.actual, across, up, draw.BLUE) + self._legend(left)
        return draw.drawing(
            body,
            width=width,
            height=height,
            title=self.title,
            description=self.description,
            key=self.key(width, mark),
        )

    @staticmethod
    def _grid(ticks: Sequence[float], across: draw.Scale, up: draw.Scale) -> str:
        lines = ""
        for tick in ticks:
            y = up(tick)
            lines += draw.element(
                "path", d=f"M{across.start - 12:.0f} {y:.1f}H{across.end + 12:.0f}", stroke=draw.LINE
            )
            lines += draw.text(across.start - 20, y + 5, number(tick), text_anchor="end")
        return lines

    def _labels(self, across: draw.Scale, height: int) -> str:
        shown = draw.thin(self.labels, across.end - across.start)
        return "".join(draw.text(across(n), height - 10, self.labels[n], text_anchor="middle") for n in shown)

    @staticmethod
    def _line(
        values: Sequence[float | None], across: draw.Scale, up: draw.Scale, colour: str, dashed: bool = False
    ) -> str:
        path, pen_up, end = "", True, None
        for n, value in enumerate(values):
            if value is None:
                pen_up = True
                continue
            end = (across(n), up(value))
            path += f"{'M' if pen_up else 'L'}{end[0]:.1f} {end[1]:.1f}"
            pen_up = False
        if end is None:
            return ""
        line = draw.element(
            "path",
            d=path,
            fill="none",
            stroke=colour,
            stroke_width=2 if dashed else 3.5,
            stroke_dasharray="6 5" if dashed else None,
            stroke_linejoin="round",
        )
        return line if dashed else line + draw.element("circle", cx=end[0], cy=end[1], r=5, fill=colour)

    def _legend(self, left: float) -> str:
        """Names with the last value, beside a piece of their line."""
        x, words = left, ""
        actual, target = self.names
        for name, values, colour, dash in (
            (actual, self.actual, draw.BLUE, None),
            (target, self.target, draw.SLATE, "6 5"),
        ):
            known = [value for value in values if value is not None]
            if not known:
                continue
            words += draw.element(
                "path", d=f"M{x:.0f} 15h24", stroke=colour, stroke_width=3, stroke_dasharray=dash
            )
            label = f"{name} {number(known[-1])}"
            words += draw.text(x + 30, 20, label, fill=draw.INK, font_weight=600)
            x += 30 + draw.text_width(label) + 18
        return words

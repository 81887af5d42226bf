"""Shares with their margins, beside a reference."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from jobcaffe.foundation.ui import svg as draw
from jobcaffe.foundation.ui.charts.base import Chart
from jobcaffe.foundation.ui.tables import Column, Row, Table, number

ROW, HEAD, TAIL = 62, 26, 44
SIZE = 15


@dataclass(frozen=True)
class IntervalRow:
    """One share between 0 and 1 with its interval, out of ``count``; ``missing`` says why there is none."""

    label: str
    count: int
    share: float | None = None
    low: float = 0.0
    high: float = 0.0
    missing: str = ""

    @property
    def text(self) -> str:
        """``"41 % (da 30 a 53 %)"``, or why there is none."""
        if self.share is None:
            return self.missing
        words = {"share": percent(self.share), "low": percent(self.low), "high": percent(self.high)}
        return _("%(share)s %% (da %(low)s a %(high)s %%)") % words

    @property
    def short(self) -> str:
        """``"41 %"``, where there is no room for more."""
        return self.missing if self.share is None else f"{percent(self.share)} %"


def percent(share: float) -> str:
    """Whole percent, without the sign."""
    return number(round(100 * share))


@dataclass(frozen=True)
class IntervalChart(Chart):
    """Points with whiskers from 0 to 100 %; a dashed line is the reference."""

    title: str
    description: str
    rows: Sequence[IntervalRow]
    reference: float | None = None
    reference_name: str = ""
    label_name: str = ""

    def table(self) -> Table:
        """One row per share: how many, share, from, to; then the reference."""
        body = [Row([row.label, row.count, *self._figures(row)]) for row in self.rows]
        if self.reference is not None:
            body.append(Row([self.reference_name, "", f"{number(100 * self.reference, 1)} %", ""]))
        columns = [
            Column(self.label_name or _("Voce")),
            Column(_("Risposte"), numeric=True),
            Column(_("Quota"), numeric=True),
            Column(_("Intervallo al 95 %"), numeric=True),
        ]
        return Table(self.title, columns, body, hide_caption=True)

    @staticmethod
    def _figures(row: IntervalRow) -> tuple[str, str]:
        if row.share is None:
            return row.missing, ""
        between = {"low": percent(row.low), "high": percent(row.high)}
        return f"{percent(row.share)} %", _("da %(low)s a %(high)s %%") % between

    def svg(self, width: int = 640, mark: str = "") -> SafeString:
        """Labels above, points and whiskers below, the scale at the foot."""
        place = draw.Scale(0, 1, 4, width - 4)
        height = HEAD + ROW * len(self.rows) + TAIL
        foot = height - TAIL + 8
        body = self._ground(place, foot, width)
        for n, row in enumerate(self.rows):
            body += drawn(row, HEAD + ROW * n, place, width)
        return draw.drawing(
            body,
            width=width,
            height=height,
            title=self.title,
            description=self.description,
            key=self.key(width, mark),
        )

    def _ground(self, place: draw.Scale, foot: float, width: int) -> str:
        """The scale from 0 to 100, and the reference."""
        body = ""
        for share, anchor in ((0.0, "start"), (0.5, "middle"), (1.0, "end")):
            x = place(share)
            body += draw.element("line", x1=x, x2=x, y1=HEAD, y2=foot, stroke=draw.LINE)
            body += draw.text(x, foot + 20, f"{percent(share)} %", text_anchor=anchor)
        if self.reference is not None:
            x = place(self.reference)
            body += draw.element(
                "line", x1=x, x2=x, y1=HEAD - 6, y2=foot, stroke=draw.ALERT, stroke_width=2,
                stroke_dasharray="5 4",
            )  # fmt: skip
            half = draw.text_width(self.reference_name, SIZE) / 2
            middle = min(max(x, half), width - half)
            body += draw.text(middle, HEAD - 12, self.reference_name, fill=draw.ALERT, text_anchor="middle")
        return body


def _blank(x: float, y: float, width: float) -> str:
    """White ground under words, so that no line crosses them."""
    return draw.element("rect", x=x, y=y + 4, width=width, height=22, fill="#ffffff")


class Drawable(Protocol):
    """A value with its interval on the scale of the chart."""

    @property
    def label(self) -> str:
        """Whose share it is."""

    @property
    def share(self) -> float | None:
        """Between 0 and 1; ``None`` when there is none."""

    @property
    def low(self) -> float:
        """The lower end of the interval, between 0 and 1."""

    @property
    def high(self) -> float:
        """The upper end of the interval, between 0 and 1."""

    @property
    def missing(self) -> str:
        """Why there is no share; empty when there is one."""

    @property
    def text(self) -> str:
        """Share and interval in words."""

    @property
    def short(self) -> str:
        """The share alone in words."""


def drawn(row: Drawable, top: float, place: draw.Scale, width: int) -> str:
    """A row: label and figure above, point and whisker below."""
    named = draw.text_width(row.label, SIZE)
    body = _blank(0, top, named + 8)
    body += draw.text(4, top + 20, row.label, fill=draw.INK, font_weight=600)
    if row.share is None:
        return (
            body
            + _blank(0, top + 26, draw.text_width(row.missing, SIZE))
            + draw.text(4, top + 44, row.missing)
        )
    # On a narrow drawing the margin is only drawn: the table has its figures.
    fits = named + draw.text_width(row.text, SIZE) + 24 <= width
    figure = row.text if fits else row.short
    wide = draw.text_width(figure, SIZE)
    body += _blank(width - wide, top, wide)
    body += draw.text(width - 4, top + 20, figure, fill=draw.INK, text_anchor="end")
    low, high, middle, y = place(row.low), place(row.high), place(row.share), top + 40
    body += draw.element("line", x1=low, x2=high, y1=y, y2=y, stroke=draw.BLUE, stroke_width=3)
    for x in (low, high):
        body += draw.element("line", x1=x, x2=x, y1=y - 6, y2=y + 6, stroke=draw.BLUE, stroke_width=2)
    return body + draw.element("circle", cx=middle, cy=y, r=6, fill=draw.DEEP)

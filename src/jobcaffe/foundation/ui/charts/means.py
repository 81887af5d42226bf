"""Means with their margins, on the scale of the answers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from jobcaffe.foundation.ui import svg as draw
from jobcaffe.foundation.ui.charts.base import Chart
from jobcaffe.foundation.ui.charts.intervals import HEAD, ROW, TAIL, drawn
from jobcaffe.foundation.ui.tables import Column, Row, Table, number


@dataclass(frozen=True)
class MeanRow:
    """One mean with its interval, in the unit of the scale, out of ``count`` answers."""

    label: str
    count: int
    share: float
    low: float
    high: float
    missing: str = ""

    @property
    def text(self) -> str:
        """``"4,2 (da 3,8 a 4,6)"``."""
        words = {"mean": _one(self.share), "low": _one(self.low), "high": _one(self.high)}
        return _("%(mean)s (da %(low)s a %(high)s)") % words

    @property
    def short(self) -> str:
        """``"4,2"``, where there is no room for more."""
        return _one(self.share)


def _one(value: float) -> str:
    return number(value, 1)


@dataclass(frozen=True)
class MeanChart(Chart):
    """Points with whiskers on a scale of whole answers, ``lowest`` to ``highest``."""

    title: str
    description: str
    rows: Sequence[MeanRow]
    lowest: int
    highest: int
    label_name: str = ""

    def table(self) -> Table:
        """One row per question: answers, mean, interval."""
        columns = [
            Column(self.label_name or _("Voce")),
            Column(_("Risposte"), numeric=True),
            Column(_("Media"), numeric=True),
            Column(_("Intervallo al 95 %"), numeric=True),
        ]
        body = [Row([row.label, row.count, _one(row.share), _between(row)]) for row in self.rows]
        return Table(self.title, columns, body, hide_caption=True)

    def svg(self, width: int = 640, mark: str = "") -> SafeString:
        """Labels above, points and whiskers below, the scale at the foot."""
        place = draw.Scale(self.lowest, self.highest, 8, width - 8)
        height = HEAD + ROW * len(self.rows) + TAIL
        foot = height - TAIL + 8
        body = "".join(self._tick(value, place, foot) for value in range(self.lowest, self.highest + 1))
        for n, row in enumerate(self.rows):
            body += drawn(row, HEAD + ROW * n, place, width)
        key = self.key(width, mark)
        return draw.drawing(
            body, width=width, height=height, title=self.title, description=self.description, key=key
        )

    def _tick(self, value: int, place: draw.Scale, foot: float) -> str:
        x = place(value)
        line: str = draw.element("line", x1=x, x2=x, y1=HEAD, y2=foot, stroke=draw.LINE)
        return line + draw.text(x, foot + 20, str(value), text_anchor="middle")


def _between(row: MeanRow) -> str:
    return _("da %(low)s a %(high)s") % {"low": _one(row.low), "high": _one(row.high)}

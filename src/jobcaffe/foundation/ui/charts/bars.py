"""How much of each, with or without a target."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from jobcaffe.foundation.ui import svg as draw
from jobcaffe.foundation.ui.charts.base import Chart
from jobcaffe.foundation.ui.markup import bar_markup, part
from jobcaffe.foundation.ui.tables import Cell, Column, Row, Table, number


@dataclass(frozen=True)
class Bar:
    """One bar; ``url`` opens the rows behind it; ``shown`` replaces the number ("meno di 5")."""

    label: str
    value: float | None
    url: str = ""
    shown: str = ""

    @property
    def text(self) -> str:
        """The figure beside the bar."""
        return self.shown or number(self.value)


@dataclass(frozen=True)
class BarChart(Chart):
    """How much of each: bars with their numbers. ``whole``: what a full bar is; without it, the longest."""

    title: str
    description: str
    bars: Sequence[Bar]
    label_name: str = ""
    value_name: str = ""
    whole: float = 0

    @property
    def top(self) -> float:
        """What a full bar stands for."""
        return max((bar.value or 0 for bar in self.bars), default=0) if not self.whole else self.whole

    def table(self) -> Table:
        """One row per bar."""
        columns = [Column(self.label_name or _("Voce")), Column(self.value_name or _("Quanti"), numeric=True)]
        rows = [Row([Cell(bar.label), Cell(bar.text, url=bar.url)]) for bar in self.bars]
        return Table(self.title, columns, rows, hide_caption=True)

    def picture(self) -> SafeString:
        """A list whose bars stretch with the page."""
        top = self.top or 1
        rows = [(bar, bar.text, "", bar_markup(100 * (bar.value or 0) / top)) for bar in self.bars]
        return part("bars", rows=rows)

    def svg(self, width: int = 640, mark: str = "") -> SafeString:
        """Bars with labels above them."""
        top = self.top or 1
        rows = [(bar.label, bar.text, (bar.value or 0) / top, None) for bar in self.bars]
        return _bars_svg(self, rows, width, mark)


def _bars_svg(
    chart: Chart, rows: Sequence[tuple[str, str, float, float | None]], width: int, mark: str
) -> SafeString:
    """Rows of (label, figure, share of the width, share of the target or None)."""
    body, y = "", 0
    for label, figure, share, target in rows:
        body += draw.text(0, y + 16, label, fill=draw.INK, font_weight=600)
        body += draw.text(width, y + 16, figure, fill=draw.INK, text_anchor="end")
        ground = width * (target if target is not None else 1)
        body += draw.element("rect", x=0, y=y + 24, width=ground, height=14, rx=3, fill=draw.PALE)
        body += draw.element(
            "rect", x=0, y=y + 27, width=width * min(1, share), height=8, rx=2, fill=draw.BLUE
        )
        if target is not None:
            body += draw.element("rect", x=ground - 3, y=y + 24, width=3, height=14, fill=draw.DEEP)
        y += 54
    return draw.drawing(
        body,
        width=width,
        height=max(y - 10, 20),
        title=chart.title,
        description=chart.description,
        key=chart.key(width, mark),
    )


@dataclass(frozen=True)
class TargetBar:
    """What was done beside what was meant."""

    label: str
    value: float
    target: float | None
    url: str = ""
    status: str = ""

    @property
    def text(self) -> str:
        """``"61 su 70"``."""
        return self.said(number)

    def said(self, words: Callable[[float | None], str]) -> str:
        """The same with each figure as ``words`` writes it."""
        if self.target is None:
            return words(self.value)
        return _("%(value)s su %(target)s") % {"value": words(self.value), "target": words(self.target)}


@dataclass(frozen=True)
class TargetBars(Chart):
    """Bars inside their targets: dark is done, pale is the target, a tick marks its end."""

    title: str
    description: str
    bars: Sequence[TargetBar]
    label_name: str = ""
    value_name: str = ""
    target_name: str = ""
    # How a number is read, when it is not only a number: euros with their cents.
    words: Callable[[float | None], str] = number

    @property
    def top(self) -> float:
        """The longest of all values and targets."""
        return max((max(bar.value, bar.target or 0) for bar in self.bars), default=0) or 1

    def table(self) -> Table:
        """One row per bar: done, target."""
        columns = [
            Column(self.label_name or _("Voce")),
            Column(self.value_name or _("Fatto"), numeric=True),
            Column(self.target_name or _("Obiettivo"), numeric=True),
        ]
        rows = [
            Row([Cell(bar.label), Cell(self.words(bar.value), url=bar.url), Cell(self.words(bar.target))])
            for bar in self.bars
        ]
        return Table(self.title, columns, rows, hide_caption=True)

    def picture(self) -> SafeString:
        """A list whose bars stretch with the page."""
        rows = [
            (
                bar,
                self.words(bar.value),
                self.words(bar.target) if bar.target is not None else "",
                bar_markup(
                    100 * bar.value / self.top,
                    bar.status,
                    mark=100 * bar.target / self.top if bar.target else None,
                ),
            )
            for bar in self.bars
        ]
        done, goal = self.value_name or _("Fatto"), self.target_name or _("Obiettivo")
        return part("bars", rows=rows, done=done.lower(), goal=goal.lower())

    def svg(self, width: int = 640, mark: str = "") -> SafeString:
        """Bars with labels above them and a tick at the target."""
        rows = [
            (
                bar.label,
                bar.said(self.words),
                bar.value / self.top,
                bar.target / self.top if bar.target else None,
            )
            for bar in self.bars
        ]
        return _bars_svg(self, rows, width, mark)

"""Pictures of a week: cells, uncovered hours, the map of unmet times. Each with its table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from jobcaffe.foundation.ui import svg as draw
from jobcaffe.foundation.ui.charts import Chart
from jobcaffe.foundation.ui.tables import Column, Row, Table

HEAD, LABEL, GAP = 26, 44, 3
TONES = ((draw.LIGHT, draw.INK), (draw.PALE, draw.INK), ("#8fbce8", draw.INK), (draw.DEEP, "#ffffff"))
FIRST, LAST = 6, 22  # hours shown of a day


@dataclass(frozen=True)
class Box:
    """One cell: its word in the picture, its words in the table, its tone 0 to 3."""

    short: str
    full: str
    tone: int


@dataclass(frozen=True)
class WeekCells(Chart):
    """Days by parts of the day, each box with its word. ``rows``: (short, full name, boxes)."""

    title: str
    description: str
    parts: Sequence[str]
    rows: Sequence[tuple[str, str, Sequence[Box]]]
    tall: int = 38

    def table(self) -> Table:
        """One row per day."""
        columns = [Column(_("Giorno")), *(Column(part) for part in self.parts)]
        rows = [Row([full, *(box.full for box in boxes)]) for _short, full, boxes in self.rows]
        return Table(self.title, columns, rows, hide_caption=True)

    def svg(self, width: int = 640, mark: str = "") -> SafeString:
        """A grid."""
        return _grid(
            self, [(short, boxes) for short, _full, boxes in self.rows], self.parts, width, mark, self.tall
        )


def _grid(
    chart: Chart,
    rows: Sequence[tuple[str, Sequence[Box]]],
    heads: Sequence[str],
    width: int,
    mark: str,
    tall: int,
) -> SafeString:
    step = (width - LABEL) / max(len(heads), 1)
    body = "".join(
        draw.text(LABEL + step * (n + 0.5), 17, head, text_anchor="middle") for n, head in enumerate(heads)
    )
    for n, (label, boxes) in enumerate(rows):
        top = HEAD + n * (tall + GAP)
        body += draw.text(0, top + tall / 2 + 5, label, fill=draw.INK)
        body += "".join(_box(LABEL + i * step, top, step - GAP, tall, box) for i, box in enumerate(boxes))
    return draw.drawing(
        body,
        width=width,
        height=HEAD + len(rows) * (tall + GAP),
        title=chart.title,
        description=chart.description,
        key=chart.key(width, mark),
    )


def _box(x: float, y: float, wide: float, tall: int, box: Box) -> str:
    fill, ink = TONES[box.tone]
    body = draw.element("rect", x=x, y=float(y), width=wide, height=tall, rx=3, fill=fill, stroke=draw.LINE)
    return body + draw.text(x + wide / 2, y + tall / 2 + 5, box.short, fill=ink, text_anchor="middle")


@dataclass(frozen=True)
class Bare:
    """Minutes of a day in which nobody is with somebody."""

    day: int
    start: int
    end: int
    names: str


@dataclass(frozen=True)
class UncoveredWeek(Chart):
    """A line for each day, from 6 to 22, with the uncovered minutes on it."""

    title: str
    description: str
    days: Sequence[str]
    bars: Sequence[Bare]

    def table(self) -> Table:
        """One row per uncovered time."""
        columns = [Column(_("Giorno")), Column(_("Dalle")), Column(_("Alle")), Column(_("Chi resta senza"))]
        rows = [
            Row([self.days[one.day].capitalize(), _hhmm(one.start), _hhmm(one.end), one.names])
            for one in self.bars
        ]
        return Table(self.title, columns, rows, hide_caption=True)

    def svg(self, width: int = 640, mark: str = "") -> SafeString:
        """Dark on a pale line; the hours above."""
        scale = draw.Scale(FIRST * 60, LAST * 60, LABEL, width - 8)
        body = "".join(
            draw.text(scale(hour * 60), 16, hour, text_anchor="middle") for hour in range(FIRST, LAST + 1, 4)
        )
        for n, day in enumerate(self.days):
            top = HEAD + n * 34
            body += draw.text(0, top + 18, day[:3].capitalize(), fill=draw.INK)
            body += draw.element(
                "rect", x=LABEL, y=top, width=width - 8 - LABEL, height=24, rx=3, fill=draw.PALE
            )
            for one in self.bars:
                if one.day == n:
                    body += self._bar(scale, one, top)
        return draw.drawing(
            body, width=width, height=HEAD + 34 * len(self.days), title=self.title,
            description=self.description, key=self.key(width, mark),
        )  # fmt: skip

    def _bar(self, scale: draw.Scale, one: Bare, top: int) -> str:
        start, end = max(one.start, FIRST * 60), min(one.end, LAST * 60)
        if end <= start:
            return ""
        left = scale(start)
        wide = max(scale(end) - left, 4.0)
        return draw.element("rect", x=left, y=top, width=wide, height=24, rx=2, fill=draw.DEEP)


def _hhmm(minutes: int) -> str:
    return f"{minutes // 60}:{minutes % 60:02}"


@dataclass(frozen=True)
class TimesMap(Chart):
    """Half hours by weekday, the darker the more, with the printed number where there is one.

    ``rows``: (half hour, seven printed texts); ``most`` is where a box is darkest.
    """

    title: str
    description: str
    days: Sequence[str]
    rows: Sequence[tuple[str, Sequence[str]]]
    most: int

    def table(self) -> Table:
        """The same texts."""
        columns = [Column(_("Dalle")), *(Column(day.capitalize(), numeric=True) for day in self.days)]
        return Table(
            self.title, columns, [Row([half, *texts]) for half, texts in self.rows], hide_caption=True
        )

    def svg(self, width: int = 640, mark: str = "") -> SafeString:
        """A tight grid."""
        rows = [(half, [self._as_box(text) for text in texts]) for half, texts in self.rows]
        return _grid(self, rows, [day[:3] for day in self.days], width, mark, 22)

    def _as_box(self, text: str) -> Box:
        number = int(text) if text.isdigit() else 0
        tone = 0 if not number else min(3, 1 + 2 * number // max(self.most, 1))
        return Box(str(number) if number else "", text, tone)

"""Charts drawn by the server: no script, readable without colour, always with their table.

Every chart has ``title``, ``description``, ``svg(width)`` (plain SVG text, also for the report),
``table()`` (the same numbers) and ``html()`` (the figure of a page).
"""

from __future__ import annotations

import datetime
import itertools
from collections.abc import Sequence
from dataclasses import dataclass, field

from django.utils.safestring import SafeString, mark_safe
from django.utils.text import slugify
from django.utils.translation import gettext as _

from jobcaffe.foundation.ui import svg as draw
from jobcaffe.foundation.ui.markup import bar_markup, part
from jobcaffe.foundation.ui.tables import Cell, Column, Row, Table, number

# Drawn twice, so that words stay at least 14 pixels tall where they are shown.
WIDE, NARROW = 560, 300
_keys = itertools.count(1)


class Chart:
    """What every chart can do; not used by itself."""

    title: str
    description: str

    def svg(self, width: int = 640) -> SafeString:
        """The picture, ``width`` pixels wide."""
        raise NotImplementedError

    def table(self) -> Table:
        """The same numbers."""
        raise NotImplementedError

    def picture(self) -> SafeString:
        """What a page shows: drawn for a wide and for a narrow screen."""
        wide, narrow = self.svg(WIDE), self.svg(NARROW)
        return mark_safe(f'<div class="j-wide">{wide}</div><div class="j-narrow">{narrow}</div>')

    def html(self) -> SafeString:
        """The figure with title, picture, words and table."""
        return part("figure", chart=self, picture=self.picture(), table=self.table())

    def key(self, width: int) -> str:
        """An id that no other drawing of this process has."""
        return f"c-{slugify(self.title)[:24]}-{width}-{next(_keys)}"


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

    def svg(self, width: int = 640) -> SafeString:
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
            key=self.key(width),
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
    """How much of each: bars with their numbers."""

    title: str
    description: str
    bars: Sequence[Bar]
    label_name: str = ""
    value_name: str = ""

    def table(self) -> Table:
        """One row per bar."""
        columns = [Column(self.label_name or _("Voce")), Column(self.value_name or _("Quanti"), numeric=True)]
        rows = [Row([Cell(bar.label), Cell(bar.text, url=bar.url)]) for bar in self.bars]
        return Table(self.title, columns, rows, hide_caption=True)

    def picture(self) -> SafeString:
        """A list whose bars stretch with the page."""
        top = max((bar.value or 0 for bar in self.bars), default=0) or 1
        rows = [(bar, bar.text, "", bar_markup(100 * (bar.value or 0) / top)) for bar in self.bars]
        return part("bars", rows=rows)

    def svg(self, width: int = 640) -> SafeString:
        """Bars with labels above them."""
        top = max((bar.value or 0 for bar in self.bars), default=0) or 1
        rows = [(bar.label, bar.text, (bar.value or 0) / top, None) for bar in self.bars]
        return _bars_svg(self, rows, width)


def _bars_svg(chart: Chart, rows: Sequence[tuple[str, str, float, float | None]], width: int) -> SafeString:
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
        key=chart.key(width),
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
        if self.target is None:
            return number(self.value)
        return _("%(value)s su %(target)s") % {"value": number(self.value), "target": number(self.target)}


@dataclass(frozen=True)
class TargetBars(Chart):
    """Bars inside their targets: dark is done, pale is the target, a tick marks its end."""

    title: str
    description: str
    bars: Sequence[TargetBar]
    label_name: str = ""
    value_name: str = ""
    target_name: str = ""

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
            Row([Cell(bar.label), Cell(number(bar.value), url=bar.url), Cell(number(bar.target))])
            for bar in self.bars
        ]
        return Table(self.title, columns, rows, hide_caption=True)

    def picture(self) -> SafeString:
        """A list whose bars stretch with the page."""
        rows = [
            (
                bar,
                number(bar.value),
                number(bar.target) if bar.target is not None else "",
                bar_markup(
                    100 * bar.value / self.top,
                    bar.status,
                    mark=100 * bar.target / self.top if bar.target else None,
                ),
            )
            for bar in self.bars
        ]
        return part("bars", rows=rows, legend=True)

    def svg(self, width: int = 640) -> SafeString:
        """Bars with labels above them and a tick at the target."""
        rows = [
            (bar.label, bar.text, bar.value / self.top, bar.target / self.top if bar.target else None)
            for bar in self.bars
        ]
        return _bars_svg(self, rows, width)


@dataclass(frozen=True)
class PlanMilestone:
    """A dated point of the plan; ``done`` is the day on which it happened."""

    name: str
    due: datetime.date
    done: datetime.date | None = None
    url: str = ""


@dataclass(frozen=True)
class PlanRow:
    """One action: its periods (first and last day) and its milestones."""

    label: str
    spans: Sequence[tuple[datetime.date, datetime.date]] = ()
    milestones: Sequence[PlanMilestone] = field(default_factory=tuple)


@dataclass(frozen=True)
class PlanEvent:
    """What happens on a day: a milestone or the beginning of an action's period."""

    day: datetime.date
    action: str
    name: str
    status: str
    url: str = ""


@dataclass(frozen=True)
class PlanChart(Chart):
    """The plan of the programme: a Gantt where there is room, a dated list where there is not."""

    title: str
    description: str
    starts_on: datetime.date
    ends_on: datetime.date
    today: datetime.date
    rows: Sequence[PlanRow]

    def events(self) -> list[PlanEvent]:
        """Milestones in order of day, each with its state."""
        found = [
            PlanEvent(one.done or one.due, row.label, one.name, self._state(one), one.url)
            for row in self.rows
            for one in row.milestones
        ]
        return sorted(found, key=lambda event: (event.day, event.action, event.name))

    def _state(self, one: PlanMilestone) -> str:
        if one.done:
            return "done"
        if one.due < self.today:
            return "late"
        return "todo" if (one.due - self.today).days <= 30 else "later"

    def table(self) -> Table:
        """Periods and milestones: action, what, from or on, until, state."""
        columns = [Column(_("Azione")), Column(_("Cosa")), Column(_("Quando")), Column(_("Stato"))]
        rows = [
            Row(
                [
                    row.label,
                    _("Periodo di lavoro"),
                    f"{_date(first)} – {_date(last)}",
                    _span_state(first, last, self.today),
                ]
            )
            for row in self.rows
            for first, last in row.spans
        ]
        rows += [
            Row([event.action, event.name, _date(event.day), Cell("", chip=event.status)])
            for event in self.events()
        ]
        return Table(self.title, columns, rows, hide_caption=True)

    def picture(self) -> SafeString:
        """Both; the style sheet shows the one that fits."""
        years: dict[int, list[PlanEvent]] = {}
        for event in self.events():
            years.setdefault(event.day.year, []).append(event)
        return part("plan", drawing=self.svg(960), years=list(years.items()))

    def svg(self, width: int = 960) -> SafeString:
        """The Gantt: labels at the left in their own column, a line for today."""
        label_room = max((draw.text_width(row.label) for row in self.rows), default=0) + 20
        left = min(label_room, width * 0.34)
        days = draw.Scale(self.starts_on.toordinal(), self.ends_on.toordinal() + 1, left, width - 12.0)
        pitch, top = 40, 56
        height = top + pitch * len(self.rows) + 26
        body = self._years(days, height) + "".join(
            self._row(row, top + pitch * n, pitch, left, days) for n, row in enumerate(self.rows)
        )
        if self.starts_on <= self.today <= self.ends_on:
            x = days(self.today.toordinal())
            body += draw.element("path", d=f"M{x:.1f} 44V{height - 22}", stroke=draw.ALERT, stroke_width=2)
            anchor = "end" if x > width - 60 else "middle"
            body += draw.text(x, height - 6, _("oggi"), fill=draw.ALERT, text_anchor=anchor, font_weight=600)
        return draw.drawing(
            body,
            width=width,
            height=height,
            title=self.title,
            description=self.description,
            key=self.key(width),
        )

    def _years(self, days: draw.Scale, height: int) -> str:
        marks, start, n = "", self.starts_on, 0
        while start <= self.ends_on:
            after = _add_months(start, 12)
            x, end = days(start.toordinal()), days(min(after, self.ends_on).toordinal())
            fill = draw.LIGHT if n % 2 == 0 else "#ffffff"
            marks += draw.element("rect", x=x, y=0, width=max(0.0, end - x), height=height - 22, fill=fill)
            marks += draw.text(x + 6, 18, _("Anno %(n)s") % {"n": n + 1}, fill=draw.INK, font_weight=600)
            for quarter in range(4):
                month = _add_months(start, 3 * quarter)
                if month <= self.ends_on:
                    marks += draw.text(days(month.toordinal()) + 6, 40, _month(month))
            start, n = after, n + 1
        return marks

    def _row(self, row: PlanRow, y: int, pitch: int, left: float, days: draw.Scale) -> str:
        middle = y + pitch / 2
        room = int(left / (15 * draw.LETTER)) - 2
        label = row.label if len(row.label) <= room else row.label[: room - 1] + "…"
        body = draw.text(left - 12, middle + 5, label, fill=draw.INK, text_anchor="end", font_weight=600)
        now = days(self.today.toordinal())
        for first, last in row.spans:
            x, end = days(first.toordinal()), days(last.toordinal() + 1)
            body += draw.element(
                "rect", x=x, y=middle - 8, width=max(2.0, end - x), height=16, rx=3, fill="#9cc4ee"
            )
            if x < now:
                body += draw.element(
                    "rect", x=x, y=middle - 8, width=min(now, end) - x, height=16, rx=3, fill=draw.BLUE
                )
        for one in row.milestones:
            body += self._diamond(days((one.done or one.due).toordinal()), middle, one)
        return body

    @staticmethod
    def _diamond(x: float, y: float, one: PlanMilestone) -> str:
        """Full when done, hollow when still to come."""
        path = f"M{x:.1f} {y - 10:.1f}l10 10-10 10-10-10z"
        return draw.element(
            "path", d=path, fill=draw.DEEP if one.done else "#ffffff", stroke=draw.DEEP, stroke_width=2
        )


def _span_state(first: datetime.date, last: datetime.date, today: datetime.date) -> str:
    if today > last:
        return _("Finito")
    return _("In corso") if today >= first else _("Più avanti")


def _add_months(day: datetime.date, months: int) -> datetime.date:
    month = day.month - 1 + months
    return day.replace(year=day.year + month // 12, month=month % 12 + 1, day=1)


def _date(day: datetime.date) -> str:
    return f"{day:%d/%m/%Y}"


def _month(day: datetime.date) -> str:
    names = [
        _("gen"), _("feb"), _("mar"), _("apr"), _("mag"), _("giu"),
        _("lug"), _("ago"), _("set"), _("ott"), _("nov"), _("dic"),
    ]  # fmt: skip
    return names[day.month - 1]

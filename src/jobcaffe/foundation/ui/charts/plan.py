"""The plan of the programme over its years."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass, field

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from jobcaffe.foundation.ui import svg as draw
from jobcaffe.foundation.ui.charts.base import Chart, fresh_mark
from jobcaffe.foundation.ui.markup import part
from jobcaffe.foundation.ui.tables import Cell, Column, Row, Table


@dataclass(frozen=True)
class PlanMilestone:
    """A dated point of the plan; ``status`` is its chip, ``done`` the day on which it happened."""

    name: str
    due: datetime.date
    status: str
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
            PlanEvent(one.done or one.due, row.label, one.name, one.status, one.url)
            for row in self.rows
            for one in row.milestones
        ]
        return sorted(found, key=lambda event: (event.day, event.action, event.name))

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
        return part("plan", drawing=self.svg(960, fresh_mark()), years=list(years.items()))

    def svg(self, width: int = 960, mark: str = "") -> SafeString:
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
            key=self.key(width, mark),
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

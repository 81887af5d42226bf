"""The network at the end of a quarter: everybody always in the same place, numbers instead of long names."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from jobcaffe.foundation.ui import svg as draw
from jobcaffe.foundation.ui.charts.base import WIDE, Chart
from jobcaffe.foundation.ui.tables import Cell, Column, Row, Table
from jobcaffe.kernels.cohesion import TIMES, Step, Tie
from jobcaffe.organisations.enums import Kind
from jobcaffe.web.directory.picture import SIGNS

LETTERS, MARGIN, ROW = 15, 16, 24
THIN = "#8a9bab"
RADIUS = 11.0


@dataclass(frozen=True)
class NetworkChart(Chart):
    """``places`` from 0 to 1 of everybody that is ever connected; ``names`` of those that may be named."""

    title: str
    description: str
    step: Step
    places: Mapping[str, tuple[float, float]]
    names: Mapping[str, str]
    kinds: Mapping[str, str]

    @property
    def numbers(self) -> dict[str, int]:
        """The number of each named organisation that is ever connected: the same in every step."""
        known = sorted((one for one in self.places if one in self.names), key=lambda one: self.names[one])
        return {one: number for number, one in enumerate(known, start=1)}

    def svg(self, width: int = 640, mark: str = "") -> SafeString:
        """Ties first, then signs with their numbers; a legend below."""
        high = round(width * (0.8 if width >= WIDE else 1.5))
        at = {one: self._at(place, width, high) for one, place in self.places.items()}
        old = [tie for tie in self.step.ties if tie not in set(self.step.new)]
        body = _ground(width, high)
        body += _lines(old, at, draw.SLATE) + _lines(self.step.new, at, draw.ALERT)
        numbers = self.numbers
        body += "".join(self._sign(one, at[one], numbers.get(one)) for one in self.step.bodies)
        legend, foot = _legend(high, width, {self.kinds[one] for one in numbers})
        return draw.drawing(
            body + legend, width=width, height=foot, title=self.title, description=self.description,
            key=self.key(width, mark),
        )  # fmt: skip

    @staticmethod
    def _at(place: tuple[float, float], width: int, high: int) -> tuple[float, float]:
        return MARGIN + place[0] * (width - 2 * MARGIN), MARGIN + place[1] * (high - 2 * MARGIN)

    def _sign(self, one: str, at: tuple[float, float], number: int | None) -> str:
        x, y = at
        if number is None:
            return draw.element("circle", cx=x, cy=y, r=6.0, fill="#fff", stroke=draw.SLATE, stroke_width=2)
        ring = draw.ALERT if one in self.step.joined else "#fff"
        sign = draw.element(
            "circle", cx=x, cy=y, r=RADIUS, fill=SIGNS[self.kinds[one]][1], stroke=ring, stroke_width=2
        )
        return sign + draw.text(
            x, y + 5, number, size=LETTERS, fill="#fff", text_anchor="middle", font_weight="bold"
        )

    def table(self) -> Table:
        """Who is in the picture, by number; those that may not be named are counted."""
        partners = self._partners()
        here, new = set(self.step.bodies), set(self.step.joined)
        rows = [
            Row([
                number,
                Cell(self.names[one], url=reverse("directory:detail", args=[one])),
                str(Kind(self.kinds[one]).label),
                partners.get(one, 0),
                _("nuova in rete") if one in new else "",
            ])
            for one, number in self.numbers.items()
            if one in here
        ]  # fmt: skip
        if hidden := len(here - self.names.keys()):
            words = _("Altre %(n)s, non nelle pagine pubbliche") % {"n": hidden}
            rows.append(Row(["–", words, "", "", ""]))
        columns = [
            Column(_("Numero"), numeric=True),
            Column(_("Organizzazione")),
            Column(_("Che cos'è")),
            Column(_("Ne ha incontrate"), numeric=True),
            Column(_("In questo trimestre")),
        ]
        return Table(
            _("Chi c'è nel disegno"), columns, rows, empty=_("Nessuna organizzazione è ancora in rete.")
        )

    def _partners(self) -> dict[str, int]:
        found: dict[str, int] = {}
        for tie in self.step.ties:
            for one in (tie.one, tie.other):
                found[one] = found.get(one, 0) + 1
        return found


def _ground(width: int, high: int) -> str:
    return draw.element("rect", x=0, y=0, width=width, height=high, rx=8, fill=draw.LIGHT)


def _lines(ties: Sequence[Tie], at: Mapping[str, tuple[float, float]], colour: str) -> str:
    """Thicker when the two met often; new ones in another colour."""
    return "".join(
        draw.element(
            "line",
            x1=at[tie.one][0], y1=at[tie.one][1], x2=at[tie.other][0], y2=at[tie.other][1],
            stroke=THIN if colour == draw.SLATE and tie.times < TIMES else colour,
            stroke_width=3 if tie.times >= TIMES else 1,
            stroke_dasharray="5 3" if colour == draw.ALERT else None,
        )
        for tie in ties
    )  # fmt: skip


def _legend(high: int, width: int, kinds: Collection[str]) -> tuple[str, int]:
    """What lines and colours say, and how far down it reaches."""
    rows = (
        (draw.ALERT, 1, "5 3", _("incontrate ora per la prima volta")),
        (draw.SLATE, 3, None, _("almeno tre incontri")),
    )
    body, x, y = "", 16.0, high + ROW
    for colour, thick, dash, words in rows:
        body += draw.element(
            "line", x1=8, y1=y - 5, x2=40, y2=y - 5, stroke=colour, stroke_width=thick, stroke_dasharray=dash
        )
        body += draw.text(48, y, words, size=15)
        y += ROW
    for kind in (kind for kind in SIGNS if kind in kinds):
        words = str(Kind(kind).label)
        wide = draw.text_width(words, 15) + 42
        if x > MARGIN and x + wide > width:
            x, y = 16.0, y + ROW
        body += draw.element("circle", cx=x, cy=y - 5, r=7, fill=SIGNS[kind][1])
        body += draw.text(x + 13, y, words, size=15)
        x += wide
    return body, y + ROW // 2

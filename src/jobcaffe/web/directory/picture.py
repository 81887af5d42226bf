"""The network as a picture: towns where they are, one sign for each organisation around its town.

Drawn on the server, no tiles and nothing from another host. Signs of a town lie on a sunflower spiral
(Vogel 1979: equal areas, no two on one another); labels move until they do not cover each other.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from jobcaffe.foundation.places import Comune, find
from jobcaffe.foundation.ui import svg
from jobcaffe.foundation.ui.charts.base import WIDE, Chart
from jobcaffe.foundation.ui.tables import Table
from jobcaffe.organisations.enums import Kind
from jobcaffe.organisations.models import Organisation

LETTERS, LINE = 16, 26
# Towns take at most this share of the paper; closer than this, in pixels, signs are not told apart.
CROWD, FINEST = 0.45, 3.0
GOLDEN = math.pi * (3 - math.sqrt(5))
# Colour and form: nobody must tell a kind by the colour alone.
SIGNS: dict[str, tuple[str, str]] = {
    Kind.COMPANY: ("square", svg.BLUE),
    Kind.SCHOOL: ("triangle", "#8a4b00"),
    Kind.ASSOCIATION: ("circle", "#00695c"),
    Kind.COOPERATIVE: ("diamond", "#6a1b9a"),
    Kind.PUBLIC_BODY: ("cross", svg.DEEP),
    Kind.UNION: ("ring", svg.ALERT),
    Kind.TRADE_ASSOCIATION: ("frame", svg.ALERT),
}


@dataclass(frozen=True)
class Paper:
    """What is drawn on, in pixels: the map, a margin inside it, the legend below it.

    ``step`` is how far signs stand apart at most, ``widest`` half of what the fullest town may take.
    """

    width: int
    height: int
    margin: int
    legend: int
    step: float
    widest: float


# Words are at least 14 pixels tall where the drawings are shown: up to 760 pixels wide, and on a telephone.
SHEET = Paper(760, 560, 70, 62, 14.0, 110.0)
POCKET = Paper(330, 560, 44, 114, 10.0, 70.0)


@dataclass
class Town:
    """A town with who is there. ``x`` and ``y`` in pixels of the picture."""

    comune: Comune
    rows: list[Organisation] = field(default_factory=list)
    x: float = 0.0
    y: float = 0.0
    step: float = SHEET.step

    @property
    def size(self) -> float:
        """Half the width of a sign."""
        return self.step * 0.58

    @property
    def radius(self) -> float:
        """How far its signs reach."""
        return self.step * math.sqrt(len(self.rows)) + self.size


def towns(rows: Iterable[Organisation], paper: Paper = SHEET) -> tuple[list[Town], list[Organisation]]:
    """Organisations by comune, the fullest first; and those whose comune is not in the short list."""
    found: dict[Comune, Town] = {}
    elsewhere = []
    for row in rows:
        comune = find(row.municipality)
        if comune is None:
            elsewhere.append(row)
        else:
            found.setdefault(comune, Town(comune)).rows.append(row)
    for town in found.values():
        town.rows.sort(key=lambda row: (list(SIGNS).index(row.kind), row.search_name))
    ordered = sorted(found.values(), key=lambda town: (-len(town.rows), town.comune.name))
    _place(ordered, paper)
    return ordered, elsewhere


def _place(found: Sequence[Town], paper: Paper) -> None:
    """Put towns on the paper: equirectangular, with the width of a degree at their latitude."""
    if not found:
        return
    _size(found, paper)
    middle = math.cos(math.radians(sum(town.comune.latitude for town in found) / len(found)))
    xs = [town.comune.longitude * middle for town in found]
    ys = [-town.comune.latitude for town in found]
    wide, high = max(xs) - min(xs), max(ys) - min(ys)
    room = (paper.width - 2 * paper.margin, paper.height - paper.legend - 2 * paper.margin)
    scale = min(room[0] / wide if wide else math.inf, room[1] / high if high else math.inf)
    scale = 0.0 if math.isinf(scale) else scale
    left = paper.margin + (room[0] - wide * scale) / 2 - min(xs) * scale
    top = paper.margin + (room[1] - high * scale) / 2 - min(ys) * scale
    for town, x, y in zip(found, xs, ys, strict=True):
        town.x, town.y = left + x * scale, top + y * scale
    _spread(found, paper)


def _size(found: Sequence[Town], paper: Paper) -> None:
    """Signs as large as the fullest town and all towns together allow, the same everywhere."""
    step = min(paper.step, paper.widest / math.sqrt(len(found[0].rows)))
    room = CROWD * paper.width * (paper.height - paper.legend)
    for town in found:
        town.step = step
    while step > FINEST and sum((2 * town.radius + LETTERS) ** 2 for town in found) > room:
        step *= 0.9
        for town in found:
            town.step = step


def _spread(found: Sequence[Town], paper: Paper, rounds: int = 60) -> None:
    """Push apart towns whose signs would lie on each other; a fixed number of rounds, no chance."""
    for _round in range(rounds):
        for number, one in enumerate(found):
            for other in found[number + 1 :]:
                _push(one, other)
        for town in found:
            reach = town.radius + LETTERS
            town.x = min(max(town.x, reach), paper.width - reach)
            town.y = min(max(town.y, reach), paper.height - paper.legend - reach)


def _push(one: Town, other: Town) -> None:
    dx, dy = other.x - one.x, other.y - one.y
    apart = math.hypot(dx, dy)
    missing = one.radius + other.radius + LETTERS - apart
    if missing <= 0:
        return
    dx, dy = (dx / apart, dy / apart) if apart else (1.0, 0.0)
    # The smaller one gives way.
    share = one.radius / (one.radius + other.radius)
    other.x, other.y = other.x + dx * missing * share, other.y + dy * missing * share
    one.x, one.y = one.x - dx * missing * (1 - share), one.y - dy * missing * (1 - share)


@dataclass(frozen=True)
class NetworkMap(Chart):
    """The map for a wide and for a narrow screen; what it shows is in ``shown``, too."""

    rows: Sequence[Organisation]
    shown: Table

    @property
    def title(self) -> str:  # type: ignore[override]
        """Its name."""
        return _("La rete intorno a Lainate")

    @property
    def description(self) -> str:  # type: ignore[override]
        """How many it shows."""
        found, _elsewhere = towns(self.rows)
        count = sum(len(town.rows) for town in found)
        return ngettext(
            "%(count)s organizzazione in %(towns)s comuni.",
            "%(count)s organizzazioni in %(towns)s comuni.",
            count,
        ) % {"count": count, "towns": len(found)}

    def table(self) -> Table:
        """The same, written."""
        return self.shown

    def svg(self, width: int = 640, mark: str = "") -> SafeString:
        """Signs, names of towns, the legend: on the sheet, or on the paper of a telephone."""
        paper = SHEET if width >= WIDE else POCKET
        found, _elsewhere = towns(self.rows, paper)
        body = "".join(_signs(town) for town in found) + _labels(found, paper) + _legend(found, paper)
        return svg.drawing(
            body, width=paper.width, height=paper.height, title=self.title, description=self.description,
            key=self.key(width, mark),
        )  # fmt: skip


def _signs(town: Town) -> str:
    parts = []
    for number, row in enumerate(town.rows):
        far, turn = town.step * math.sqrt(number), number * GOLDEN
        parts.append(sign(row.kind, town.x + far * math.cos(turn), town.y + far * math.sin(turn), town.size))
    return "".join(parts)


def sign(kind: str, x: float, y: float, size: float) -> str:
    """The sign of a kind with its middle at a point."""
    form, colour = SIGNS[kind]
    s = size * 0.8
    if form in {"circle", "ring"}:
        ink = {"fill": colour} if form == "circle" else {"fill": "#fff", "stroke": colour, "stroke_width": 2}
        return svg.element("circle", cx=float(x), cy=float(y), r=float(s), **ink)
    if form in {"square", "frame"}:
        ink = {"fill": colour} if form == "square" else {"fill": "#fff", "stroke": colour, "stroke_width": 2}
        return svg.element("rect", x=x - s, y=y - s, width=2 * s, height=2 * s, **ink)
    shapes = {
        "triangle": ((0, -1.2), (1.1, 0.9), (-1.1, 0.9)),
        "diamond": ((0, -1.3), (1.3, 0), (0, 1.3), (-1.3, 0)),
        "cross": (
            (-0.4, -1.2), (0.4, -1.2), (0.4, -0.4), (1.2, -0.4), (1.2, 0.4), (0.4, 0.4),
            (0.4, 1.2), (-0.4, 1.2), (-0.4, 0.4), (-1.2, 0.4), (-1.2, -0.4), (-0.4, -0.4),
        ),
    }  # fmt: skip
    points = " ".join(f"{x + s * dx:.1f},{y + s * dy:.1f}" for dx, dy in shapes[form])
    return svg.element("polygon", points=points, fill=colour)


def _labels(found: Sequence[Town], paper: Paper) -> str:
    """Names below their towns, or above where another stands; each on a clear ground."""
    taken: list[tuple[float, float, float, float]] = [
        (town.x - town.radius, town.y - town.radius, town.x + town.radius, town.y + town.radius)
        for town in found
    ]
    parts = []
    for number, town in enumerate(found):
        words = f"{town.comune.name} ({len(town.rows)})"
        half = svg.text_width(words, LETTERS) / 2
        x = min(max(town.x, half + 2), paper.width - half - 2)
        spots = (
            town.y + town.radius + LETTERS,
            town.y - town.radius - 5,
            town.y + town.radius + 2.2 * LETTERS,
        )
        boxes = [(x - half, y - LETTERS, x + half, y + 4) for y in spots]
        others = [box for place, box in enumerate(taken) if place != number]
        best = min(range(len(spots)), key=lambda one: _covered(boxes[one], others))
        taken.append(boxes[best])
        parts.append(
            svg.text(
                x, spots[best], words, size=LETTERS, fill=svg.INK, text_anchor="middle",
                stroke="#fff", stroke_width=4, paint_order="stroke",
            )
        )  # fmt: skip
    return "".join(parts)


def _covered(
    box: tuple[float, float, float, float], others: Iterable[tuple[float, float, float, float]]
) -> float:
    """The area that a label would share with what is there already."""
    left, top, right, bottom = box
    return sum(
        max(0.0, min(right, r) - max(left, x)) * max(0.0, min(bottom, b) - max(top, t))
        for x, t, r, b in others
    )


def _legend(found: Sequence[Town], paper: Paper) -> str:
    here = {row.kind for town in found for row in town.rows}
    shown = [kind for kind in SIGNS if kind in here]
    parts, x, y = [], 16.0, float(paper.height - paper.legend + 20)
    for kind in shown:
        words = str(Kind(kind).label)
        wide = svg.text_width(words, 15) + 42
        if x + wide - 20 > paper.width:
            x, y = 16.0, y + LINE
        parts.append(sign(kind, x, y - 5, 7) + svg.text(x + 13, y, words, size=15))
        x += wide
    return "".join(parts)

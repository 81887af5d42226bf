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
from jobcaffe.organisations.enums import Kind
from jobcaffe.organisations.models import Organisation

WIDTH, HEIGHT, MARGIN, LEGEND = 900, 600, 70, 62
STEP, LETTERS, WIDEST = 14.0, 16, 110.0
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


@dataclass
class Town:
    """A town with who is there. ``x`` and ``y`` in pixels of the picture."""

    comune: Comune
    rows: list[Organisation] = field(default_factory=list)
    x: float = 0.0
    y: float = 0.0
    step: float = STEP

    @property
    def size(self) -> float:
        """Half the width of a sign."""
        return self.step * 0.58

    @property
    def radius(self) -> float:
        """How far its signs reach."""
        return self.step * math.sqrt(len(self.rows)) + self.size


def towns(rows: Iterable[Organisation]) -> tuple[list[Town], list[Organisation]]:
    """Organisations by comune, the fullest first; and those whose comune is not in the short list."""
    found: dict[Comune, Town] = {}
    elsewhere = []
    for row in rows:
        comune = find(row.municipality)
        if comune is None:
            elsewhere.append(row)
        else:
            found.setdefault(comune, Town(comune)).rows.append(row)
    most = max((len(town.rows) for town in found.values()), default=1)
    for town in found.values():
        # Signs are as large as the fullest town allows, the same everywhere.
        town.step = min(STEP, WIDEST / math.sqrt(most))
        town.rows.sort(key=lambda row: (list(SIGNS).index(row.kind), row.search_name))
    ordered = sorted(found.values(), key=lambda town: (-len(town.rows), town.comune.name))
    _place(ordered)
    return ordered, elsewhere


def _place(found: Sequence[Town]) -> None:
    """Put towns on the paper: equirectangular, with the width of a degree at their latitude."""
    if not found:
        return
    middle = math.cos(math.radians(sum(town.comune.latitude for town in found) / len(found)))
    xs = [town.comune.longitude * middle for town in found]
    ys = [-town.comune.latitude for town in found]
    wide, high = max(xs) - min(xs), max(ys) - min(ys)
    room = (WIDTH - 2 * MARGIN, HEIGHT - LEGEND - 2 * MARGIN)
    scale = min(room[0] / wide if wide else math.inf, room[1] / high if high else math.inf)
    scale = 0.0 if math.isinf(scale) else scale
    left = MARGIN + (room[0] - wide * scale) / 2 - min(xs) * scale
    top = MARGIN + (room[1] - high * scale) / 2 - min(ys) * scale
    for town, x, y in zip(found, xs, ys, strict=True):
        town.x, town.y = left + x * scale, top + y * scale
    _spread(found)


def _spread(found: Sequence[Town], rounds: int = 60) -> None:
    """Push apart towns whose signs would lie on each other; a fixed number of rounds, no chance."""
    for _round in range(rounds):
        for number, one in enumerate(found):
            for other in found[number + 1 :]:
                _push(one, other)
        for town in found:
            reach = town.radius + LETTERS
            town.x = min(max(town.x, reach), WIDTH - reach)
            town.y = min(max(town.y, reach), HEIGHT - LEGEND - reach)


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


def draw(found: Sequence[Town]) -> SafeString:
    """The picture with its name and its words; what it shows is in the table below it, too."""
    body = "".join(_signs(town) for town in found) + _labels(found) + _legend(found)
    count = sum(len(town.rows) for town in found)
    words = ngettext(
        "%(count)s organizzazione in %(towns)s comuni.",
        "%(count)s organizzazioni in %(towns)s comuni.",
        count,
    ) % {"count": count, "towns": len(found)}
    return svg.drawing(
        body, width=WIDTH, height=HEIGHT, title=_("La rete intorno a Lainate"), description=words, key="rete"
    )


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


def _labels(found: Sequence[Town]) -> str:
    """Names below their towns, or above where another stands; each on a clear ground."""
    taken: list[tuple[float, float, float, float]] = [
        (town.x - town.radius, town.y - town.radius, town.x + town.radius, town.y + town.radius)
        for town in found
    ]
    parts = []
    for number, town in enumerate(found):
        words = f"{town.comune.name} ({len(town.rows)})"
        half = svg.text_width(words, LETTERS) / 2
        x = min(max(town.x, half + 2), WIDTH - half - 2)
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


def _legend(found: Sequence[Town]) -> str:
    here = {row.kind for town in found for row in town.rows}
    shown = [kind for kind in SIGNS if kind in here]
    parts, x, y = [], 16.0, float(HEIGHT - LEGEND + 20)
    for kind in shown:
        words = str(Kind(kind).label)
        wide = svg.text_width(words, 15) + 42
        if x + wide > WIDTH:
            x, y = 16.0, y + 26
        parts.append(sign(kind, x, y - 5, 7) + svg.text(x + 13, y, words, size=15))
        x += wide
    return "".join(parts)

"""Drawing with numbers: scales, ticks, and SVG elements with attributes only.

No style attribute and no class is needed to see a drawing, so the same markup serves the page
(whose security policy forbids inline styles) and the printed report.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe

INK, QUIET, BLUE, DEEP = "#1a1a1a", "#3d4955", "#0066cc", "#17324d"
PALE, LINE, SLATE, LIGHT, ALERT = "#cfe3f7", "#dfe4ea", "#5c6f82", "#f5f7fa", "#a3243c"
FONT = "Titillium Web, DejaVu Sans, sans-serif"
# Mean width of a letter of the font, in ems: enough to keep labels apart.
LETTER = 0.55


def element(tag: str, content: str = "", **attrs: object) -> str:
    """One element; ``stroke_width=2`` → ``stroke-width="2"``; text must be escaped by the caller."""
    written = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{conditional_escape(str(_short(value)))}"'
        for key, value in attrs.items()
        if value is not None
    )
    return f"<{tag}{written}>{content}</{tag}>" if content else f"<{tag}{written}/>"


def _short(value: object) -> object:
    return f"{value:.1f}".rstrip("0").rstrip(".") if isinstance(value, float) else value


def text(x: float, y: float, words: object, *, size: int = 15, fill: str = QUIET, **attrs: object) -> str:
    """Words at a place; ``size`` in pixels of the drawing."""
    return element(
        "text",
        str(conditional_escape(str(words))),
        x=float(x),
        y=float(y),
        font_size=size,
        fill=fill,
        **attrs,
    )


def text_width(words: object, size: int = 15) -> float:
    """Estimated width in pixels."""
    return len(str(words)) * size * LETTER


def drawing(body: str, *, width: int, height: int, title: str, description: str, key: str) -> SafeString:
    """The whole picture with its name and its words; ``key`` makes the ids unique in the page."""
    head = element("title", str(conditional_escape(title)), id=f"{key}-t")
    head += element("desc", str(conditional_escape(description)), id=f"{key}-d")
    return mark_safe(
        element(
            "svg",
            head + body,
            xmlns="http://www.w3.org/2000/svg",
            viewBox=f"0 0 {width} {height}",
            width=width,
            height=height,
            role="img",
            aria_labelledby=f"{key}-t {key}-d",
            font_family=FONT,
        )
    )


def nice_ticks(top: float, wanted: int = 4) -> list[float]:
    """Round values from 0 to at least ``top``: steps of 1, 2, 2.5 or 5 times a power of ten."""
    if top <= 0:
        return [0, 1]
    raw = top / wanted
    power = 10 ** math.floor(math.log10(raw))
    step = next(factor * power for factor in (1, 2, 2.5, 5, 10) if factor * power >= raw * 0.999)
    if top <= wanted and step < 1:
        step = 1 if float(top).is_integer() else step
    count = math.ceil(top / step - 1e-9)
    return [round(step * n, 6) for n in range(count + 1)]


@dataclass(frozen=True)
class Scale:
    """A straight line from values to pixels."""

    low: float
    high: float
    start: float
    end: float

    def __call__(self, value: float) -> float:
        """The pixel of a value."""
        span = (self.high - self.low) or 1
        return self.start + (value - self.low) / span * (self.end - self.start)


def thin(labels: Sequence[str], room: float, size: int = 15) -> list[int]:
    """Which labels can stand in ``room`` pixels without touching; the last always does."""
    if not labels:
        return []
    widest = max(text_width(label, size) for label in labels) + size
    fit = max(1, int(room // widest))
    step = max(1, math.ceil(len(labels) / fit))
    return sorted(range(len(labels) - 1, -1, -step))

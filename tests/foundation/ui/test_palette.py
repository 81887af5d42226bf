"""Colours can be told apart; what holds the keyboard can be seen."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from jobcaffe.foundation.ui import svg, versions

ROOT = Path(__file__).resolve().parents[3]
TOKENS = (ROOT / "assets" / "scss" / "own" / "_tokens.scss").read_text()
COLOURS = dict(re.findall(r"--j-([\w-]+): (#[0-9a-f]{6})", TOKENS)) | {"white": "#ffffff", "black": "#000000"}
STYLE = versions.ROOT / "build" / "app.css"


def luminance(colour: str) -> float:
    """Relative luminance of WCAG 2.2."""
    parts = [int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    """Ratio of WCAG 2.2, 1 to 21."""
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize(
    ("text", "ground"),
    [
        ("ink", "white"), ("ink", "cream"), ("quiet", "white"), ("quiet", "cream"), ("quiet", "grey-ground"),
        ("blue", "white"), ("white", "blue"), ("blue-dark", "white"), ("deep", "white"), ("white", "deep"),
        ("deep", "cream"), ("warm", "cream"), ("warm", "white"), ("sun", "deep"), ("green", "green-ground"),
        ("amber", "amber-ground"), ("red", "red-ground"), ("red", "white"), ("white", "red"),
        ("info", "info-ground"), ("white", "green"), ("ink", "amber-ground"), ("ink", "red-ground"),
    ],
)  # fmt: skip
def test_words_can_be_read(text: str, ground: str) -> None:
    assert contrast(COLOURS[text], COLOURS[ground]) >= 5.4


@pytest.mark.parametrize(("edge", "ground"), [("line-strong", "white"), ("blue", "white"), ("focus", "deep")])
def test_edges_can_be_seen(edge: str, ground: str) -> None:
    assert contrast(COLOURS[edge], COLOURS[ground]) >= 3


@pytest.mark.parametrize("colour", [svg.BLUE, svg.SLATE, svg.DEEP, svg.ALERT])
def test_lines_of_charts_can_be_seen(colour: str) -> None:
    assert contrast(colour, "#ffffff") >= 3


@pytest.mark.parametrize("ground", ["white", "cream", "blue", "deep"])
def test_the_ring_of_the_keyboard_shows_on_every_ground(ground: str) -> None:
    ring = max(contrast("#000000", COLOURS[ground]), contrast(COLOURS["focus"], COLOURS[ground]))
    assert ring >= 3


def test_the_built_style_still_has_the_ring_of_the_keyboard() -> None:
    css = STYLE.read_text()
    assert re.search(
        r"(^|[},]):focus-visible\{outline:3px solid #000 !important;[^}]*box-shadow:0 0 0 6px var\(--j-focus\)",
        css,
    )


def test_the_built_style_is_small_and_whole() -> None:
    assert STYLE.with_name("app.css.gz").stat().st_size <= 35 * 1024
    css = STYLE.read_text()
    for needed in ("prefers-reduced-motion", "forced-colors", "@page", "visually-hidden", "size:A5"):
        assert needed in css


def test_every_class_of_a_part_is_drawn() -> None:
    css = STYLE.read_text()
    templates = [
        *(ROOT / "src/jobcaffe/foundation/ui/templates").rglob("*.html"),
        ROOT / "src/jobcaffe/web/templates/base.html",
    ]
    used = {
        name
        for path in templates
        for value in re.findall(r'class="([^"]*)"', path.read_text())
        for name in re.findall(
            r"(?<![\w-])j-[a-z0-9-]*[a-z0-9](?![\w-]|\{)", re.sub(r"\{%.*?%\}|\{\{.*?\}\}", "{", value)
        )
    }
    assert len(used) > 50
    assert {name for name in used if f".{name}" not in css} == set()


def test_only_parts_carry_classes() -> None:
    parts = ("foundation/ui/", "web/templates/base.html", "web/templates/errors/plain.html")
    carriers = [
        path.relative_to(ROOT).as_posix()
        for path in (ROOT / "src/jobcaffe").rglob("*.html")
        if not any(part in path.as_posix() for part in parts) and re.search(r"\sclass\s*=", path.read_text())
    ]
    assert carriers == []

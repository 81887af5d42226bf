"""How a post reads, and what the law may forbid in it. Data in ``data/fairness.toml``.

Both only tell: who writes decides, gives a reason where one is asked, and the house sees it.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jobcaffe.foundation.ui import readability

LONG_SENTENCE = 20
MOST_WORDS_SHOWN = 8
AROUND = 30
LEVELS: dict[str, tuple[str, str | Promise]] = {
    "easy": ("done", gettext_lazy("Facile")),
    "medium": ("todo", gettext_lazy("Medio")),
    "hard": ("attention", gettext_lazy("Difficile")),
    "short": ("later", gettext_lazy("Corto: va bene così")),
}


@dataclass(frozen=True)
class Meter:
    """How easy a text is: its Gulpease index (0-100), its level, what would make it easier."""

    index: int
    level: str
    advice: tuple[str, ...]

    @property
    def label(self) -> str:
        """``Facile``, ``Medio``, ``Difficile``."""
        return str(LEVELS[self.level][1])

    @property
    def chip(self) -> str:
        """The chip that shows it."""
        return LEVELS[self.level][0]


@dataclass(frozen=True)
class Finding:
    """Words that the law may forbid (``hint`` False), or that keep good people away (``hint`` True)."""

    law: str
    found: str
    why: str
    source: str
    instead: str
    hint: bool


@dataclass(frozen=True)
class AgeRule:
    """A law that allows an age: years of life, ``None`` when it does not say."""

    code: str
    label: str
    minimum: int | None
    maximum: int | None
    source: str


@cache
def _data() -> dict[str, Any]:
    text = files("jobcaffe.exchange.posts").joinpath("data/fairness.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


def meter(text: str) -> Meter:
    """The Gulpease of a text with advice in plain words. An empty text is short and has index 0."""
    count = len(readability.words(text))
    index = round(readability.gulpease(text)) if count else 0
    return Meter(index, _level(index, count), tuple(_advice(text)))


def _level(index: int, count: int) -> str:
    if count < readability.MEANINGFUL_WORDS:
        return "short"
    if index >= readability.EASY:
        return "easy"
    return "medium" if index >= readability.MEDIUM else "hard"


def _advice(text: str) -> Iterable[str]:
    for sentence in readability.sentences(text):
        words = sentence.split()
        if len(words) > LONG_SENTENCE:
            start = " ".join(words[:MOST_WORDS_SHOWN])
            yield _("«%(start)s…» ha %(n)s parole. Dividila in due frasi.") % {
                "start": start,
                "n": len(words),
            }
    for hard, plain in _data()["plain"].items():
        if re.search(rf"\b{re.escape(hard)}\b", text, re.IGNORECASE):
            yield _("Invece di «%(hard)s» scrivi: %(plain)s.") % {"hard": hard, "plain": plain}


@cache
def _patterns() -> tuple[tuple[re.Pattern[str], re.Pattern[str] | None, dict[str, Any]], ...]:
    return tuple(
        (re.compile(row["find"]), re.compile(row["unless"]) if "unless" in row else None, row)
        for row in _data()["pattern"]
    )


def unfair(*texts: str, measure: str = "") -> list[Finding]:
    """What in these texts the law may forbid, each thing once. Ages are not told with a lawful measure."""
    found: dict[tuple[str, str], Finding] = {}
    for text in texts:
        plain = _plain(text)
        for pattern, unless, row in _patterns():
            if row["law"] == "age" and measure:
                continue
            for match in pattern.finditer(plain):
                if unless and unless.search(plain[max(0, match.start() - AROUND) : match.end() + AROUND]):
                    continue
                finding = _finding(row, match[0].strip())
                found.setdefault((finding.law, finding.found), finding)
    return list(found.values())


def _plain(text: str) -> str:
    """Small letters as one reads them: one form for each letter, nothing that is not seen."""
    seen = "".join(one for one in unicodedata.normalize("NFKC", text) if unicodedata.category(one) != "Cf")
    return " ".join(seen.lower().replace("’", "'").split())


def _finding(row: dict[str, Any], words: str) -> Finding:
    law = _data()["law"][row["law"]]
    return Finding(
        row["law"], words, row.get("why", law["why"]), law["name"], row["instead"], row.get("hint", False)
    )


@cache
def age_rules() -> dict[str, AgeRule]:
    """The laws that allow an age, by code."""
    return {
        code: AgeRule(code, row["label"], row.get("minimum"), row.get("maximum"), row["source"])
        for code, row in _data()["measure"].items()
    }

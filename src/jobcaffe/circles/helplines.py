"""Where one can talk to somebody: national numbers, and those that a programme adds for its town.

The town's own lie in ``help.toml`` of the home folder, in the form of ``data/help.toml``: a table
``[line.<code>]`` with name, number, what, when, source, checked_on, and where wanted the same words in
another language as name_en, what_en, when_en, source_en. A code of ours replaces ours.
Nothing of what people write is kept here: words are compared in memory.
"""

from __future__ import annotations

import logging
import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils.translation import get_language, gettext

from jobcaffe.foundation.search import normalise

LOGGER = logging.getLogger(__name__)
OWN_FILE = "help.toml"
READ = ("name", "what", "when", "source")


@dataclass(frozen=True)
class Helpline:
    """One line of the list. ``checked_on`` is an ISO day, empty while staff have not checked it."""

    code: str
    name: str
    number: str
    what: str
    when: str
    source: str
    checked_on: str = ""


@cache
def _shipped() -> dict[str, Any]:
    return tomllib.loads(files("jobcaffe.circles").joinpath("data", "help.toml").read_text("utf-8"))


def _own() -> dict[str, Any]:
    """The town's own lines; read each time, so that a correction needs no restart."""
    path = Path(settings.HOME) / OWN_FILE
    return tomllib.loads(path.read_text("utf-8")) if path.is_file() else {}


def lines() -> list[Helpline]:
    """The list, the same for everybody, ours first.

    A file of the town that is not in the form is passed over and logged: whoever needs to talk to
    somebody must find a number.
    """
    ours = _shipped()["line"]
    try:
        return _lines({**ours, **_own().get("line", {})})
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, TypeError, AttributeError) as mistake:
        LOGGER.error("%s is not in the form, only national numbers are shown: %s", OWN_FILE, mistake)
        return _lines(ours)


def _lines(rows: dict[str, Any]) -> list[Helpline]:
    return [Helpline(code=code, **_said(row)) for code, row in rows.items()]


def _said(row: dict[str, Any]) -> dict[str, Any]:
    """A row in the language of who reads; the town's own words where it gave no others."""
    ending = f"_{get_language() or settings.LANGUAGE_CODE}"
    others = {f"{name}_{code}" for name in READ for code, _label in settings.LANGUAGES}
    plain = {name: value for name, value in row.items() if name not in others}
    return plain | {name: row.get(name + ending) or gettext(plain[name]) for name in READ if name in plain}


@cache
def _distress() -> re.Pattern[str]:
    found = [re.escape(one).replace(r"\*", r"[a-z]*") for one in _shipped()["distress"]["words"]]
    return re.compile(rf"\b(?:{'|'.join(found)})\b")


def sounds_distressed(text: str) -> bool:
    """Whether the list should stand at the top. Looks at the text and forgets it."""
    return _distress().search(normalise(text)) is not None

"""From what people type to values. Every function raises :class:`Wrong` with a plain Italian reason."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, time

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from jobcaffe.foundation.privacy import crypto
from jobcaffe.foundation.search import normalise

MONTHS = {
    name: number
    for number, name in enumerate(
        [
            "gennaio",
            "febbraio",
            "marzo",
            "aprile",
            "maggio",
            "giugno",
            "luglio",
            "agosto",
            "settembre",
            "ottobre",
            "novembre",
            "dicembre",
        ],
        1,
    )
}
FIRST_YEAR, LAST_YEAR = 1900, 2100
CENTURY_TURN = 30


class Wrong(ValueError):
    """A cell that cannot be read, with the reason to show."""


def parse_date(text: str) -> date | None:
    """``03/05/2024``, ``3.5.24``, ``3 maggio 2024``, ``2024-05-03``: always day, month, year."""
    text = text.strip().split(" 00:")[0]
    if not text:
        return None
    iso = re.fullmatch(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[ T].*)?", text)
    usual = re.fullmatch(r"(\d{1,2})[-/. ](\d{1,2})[-/. ](\d{4}|\d{2})(?:[ T].*)?", text)
    words = re.fullmatch(r"(?:\w+ )?(\d{1,2})[°]? ([a-z]+) (\d{4})", normalise(text))
    if iso:
        year, month, day = (int(part) for part in iso.groups())
    elif usual:
        day, month, year = (int(part) for part in usual.groups())
    elif words and words.group(2) in MONTHS:
        day, month, year = int(words.group(1)), MONTHS[words.group(2)], int(words.group(3))
    else:
        raise Wrong(f"«{text}» non è una data: scrivila come 03/05/2024")
    if year < 100:
        year += 2000 if year < CENTURY_TURN else 1900
    try:
        found = date(year, month, day)
    except ValueError as error:
        raise Wrong(f"«{text}» non è un giorno che esiste") from error
    if not FIRST_YEAR <= found.year <= LAST_YEAR:
        raise Wrong(f"«{text}»: l'anno non può essere giusto")
    return found


def parse_year(text: str) -> int | None:
    """A year of birth, alone or at the end of a date."""
    text = text.strip()
    if not text:
        return None
    if re.fullmatch(r"\d{4}", text):
        year = int(text)
    else:
        found = parse_date(text)
        year = found.year if found else 0
    if not FIRST_YEAR <= year <= date.today().year:  # noqa: DTZ011  only the year matters
        raise Wrong(f"«{text}» non è un anno di nascita")
    return year


def parse_time(text: str) -> time | None:
    """``18:30``, ``18.30``, ``18``, ``ore 18,30``."""
    text = normalise(text.replace(",", ":").replace(".", ":")).replace("ore ", "").strip()
    if not text:
        return None
    found = re.fullmatch(r"(\d{1,2})(?: (\d{2}))?(?: (?:\d{2}))?", text)
    if not found or int(found.group(1)) > 23 or int(found.group(2) or 0) > 59:
        raise Wrong(f"«{text}» non è un'ora: scrivila come 18:30")
    return time(int(found.group(1)), int(found.group(2) or 0))


def parse_phone(text: str) -> str:
    """In international form; the first number when a cell holds two."""
    text = re.split(r"[;,\n]| - | / |(?<=\d{6})/", text.strip())[0].strip()
    if not text or text.casefold() in {"no", "-", "non ce l'ha", "nessuno", "n.d.", "nd"}:
        return ""
    found = crypto.normalise_phone(text)
    if not found or re.search(r"[A-Za-z]{3,}", text):
        raise Wrong(f"«{text}» non è un numero di telefono")
    return found


def parse_email(text: str) -> str:
    """Lower case; empty for "no" and dashes."""
    text = crypto.normalise_email(re.split(r"[;,\s]", text.strip())[0])
    if not text or text in {"no", "-", "nd", "n.d."}:
        return ""
    try:
        validate_email(text)
    except ValidationError as error:
        raise Wrong(f"«{text}» non è un indirizzo email") from error
    return text


def parse_choice(text: str, words: Mapping[str, str], *, what: str) -> str:
    """One of a closed list, by any of its ``words`` (normalised word → value)."""
    key = normalise(text)
    if not key:
        return ""
    if key in words:
        return words[key]
    raise Wrong(f"«{text}»: non so che {what} è")


def parse_number(text: str) -> int | None:
    """A whole number of zero or more."""
    text = text.strip()
    if not text:
        return None
    if not re.fullmatch(r"\d{1,6}", text):
        raise Wrong(f"«{text}» non è un numero intero")
    return int(text)


def title_case(text: str) -> str:
    """Names written in capitals or in small letters become ``Maria De Luca``; others stay."""
    text = " ".join(text.split())
    if text and (text.isupper() or text.islower()):
        return re.sub(r"[^\W\d_]+", lambda found: found.group().capitalize(), text.lower())
    return text

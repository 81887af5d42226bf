"""Codes of organisations: fiscal code, VAT number, registers, and ATECO 2007 (ISTAT)."""

from __future__ import annotations

import re

from stdnum.it import codicefiscale, iva

from jobcaffe.organisations.enums import Section

# Divisions of ATECO 2007: each section up to and including this one.
_LAST_DIVISION = (
    (3, "A"), (9, "B"), (33, "C"), (35, "D"), (39, "E"), (43, "F"), (47, "G"), (53, "H"), (56, "I"),
    (63, "J"), (66, "K"), (68, "L"), (75, "M"), (82, "N"), (84, "O"), (85, "P"), (88, "Q"), (93, "R"),
    (96, "S"), (98, "T"),
)  # fmt: skip
_MISSING = {4, 34, 40, 44, 48, 54, 57, 67, 76, 83, 89}
_ATECO = re.compile(r"(\d{2})(?:\.(\d{1,2})(?:\.(\d{1,2}))?)?")
_PROVINCE_AND_NUMBER = re.compile(r"([A-Z]{2})[\s-]?(\d{4,8})")


def compact(text: str) -> str:
    """A code without spaces, in capitals; zeros that a spreadsheet lost are put back."""
    found = str(codicefiscale.compact(text))
    return found.zfill(11) if found.isdigit() else found


def is_code(text: str) -> bool:
    """Whether the check digit of a fiscal code (of a body or a person) or VAT number is right."""
    return bool(iva.is_valid(text) if text.isdigit() else codicefiscale.is_valid(text))


def parse_rea(text: str) -> str:
    """``"mi 1234567"`` → ``"MI-1234567"``. Raises ``ValueError`` for anything else but nothing."""
    text = text.strip().upper()
    found = _PROVINCE_AND_NUMBER.fullmatch(text)
    if text and found is None:
        raise ValueError("Scrivi la sigla della provincia e il numero, per esempio MI-1234567.")
    return f"{found[1]}-{found[2]}" if found else ""


def parse_runts(text: str) -> str:
    """The number in the register of the third sector. Raises ``ValueError`` for what is no number."""
    text = re.sub(r"[\s.]", "", text)
    if text and not re.fullmatch(r"\d{1,9}", text):
        raise ValueError("Scrivi solo il numero di iscrizione al RUNTS, per esempio 12345.")
    return text


def parse_ateco(text: str) -> str:
    """A division, group, class or category of ATECO 2007: ``"10"``, ``"10.7"``, ``"10.71"``, ``"10.71.10"``.

    Raises ``ValueError`` for what no division begins.
    """
    text = text.strip()
    if text and (_ATECO.fullmatch(text) is None or not section_of(text)):
        raise ValueError("Scrivi il codice ATECO con i punti, per esempio 10.71 o 10.71.10.")
    return text


def section_of(ateco: str) -> str:
    """The section of a code; empty when no division begins like it."""
    if not ateco[:2].isdigit():
        return ""
    division = int(ateco[:2])
    if division in _MISSING or division == 0:
        return ""
    return next((Section(letter).value for last, letter in _LAST_DIVISION if division <= last), "")

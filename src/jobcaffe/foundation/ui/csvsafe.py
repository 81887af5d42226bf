"""Cells that no spreadsheet takes for a formula."""

from __future__ import annotations

import re

STARTS_FORMULA = re.compile(r"^[\s\u200b\ufeff]*[=+\-@\t\r]")


def safe_cell(value: object) -> str:
    """Text for a CSV cell; a leading ``= + - @``, TAB or CR gets an apostrophe before it.

    The apostrophe is the sign by which spreadsheets keep text as text, so phones with + survive.
    """
    text = "" if value is None else str(value)
    return f"'{text}" if STARTS_FORMULA.match(text) or text[:1] in {"\t", "\r"} else text

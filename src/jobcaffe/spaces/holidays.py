"""Public holidays in Italy: dates from ``data/holidays.toml``, Easter computed."""

from __future__ import annotations

import functools
import tomllib
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from dateutil.easter import easter
from django.utils.translation import gettext, gettext_noop

DATA = Path(__file__).parent / "data" / "holidays.toml"


@functools.cache
def _rows() -> dict[str, Any]:
    return tomllib.loads(DATA.read_text(encoding="utf-8"))


def _fixed(rows: list[dict[str, Any]], year: int) -> dict[date, str]:
    return {date.fromisoformat(f"{year}-{row['day']}"): row["name"] for row in rows if row["since"] <= year}


def of_year(year: int, municipality: str = "") -> dict[date, str]:
    """Holidays of one year with their Italian names, the patron of ``municipality`` included."""
    sunday = easter(year)
    days = {sunday: gettext_noop("Pasqua"), sunday + timedelta(days=1): gettext_noop("Lunedì dell'Angelo")}
    local = [row for row in _rows()["local"] if row["municipality"].casefold() == municipality.casefold()]
    return {**_fixed(local, year), **days, **_fixed(_rows()["national"], year)}


def name_of(day: date, municipality: str = "") -> str:
    """The name of the holiday on ``day`` in the language of who reads, empty on working days."""
    return gettext(of_year(day.year, municipality).get(day, ""))

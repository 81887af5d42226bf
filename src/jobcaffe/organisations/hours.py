"""Opening hours of a common week: as they are typed, kept, said, and told to machines.

Kept as a list of ``[weekday, opens, closes]``: Monday is 0, times are ``"HH:MM"``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

Hours = Sequence[Sequence[int | str]]
DAYS = (
    gettext_lazy("lunedì"), gettext_lazy("martedì"), gettext_lazy("mercoledì"), gettext_lazy("giovedì"),
    gettext_lazy("venerdì"), gettext_lazy("sabato"), gettext_lazy("domenica"),
)  # fmt: skip
BYDAY = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
MOST_SPANS = 3
_TIME = r"(\d{1,2})(?:[:.,h](\d{2}))?"
_SPAN = re.compile(rf"(?:dalle\s+)?{_TIME}\s*(?:-|–|—|alle|a)\s*{_TIME}")


class NotHours(ValueError):
    """What was typed is not an opening time; the message says how to write it."""


def parse_day(text: str) -> list[tuple[str, str]]:
    """``"9-13, 15.30-19"`` → ``[("09:00", "13:00"), ("15:30", "19:00")]``; nothing when it is closed.

    Raises :class:`NotHours` for what is no time, ends before it begins, or overlaps.
    """
    text = text.strip().lower()
    if text in {"", "-", "chiuso", "closed"}:
        return []
    spans = [_span(part.strip()) for part in re.split(r"[;,/]|\be\b", text) if part.strip()]
    if not spans or len(spans) > MOST_SPANS:
        raise NotHours(_("Scrivi gli orari così: 9-13, 15.30-19."))
    for (_opens, closes), (following, _end) in pairwise(spans):
        if following < closes:
            raise NotHours(_("Metti gli orari in ordine: prima la mattina, poi il pomeriggio."))
    return spans


def _span(text: str) -> tuple[str, str]:
    found = _SPAN.fullmatch(text)
    if found is None:
        raise NotHours(_("Scrivi gli orari così: 9-13, 15.30-19."))
    first, last = _clock(found[1], found[2]), _clock(found[3], found[4])
    if first >= last:
        raise NotHours(_("L'ora di chiusura viene dopo quella di apertura."))
    return first, last


def _clock(hour: str, minute: str | None) -> str:
    if int(hour) > 24 or int(minute or 0) > 59 or (int(hour) == 24 and int(minute or 0)):
        raise NotHours(_("Scrivi gli orari così: 9-13, 15.30-19."))
    return f"{int(hour):02d}:{int(minute or 0):02d}"


def of_days(days: Iterable[tuple[int, Sequence[tuple[str, str]]]]) -> list[list[int | str]]:
    """The kept form of what was typed for each weekday."""
    return [[day, opens, closes] for day, spans in sorted(days) for opens, closes in spans]


def typed(hours: Hours, day: int) -> str:
    """One weekday as it would be typed: ``"9-13, 15:30-19"``."""
    return ", ".join(f"{_short(opens)}-{_short(closes)}" for when, opens, closes in hours if when == day)


def _short(clock: int | str) -> str:
    hour, _colon, minute = str(clock).partition(":")
    return str(int(hour)) if minute == "00" else f"{int(hour)}:{minute}"


@dataclass(frozen=True)
class Spell:
    """Weekdays that have the same span of hours."""

    days: tuple[int, ...]
    opens: str
    closes: str

    @property
    def byday(self) -> str:
        """As RFC 5545 writes them: ``"MO,TU"``."""
        return ",".join(BYDAY[day] for day in self.days)


def spells(hours: Hours) -> list[Spell]:
    """The week by equal spans, in the order of the first day."""
    days: dict[tuple[str, str], list[int]] = {}
    for day, opens, closes in hours:
        days.setdefault((str(opens), str(closes)), []).append(int(day))
    found = [Spell(tuple(sorted(when)), *span) for span, when in days.items()]
    return sorted(found, key=lambda spell: (spell.days[0], spell.opens))


def words(hours: Hours) -> list[str]:
    """Lines for people: ``"da lunedì a venerdì: dalle 9 alle 13, dalle 15 alle 18"``."""
    texts = [(_said(hours, day), day) for day in range(7)]
    return [
        f"{_days([day for _text, day in run])}: {text}"
        for text, rows in groupby(texts, key=lambda row: row[0])
        for run in [list(rows)]
        if text
    ]


def _said(hours: Hours, day: int) -> str:
    spans = [{"first": _short(opens), "last": _short(closes)} for when, opens, closes in hours if when == day]
    return ", ".join(_("dalle %(first)s alle %(last)s") % span for span in spans)


def _days(days: list[int]) -> str:
    first, last = str(DAYS[days[0]]), str(DAYS[days[-1]])
    if len(days) == 1:
        return first
    if len(days) == 2:
        return _("%(first)s e %(last)s") % {"first": first, "last": last}
    return _("da %(first)s a %(last)s") % {"first": first, "last": last}

"""Recurring encounters: an RRULE expanded on the wall clock of Europe/Rome.

A group that meets at 18 meets at 18 in July and in December: days are counted without a time zone
and each day's instant is found afterwards (:func:`jobcaffe.spaces.words.wall`).
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time
from itertools import islice

from dateutil.rrule import rrulestr
from django.utils.translation import gettext as _

from jobcaffe.foundation.access import Refused

MOST = 200
DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


def weekly(*, weekdays: Sequence[int], until: date, every: int = 1) -> str:
    """``FREQ=WEEKLY;INTERVAL=2;BYDAY=WE;UNTIL=20261231T235959``: weekdays from 0 (Monday)."""
    days = ",".join(DAYS[day] for day in sorted(set(weekdays)))
    return f"FREQ=WEEKLY;INTERVAL={every};BYDAY={days};UNTIL={until:%Y%m%d}T235959"


def monthly(*, weekday: int, nth: int, until: date) -> str:
    """The ``nth`` weekday of each month; -1 is the last one."""
    return f"FREQ=MONTHLY;BYDAY={nth:+d}{DAYS[weekday]};UNTIL={until:%Y%m%d}T235959"


def days_of(rule: str, first_day: date, starts: time) -> list[date]:
    """The days of a rule, in order. Refused when it is unreadable, endless, empty, or has over 200."""
    try:
        parsed = rrulestr(rule, dtstart=datetime.combine(first_day, starts))
        found = [moment.date() for moment in islice(parsed, MOST + 1)]
    except (ValueError, TypeError) as error:
        raise Refused(_("Non capisco ogni quanto si ripete. Scegli di nuovo i giorni.")) from error
    if len(found) > MOST:
        raise Refused(_("Sono più di 200 date. Scegli una data di fine più vicina."))
    if not found:
        raise Refused(_("Con queste scelte non c'è nessuna data. Controlla i giorni e la fine."))
    return found

"""Days and hours as people say them, in wall-clock time of Europe/Rome."""

from __future__ import annotations

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from jobcaffe.foundation.access import Refused

ROME = ZoneInfo("Europe/Rome")


def local(moment: datetime) -> datetime:
    """The same instant on the wall clock of Europe/Rome."""
    return moment.astimezone(ROME)


def wall(day: date, hour: time) -> datetime:
    """The instant of a wall-clock time in Europe/Rome.

    Raises :class:`Refused` for the hour that does not exist in March and the one that comes twice
    in October: nobody can mean them.
    """
    moment = datetime.combine(day, hour, tzinfo=ROME)
    missing = moment.astimezone(ZoneInfo("UTC")).astimezone(ROME).time() != hour
    if missing or moment.utcoffset() != moment.replace(fold=1).utcoffset():
        raise Refused(
            _("La notte del cambio dell'ora le %(hour)s non sono un'ora sicura. Scegli un altro orario.")
            % {"hour": clock(hour)}
        )
    return moment


def clock(hour: time) -> str:
    """``18`` or ``18:30``."""
    return f"{hour.hour}" if hour.minute == 0 else f"{hour.hour}:{hour.minute:02d}"


def hour_words(moment: datetime) -> str:
    """``9:30``, ``10:00``: an hour among others, as in a timetable."""
    there = local(moment)
    return f"{there.hour}:{there.minute:02d}"


def day_words(day: date, *, year: bool = False) -> str:
    """``mercoledì 9 dicembre``; with the year when it is not this one, or when it is asked."""
    pattern = "l j F Y" if year or day.year != timezone.localdate().year else "l j F"
    return date_words(day, pattern)


def date_words(day: date, pattern: str) -> str:
    """A date in words: days and months are small letters in Italian and capitals in English."""
    text = str(date_format(day, pattern))
    return text.lower() if get_language() == "it" else text


def span_words(starts_at: datetime, ends_at: datetime) -> str:
    """``dalle 18 alle 20``."""
    first, last = local(starts_at).time(), local(ends_at).time()
    return _("dalle %(first)s alle %(last)s") % {"first": clock(first), "last": clock(last)}


def when_words(starts_at: datetime, ends_at: datetime) -> str:
    """``mercoledì 9 dicembre, dalle 18 alle 20``."""
    return f"{day_words(local(starts_at).date())}, {span_words(starts_at, ends_at)}"

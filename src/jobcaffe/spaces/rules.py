"""When a room may be used, and who may say so."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.utils.translation import gettext as _

from jobcaffe.foundation import access
from jobcaffe.foundation.access import Reach, Refused
from jobcaffe.foundation.journal.actions import SYSTEM
from jobcaffe.spaces.models import Closure, OpeningHours, Room
from jobcaffe.spaces.words import clock, local

SHORTEST = timedelta(minutes=15)
LONGEST = timedelta(hours=12)


def permit(actor: object, capability: str) -> Reach:
    """The reach of ``actor``; the house's own jobs reach everything. Raises :class:`Refused`."""
    return Reach.ALL if actor is SYSTEM else access.require(actor, capability)


@dataclass(frozen=True)
class Timetable:
    """When a place can be used: weekly intervals and closed days, read once and asked many times."""

    hours: tuple[tuple[int, time, time], ...]
    closures: tuple[tuple[date, date, str], ...]

    @classmethod
    def of(cls, room: Room) -> Timetable:
        """Two queries."""
        hours = OpeningHours.objects.filter(place=room.place_id)
        closures = Closure.objects.filter(place=room.place_id)
        return cls(
            _joined([(row.weekday, row.opens, row.closes) for row in hours]),
            tuple((row.first_day, row.last_day, row.why) for row in closures),
        )

    def closed_on(self, day: date) -> str | None:
        """Why the place is closed on ``day`` (may be empty text); ``None`` when it is not."""
        return next((why for first, last, why in self.closures if first <= day <= last), None)

    def on(self, day: date) -> list[tuple[time, time]]:
        """Open intervals of a day, closures not counted."""
        return [(opens, closes) for weekday, opens, closes in self.hours if weekday == day.weekday()]

    def holds(self, starts_at: datetime, ends_at: datetime) -> bool:
        """Whether the place is open all the time. A place whose hours nobody wrote is never shut."""
        first, last = local(starts_at), local(ends_at)
        if self.closed_on(first.date()) is not None or self.closed_on(last.date()) is not None:
            return False
        if not self.hours:
            return True
        return first.date() == last.date() and any(
            opens <= first.time() and last.time() <= closes for opens, closes in self.on(first.date())
        )


def _joined(rows: Sequence[tuple[int, time, time]]) -> tuple[tuple[int, time, time], ...]:
    """Intervals that touch become one: 9-13 at the desk and 13-22 for rooms are 9-22."""
    found: list[tuple[int, time, time]] = []
    for weekday, opens, closes in sorted(rows):
        if found and found[-1][0] == weekday and opens <= found[-1][2]:
            found[-1] = (weekday, found[-1][1], max(closes, found[-1][2]))
        else:
            found.append((weekday, opens, closes))
    return tuple(found)


def check_slot(room: Room, starts_at: datetime, ends_at: datetime, table: Timetable) -> None:
    """Raises :class:`Refused` when the room is not in use, or the time is too short, long or closed."""
    if not room.active:
        raise Refused(_("Questa sala non si usa più. Scegli un'altra sala."))
    # Lengths are taken between instants: a night across the clock change lasts what it lasts.
    length = ends_at - starts_at
    if length < SHORTEST:
        raise Refused(_("Una prenotazione dura almeno 15 minuti. Controlla l'ora di fine."))
    if length > LONGEST:
        raise Refused(_("Una prenotazione dura al massimo 12 ore. Controlla l'ora di fine."))
    if not table.holds(starts_at, ends_at):
        raise Refused(_why_shut(local(starts_at).date(), table))


def _why_shut(day: date, table: Timetable) -> str:
    why = table.closed_on(day)
    if why is not None:
        reason = f" ({why})" if why else ""
        return _("Quel giorno siamo chiusi%(reason)s. Scegli un altro giorno.") % {"reason": reason}
    spans = [f"{clock(opens)}-{clock(closes)}" for opens, closes in table.on(day)]
    if not spans:
        return _("Quel giorno della settimana siamo chiusi. Scegli un altro giorno.")
    return _("Quel giorno siamo aperti così: %(spans)s. Scegli un orario dentro questi.") % {
        "spans": ", ".join(spans)
    }

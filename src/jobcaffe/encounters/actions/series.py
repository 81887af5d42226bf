"""Recurring encounters: what would happen on each date, then all of it at once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from jobcaffe.encounters import recurrence
from jobcaffe.encounters.actions.planning import Details, plan_one, set_leaders
from jobcaffe.encounters.models import Encounter, Series
from jobcaffe.foundation.access import Refused
from jobcaffe.foundation.db.once import made_before
from jobcaffe.foundation.journal.actions import Actor, Line, record, record_many
from jobcaffe.spaces import holidays, words
from jobcaffe.spaces import queries as rooms
from jobcaffe.spaces.actions import RoomTaken, lock_room
from jobcaffe.spaces.models import Place, Room
from jobcaffe.spaces.queries import Slot
from jobcaffe.spaces.rules import Timetable, check_slot, permit


@dataclass(frozen=True)
class Occurrence:
    """One date of a series. ``skipped`` says why it is left out; ``problem`` why it cannot be held."""

    day: date
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    skipped: str = ""
    problem: str = ""
    alternatives: list[Slot] = field(default_factory=list)

    @property
    def label(self) -> str:
        """The day in words."""
        return words.day_words(self.day)


@dataclass(frozen=True)
class Choice:
    """What to do on a date whose room is taken: another room or time."""

    room_id: UUID
    starts_at: datetime


class SeriesBlocked(Refused):
    """Some dates cannot be held as asked; ``occurrences`` say which, and what is free instead."""

    def __init__(self, occurrences: list[Occurrence]) -> None:
        self.occurrences = occurrences
        days = ", ".join(row.label for row in occurrences if row.problem)
        super().__init__(
            _("Non ho salvato niente. In queste date la sala non va bene: %(days)s. Scegli data per data.")
            % {"days": days}
        )


def plan_series(
    *, details: Details, rule: str, first_day: date, starts: time, minutes: int
) -> list[Occurrence]:
    """Every date of the rule with its wall-clock hour, holidays and closures left out with a word.

    Refused when the rule is unreadable or endless, or the length is not between 15 minutes and 12 hours.
    """
    room = (
        Room.objects.select_related("place").filter(pk=details.room_id).first() if details.room_id else None
    )
    place = room.place if room else _place(details)
    town = place.municipality if place else ""
    table = Timetable.of(room) if room else None
    days = recurrence.days_of(rule, first_day, starts)
    return [_occurrence(day, starts, minutes, room, town, table, details.seats or 0) for day in days]


def _place(details: Details) -> Place | None:
    return Place.objects.filter(pk=details.place_id).first() if details.place_id else None


def _occurrence(
    day: date, starts: time, minutes: int, room: Room | None, town: str, table: Timetable | None, seats: int
) -> Occurrence:
    skipped = _why_skipped(day, town, table)
    if skipped:
        return Occurrence(day, skipped=skipped)
    try:
        starts_at = words.wall(day, starts)
        # Two hours on the wall clock: the day of the change keeps both its hours.
        last = datetime.combine(day, starts) + timedelta(minutes=minutes)
        ends_at = words.wall(last.date(), last.time())
    except Refused as refusal:
        return Occurrence(day, skipped=str(refusal))
    occurrence = Occurrence(day, starts_at, ends_at)
    return _with_room(occurrence, room, table, seats, starts_at, ends_at) if room and table else occurrence


def _why_skipped(day: date, town: str, table: Timetable | None) -> str:
    holiday = holidays.name_of(day, town)
    if holiday:
        return _("festa: %(name)s") % {"name": holiday}
    closed = table.closed_on(day) if table else None
    if closed is None:
        return ""
    return _("chiusura: %(why)s") % {"why": closed} if closed else _("giorno di chiusura")


def _with_room(
    occurrence: Occurrence, room: Room, table: Timetable, seats: int, starts_at: datetime, ends_at: datetime
) -> Occurrence:
    try:
        check_slot(room, starts_at, ends_at, table)
        if rooms.held(room.pk, starts_at, ends_at).exists():
            raise RoomTaken(room, starts_at, ends_at)
    except Refused as refusal:
        slots = rooms.alternatives(room, starts_at, ends_at, seats=seats)
        same_day = [slot for slot in slots if words.local(slot.starts_at).date() == occurrence.day]
        return replace(occurrence, problem=str(refusal), alternatives=same_day or slots)
    return occurrence


@transaction.atomic
def create_series(
    *,
    actor: Actor,
    details: Details,
    rule: str,
    first_day: date,
    starts: time,
    minutes: int,
    skip_taken: bool = False,
    choices: Mapping[date, Choice] | None = None,
    request_key: UUID | None = None,
) -> list[Encounter]:
    """Make every encounter of a series with its room, in one go. A second press gives the same ones.

    When a room is taken on some dates, nothing is saved and :class:`SeriesBlocked` says which dates
    and what is free; ``choices`` names another room or time for such a date, and with
    ``skip_taken`` the dates without a choice are left out.
    """
    reach = permit(actor, "encounter.write")
    twice = made_before(Series, request_key)
    if twice is not None:
        return list(twice.encounters.all())
    details = details.checked()
    chosen = choices or {}
    _lock_rooms(details, chosen)
    plan = plan_series(details=details, rule=rule, first_day=first_day, starts=starts, minutes=minutes)
    if any(row.problem and row.day not in chosen for row in plan) and not skip_taken:
        raise SeriesBlocked(plan)
    series = Series.objects.create(
        title=details.title,
        rrule=rule,
        first_day=first_day,
        starts=starts,
        minutes=minutes,
        request_key=request_key,
    )
    made = [
        plan_one(actor, where, start, end, series=series)
        for where, start, end in _dates(plan, details, chosen, minutes)
    ]
    if not made:
        raise Refused(_("Non resta nessuna data. Scegli altri giorni o un'altra sala."))
    for encounter in made:
        set_leaders(actor, encounter, details.leader_ids, reach)
    record(actor, "series.create", series)
    record_many(actor, [Line("encounter.create", "encounters.encounter", str(row.pk)) for row in made])
    return made


def _lock_rooms(details: Details, chosen: Mapping[date, Choice]) -> None:
    """All rooms of the series at once and in one order, so that two series never wait for each other."""
    wanted = {choice.room_id for choice in chosen.values()}
    if details.room_id:
        wanted.add(details.room_id)
    for room_id in sorted(wanted, key=str):
        lock_room(room_id)


def _dates(
    plan: list[Occurrence], details: Details, chosen: Mapping[date, Choice], minutes: int
) -> list[tuple[Details, datetime, datetime]]:
    found = []
    for row in plan:
        if row.starts_at is None or row.ends_at is None:
            continue
        choice = chosen.get(row.day)
        if choice and row.problem:
            end = choice.starts_at + timedelta(minutes=minutes)
            found.append((replace(details, room_id=choice.room_id), choice.starts_at, end))
        elif not row.problem:
            found.append((details, row.starts_at, row.ends_at))
    return found

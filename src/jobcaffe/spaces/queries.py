"""Every read of places, rooms and bookings."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import count, islice
from uuid import UUID

from django.db.models import Prefetch, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from jobcaffe.foundation import access
from jobcaffe.spaces import words
from jobcaffe.spaces.models import Booking, Closure, OpeningHours, Place, Room
from jobcaffe.spaces.rules import LONGEST, SHORTEST, Timetable

STEP = timedelta(minutes=30)
REACH_DAYS = 7
AT_MOST = 3


@dataclass(frozen=True)
class Slot:
    """A free room at a time, with the words for a button."""

    room_id: UUID
    room_name: str
    starts_at: datetime
    ends_at: datetime

    @property
    def label(self) -> str:
        """``Sala grande, mercoledì 9 dicembre, dalle 18 alle 20``."""
        return f"{self.room_name}, {words.when_words(self.starts_at, self.ends_at)}"


def visible_to(user: object) -> QuerySet[Room]:
    """Rooms that ``user`` may see: all of them for those who work here, none for others."""
    rooms = Room.objects.select_related("place")
    return rooms if access.allows(user, "room.read") else rooms.none()


def room_of(user: object, room_id: UUID) -> Room | None:
    """One room, ``None`` when it is not there or not to be seen."""
    return visible_to(user).filter(pk=room_id).first()


def places() -> QuerySet[Place]:
    """Places with their weekly hours and the closures still to come; open to everybody."""
    coming = Closure.objects.filter(last_day__gte=timezone.localdate())
    return Place.objects.prefetch_related("hours", Prefetch("closures", coming))


def held(
    room_id: UUID, starts_at: datetime, ends_at: datetime, *, ignore: UUID | None = None
) -> QuerySet[Booking]:
    """Bookings that keep the room at some time between the two instants, but for ``ignore``."""
    rows = Booking.objects.filter(
        room=room_id, state=Booking.State.HELD, starts_at__lt=ends_at, ends_at__gt=starts_at
    )
    return rows.exclude(pk=ignore) if ignore else rows


def bookings_between(user: object, first: date, last: date) -> dict[UUID, list[Booking]]:
    """Held bookings by room, from one local day to another, both included. One query."""
    start = words.local(datetime.combine(first, datetime.min.time(), tzinfo=words.ROME))
    end = datetime.combine(last + timedelta(days=1), datetime.min.time(), tzinfo=words.ROME)
    rows = Booking.objects.filter(
        room__in=visible_to(user), state=Booking.State.HELD, starts_at__lt=end, ends_at__gt=start
    ).select_related("booked_by", "encounter")
    by_room: dict[UUID, list[Booking]] = defaultdict(list)
    for row in rows.order_by("starts_at"):
        by_room[row.room_id].append(row)
    return by_room


def loose_booking(user: object, booking_id: UUID) -> Booking | None:
    """A held booking that belongs to no encounter; ``None`` when it is not there or not to be seen."""
    rows = Booking.objects.filter(room__in=visible_to(user), state=Booking.State.HELD, encounter=None)
    return rows.select_related("room__place", "booked_by").filter(pk=booking_id).first()


def alternatives(
    room: Room, starts_at: datetime, ends_at: datetime, *, seats: int = 0, ignore: UUID | None = None
) -> list[Slot]:
    """The nearest free times of the same room, then other rooms with enough seats at the same time.

    At most three of each. ``ignore`` is a booking that would be given up (when moving it).
    """
    near = islice(_near_times(room, starts_at, ends_at, ignore), AT_MOST)
    return [*near, *_other_rooms(room, starts_at, ends_at, seats)]


def _near_times(room: Room, starts_at: datetime, ends_at: datetime, ignore: UUID | None) -> Iterator[Slot]:
    """Same room, same length, nearer first; half-hour steps for a week both ways; never in the past."""
    length, table, now = ends_at - starts_at, Timetable.of(room), timezone.now()
    if not room.active or not SHORTEST <= length <= LONGEST:
        return
    reach = timedelta(days=REACH_DAYS)
    taken = [
        (row.starts_at, row.ends_at)
        for row in held(room.pk, starts_at - reach, ends_at + reach, ignore=ignore)
    ]
    for steps in count(0):
        if steps * STEP > reach:
            return
        for shift in {steps * STEP: None, -steps * STEP: None}:
            first, last = starts_at + shift, ends_at + shift
            free = all(last <= start or end <= first for start, end in taken)
            if first > now and free and table.holds(first, last):
                yield Slot(room.pk, room.name, first, last)


def _other_rooms(room: Room, starts_at: datetime, ends_at: datetime, seats: int) -> list[Slot]:
    """Rooms that are free at that time, the smallest that suffices first, the same place before others."""
    busy = Booking.objects.filter(
        state=Booking.State.HELD, starts_at__lt=ends_at, ends_at__gt=starts_at
    ).values("room")
    rooms = Room.objects.filter(active=True, capacity__gte=seats).exclude(pk=room.pk).exclude(pk__in=busy)
    ranked = sorted(rooms, key=lambda other: (other.place_id != room.place_id, other.capacity, other.name))
    open_rooms = (other for other in ranked if Timetable.of(other).holds(starts_at, ends_at))
    return [Slot(other.pk, other.name, starts_at, ends_at) for other in islice(open_rooms, AT_MOST)]


def hours_in_words(place: Place, *, desk: bool | None = None) -> list[str]:
    """``da lunedì a venerdì: 9-13, 14-18``: days in a row with the same hours are one line.

    ``desk=True`` for the desk's hours only.
    """
    by_day: dict[int, list[str]] = defaultdict(list)
    for row in sorted(place.hours.all(), key=lambda row: (row.weekday, row.opens)):
        if desk is None or row.desk == desk:
            by_day[row.weekday].append(f"{words.clock(row.opens)}-{words.clock(row.closes)}")
    return [f"{_days_words(days)}: {', '.join(by_day[days[0]])}" for days in _runs(by_day)]


def _runs(by_day: dict[int, list[str]]) -> list[list[int]]:
    """Weekdays in order, those in a row with the same hours together."""
    runs: list[list[int]] = []
    for day in sorted(by_day):
        before = runs[-1][-1] if runs else None
        if before is not None and before == day - 1 and by_day[before] == by_day[day]:
            runs[-1].append(day)
        else:
            runs.append([day])
    return runs


def _days_words(days: list[int]) -> str:
    """``lunedì``, or ``da lunedì a venerdì``."""
    first, last = weekday_name(days[0]), weekday_name(days[-1])
    return str(_("da %(first)s a %(last)s") % {"first": first, "last": last} if days[1:] else first)


def weekday_name(weekday: int) -> str:
    """``lunedì`` for 0."""
    names = (_("lunedì"), _("martedì"), _("mercoledì"), _("giovedì"), _("venerdì"), _("sabato"))
    return (*names, _("domenica"))[weekday]


def hours_rows(place_id: UUID) -> QuerySet[OpeningHours]:
    """The weekly hours of a place, to be managed."""
    return OpeningHours.objects.filter(place=place_id)

"""Times at which a coffee can be had: the house is open and a small room is free."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID

from django.utils import timezone

from jobcaffe.network.tables.rules import LENGTH, SEATS
from jobcaffe.spaces import words
from jobcaffe.spaces.models import Booking, Room
from jobcaffe.spaces.rules import Timetable

FIRST_DAY, DAYS = 3, 21
HOURS = (time(9, 30), time(11), time(14, 30), time(16, 30), time(18))
SATURDAY = 5
MOST, MOST_A_DAY = 12, 2


@dataclass(frozen=True)
class Slot:
    """A room that is free for a coffee. ``value`` is what a form sends back."""

    room: Room
    starts_at: datetime
    ends_at: datetime

    @property
    def value(self) -> str:
        """``<room>|<instant>``."""
        return f"{self.room.pk}|{self.starts_at.isoformat()}"

    @property
    def label(self) -> str:
        """``giovedì 26 novembre, dalle 9:30 alle 10:15``."""
        return words.when_words(self.starts_at, self.ends_at)


def read_slot(value: str) -> tuple[UUID, datetime] | None:
    """Room and start of a :attr:`Slot.value`; ``None`` when it is not one."""
    room, _bar, moment = value.partition("|")
    try:
        key, starts = UUID(room), datetime.fromisoformat(moment)
    except ValueError:
        return None
    return (key, starts) if starts.tzinfo else None


def rooms() -> list[Room]:
    """Rooms for a coffee, the smallest first."""
    return list(
        Room.objects.filter(active=True, capacity__gte=SEATS)
        .select_related("place")
        .order_by("capacity", "pk")
    )


def free_times(today: date | None = None) -> list[Slot]:
    """The next free times, two a day at most; each with the smallest room that is free."""
    first = (today or timezone.localdate()) + timedelta(days=FIRST_DAY)
    found: list[Slot] = []
    free = _Free(first, first + timedelta(days=DAYS))
    for number in range(DAYS):
        day = first + timedelta(days=number)
        if day.weekday() < SATURDAY:
            # Not always the same hours: one day the first ones, the next day the later ones.
            turned = HOURS[number % len(HOURS) :] + HOURS[: number % len(HOURS)]
            slots = [slot for hour in turned if (slot := free(words.wall(day, hour)))]
            found += sorted(slots[:MOST_A_DAY], key=lambda slot: slot.starts_at)
    return found[:MOST]


class _Free:
    """What is open and held in some days, read once."""

    def __init__(self, first: date, last: date) -> None:
        self.rooms = rooms()
        self.tables = {one.place_id: one for one in reversed(self.rooms)}
        self.hours = {place: Timetable.of(room) for place, room in self.tables.items()}
        self.held: dict[UUID, list[tuple[datetime, datetime]]] = defaultdict(list)
        start, end = words.wall(first, time(0)), words.wall(last, time(0))
        rows = Booking.objects.filter(state=Booking.State.HELD, starts_at__lt=end, ends_at__gt=start)
        for room, begins, ends in rows.values_list("room_id", "starts_at", "ends_at"):
            self.held[room].append((begins, ends))

    def __call__(self, starts_at: datetime) -> Slot | None:
        """The smallest free room at that time."""
        ends_at = starts_at + LENGTH
        return next(
            (Slot(room, starts_at, ends_at) for room in self.rooms if self.is_free(room, starts_at, ends_at)),
            None,
        )

    def is_free(self, room: Room, starts_at: datetime, ends_at: datetime) -> bool:
        """Open all the time, and held by nobody."""
        clash = any(begins < ends_at and starts_at < ends for begins, ends in self.held[room.pk])
        return not clash and self.hours[room.place_id].holds(starts_at, ends_at)


def still_free(times: Iterable[tuple[datetime, datetime]]) -> set[datetime]:
    """Of some times, those at which some room for a coffee is still free."""
    wanted = list(times)
    if not wanted:
        return set()
    first = min(words.local(start).date() for start, _end in wanted)
    last = max(words.local(start).date() for start, _end in wanted) + timedelta(days=1)
    free = _Free(first, last)
    return {start for start, end in wanted if any(free.is_free(room, start, end) for room in free.rooms)}

"""Every write of places, rooms and bookings.

Two people never hold the same room: whoever books first locks the room's row, the second waits,
sees the booking and is told what else is free. Under that lock lies the database's own guard
(``guard.py``).
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from jobcaffe.foundation.access import Refused
from jobcaffe.foundation.accounts.models import User
from jobcaffe.foundation.db.once import made_before
from jobcaffe.foundation.journal.actions import Actor, record
from jobcaffe.spaces import queries, words
from jobcaffe.spaces.models import Booking, Closure, OpeningHours, Place, Room
from jobcaffe.spaces.rules import Timetable, check_slot, permit

NEUTRAL_TITLE = "Incontro"


class RoomTaken(Refused):
    """The room is held by somebody else; ``alternatives`` are the nearest free ones."""

    def __init__(self, room: Room, starts_at: datetime, ends_at: datetime) -> None:
        self.room, self.starts_at, self.ends_at = room, starts_at, ends_at
        self.alternatives: list[queries.Slot] = []
        super().__init__(
            _("%(room)s è già prenotata %(when)s. Scegli un altro orario o un'altra sala.")
            % {"room": room.name, "when": words.when_words(starts_at, ends_at)}
        )


def book(
    *,
    actor: Actor,
    room_id: UUID,
    starts_at: datetime,
    ends_at: datetime,
    title: str = NEUTRAL_TITLE,
    request_key: UUID | None = None,
    seats: int = 0,
) -> Booking:
    """Hold a room. A second press of the same button (same ``request_key``) gives the same booking.

    Refused when the actor may not book, when the room is out of use, closed or the time is not
    between 15 minutes and 12 hours, and, as :class:`RoomTaken` with alternatives, when it is held.
    """
    permit(actor, "room.book")
    starts_at, ends_at = _whole_minutes(starts_at, ends_at)
    try:
        with transaction.atomic():
            twice = made_before(Booking, request_key)
            if twice is not None:
                return twice
            room = lock_room(room_id)
            check_slot(room, starts_at, ends_at, Timetable.of(room))
            ensure_free(room, starts_at, ends_at)
            booking = Booking(
                room=room,
                starts_at=starts_at,
                ends_at=ends_at,
                title=title.strip() or NEUTRAL_TITLE,
                booked_by=actor if isinstance(actor, User) else None,
                request_key=request_key,
            )
            booking.save(force_insert=True)
            record(actor, "room.book", booking)
            return booking
    except IntegrityError as error:
        taken = _explained(error, room_id, starts_at, ends_at)
    except RoomTaken as refusal:
        taken = refusal
    # Outside the transaction: nobody waits while alternatives are looked for.
    taken.alternatives = queries.alternatives(taken.room, starts_at, ends_at, seats=seats)
    raise taken


def move(
    *,
    actor: Actor,
    booking_id: UUID,
    room_id: UUID,
    starts_at: datetime,
    ends_at: datetime,
    seats: int = 0,
) -> Booking:
    """Move a held booking to another time or room; the old one is free from that moment.

    Refused like :func:`book`, and when the booking was cancelled.
    """
    permit(actor, "room.book")
    starts_at, ends_at = _whole_minutes(starts_at, ends_at)
    try:
        with transaction.atomic():
            room, booking = _lock_both(room_id, booking_id)
            if booking.state != Booking.State.HELD:
                raise Refused(_("Questa prenotazione è stata annullata. Fanne una nuova."))
            _own_or_manager(actor, booking)
            check_slot(room, starts_at, ends_at, Timetable.of(room))
            ensure_free(room, starts_at, ends_at, ignore=booking.pk)
            booking.room, booking.starts_at, booking.ends_at = room, starts_at, ends_at
            booking.save(update_fields=["room", "starts_at", "ends_at"])
            record(actor, "room.move", booking, fields=["room", "starts_at", "ends_at"])
            return booking
    except IntegrityError as error:
        taken = _explained(error, room_id, starts_at, ends_at)
    except RoomTaken as refusal:
        taken = refusal
    taken.alternatives = queries.alternatives(taken.room, starts_at, ends_at, seats=seats, ignore=booking_id)
    raise taken


@transaction.atomic
def cancel(*, actor: Actor, booking_id: UUID) -> Booking:
    """Give a room back. A second press changes nothing. Refused for somebody else's booking."""
    permit(actor, "room.book")
    booking = _booking_locked(booking_id)
    _own_or_manager(actor, booking)
    if booking.state == Booking.State.HELD:
        booking.state = Booking.State.CANCELLED
        booking.save(update_fields=["state"])
        record(actor, "room.cancel", booking, fields=["state"])
    return booking


def lock_room(room_id: UUID) -> Room:
    """The room with its row locked until the transaction ends. Refused when there is none."""
    room = Room.objects.select_for_update(of=("self",)).select_related("place").filter(pk=room_id).first()
    if room is None:
        raise Refused(_("Questa sala non c'è più. Scegli un'altra sala."))
    return room


def ensure_free(room: Room, starts_at: datetime, ends_at: datetime, *, ignore: UUID | None = None) -> None:
    """Raises :class:`RoomTaken` when another held booking is in the way. Call under the room's lock."""
    if queries.held(room.pk, starts_at, ends_at, ignore=ignore).exists():
        raise RoomTaken(room, starts_at, ends_at)


def _explained(error: IntegrityError, room_id: UUID, starts_at: datetime, ends_at: datetime) -> RoomTaken:
    """What the database's guard refused, as the same refusal; other errors go on."""
    if "room_held_once" not in str(error):
        raise error
    return RoomTaken(Room.objects.select_related("place").get(pk=room_id), starts_at, ends_at)


def _whole_minutes(*moments: datetime) -> list[datetime]:
    return [moment.replace(second=0, microsecond=0) for moment in moments]


def _booking_locked(booking_id: UUID) -> Booking:
    booking = Booking.objects.select_for_update().filter(pk=booking_id).first()
    if booking is None:
        raise Refused(_("Questa prenotazione non c'è più."))
    return booking


def _lock_both(room_id: UUID, booking_id: UUID) -> tuple[Room, Booking]:
    """The new room before the booking: the same order as everybody who books."""
    room = lock_room(room_id)
    return room, _booking_locked(booking_id)


def _own_or_manager(actor: Actor, booking: Booking) -> None:
    """Own bookings, or those of anybody for the desk and the coordinator."""
    roles = getattr(actor, "roles", {"coordinator"})
    if booking.booked_by_id not in {None, actor.actor_ref} and not roles & {"desk", "coordinator"}:
        raise Refused(_("Questa prenotazione è di un'altra persona. Chiedi a chi l'ha fatta."))


@transaction.atomic
def save_place(
    *, actor: Actor, place_id: UUID, name: str, address: str, municipality: str, phone: str, how_to_reach: str
) -> Place:
    """Change a place. Refused to all but the coordinator."""
    permit(actor, "room.manage")
    place = Place.objects.select_for_update().get(pk=place_id)
    place.name, place.address, place.municipality = name, address, municipality
    place.phone, place.how_to_reach = phone, how_to_reach
    place.save()
    record(actor, "place.update", place)
    return place


@transaction.atomic
def save_room(
    *,
    actor: Actor,
    place_id: UUID,
    name: str,
    capacity: int,
    features: Sequence[str] = (),
    active: bool = True,
    room_id: UUID | None = None,
) -> Room:
    """Add a room, or change it. Refused when the place has another room with this name, and when a
    room with coming bookings is put out of use: move them first.
    """
    permit(actor, "room.manage")
    room = lock_room(room_id) if room_id else Room(place_id=place_id)
    if Room.objects.filter(place=place_id, name__iexact=name).exclude(pk=room.pk).exists():
        raise Refused(_("In questo luogo c'è già una sala con questo nome. Scegline un altro."))
    if not active and _coming(room):
        raise Refused(_("La sala ha ancora prenotazioni. Spostale prima di metterla fuori uso."))
    room.place_id, room.name, room.capacity = place_id, name, capacity
    room.features, room.active = list(features), active
    room.save()
    record(actor, "room.update" if room_id else "room.create", room)
    return room


def _coming(room: Room) -> bool:
    return Booking.objects.filter(room=room, state=Booking.State.HELD, ends_at__gt=timezone.now()).exists()


@transaction.atomic
def add_hours(
    *, actor: Actor, place_id: UUID, weekday: int, opens: time, closes: time, desk: bool = False
) -> OpeningHours:
    """Add an interval of opening; the same twice stays one. Refused when it ends before it starts."""
    permit(actor, "room.manage")
    if closes <= opens:
        raise Refused(_("L'ora di chiusura viene dopo quella di apertura. Controlla gli orari."))
    row, made = OpeningHours.objects.get_or_create(
        place_id=place_id, weekday=weekday, opens=opens, closes=closes, desk=desk
    )
    if made:
        record(actor, "hours.create", row)
    return row


@transaction.atomic
def remove_hours(*, actor: Actor, hours_id: int) -> None:
    """Take an interval of opening away; bookings already made stay. A second press changes nothing."""
    permit(actor, "room.manage")
    row = OpeningHours.objects.select_for_update().filter(pk=hours_id).first()
    if row is not None:
        record(actor, "hours.remove", row)
        row.delete()


@transaction.atomic
def add_closure(
    *, actor: Actor, place_id: UUID, first_day: date, last_day: date, why: str = ""
) -> tuple[Closure, int]:
    """Close a place for some days; also says how many held bookings fall into them, to be moved."""
    permit(actor, "room.manage")
    if last_day < first_day:
        raise Refused(_("L'ultimo giorno viene dopo il primo. Controlla le date."))
    row, made = Closure.objects.get_or_create(
        place_id=place_id, first_day=first_day, last_day=last_day, defaults={"why": why}
    )
    if made:
        record(actor, "closure.create", row)
    start = datetime.combine(first_day, time.min, tzinfo=words.ROME)
    end = datetime.combine(last_day, time.max, tzinfo=words.ROME)
    inside = Booking.objects.filter(
        room__place=place_id, state=Booking.State.HELD, starts_at__lte=end, ends_at__gte=start
    )
    return row, inside.count()


@transaction.atomic
def remove_closure(*, actor: Actor, closure_id: int) -> None:
    """Open again. A second press changes nothing."""
    permit(actor, "room.manage")
    row = Closure.objects.select_for_update().filter(pk=closure_id).first()
    if row is not None:
        record(actor, "closure.remove", row)
        row.delete()

"""Making, changing, moving and cancelling encounters."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from jobcaffe.encounters import messages, queries, rules
from jobcaffe.encounters.enums import Action, Kind, State
from jobcaffe.encounters.models import Encounter, Series
from jobcaffe.foundation.access import Reach, Refused
from jobcaffe.foundation.accounts.models import User
from jobcaffe.foundation.db.once import made_before
from jobcaffe.foundation.journal.actions import Actor, record
from jobcaffe.spaces import actions as spaces
from jobcaffe.spaces.models import Booking
from jobcaffe.spaces.rules import permit


@dataclass(frozen=True)
class Details:
    """What an encounter is, apart from when. ``action`` is a code of the plan (``A2``)."""

    kind: str
    action: str
    title: str
    summary: str = ""
    first_time: str = ""
    welcomes: str = ""
    public: bool = False
    confidential: bool = False
    place_id: UUID | None = None
    room_id: UUID | None = None
    seats: int | None = None
    leader_ids: tuple[UUID, ...] = ()

    def checked(self) -> Details:
        """Stripped. Refused when a choice is unknown, when it is both public and confidential, and for a
        meeting of a mutual-aid group with names: one forgotten tick would tell who goes there.
        """
        title = self.title.strip()
        if not title or self.kind not in Kind.values or self.action not in Action.values:
            raise Refused(_("Mancano il titolo, il tipo o l'azione. Completali e salva di nuovo."))
        if self.public and self.confidential:
            raise Refused(_("Un incontro riservato non può stare sul sito. Togli una delle due scelte."))
        if self.kind == Kind.GROUP and self.action == Action.AMA and not self.confidential:
            raise Refused(
                _("Un gruppo di mutuo aiuto si incontra senza nomi. Spunta «riservato» o cambia il tipo.")
            )
        return replace(self, title=title)


@transaction.atomic
def create_encounter(
    *,
    actor: Actor,
    details: Details,
    starts_at: datetime,
    ends_at: datetime,
    request_key: UUID | None = None,
) -> Encounter:
    """Plan an encounter and hold its room, both or neither. A second press gives the same encounter.

    Refused without the right, with wrong details, more seats than the room has, and, as
    ``RoomTaken`` with alternatives, when the room is held.
    """
    reach = permit(actor, "encounter.write")
    twice = made_before(Encounter, request_key)
    if twice is not None:
        return twice
    encounter = plan_one(actor, details.checked(), starts_at, ends_at, request_key=request_key)
    set_leaders(actor, encounter, details.leader_ids, reach)
    record(actor, "encounter.create", encounter)
    return encounter


def plan_one(
    actor: Actor,
    details: Details,
    starts_at: datetime,
    ends_at: datetime,
    *,
    series: Series | None = None,
    request_key: UUID | None = None,
) -> Encounter:
    """Room and row, inside the caller's transaction and without its journal row."""
    if ends_at <= starts_at:
        raise Refused(_("L'ora di fine viene dopo l'ora di inizio. Controlla gli orari."))
    booking = _hold(actor, details, starts_at, ends_at)
    return Encounter.objects.create(
        **_columns(details, booking),
        booking=booking,
        starts_at=starts_at,
        ends_at=ends_at,
        series=series,
        request_key=request_key,
    )


def _columns(details: Details, booking: Booking | None) -> dict[str, object]:
    place = booking.room.place_id if booking else details.place_id
    return {
        "kind": details.kind,
        "action": details.action,
        "title": details.title,
        "summary": details.summary,
        "first_time": details.first_time,
        "welcomes": details.welcomes,
        "public": details.public,
        "confidential": details.confidential,
        "place_id": place,
        "room_id": details.room_id,
        "seats": details.seats,
    }


def _hold(actor: Actor, details: Details, starts_at: datetime, ends_at: datetime) -> Booking | None:
    """The room's booking has the same neutral title for every encounter."""
    if details.room_id is None:
        return None
    booking = spaces.book(
        actor=actor,
        room_id=details.room_id,
        starts_at=starts_at,
        ends_at=ends_at,
        seats=details.seats or 0,
    )
    if details.seats and details.seats > booking.room.capacity:
        raise Refused(
            _("In %(room)s ci stanno %(capacity)s persone. Metti meno posti o scegli un'altra sala.")
            % {"room": booking.room.name, "capacity": booking.room.capacity}
        )
    return booking


def set_leaders(actor: Actor, encounter: Encounter, chosen: Iterable[UUID], reach: Reach) -> None:
    """Who leads. Somebody who reaches only her own encounters always leads what she makes."""
    allowed = list(queries.leaders_to_choose().filter(pk__in=list(chosen)))
    if (reach is Reach.OWN or (encounter.confidential and not allowed)) and isinstance(actor, User):
        allowed.append(actor)
    encounter.leaders.set(allowed)


@transaction.atomic
def update_encounter(*, actor: Actor, encounter_id: UUID, details: Details) -> Encounter:
    """Change what an encounter is (not when or in which room: see :func:`move_encounter`).

    Refused when cancelled, when fewer seats are left than persons expected, when an encounter that
    already has names is made confidential, and when a confidential one would be shown to all.
    """
    encounter = rules.locked(actor, encounter_id, "encounter.write")
    if encounter.state == State.CANCELLED:
        rules.still_planned(encounter)
    details = details.checked()
    _check_change(encounter, details)
    names = (
        "kind",
        "action",
        "title",
        "summary",
        "first_time",
        "welcomes",
        "public",
        "confidential",
        "seats",
    )
    changed = [name for name in names if getattr(encounter, name) != getattr(details, name)]
    for name in changed:
        setattr(encounter, name, getattr(details, name))
    encounter.save(update_fields=changed)
    set_leaders(actor, encounter, details.leader_ids, permit(actor, "encounter.write"))
    record(actor, "encounter.update", encounter, fields=[*changed, "leaders"])
    return encounter


def _check_change(encounter: Encounter, details: Details) -> None:
    if encounter.confidential and not details.confidential:
        raise Refused(_("Un incontro riservato resta riservato. Per uno aperto, creane uno nuovo."))
    named = encounter.attendances.exists() or encounter.sign_ups.exists()
    if details.confidential and not encounter.confidential and named:
        raise Refused(_("Questo incontro ha già dei nomi: non può diventare riservato. Creane uno nuovo."))
    free = queries.seats_left(encounter)
    taken = 0 if free is None or encounter.seats is None else encounter.seats - free
    if details.seats is not None and details.seats < taken:
        raise Refused(
            _("Sono già attese %(taken)s persone. I posti non possono essere meno.") % {"taken": taken}
        )


@transaction.atomic
def move_encounter(
    *, actor: Actor, encounter_id: UUID, starts_at: datetime, ends_at: datetime, room_id: UUID | None
) -> Encounter:
    """Move to another time or room, and tell the persons expected. Moving to where it is changes nothing.

    Refused when held or cancelled; as ``RoomTaken`` with alternatives when the room is held.
    """
    encounter = rules.locked(actor, encounter_id, "encounter.write")
    rules.still_planned(encounter)
    if ends_at <= starts_at:
        raise Refused(_("L'ora di fine viene dopo l'ora di inizio. Controlla gli orari."))
    if (encounter.starts_at, encounter.ends_at, encounter.room_id) == (starts_at, ends_at, room_id):
        return encounter
    was = encounter.starts_at
    _move_booking(actor, encounter, starts_at, ends_at, room_id)
    encounter.starts_at, encounter.ends_at = starts_at, ends_at
    encounter.save(update_fields=["starts_at", "ends_at", "room", "place", "booking"])
    record(actor, "encounter.move", encounter, fields=["starts_at", "ends_at", "room"])
    messages.changed(actor, encounter, was=was)
    return encounter


def _move_booking(
    actor: Actor, encounter: Encounter, starts_at: datetime, ends_at: datetime, room_id: UUID | None
) -> None:
    seats = encounter.seats or 0
    if encounter.booking_id and room_id:
        encounter.booking = spaces.move(
            actor=actor,
            booking_id=encounter.booking_id,
            room_id=room_id,
            starts_at=starts_at,
            ends_at=ends_at,
            seats=seats,
        )
    elif encounter.booking_id:
        spaces.cancel(actor=actor, booking_id=encounter.booking_id)
        encounter.booking = None
    elif room_id:
        encounter.booking = spaces.book(
            actor=actor, room_id=room_id, starts_at=starts_at, ends_at=ends_at, seats=seats
        )
    encounter.room = encounter.booking.room if encounter.booking else None
    encounter.place = encounter.room.place if encounter.room else encounter.place


@transaction.atomic
def cancel_encounter(*, actor: Actor, encounter_id: UUID) -> Encounter:
    """Call an encounter off, give its room back, tell the persons expected.

    A second press changes nothing. Refused when it was held.
    """
    encounter = rules.locked(actor, encounter_id, "encounter.write")
    if encounter.state == State.CANCELLED:
        return encounter
    rules.still_planned(encounter)
    if encounter.booking_id:
        spaces.cancel(actor=actor, booking_id=encounter.booking_id)
    encounter.state = State.CANCELLED
    encounter.save(update_fields=["state"])
    record(actor, "encounter.cancel", encounter, fields=["state"])
    messages.cancelled(actor, encounter)
    return encounter

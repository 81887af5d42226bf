"""Seats of workshops: a number that no two hold, and a waiting list that moves by itself."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from jobcaffe.fair.events.enums import State as FairState
from jobcaffe.fair.events.models import Session
from jobcaffe.fair.visits import messages, queries, rules
from jobcaffe.fair.visits.enums import SeatState, State
from jobcaffe.fair.visits.models import Seat, Visitor
from jobcaffe.foundation.access import Refused
from jobcaffe.foundation.journal.actions import SYSTEM, Actor, record

TAKEN = (SeatState.HELD, SeatState.WAITING)
NO_SEATS = lazy("Qui non serve un posto: vieni e siediti.")


@transaction.atomic
def take_seat(*, actor: Actor, visitor: Visitor, session_id: UUID) -> Seat:
    """A seat, or the next place in the waiting list when there is none. Twice is the same as once.

    Who asks waits for who asked before (the session's row is locked); the unique number is the floor
    under it. Refused: after it began, when it was called off, for who does not come, for a session
    without seats and when she has a seat or a talk at the same hour.
    """
    row = rules.locked(visitor)
    session = _locked_session(session_id)
    if row.fair_id != session.fair_id or row.state != State.EXPECTED:
        raise Refused(str(rules.GONE))
    if session.seats is None:
        raise Refused(str(NO_SEATS))
    seat = Seat.objects.filter(session=session, visitor=visitor).first()
    if seat is not None and seat.state in TAKEN:
        return seat
    _free_then(visitor, session)
    seat = seat or Seat(session=session, visitor=visitor)
    number = _free_number(session)
    seat.number, seat.asked_at = number, timezone.now()
    seat.state = SeatState.WAITING if number is None else SeatState.HELD
    seat.save()
    record(actor, "fair_seat.take", seat, fields=[seat.state])
    return seat


def _locked_session(session_id: UUID) -> Session:
    """The session, its row locked: who asks for a seat waits here. Refused when nobody may any more."""
    rows = _sessions().select_related("fair__place")
    found = rows.filter(pk=session_id, cancelled_on=None, fair__state=FairState.OPEN).first()
    if found is None:
        raise Refused(_("Questo incontro non c'è più. Guarda il programma."))
    if found.starts_at <= timezone.now():
        raise Refused(_("Questo incontro è già cominciato. Guarda che cosa c'è dopo."))
    return found


def _free_then(visitor: Visitor, session: Session) -> None:
    other = queries.engaged(session, [visitor.pk]).get(visitor.pk)
    if other is not None:
        raise Refused(
            _("A quell'ora hai già un posto: «%(title)s». Se preferisci questo, prima lascia quello.")
            % {"title": other}
        )


def _waiting(session: Session) -> list[Seat]:
    """Who waits and could sit down now, the first first: who has something else at that hour is passed over,
    and keeps her place.
    """
    rows = Seat.objects.filter(session=session, state=SeatState.WAITING, visitor__state=State.EXPECTED)
    found = list(rows.select_related("visitor__fair__place").order_by("asked_at", "pk"))
    engaged = queries.engaged(session, [one.visitor_id for one in found]) if found else {}
    return [one for one in found if one.visitor_id not in engaged]


def _free_number(session: Session) -> int | None:
    """The lowest seat nobody holds; ``None`` when there is none, or somebody waits already who could come."""
    return None if _waiting(session) else _lowest(session)


def _lowest(session: Session) -> int | None:
    held = Seat.objects.filter(session=session, state=SeatState.HELD)
    taken = set(held.values_list("number", flat=True))
    return next((number for number in range(1, (session.seats or 0) + 1) if number not in taken), None)


@transaction.atomic
def leave_seat(*, actor: Actor, visitor: Visitor, session_id: UUID) -> Seat | None:
    """Give a seat, or a place in the waiting list, back: the first who waits gets it and is told.

    Twice is the same as once; ``None`` when she held none. Nothing is refused.
    """
    session = _sessions().select_related("fair__place").get(pk=session_id)
    seat = Seat.objects.filter(session=session, visitor=visitor, state__in=TAKEN).first()
    if seat is None:
        return None
    _left(actor, seat)
    _promote(actor, session)
    return seat


def _left(actor: Actor, seat: Seat) -> None:
    seat.state, seat.number = SeatState.LEFT, None
    seat.save(update_fields=["state", "number"])
    record(actor, "fair_seat.leave", seat, fields=["state"])


def _sessions() -> QuerySet[Session]:
    """Rows of the programme, to lock in the order of their keys. Their keys stay what they are."""
    return Session.objects.select_for_update(of=("self",), no_key=True)


def hold(visitors: Collection[UUID]) -> None:
    """The sessions in which they hold something, locked in one order, before anything is written of them."""
    held = Seat.objects.filter(visitor__in=visitors, state__in=TAKEN)
    list(_sessions().filter(pk__in=held.values("session")).order_by("pk").values_list("pk"))


def give_back(actor: Actor, visitor: Visitor) -> None:
    """All that she holds. Inside the transaction of who calls, after :func:`hold`."""
    held = Seat.objects.filter(visitor=visitor, state__in=TAKEN)
    for session_id in held.order_by("session_id").values_list("session_id", flat=True):
        leave_seat(actor=actor, visitor=visitor, session_id=session_id)


def _promote(actor: Actor, session: Session) -> int:
    """Free seats to who waits and is free then, the first first; how many. After it began nobody moves."""
    if session.starts_at <= timezone.now() or session.cancelled_on is not None:
        return 0
    moved = 0
    for seat in _waiting(session):
        number = _lowest(session)
        if number is None:
            break
        seat.number, seat.state = number, SeatState.HELD
        seat.save(update_fields=["number", "state"])
        record(actor, "fair_seat.promote", seat, fields=["state"])
        messages.promoted(actor, seat.visitor, session, f"fair-seat:{seat.pk}:{seat.asked_at.timestamp()}")
        moved += 1
    return moved


@transaction.atomic
def fill_seats(*, actor: Actor = SYSTEM) -> int:
    """Where seats were added or freed and somebody waits, she gets one; how many did."""
    waiting = Seat.objects.filter(state=SeatState.WAITING, session__starts_at__gt=timezone.now())
    rows = _sessions().filter(pk__in=waiting.values("session")).select_related("fair__place")
    return sum(_promote(actor, session) for session in list(rows.order_by("pk")))


@transaction.atomic
def called_off(*, actor: Actor, session: Session) -> None:
    """Who had a seat or waited is told, once, and is free at that hour. In the transaction of who calls, who
    holds the session's row.
    """
    rows = Seat.objects.filter(session=session, state__in=TAKEN).select_related("visitor__fair__place")
    taken = list(rows.order_by("asked_at", "pk"))
    Seat.objects.filter(pk__in=[one.pk for one in taken]).update(state=SeatState.OFF, number=None)
    for seat in taken:
        key = f"fair-seat-off:{seat.pk}:{seat.asked_at.timestamp()}"
        messages.called_off(actor, seat.visitor, session, key)
    if taken:
        record(actor, "fair_seat.off", session, fields=[f"count={len(taken)}"])


@transaction.atomic
def moved(*, actor: Actor, session: Session) -> None:
    """Who has a seat is told the new hour and place, keeps the seat, and reads what else she has then. In the
    transaction of who calls, who holds the session's row. Nobody is told of what has begun already.
    """
    if session.starts_at <= timezone.now():
        return
    rows = Seat.objects.filter(session=session, state=SeatState.HELD).select_related("visitor__fair__place")
    held = list(rows.order_by("asked_at", "pk"))
    engaged = queries.engaged(session, [one.visitor_id for one in held]) if held else {}
    for seat in held:
        key = f"fair-seat-moved:{seat.pk}:{timezone.now().timestamp()}"
        messages.moved(actor, seat.visitor, session, engaged.get(seat.visitor_id, ""), key)

"""The places of a post: never more than there are, whoever asks at the same moment.

Called by what introduces people to posts, inside its own transaction and after its own checks: the
``key`` is its row, and says nothing of a person here. The database itself refuses one place too many.
"""

from __future__ import annotations

from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from jobcaffe.exchange.posts.enums import SeatState, State
from jobcaffe.exchange.posts.models import Post, Seat
from jobcaffe.foundation.access import Refused
from jobcaffe.foundation.journal.actions import Actor, record

HOLDING = (SeatState.RESERVED, SeatState.CONFIRMED)


class Full(Refused):
    """No place left; whoever asked may stand in line."""

    def __init__(self) -> None:
        super().__init__(_("I posti sono finiti. Puoi metterti in attesa, o guardare gli altri annunci."))


@transaction.atomic
def reserve(*, actor: Actor, post_id: UUID, key: UUID, or_wait: bool = False) -> Seat:
    """Hold a place for ``key``; asking again gives what it has. ``or_wait``: stand in line when full.

    Refused when the post is not on the board any more and (:class:`Full`) when there is no place left.
    """
    post = _locked(post_id)
    seat = post.seats.filter(key=key).first() or Seat(post=post, key=key, state=SeatState.RELEASED)
    if seat.state in HOLDING:
        return seat
    if not _on_board(post):
        raise Refused(_("Questo annuncio è chiuso. Guarda gli altri in bacheca."))
    if post.places_left > 0:
        return _hold(actor, post, seat, SeatState.RESERVED)
    if not or_wait:
        raise Full
    if seat.state != SeatState.WAITING:
        seat.asked_at = timezone.now()
        _write(seat, SeatState.WAITING)
        record(actor, "post.seat_wait", post)
    return seat


def _locked(post_id: UUID) -> Post:
    post = Post.objects.select_for_update().filter(pk=post_id).first()
    if post is None:
        raise Refused(_("Questo annuncio non c'è più. Torna all'elenco."))
    return post


def _on_board(post: Post) -> bool:
    return post.state == State.OPEN and (post.fresh_until or timezone.localdate()) >= timezone.localdate()


def _hold(actor: Actor, post: Post, seat: Seat, state: SeatState) -> Seat:
    if seat.state not in HOLDING:
        post.places_taken += 1
        post.save(update_fields=["places_taken"])
    _write(seat, state)
    record(actor, "post.seat_reserve" if state == SeatState.RESERVED else "post.seat_confirm", post)
    return seat


def _write(seat: Seat, state: SeatState) -> None:
    seat.state, seat.changed_at = state, timezone.now()
    seat.save()


@transaction.atomic
def confirm(*, actor: Actor, post_id: UUID, key: UUID) -> Seat:
    """The place that is held is taken for good; twice is the same as once. Refused when none is held."""
    post = _locked(post_id)
    seat = post.seats.filter(key=key).first()
    if seat is None or seat.state not in HOLDING:
        raise Refused(_("Questo posto non è più tenuto. Prova a chiederlo di nuovo."))
    return seat if seat.state == SeatState.CONFIRMED else _hold(actor, post, seat, SeatState.CONFIRMED)


@transaction.atomic
def release(*, actor: Actor, post_id: UUID, key: UUID) -> Seat | None:
    """Give the place, or the turn in line, back. The first in line then holds it: its seat is returned,
    ``None`` when nobody waits. Twice is the same as once.
    """
    post = _locked(post_id)
    seat = post.seats.filter(key=key).first()
    if seat is None or seat.state == SeatState.RELEASED:
        return None
    held = seat.state in HOLDING
    _write(seat, SeatState.RELEASED)
    record(actor, "post.seat_release", post)
    if not held:
        return None
    post.places_taken -= 1
    post.save(update_fields=["places_taken"])
    following = post.seats.filter(state=SeatState.WAITING).order_by("asked_at", "pk").first()
    if following is None or not _on_board(post):
        return None
    return _hold(actor, post, following, SeatState.RESERVED)

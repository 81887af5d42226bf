"""When talks may be booked, what a wish is worth, and the links of meetings."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.core import signing
from django.utils import timezone
from django.utils.translation import gettext as _

from jobcaffe.fair.events import queries as events
from jobcaffe.fair.events.enums import StandState, TalksMode
from jobcaffe.fair.events.enums import State as FairState
from jobcaffe.fair.events.models import Fair, Stand
from jobcaffe.fair.talks.enums import Kind, PlanState, State
from jobcaffe.foundation.access import Refused
from jobcaffe.spaces.words import hour_words

ACTIVE = (State.BOOKED.value, State.RUNNING.value, State.HELD.value)
WISHES = 8
TOP_VALUE = 10
# A talk that stays where it is earns so much when a published timetable is made again: half of a first talk.
# Nobody is moved for a better wish, somebody is for who would have none.
KEEP = 50
NEAREST = 2
BREAK_DIFFERENCE = 2
MOST_SECONDS = 120
SALT = "fair-talks-meeting"
GONE = "Questo stand non c'è più. Torna all'elenco."
NOT_YOURS = "Questo colloquio non c'è più. Torna ai tuoi colloqui."
OLD = "Da quando è stato calcolato, qualcosa è cambiato. Scartalo e calcolalo di nuovo."


class Full(Refused):
    """A slot that cannot be had; ``nearest`` are the free ones of the stand that are next to it."""

    def __init__(self, text: str, nearest: Iterable[int] = ()) -> None:
        super().__init__(text)
        self.nearest = list(nearest)


def hour(fair: Fair, slot: int) -> str:
    """``9:30``, on the clock of the house."""
    return hour_words(fair.slot_start(slot))


def hours(fair: Fair, first: int, last: int) -> str:
    """``dalle 10:15 alle 11:00``: the slots from ``first`` to ``last``, both included."""
    return _("dalle %(a)s alle %(b)s") % {"a": hour(fair, first), "b": hour(fair, last + 1)}


def ahead(fair: Fair, slot: int, at: datetime | None = None) -> bool:
    """Whether a slot has not begun."""
    return fair.slot_start(slot) > (at or timezone.now())


def can_book(fair: Fair) -> bool:
    """Whether who comes may choose an hour now: also what a published plan has left free."""
    if fair.state != FairState.OPEN or not _before_end(fair):
        return False
    if fair.talks_mode == TalksMode.PLANNED:
        return fair.plans.filter(kind=Kind.CITIZENS, state=PlanState.PUBLISHED).exists()
    return fair.talks_mode == TalksMode.BOOKING


def is_open(fair: Fair) -> bool:
    """Whether somebody of the house may still put a talk by hand."""
    return fair.state == FairState.OPEN and _before_end(fair)


def can_wish(fair: Fair) -> bool:
    """Whether wishes are gathered now."""
    if fair.state != FairState.OPEN or fair.talks_mode != TalksMode.PLANNED:
        return False
    return timezone.now() < (fair.wishes_until or fair.first_slot_at)


def can_meet(fair: Fair) -> bool:
    """Whether exhibitors may still ask each other."""
    return fair.state == FairState.OPEN and timezone.now() < fair.first_slot_at


def _before_end(fair: Fair) -> bool:
    return timezone.now() < fair.slot_start(fair.slots)


def worth(place: int) -> int:
    """What the wish in the ``place``-th row (from 0) is worth: 10, 9, 8 …, at least 1."""
    return max(1, TOP_VALUE - place)


def nearest(slot: int, free: Iterable[int], most: int = NEAREST) -> list[int]:
    """The free slots next to ``slot``, in order of the clock."""
    return sorted(sorted(free, key=lambda one: (abs(one - slot), one))[:most])


def stand_locked(stand_id: UUID) -> Stand:
    """An accepted stand, its row locked: who asks for its tables comes one after the other."""
    rows = Stand.objects.select_for_update(of=("self",), no_key=True).select_related("fair", "organisation")
    found = rows.filter(pk=stand_id, state=StandState.ACCEPTED).first()
    if found is None:
        raise Refused(_(GONE))
    return found


def table_name(stand: Stand, table: int) -> str:
    """What is written on the table: ``tavolo 7``; empty when the stand has no numbers yet."""
    return _("tavolo %s") % (stand.first_table + table) if stand.first_table is not None else ""


def middle(fair: Fair) -> int:
    """The first slot of the second half."""
    return fair.slots // 2


def open_slots(fair: Fair) -> list[int]:
    """The slots that are not breaks."""
    return [one.number for one in events.grid(fair) if not one.is_break]


def token_of(meeting_id: UUID, stand_id: UUID, to: str = "") -> str:
    """The signed part of the link with which the stand that was asked answers, or sees its meeting.

    ``to``: the delegate it is sent to; empty for the organisation itself.
    """
    return signing.dumps([str(meeting_id), str(stand_id), *filter(None, [to])], salt=SALT)


def read_token(token: str) -> tuple[UUID, UUID, str] | None:
    """Meeting, stand and to which delegate a link was sent; ``None`` when it is not ours."""
    try:
        meeting, stand, *to = signing.loads(token, salt=SALT)
        return UUID(meeting), UUID(stand), "".join(to)
    except (signing.BadSignature, ValueError, TypeError, AttributeError):
        return None

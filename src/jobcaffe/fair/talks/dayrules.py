"""Who may press what at the tables, which slot runs, and what a press is called."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Protocol
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jobcaffe.fair.events.enums import State as FairState
from jobcaffe.fair.events.models import Fair, Stand
from jobcaffe.fair.talks.models import Change
from jobcaffe.fair.talks.queries import now_slot
from jobcaffe.fair.visits import rules as visits
from jobcaffe.foundation import access
from jobcaffe.foundation.access import Reach, Refused

# What was pressed: its code in the journal and on the buttons, and how people read it.
PRESSES: Mapping[str, str | Promise] = {
    "begin": gettext_lazy("È iniziato"),
    "finish": gettext_lazy("È finito"),
    "late": gettext_lazy("+15 minuti"),
    "move": gettext_lazy("Sposta"),
    "swap": gettext_lazy("Scambia"),
    "missed": gettext_lazy("Non è venuto"),
    "arrived": gettext_lazy("Arrivato adesso"),
    "close": gettext_lazy("È andato via"),
    "replan": gettext_lazy("Nuovo piano"),
}
# What the journal calls each of them.
CODES: Mapping[str, str] = {
    "begin": "fair.day_begin",
    "finish": "fair.day_finish",
    "late": "fair.day_late",
    "move": "fair.day_move",
    "swap": "fair.day_swap",
    "missed": "fair.day_missed",
    "arrived": "fair.day_arrived",
    "close": "fair.day_close",
    "replan": "fair.day_replan",
}
# What is taken back with "undo": everything that a press may change of a talk.
FACTS = ("state", "slot", "table", "late", "pinned")
LATE_MINUTES = 15
MOST_LATE = 120
FRESH = timedelta(seconds=10)
# The same press of the same person within so long is a mistake of the hand.
TWICE = timedelta(seconds=10)
# A walk-in asks for so many exhibitors at a time.
MOST_WISHES = 3
GONE = gettext_lazy("Questo colloquio non c'è più. Torna ai tavoli.")
NOT_HERE = gettext_lazy("Questa JOBFEST non c'è più. Torna all'inizio.")
NOT_TODAY = gettext_lazy("I tavoli si aprono il giorno della JOBFEST. Torna quel giorno.")


class Held(Protocol):
    """A talk, or a row of one: what two presses may quarrel about."""

    @property
    def state(self) -> str:
        """Where it stands: a code of ``talks.enums.State``."""

    @property
    def slot(self) -> int:
        """The slot of the fair, from 0."""

    @property
    def table(self) -> int:
        """The stand's table, from 0."""

    @property
    def late(self) -> int:
        """Minutes by which it begins late."""


def same_day(fair: Fair, at: datetime | None = None) -> bool:
    """Whether a moment is in the fair's own day, on the clock of the house."""
    return timezone.localdate(at or timezone.now()) == timezone.localdate(fair.opens_at)


def fairs_for(user: object) -> QuerySet[Fair]:
    """The public fairs whose tables a user may see: a volunteer's are those of her shifts, in their day."""
    rows = visits.door_fairs(user).select_related("place")
    if access.reach(user, "fair.day") is not Reach.OWN:
        return rows
    start = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
    return rows.filter(opens_at__gte=start, opens_at__lt=start + timedelta(days=1))


def may_work(actor: object, fair_id: UUID) -> Fair:
    """The fair, for who works at its tables. Refused to the others, when it is over, and on other days."""
    access.require(actor, "fair.day")
    found = fairs_for(actor).filter(pk=fair_id).first()
    if found is None:
        raise Refused(str(NOT_HERE))
    if not same_day(found):
        raise Refused(str(NOT_TODAY))
    return found


def is_live(fair: Fair, at: datetime) -> bool:
    """Whether its tables work: it is public, it is its day, and some slot is not over."""
    return fair.state == FairState.OPEN and same_day(fair, at) and at < fair.slot_start(fair.slots)


def first_half(fair: Fair, at: datetime) -> bool:
    """Whether the running slot has still half of its minutes or more."""
    left = fair.slot_start(now_slot(fair, at) + 1) - at
    return left * 2 >= timedelta(minutes=fair.slot_minutes)


def starts_at(fair: Fair, slot: int, late: int = 0) -> datetime:
    """When a talk begins, its delay in minutes counted."""
    return fair.slot_start(slot) + timedelta(minutes=late)


def signature(talk: Held) -> str:
    """What who pressed had before the eyes: another one means that somebody was quicker."""
    return f"{talk.state}-{talk.slot}-{talk.table}-{talk.late}"


def said(change: Change) -> str:
    """``Davide: +15 minuti``: who pressed what."""
    who = change.by.name if change.by else _("Il sistema")
    return f"{who}: {PRESSES[change.what]}"


def table_number(stand: Stand, table: int) -> int | None:
    """The number written on a table."""
    return None if stand.first_table is None else stand.first_table + table

"""The day before, at five: who has a turn, or children in one, is told the day and the hour.

Nothing of it is counted, listed or journalled.
"""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.utils import timezone

from jobcaffe.encounters import quiet
from jobcaffe.encounters.reminders import day_to_tell
from jobcaffe.foundation.journal.actions import Actor
from jobcaffe.spaces.words import local
from jobcaffe.worklife.care import queries
from jobcaffe.worklife.care.models import Pool, Turn


def remind(*, actor: Actor, now: datetime | None = None) -> None:
    """Remind of the turns of tomorrow. However often it runs, each is told once."""
    first, last = day_to_tell(now or timezone.now())
    for pool in Pool.objects.filter(state="open"):
        for turn in queries.live_turns(pool).filter(day__range=(local(first).date(), local(last).date())):
            starts = pool.begins(turn.day, turn.block)
            if first <= starts < last:
                quiet.appointment(actor, _who(turn), starts, key=f"care:{turn.pk}:{starts:%Y%m%d%H%M}")


def _who(turn: Turn) -> list[UUID]:
    there = {turn.offer.family, *(row.need.family for row in turn.mindings.all())}
    if turn.second:
        there.add(turn.second)
    return queries.refs_in(there)

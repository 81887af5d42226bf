"""Taking turns apart: a need that goes, a turn that nobody does any more. No access is checked here."""

from __future__ import annotations

from uuid import UUID

from django.utils import timezone

from jobcaffe.encounters import quiet
from jobcaffe.foundation.journal.actions import SYSTEM
from jobcaffe.worklife.care import queries
from jobcaffe.worklife.care.enums import SwapState, TurnState
from jobcaffe.worklife.care.models import Family, Minding, Need, Pool, Turn


def let_go(need: Need) -> None:
    """A need goes; a turn that served only it goes too."""
    for turn in Turn.objects.filter(mindings__need=need):
        Minding.objects.filter(turn=turn, need=need).delete()
        close_if_empty(turn)
    need.delete()


def close_if_empty(turn: Turn) -> None:
    """A turn without children is no turn."""
    # Not through the turn: what was fetched with it is of before.
    if not Minding.objects.filter(turn=turn).exists():
        turn.state = TurnState.OFF
        turn.save(update_fields=["state"])
        close_swaps(turn)


def close_swaps(turn: Turn, state: SwapState = SwapState.CLOSED) -> None:
    """Nobody needs to look for a swap of this turn any more."""
    turn.swaps.filter(state=SwapState.OPEN).update(state=state)


def free_turn(turn: Turn) -> list[UUID]:
    """Nobody does this turn any more: its needs are free again. The needs, in order."""
    freed = list(turn.mindings.order_by("need").values_list("need", flat=True))
    turn.mindings.all().delete()
    turn.offer.withdrawn = True
    turn.offer.save(update_fields=["withdrawn"])
    close_if_empty(turn)
    return freed


def keep_second(turn: Turn) -> None:
    """The other adult stays only where she, who looks after the children and their families all chose
    each other; otherwise she is told that something changed.
    """
    if turn.second_id is None:
        return
    there = {turn.offer.family_id, *Minding.objects.filter(turn=turn).values_list("need__family", flat=True)}
    agreed = queries.both_ways({turn.second_id, *there})
    if all((turn.second_id, one) in agreed for one in there):
        return
    refs = queries.refs_in(Family.objects.filter(pk=turn.second_id))
    turn.second = None
    turn.save(update_fields=["second"])
    quiet.word(SYSTEM, refs)


def free_between(pool: Pool, one: UUID, other: UUID) -> None:
    """Turns to come in which one of two households looks after the children of the other."""
    for turn in queries.live_turns(pool).filter(day__gte=timezone.localdate()):
        if pool.begins(turn.day, turn.block) <= timezone.now():
            continue
        inside = {row.need.family_id: row for row in turn.mindings.all()}
        ends = {one, other}
        if turn.offer.family_id in ends and ends - {turn.offer.family_id} <= inside.keys():
            inside[next(iter(ends - {turn.offer.family_id}))].delete()
            close_if_empty(turn)
        elif turn.second_id in ends and ends - {turn.second_id} <= {*inside, turn.offer.family_id}:
            turn.second = None
            turn.save(update_fields=["second"])


def release_all(family: Family) -> None:
    """Everything to come of a household: its needs go, its turns are free for others."""
    today = timezone.localdate()
    for need in family.needs.filter(day__gte=today):
        if family.pool.begins(need.day, need.block) > timezone.now():
            let_go(need)
    for turn in queries.live_turns(family.pool).filter(day__gte=today):
        if family.pool.begins(turn.day, turn.block) <= timezone.now():
            continue
        if turn.offer.family_id == family.pk:
            free_turn(turn)
        elif turn.second_id == family.pk:
            turn.second = None
            turn.save(update_fields=["second"])
    family.offers.filter(day__gte=today, turns__isnull=True).delete()

"""From assignments to turns. No access is checked here, and the pool is locked by who calls."""

from __future__ import annotations

from uuid import UUID

from jobcaffe.worklife.care import gathering, queries
from jobcaffe.worklife.care.enums import TurnState
from jobcaffe.worklife.care.models import Minding, Need, Offer, Pool, Run, Turn
from jobcaffe.worklife.care.releasing import keep_second


def assign(pool: Pool, pairs: list[tuple[Need, Offer]], *, run: Run | None = None) -> list[Turn]:
    """Turns for these needs: on the turn an offer has already, or on a new one to be confirmed."""
    found: dict[UUID, Turn] = {}
    for need, offer in pairs:
        turn = found.get(offer.pk) or Turn.objects.filter(offer=offer, state__in=queries.LIVE).first()
        if turn is None:
            turn = Turn.objects.create(
                pool=pool, run=run, offer=offer, day=need.day, block=need.block, state=TurnState.PROPOSED
            )
        found[offer.pk] = turn
        Minding.objects.create(turn=turn, need=need, minutes=pool.minutes(need.count))
        keep_second(turn)
    return list(found.values())


def replaced(turn: Turn, freed: list[UUID]) -> list[Turn]:
    """New turns for the needs of a turn that was freed; every other one is frozen."""
    gathered = gathering.of_week(turn.pool, queries.monday_of(turn.day), only=freed)
    pairs = gathered.pairs(gathering.at_once(gathered))
    return assign(turn.pool, [(need, offer) for need, offer in pairs if need.pk in freed])

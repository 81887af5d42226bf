"""Opening a pool and deciding its rules."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import F, Max
from django.utils.translation import gettext as _

from jobcaffe.foundation.access import Refused
from jobcaffe.foundation.accounts.models import User
from jobcaffe.foundation.db.once import made_before
from jobcaffe.foundation.journal.actions import record
from jobcaffe.hours import actions as ledger
from jobcaffe.hours.enums import CommunityKind
from jobcaffe.people.rules import require
from jobcaffe.worklife.care import queries, rules
from jobcaffe.worklife.care.enums import PoolState, SwapState
from jobcaffe.worklife.care.models import Need, Offer, Pool, Swap, Turn

RULES = (
    "starts", "block_minutes", "max_children", "limit_minutes", "solidarity_minutes", "fund_cap_minutes",
    "extra_child_percent", "places", "two_adults", "permissions", "counts_only", "paid",
)  # fmt: skip
FORMER = 100  # from here on: blocks of former rules, which only turns that are over still have
WARN = 70  # percent of the limit


@transaction.atomic
def open_pool(*, actor: User, name: str, request_key: UUID | None = None, **values: Any) -> Pool:
    """A new pool, led by the actor, with its community in the ledger. A second press gives the same.

    ``values``: every name of :data:`RULES`. Refused without a name, and for rules that do not go together.
    """
    require(actor, "care.manage")
    twice = made_before(Pool, request_key)
    if twice is not None:
        return twice
    pool = Pool(name=name.strip()[:60], leader=actor, request_key=request_key)
    _set(pool, values)
    community = ledger.open_community(
        actor=actor, kind=CommunityKind.POOL, label=pool.name, counts_only=pool.counts_only, **_limits(pool)
    )
    pool.community_ref = community.pk
    pool.save(force_insert=True)
    record(actor, "care.pool", pool)
    return pool


def _set(pool: Pool, values: dict[str, Any]) -> None:
    if not pool.name:
        raise Refused(_("Dai un nome al gruppo di turni."))
    rules.check_pool(values)
    for name in RULES:
        setattr(pool, name, values[name])


def _limits(pool: Pool) -> dict[str, Any]:
    return {
        "limit_minutes": pool.limit_minutes,
        "warn_minutes": pool.limit_minutes * WARN // 100,
        "most_minutes": pool.minutes(pool.max_children),
    }


@transaction.atomic
def change_pool(*, actor: User, pool_id: UUID, name: str, **values: Any) -> Pool:
    """Other rules, from the next proposal on; turns that were published stay as they are. What
    families wrote stays at its hour; where a block begins at that hour no more, it goes.

    Refused to others, and where blocks would change while turns in them are still to be done.
    """
    pool = rules.led_pool(actor, pool_id)
    before = pool.starts
    blocks = (list(values["starts"]), values["block_minutes"])
    if blocks != (pool.starts, pool.block_minutes) and pool.turns.filter(state__in=queries.LIVE).exists():
        raise Refused(_("Ci sono turni da fare in queste fasce. Cambia gli orari quando sono finiti."))
    pool.name = name.strip()[:60]
    _set(pool, values)
    pool.save()
    if pool.starts != before:
        _refit(pool, before)
    if pool.community_ref:
        ledger.change_limits(
            actor=actor, community_id=pool.community_ref, counts_only=pool.counts_only, **_limits(pool)
        )
    record(actor, "care.pool_change", pool)
    return pool


def _refit(pool: Pool, before: list[str]) -> None:
    """The same hours under the numbers of the new blocks; turns at hours of before keep a number apart."""
    at = {start: block for block, start in enumerate(pool.starts)}
    Need.objects.filter(family__pool=pool, mindings=None, block__lt=FORMER).exclude(
        block__in=[block for block, start in enumerate(before) if start in at]
    ).delete()
    Offer.objects.filter(family__pool=pool, turns=None, block__lt=FORMER).exclude(
        block__in=[block for block, start in enumerate(before) if start in at]
    ).delete()
    rows = (
        Need.objects.filter(family__pool=pool),
        Offer.objects.filter(family__pool=pool),
        Turn.objects.filter(pool=pool),
    )
    apart = max(FORMER, *((one.aggregate(n=Max("block"))["n"] or 0) + 1 for one in rows))
    for one in rows:
        # First all apart: two blocks that change places never meet.
        one.filter(block__lt=FORMER).update(block=F("block") + apart)
        for block, start in enumerate(before):
            if start in at:
                one.filter(block=apart + block).update(block=at[start])


@transaction.atomic
def close_pool(*, actor: User, pool_id: UUID) -> Pool:
    """No more turns here. Hours that stand in the accounts stay. A second press finds it closed."""
    pool = rules.led_pool(actor, pool_id)
    if pool.state == PoolState.OPEN:
        pool.state = PoolState.CLOSED
        pool.save(update_fields=["state"])
        Swap.objects.filter(turn__pool=pool, state=SwapState.OPEN).update(state=SwapState.CLOSED)
        record(actor, "care.pool_close", pool)
    return pool

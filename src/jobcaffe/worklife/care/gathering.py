"""What the kernel is given: the needs, the offers and the accounts of one week, and what must stay."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from fractions import Fraction
from typing import TYPE_CHECKING
from uuid import UUID

from django.utils import timezone

from jobcaffe.kernels import rota
from jobcaffe.worklife.care import queries
from jobcaffe.worklife.care.models import Choice, Family, Need, Offer, Pool, Turn

if TYPE_CHECKING:
    from jobcaffe.kernels.rota import Answer, Instance

NO_LIMIT = Fraction(100_000)  # hours, where only given and received are counted
MOMENT = 0.9  # seconds for who is ill


@dataclass(frozen=True)
class Gathered:
    """An instance, and the rows behind its places."""

    instance: Instance
    needs: tuple[Need, ...]
    offers: tuple[Offer, ...]

    def pairs(self, answer: Answer) -> list[tuple[Need, Offer]]:
        """What the kernel assigned anew, as rows."""
        new = [one for one in answer.assignments if one not in self.instance.frozen]
        return [(self.needs[one.need], self.offers[one.offer]) for one in new]

    def digest(self) -> str:
        """What was solved, as 64 hexadecimal characters."""
        told = [repr(self.instance), [str(row.pk) for row in (*self.needs, *self.offers)]]
        return hashlib.sha256(json.dumps(told).encode()).hexdigest()


def of_week(pool: Pool, monday: date, *, only: Collection[UUID] | None = None) -> Gathered:
    """The week of a pool. Turns that were published stay; of the other needs all, or ``only`` these."""
    days = (monday, monday + timedelta(days=6))
    families = sorted(queries.inside(pool), key=lambda one: str(one.pk))
    known = {one.pk for one in families}
    turns = [one for one in queries.live_turns(pool).filter(day__range=days) if one.offer.family_id in known]
    needs = [row for row in _needs(pool, turns, days, only) if row.family_id in known]
    offers = _offers(pool, turns, days)
    taken = {row.need_id: turn.offer_id for turn in turns for row in turn.mindings.all()}
    at = {row.pk: index for index, row in enumerate(offers)}
    frozen = tuple(
        rota.Assignment(index, at[taken[row.pk]]) for index, row in enumerate(needs) if row.pk in taken
    )
    loads = Counter({turn.offer_id: sum(row.need.count for row in turn.mindings.all()) for turn in turns})
    accounts = _accounts(pool, families, days)
    instance = rota.Instance(
        week=monday.isocalendar().week,
        block_hours=_hours(pool.block_minutes),
        families=tuple(_family(one, accounts, trusted) for one, trusted in _trusts(families)),
        needs=tuple(rota.Need(str(row.family_id), row.day.weekday(), row.block, row.count) for row in needs),
        offers=_kernel_offers(pool, offers, turns, loads),
        rules=_rules(pool, accounts, max(loads.values(), default=0)),
        frozen=frozen,
    )
    return Gathered(_bearing(instance), tuple(needs), tuple(offers))


def _hours(minutes: int) -> Fraction:
    return Fraction(minutes, 60)


def _needs(
    pool: Pool, turns: list[Turn], days: tuple[date, date], only: Collection[UUID] | None
) -> list[Need]:
    """Those that a turn serves, and those that nobody has taken and have not begun."""
    open_ones = [
        row
        for row in queries.uncovered(pool, *days)
        if pool.begins(row.day, row.block) > timezone.now() and (only is None or row.pk in only)
    ]
    served = [row.need for turn in turns for row in turn.mindings.all()]
    return sorted([*open_ones, *served], key=lambda row: (row.day, row.block, str(row.pk)))


def _offers(pool: Pool, turns: list[Turn], days: tuple[date, date]) -> list[Offer]:
    used = {turn.offer_id for turn in turns}
    rows = Offer.objects.filter(family__in=queries.inside(pool), day__range=days)
    found = [
        row
        for row in rows
        if row.pk in used or (not row.withdrawn and pool.begins(row.day, row.block) > timezone.now())
    ]
    return sorted(found, key=lambda row: (row.day, row.block, str(row.pk)))


def _accounts(pool: Pool, families: Sequence[Family], days: tuple[date, date]) -> dict[UUID, int]:
    """Minutes in the ledger, and those that turns of other weeks will move."""
    promised = queries.pending(pool, without=days)
    return {pk: now + promised.get(pk, 0) for pk, now in queries.balances(families).items()}


def _trusts(families: Sequence[Family]) -> list[tuple[Family, frozenset[str]]]:
    found: dict[UUID, set[str]] = {one.pk: set() for one in families}
    rows = Choice.objects.filter(chooser__in=found, other__in=found)
    for chooser, other in rows.values_list("chooser", "other"):
        found[chooser].add(str(other))
    return [(one, frozenset(found[one.pk])) for one in families]


def _family(one: Family, accounts: dict[UUID, int], trusted: frozenset[str]) -> rota.Family:
    return rota.Family(str(one.pk), _hours(accounts[one.pk]), trusted, one.gives)


def _kernel_offers(
    pool: Pool, offers: list[Offer], turns: list[Turn], loads: Counter[UUID]
) -> tuple[rota.Offer, ...]:
    """What was published stays within the offers, also when rules or offers were made smaller since."""
    done = Counter(turn.offer.family_id for turn in turns)
    return tuple(
        rota.Offer(
            str(row.family_id),
            row.day.weekday(),
            row.block,
            loads[row.pk] if row.withdrawn else max(min(row.capacity, pool.max_children), loads[row.pk]),
            max(row.sessions, done[row.family_id]),
        )
        for row in offers
    )


def _rules(pool: Pool, accounts: dict[UUID, int], most: int) -> rota.Rules:
    return rota.Rules(
        limit_hours=NO_LIMIT if pool.counts_only else _hours(pool.limit_minutes),
        solidarity_above=_hours(pool.solidarity_minutes),
        extra_child=Fraction(pool.extra_child_percent, 100),
        max_children=max(pool.max_children, most),
    )


def _bearing(instance: Instance) -> Instance:
    """The same, with a limit that what was published keeps: no turn is undone because of an account."""
    worst = max((abs(one) for one in rota.balances(instance, instance.frozen).values()), default=Fraction(0))
    if worst <= instance.rules.limit_hours:
        return instance
    return replace(instance, rules=replace(instance.rules, limit_hours=worst))


def at_once(gathered: Gathered) -> Answer:
    """The answer for who is ill: everything published stays, only the needs left over are assigned.

    The greedy one when it serves them all; otherwise the search, for less than a second.
    """
    quick = rota.greedy(gathered.instance)
    if not quick.unserved:
        return quick
    return rota.solve(gathered.instance, seconds=MOMENT, seed=1)

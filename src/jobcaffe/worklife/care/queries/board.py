"""The turns of a pool as one household may see them: its own, and where it could help."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import Prefetch, QuerySet
from django.utils import timezone

from jobcaffe.hours.models import Account
from jobcaffe.worklife.care.enums import Outcome, Standing, SwapState, TurnState
from jobcaffe.worklife.care.models import Choice, Family, Minding, Need, Pool, Swap, Turn
from jobcaffe.worklife.care.queries.reach import names

DAYS_AHEAD = 14
LIVE = (TurnState.PROPOSED, TurnState.CONFIRMED)


@dataclass(frozen=True)
class Line:
    """One line of a household's list.

    ``part``: carer, second, mine (its children are there), swap, help (a second adult is missing),
    need (nobody yet). ``carer`` is empty while there is nobody. ``missing``: adults still wanted.
    """

    part: str
    day: date
    block: int
    starts: datetime
    ends: datetime
    children: int
    carer: str
    missing: int
    turn_id: UUID | None = None
    need_id: UUID | None = None
    swap_id: UUID | None = None
    state: str = ""
    place: str = ""

    @property
    def free(self) -> bool:
        """Whether it waits for somebody like her: one press and she does it."""
        return self.part in ("swap", "help", "need") or (
            self.part == "carer" and self.state == TurnState.PROPOSED
        )


@dataclass(frozen=True)
class Ask:
    """Care that her children received and of which she has not said how it went."""

    minding_pk: int
    turn_id: UUID
    starts: datetime
    ends: datetime
    carer: str
    minutes: int


def live_turns(pool: Pool) -> QuerySet[Turn]:
    """The turns of a pool that are to be done."""
    rows = pool.turns.filter(state__in=LIVE).select_related("offer__family", "second", "pool")
    minded = Minding.objects.select_related("need__family")
    return rows.prefetch_related(Prefetch("mindings", queryset=minded))


def both_ways(families: Iterable[UUID]) -> set[tuple[UUID, UUID]]:
    """The pairs of households that chose each other, each pair in both orders."""
    wanted = list(families)
    rows = set(Choice.objects.filter(chooser__in=wanted, other__in=wanted).values_list("chooser", "other"))
    return {(one, other) for one, other in rows if (other, one) in rows}


def pending(pool: Pool, *, without: tuple[date, date] | None = None) -> dict[UUID, int]:
    """Minutes that turns promised or not yet told of will move, by household, signed."""
    rows = Minding.objects.filter(turn__pool=pool, outcome=Outcome.WAITING).exclude(turn__state=TurnState.OFF)
    if without:
        rows = rows.exclude(turn__day__range=without)
    found: dict[UUID, int] = {}
    columns = ("turn__offer__family", "turn__second", "need__family", "minutes")
    for carer, second, family, minutes in rows.values_list(*columns):
        half = minutes // 2 if second else 0
        found[carer] = found.get(carer, 0) + minutes - half
        if second:
            found[second] = found.get(second, 0) + half
        found[family] = found.get(family, 0) - minutes
    return found


def balances(families: Iterable[Family]) -> dict[UUID, int]:
    """Minutes in the ledger, by household. For the house's own reckoning: no page shows another's."""
    rows = list(families)
    accounts = Account.objects.in_bulk([one.account_ref for one in rows if one.account_ref])
    return {one.pk: accounts[one.account_ref].balance if one.account_ref in accounts else 0 for one in rows}


def uncovered(pool: Pool, first: date, last: date) -> QuerySet[Need]:
    """Needs that nobody has taken."""
    rows = Need.objects.filter(family__pool=pool, family__standing=Standing.IN, day__range=(first, last))
    return rows.filter(mindings__isnull=True).select_related("family").order_by("day", "block", "pk")


class Board:
    """What one household may read of its pool, from a day on. The same number of queries always."""

    def __init__(self, family: Family, *, first: date | None = None, days: int = DAYS_AHEAD) -> None:
        self.family, self.pool, self.now = family, family.pool, timezone.now()
        self.first = first or timezone.localdate()
        self.last = self.first + timedelta(days=days - 1)
        self.families = {one.pk: one for one in self.pool.families.filter(standing=Standing.IN)}
        self.names = names(self.families.values())
        self.pairs = both_ways(self.families)

    def chosen(self, other: UUID) -> bool:
        """Whether the two households chose each other."""
        return (self.family.pk, other) in self.pairs

    def lines(self) -> list[Line]:
        """Her turns, her needs, and where she could help; in order of time."""
        swaps = {
            row.turn_id: row.pk for row in Swap.objects.filter(turn__pool=self.pool, state=SwapState.OPEN)
        }
        turns = live_turns(self.pool).filter(day__range=(self.first, self.last))
        found = [line for turn in turns for line in self._of_turn(turn, swaps.get(turn.pk))]
        found += self._needs()
        # What she does comes before what she could do; then the hour.
        return sorted(found, key=lambda one: (one.starts, one.part, str(one.turn_id or one.need_id)))

    def _of_turn(self, turn: Turn, swap: UUID | None) -> list[Line]:
        if self.pool.ends(turn.day, turn.block) <= self.now:
            return []
        part = self._part(turn, swap)
        return [self._line(part, turn, swap)] if part else []

    def _part(self, turn: Turn, swap: UUID | None) -> str:
        me, inside = self.family.pk, {row.need.family_id for row in turn.mindings.all()}
        if me == turn.offer.family_id:
            return "carer"
        if me == turn.second_id:
            return "second"
        if me in inside:
            return "mine"
        if self.pool.begins(turn.day, turn.block) <= self.now or not all(map(self.chosen, inside)):
            return ""
        if swap:
            return "swap"
        wanted = self.pool.two_adults and turn.second_id is None and self.chosen(turn.offer.family_id)
        return "help" if wanted else ""

    def _line(self, part: str, turn: Turn, swap: UUID | None) -> Line:
        return Line(
            part=part,
            day=turn.day,
            block=turn.block,
            starts=self.pool.begins(turn.day, turn.block),
            ends=self.pool.ends(turn.day, turn.block),
            children=sum(row.need.count for row in turn.mindings.all()),
            carer=self.names.get(turn.offer.family_id, ""),
            missing=int(bool(swap)) + int(self.pool.two_adults and turn.second_id is None),
            turn_id=turn.pk,
            swap_id=swap,
            state=turn.state,
            place=turn.offer.place,
        )

    def _needs(self) -> list[Line]:
        rows = list(uncovered(self.pool, self.first, self.last))
        short = too_much(self.pool, rows) if rows else set()
        found = []
        for row in rows:
            own = row.family_id == self.family.pk
            if self.pool.begins(row.day, row.block) <= self.now:
                continue
            if own or (self.chosen(row.family_id) and row.pk not in short):
                found.append(self._need(row, "mine" if own else "need"))
        return found

    def _need(self, row: Need, part: str) -> Line:
        return Line(
            part=part,
            day=row.day,
            block=row.block,
            starts=self.pool.begins(row.day, row.block),
            ends=self.pool.ends(row.day, row.block),
            children=row.count,
            carer="",
            missing=2 if self.pool.two_adults else 1,
            need_id=row.pk,
        )

    def asks(self) -> list[Ask]:
        """Care that is over and waits for one word from her."""
        rows = Minding.objects.filter(need__family=self.family, outcome=Outcome.WAITING)
        rows = rows.exclude(turn__state=TurnState.OFF).filter(turn__day__lte=timezone.localdate())
        found = []
        for row in rows.select_related("turn__offer").order_by("turn__day", "turn__block"):
            ends = self.pool.ends(row.turn.day, row.turn.block)
            if ends <= self.now:
                starts = self.pool.begins(row.turn.day, row.turn.block)
                carer = self.names.get(row.turn.offer.family_id, "")
                found.append(Ask(row.pk, row.turn_id, starts, ends, carer, row.minutes))
        return found


def too_much(pool: Pool, needs: Iterable[Need]) -> set[UUID]:
    """Of these needs those that their households' accounts do not bear; empty where nobody counts."""
    if pool.counts_only:
        return set()
    rows = list(needs)
    now, promised = balances({row.family_id: row.family for row in rows}.values()), pending(pool)
    return {
        row.pk
        for row in rows
        if now[row.family_id] + promised.get(row.family_id, 0) - pool.minutes(row.count) < -pool.limit_minutes
    }

"""The tables at this moment: who sits, who is due, what is free; the last presses; the screen."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils import timezone

from jobcaffe.fair.events import queries as events
from jobcaffe.fair.events.models import Fair, Stand
from jobcaffe.fair.talks import dayrules, seated
from jobcaffe.fair.talks.enums import State
from jobcaffe.fair.talks.models import Change, Talk
from jobcaffe.fair.talks.queries.booking import now_slot
from jobcaffe.fair.talks.rules import ACTIVE
from jobcaffe.fair.visits.models import Visitor

LAST_PRESSES = 5
SOON = 2  # slots that the screen shows beside the one that runs
NONE_SHOWN = 40
Seat = tuple[int, int]  # slot, table


@dataclass(frozen=True)
class Line:
    """A talk at a table. ``seen`` goes back with the press; ``starts_at`` counts the delay."""

    id: UUID
    visitor: UUID
    code: str
    slot: int
    starts_at: datetime
    late: int
    state: str
    seen: str
    here: bool

    @property
    def running(self) -> bool:
        """Whether they are talking."""
        return self.state == State.RUNNING


@dataclass(frozen=True)
class TableNow:
    """One table. ``current``: running or due; ``after``: the next; ``unsaid``: past ones nobody marked.

    ``free_at``: the first slot from now on in which nobody is booked; ``None`` when it has none.
    """

    stand: UUID
    name: str
    area: str
    number: int | None
    current: Line | None
    after: Line | None
    unsaid: tuple[Line, ...]
    missed: tuple[Line, ...]
    free_at: int | None
    open: bool


@dataclass(frozen=True)
class Press:
    """One of the last presses. ``fresh``: made a moment ago."""

    id: UUID
    what: str
    by: str
    at: datetime
    fresh: bool
    codes: tuple[str, ...]


@dataclass(frozen=True)
class Board:
    """The tables' page. ``version`` is another as soon as anything on it is."""

    fair: Fair
    slot: int
    tables: tuple[TableNow, ...]
    presses: tuple[Press, ...]
    without: tuple[tuple[UUID, str], ...]
    version: str

    def names(self) -> dict[UUID, str]:
        """Visitor → first name, of those at the tables: read only when the page is drawn."""
        shown = {line.visitor for table in self.tables for line in _lines(table)}
        rows = Visitor.objects.filter(pk__in=shown | {pk for pk, _code in self.without})
        return {row.pk: row.name.split()[0] if row.name.strip() else "" for row in rows.only("pk", "name")}


def _lines(table: TableNow) -> list[Line]:
    return [one for one in (table.current, table.after, *table.unsaid, *table.missed) if one]


def board(fair: Fair, at: datetime, area: int | None = None) -> Board:
    """The tables of the fair, or of one area: the same five queries however many they are."""
    slot = now_slot(fair, at)
    rows = _talks(fair, slot)
    tables = tuple(_tables(fair, at, slot, rows, area))
    found = presses(fair, at, rows)
    without = _without(fair)
    told = repr((slot, tables, found, without))
    return Board(fair, slot, tables, found, without, hashlib.sha256(told.encode()).hexdigest()[:20])


class Booked(NamedTuple):
    """A talk as the board needs it: every telephone at the tables asks again every two seconds."""

    pk: UUID
    stand_id: UUID
    slot: int
    table: int
    state: str
    late: int
    visitor_id: UUID
    code: str
    inside: bool


def _talks(fair: Fair, slot: int) -> list[Booked]:
    """What may still matter: booked and running ones, those held or missed a moment ago."""
    live = Q(state__in=(State.BOOKED, State.RUNNING))
    recent = Q(state__in=(State.HELD, State.MISSED), slot__gte=slot - 1)
    rows = Talk.objects.filter(live | recent, fair=fair).order_by("slot", "table", "pk")
    names = ("pk", "stand_id", "slot", "table", "state", "late", "visitor_id")
    return [Booked(*one) for one in rows.values_list(*names, "visitor__code", "visitor__inside")]


def _tables(
    fair: Fair, at: datetime, slot: int, rows: Iterable[Booked], area: int | None
) -> Iterable[TableNow]:
    by_table: dict[tuple[UUID, int], list[Booked]] = defaultdict(list)
    used: dict[UUID, int] = defaultdict(int)
    for talk in rows:
        by_table[talk.stand_id, talk.table].append(talk)
        used[talk.stand_id] = max(used[talk.stand_id], talk.table + 1)
    for stand in _stands(fair, area):
        for table in range(max(events.most_tables(stand), used[stand.pk])):
            yield _table(stand, table, at, slot, by_table[stand.pk, table])


def _stands(fair: Fair, area: int | None) -> QuerySet[Stand]:
    rows = events.stands_of(fair).order_by("area__position", "first_table", "organisation__search_name")
    return rows if area is None else rows.filter(area=area)


def _table(stand: Stand, table: int, at: datetime, slot: int, rows: Sequence[Booked]) -> TableNow:
    fair = stand.fair
    lines = [line_of(fair, talk) for talk in rows]
    waiting = [one for one in lines if one.state in (State.BOOKED, State.RUNNING)]
    current = _current([one for one in waiting if one.running or one.slot <= slot], at)
    sat = -1 if current is None else current.slot
    ahead = [one for one in waiting if one.slot > sat]
    unsaid = tuple(one for one in waiting if one.slot < sat)
    opens = [one for one in range(max(slot, 0), fair.slots) if events.tables_in(stand, one) > table]
    busy = {one.slot for one in lines if one.state in ACTIVE}
    return TableNow(
        stand=stand.pk,
        name=stand.organisation.name,
        area=stand.area.name if stand.area else "",
        number=dayrules.table_number(stand, table),
        current=current,
        after=ahead[0] if ahead else None,
        unsaid=unsaid,
        missed=tuple(one for one in lines if one.state == State.MISSED),
        free_at=next((one for one in opens if one not in busy), None),
        open=bool(opens),
    )


def line_of(fair: Fair, talk: Booked) -> Line:
    """A talk as the page shows it."""
    return Line(
        id=talk.pk,
        visitor=talk.visitor_id,
        code=talk.code,
        slot=talk.slot,
        starts_at=dayrules.starts_at(fair, talk.slot, talk.late),
        late=talk.late,
        state=talk.state,
        seen=dayrules.signature(talk),
        here=talk.inside,
    )


def _current(begun: Sequence[Line], at: datetime) -> Line | None:
    """Who sits there; else who is due, with the delay or, when nobody else is, before it."""
    running = [one for one in begun if one.running]
    due = [one for one in begun if one.starts_at <= at]
    return next(iter([*running[-1:], *due[-1:], *begun[:1]]), None)


def _without(fair: Fair) -> tuple[tuple[UUID, str], ...]:
    """Who is inside and has neither a talk nor a word of one: the next that a plan thinks of."""
    rows = Visitor.objects.filter(fair=fair, inside=True, wishes__isnull=False)
    rows = rows.exclude(talks__state__in=ACTIVE).distinct().order_by("arrived_at", "code")
    return tuple(rows.values_list("pk", "code")[:NONE_SHOWN])


def presses(fair: Fair, at: datetime, talks: Iterable[Booked] = ()) -> tuple[Press, ...]:
    """The last presses that were not taken back, the latest first."""
    rows = Change.objects.filter(fair=fair, undone_at=None).select_related("by")[:LAST_PRESSES]
    codes = {str(talk.visitor_id): talk.code for talk in talks}
    return tuple(
        Press(
            id=one.pk,
            what=one.what,
            by=one.by.name if one.by else "",
            at=one.at,
            fresh=at - one.at < dayrules.FRESH,
            codes=tuple(sorted({codes[row["visitor"]] for row in one.rows if row.get("visitor") in codes})),
        )
        for one in rows
    )


def areas(fair: Fair) -> list[tuple[int, str]]:
    """The areas in which somebody has tables."""
    return [(one.pk, one.name) for one in events.areas_of(fair) if one.held]  # type: ignore[attr-defined]


def free_places(talk: Talk, *, own: bool = False) -> list[Seat]:
    """Slot and table of the same stand, from now on, where both are free: one table for each slot.

    With ``own`` its own slot too, when nobody took it.
    """
    fair = talk.fair
    rows = Talk.objects.filter(state__in=ACTIVE).exclude(pk=talk.pk)
    taken = set(rows.filter(stand=talk.stand_id).values_list("slot", "table"))
    busy = set(rows.filter(visitor=talk.visitor_id).values_list("slot", flat=True))
    busy |= set(seated.of(fair, [talk.visitor_id]).get(talk.visitor_id, ()))
    found: list[Seat] = []
    for slot in range(max(0, now_slot(fair, timezone.now())), fair.slots):
        if slot in busy or (slot == talk.slot and not own):
            continue
        free = [one for one in range(events.tables_in(talk.stand, slot)) if (slot, one) not in taken]
        if free:
            found.append((slot, talk.table if talk.table in free else free[0]))
    return found


def partners(talk: Talk) -> list[Talk]:
    """The talks of the same stand with which it can change places: booked, and both are free then."""
    rows = Talk.objects.filter(stand=talk.stand_id, state=State.BOOKED).exclude(pk=talk.pk)
    found = list(rows.select_related("fair", "visitor", "stand").order_by("slot", "table"))
    people = {talk.visitor_id, *(one.visitor_id for one in found)}
    busy: dict[UUID, set[int]] = defaultdict(set)
    others = Talk.objects.filter(visitor__in=people, state__in=ACTIVE).exclude(stand=talk.stand_id)
    for who, slot in others.values_list("visitor", "slot"):
        busy[who].add(slot)
    for who, slots in seated.of(talk.fair, people).items():
        busy[who] |= set(slots)
    mine = busy[talk.visitor_id] | {talk.slot}
    return [one for one in found if one.slot not in mine and talk.slot not in busy[one.visitor_id]]


def talk_of(fair: Fair, talk_id: UUID) -> Talk | None:
    """One talk of the fair, with its stand and visitor."""
    rows = Talk.objects.filter(fair=fair).select_related(
        "fair", "stand__organisation", "stand__fair", "visitor"
    )
    return rows.filter(pk=talk_id).first()


# --- the screen at the entrance ---------------------------------------------------------------------------


@dataclass(frozen=True)
class Call:
    """What the screen says of one talk: the code of the ticket and the first letter of a name, no name."""

    code: str
    initial: str
    table: int | None
    stand: str
    area: str
    starts_at: datetime
    late: int


@dataclass(frozen=True)
class Screen:
    """*Adesso* and *tra poco*."""

    now: tuple[Call, ...]
    soon: tuple[Call, ...]


def screen(fair: Fair, at: datetime) -> Screen:
    """Who is expected at which table now and in the next slots: one query."""
    slot = now_slot(fair, at)
    rows = Talk.objects.filter(
        fair=fair, state__in=(State.BOOKED, State.RUNNING), slot__gte=slot - 1, slot__lte=slot + SOON
    ).select_related("visitor", "stand__organisation", "stand__area")
    calls = [(talk, _call(fair, talk)) for talk in rows]
    calls.sort(key=lambda pair: (pair[1].starts_at, pair[1].table or 0, pair[1].code))
    now = [call for talk, call in calls if _on_screen(fair, talk, call, at)]
    soon = [call for _talk, call in calls if call.starts_at > at]
    return Screen(tuple(now), tuple(soon))


def _on_screen(fair: Fair, talk: Talk, call: Call, at: datetime) -> bool:
    ends = dayrules.starts_at(fair, talk.slot + 1, talk.late)
    return talk.state == State.RUNNING or call.starts_at <= at < ends


def _call(fair: Fair, talk: Talk) -> Call:
    return Call(
        code=talk.visitor.code,
        initial=talk.visitor.name.strip()[:1].upper(),
        table=dayrules.table_number(talk.stand, talk.table),
        stand=talk.stand.organisation.name,
        area=talk.stand.area.name if talk.stand.area else "",
        starts_at=dayrules.starts_at(fair, talk.slot, talk.late),
        late=talk.late,
    )

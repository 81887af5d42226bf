"""The fair as it is at this moment, in the words of the kernel, and what must be kept of it.

A re-plan promises: nothing in the slot that runs and in the next one is moved, what somebody chose
herself stays, few talks change, and nobody who is here loses her only talk. Who is due and not here is
presumed absent: her place may be given away, and she is in the game again as soon as she arrives.
"""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from jobcaffe.fair.events import queries as events
from jobcaffe.fair.events.models import Fair
from jobcaffe.fair.talks import dayrules, seated
from jobcaffe.fair.talks.enums import State
from jobcaffe.fair.talks.models import Change, Talk, Wish
from jobcaffe.fair.talks.queries import now_slot
from jobcaffe.fair.talks.rules import ACTIVE, KEEP
from jobcaffe.fair.visits import rules as visit_rules
from jobcaffe.fair.visits.models import Visitor
from jobcaffe.kernels.timetable.model import Citizen, Citizens, Exhibitor, Place
from jobcaffe.kernels.timetable.model import Wish as KernelWish

# More than any wish is worth: who is here and has no talk comes first.
FIRST = 20
USUAL_VALUE = 5
Key = tuple[UUID, UUID]


@dataclass(frozen=True)
class Row:
    """A talk that takes a place, or one that somebody missed."""

    id: UUID
    visitor: UUID
    stand: UUID
    slot: int
    table: int
    state: str
    pinned: bool
    late: int

    @property
    def key(self) -> Key:
        """Who with whom."""
        return self.visitor, self.stand


@dataclass(frozen=True)
class Live:
    """What a re-plan looks at. ``slot`` runs; ``fill``: the first slot that may get new talks."""

    fair: Fair
    slot: int
    fill: int
    rows: tuple[Row, ...]
    tables: Mapping[UUID, tuple[int, ...]]
    windows: Mapping[UUID, tuple[int, int]]
    arrived: Mapping[UUID, datetime]
    present: frozenset[UUID]
    missed: frozenset[UUID]  # not at the table a moment ago, and not seen since
    absent: frozenset[UUID]  # presumed, for this plan only
    wishes: Mapping[Key, int]
    forbidden: frozenset[Key]
    seated: Mapping[UUID, frozenset[int]]  # slots in which somebody sits in a workshop
    digest: str = field(default="", compare=False)

    def is_fixed(self, row: Row) -> bool:
        """Whether a talk is where it is: past, running, in the next slot, or her own choice."""
        if row.slot <= self.slot + 1 or row.state != State.BOOKED:
            return True
        return row.pinned and row.visitor not in self.absent and self.has_table(row)

    def has_table(self, row: Row) -> bool:
        """Whether the stand has still so many tables in that slot."""
        return row.table < self.tables[row.stand][row.slot]

    def is_kept_apart(self, row: Row) -> bool:
        """Whether a talk takes a place without being in the game: of who is absent, and of the next slot."""
        out = row.visitor in self.absent and self.is_fixed(row)
        return out or row.visitor not in self.windows

    @property
    def talks(self) -> list[Row]:
        """Rows that take a place."""
        return [row for row in self.rows if row.state in ACTIVE]


def gather(fair: Fair, at: datetime) -> Live:
    """Six questions to the database, whatever the number of people."""
    slot = now_slot(fair, at)
    rows = _rows(fair)
    tables = {
        stand.pk: tuple(events.tables_in(stand, number) for number in range(fair.slots))
        for stand in events.stands_of(fair)
    }
    rows = tuple(row for row in rows if row.stand in tables)
    coming = Visitor.objects.filter(visit_rules.coming(), fair=fair)
    people = list(coming.values_list("pk", "from_slot", "to_slot", "inside", "arrived_at"))
    seen = _seen_at_tables(fair)
    running = {row.visitor for row in rows if row.state == State.RUNNING}
    missed = frozenset(
        row.visitor
        for row in rows
        if row.state == State.MISSED and row.slot >= slot - 1 and row.visitor not in seen
    ) - frozenset(running)
    here = {pk for pk, _from, _to, inside, _at in people if inside} | (seen & {one[0] for one in people})
    present = frozenset(here | running)
    wishes = list(Wish.objects.filter(stand__fair=fair).values_list("visitor", "stand", "value", "refused"))
    sitting = {who: frozenset(slots) for who, slots in seated.of(fair).items()}
    grace = slot if dayrules.first_half(fair, at) else slot + 1
    return Live(
        fair=fair,
        slot=slot,
        fill=max(0, slot) if dayrules.first_half(fair, at) else slot + 1,
        rows=rows,
        tables=tables,
        windows={pk: (first or 0, fair.slots - 1 if to is None else to) for pk, first, to, *_rest in people},
        arrived={pk: came for pk, *_rest, came in people if came is not None},
        present=present,
        missed=missed,
        absent=_absent(rows, present, grace),
        wishes={(who, where): value for who, where, value, refused in wishes if not refused},
        forbidden=frozenset((who, where) for who, where, _value, refused in wishes if refused),
        seated=sitting,
        digest=_digest(slot, rows, tables, sitting),
    )


def _rows(fair: Fair) -> tuple[Row, ...]:
    found = Talk.objects.filter(fair=fair, state__in=[*ACTIVE, State.MISSED]).order_by("slot", "pk")
    names = ("pk", "visitor", "stand", "slot", "table", "state", "pinned", "late")
    return tuple(Row(*values) for values in found.values_list(*names))


def _seen_at_tables(fair: Fair) -> set[UUID]:
    """Who came to a table after all, whatever the door knows."""
    pressed = Change.objects.filter(fair=fair, what="arrived", undone_at=None)
    return {UUID(row["visitor"]) for rows in pressed.values_list("rows", flat=True) for row in rows}


def _absent(rows: Iterable[Row], present: frozenset[UUID], before: int) -> frozenset[UUID]:
    """Who missed a talk, or is due since some minutes, and is not here."""
    due = {
        row.visitor
        for row in rows
        if row.state == State.MISSED or (row.state == State.BOOKED and row.slot < before)
    }
    return frozenset(due - present)


def _digest(
    slot: int,
    rows: Iterable[Row],
    tables: Mapping[UUID, tuple[int, ...]],
    sitting: Mapping[UUID, frozenset[int]],
) -> str:
    told = [repr(slot), *sorted(map(repr, rows)), *sorted(f"{one}{row}" for one, row in tables.items())]
    told += sorted(f"{one}{sorted(slots)}" for one, slots in sitting.items())
    return hashlib.sha256("\n".join(told).encode()).hexdigest()


def instance(live: Live, keep: frozenset[UUID] = frozenset()) -> Citizens:
    """The day from here on. ``keep``: talks that stay too, beside those that are fixed."""
    taking = [row for row in live.talks if row.visitor in live.windows and row.visitor not in live.absent]
    taking = [row for row in taking if counts(row, live)]
    fixed = [row for row in taking if live.is_fixed(row) or row.id in keep]
    others = [row for row in taking if row not in set(fixed) and live.has_table(row)]
    people = {row.visitor for row in taking} | (live.present & live.windows.keys())
    stay = {(row.visitor, row.slot) for row in fixed}
    citizens = [_citizen(live, who, fixed, stay) for who in sorted(people)]
    at_once = {str(row.visitor) for row in fixed if row.slot == live.fill}
    able = {str(who) for who in live.present - live.missed}
    return Citizens(
        slots=live.fair.slots,
        max_talks=_most(live.fair.max_talks, fixed),
        bonus=tuple(live.fair.bonus),
        idle_penalty=live.fair.idle_penalty,
        citizens=tuple(citizens),
        exhibitors=tuple(Exhibitor(str(one), row) for one, row in sorted(_tables(live, fixed).items())),
        wishes=_wishes(live, people, taking),
        pinned=tuple(_place(row) for row in fixed if row.slot >= live.fill),
        forbidden=_forbidden(live, people, fixed),
        now=live.fill,
        present=tuple(sorted(able | at_once)),
        previous=tuple(_place(row) for row in [*fixed, *others]),
        keep_reward=KEEP,
    )


def _place(row: Row) -> Place:
    return Place(str(row.visitor), str(row.stand), row.slot)


def _took_place(row: Row, live: Live) -> bool:
    """Of a talk of an earlier slot that nobody marked: it took place when she was here by then."""
    came = live.arrived.get(row.visitor)
    here = came is not None and came < live.fair.slot_start(row.slot + 1)
    return row.state != State.BOOKED or here


def _most(most: int, fixed: Iterable[Row]) -> int:
    return max([most, *Counter(row.visitor for row in fixed).values()])


def _citizen(live: Live, who: UUID, fixed: Iterable[Row], stay: set[tuple[UUID, int]]) -> Citizen:
    """What is fixed in the hours of a workshop stays all the same."""
    away = sorted(slot for slot in live.seated.get(who, ()) if (who, slot) not in stay)
    return Citizen(str(who), *_window(live, who, fixed), tuple(away))


def _window(live: Live, who: UUID, fixed: Iterable[Row]) -> tuple[int, int]:
    """From when to when she may talk: who is not here gets nothing new before the slot after the next."""
    first, last = live.windows[who]
    able = who in live.present and who not in live.missed
    first = live.fill if able else max(first, live.slot + 2)
    own = [row.slot for row in fixed if row.visitor == who and row.slot >= live.fill]
    first, last = min([first, *own]), max([last, *own])
    return min(first, live.fair.slots - 1), max(min(first, live.fair.slots - 1), last)


def _tables(live: Live, fixed: Iterable[Row]) -> dict[UUID, tuple[int, ...]]:
    """What each stand has left: an absent person's place of now and of the next slot is not given away."""
    taken = Counter((row.stand, row.slot) for row in fixed)
    held = Counter((row.stand, row.slot) for row in live.talks if live.is_kept_apart(row))
    made = {}
    for stand, row in live.tables.items():
        free = [many - held[stand, slot] if slot >= live.fill else 0 for slot, many in enumerate(row)]
        made[stand] = tuple(max(many, taken[stand, slot], 0) for slot, many in enumerate(free))
    return made


def _wishes(live: Live, people: set[UUID], taking: Iterable[Row]) -> tuple[KernelWish, ...]:
    """What was asked for, and what is in the plan without having been asked for."""
    rows = list(taking)
    without = (live.present & people) - {row.visitor for row in rows}
    worth = {row.key: USUAL_VALUE for row in rows} | {
        key: value for key, value in live.wishes.items() if key[0] in people and key[1] in live.tables
    }
    return tuple(
        KernelWish(str(who), str(where), value + (FIRST if who in without else 0))
        for (who, where), value in sorted(worth.items())
    )


def _forbidden(live: Live, people: set[UUID], fixed: Iterable[Row]) -> tuple[tuple[str, str], ...]:
    """*Non con loro*; a talk that is already running stays."""
    known = {(who, where) for who, where in live.forbidden if who in people and where in live.tables}
    pairs = known - {row.key for row in fixed}
    return tuple(sorted((str(who), str(where)) for who, where in pairs))


def lost(live: Live, places: Iterable[Place]) -> set[UUID]:
    """Who is here or awaited, had a talk, and would have none with these places."""
    left = {UUID(one.citizen) for one in places}
    had = {
        row.visitor for row in live.talks if row.visitor not in live.absent and row.visitor in live.windows
    }
    return had - left


def counts(row: Row, live: Live) -> bool:
    """Whether a talk is one that she has or had; one of an hour at which she was not here is neither."""
    return row.slot >= live.slot or _took_place(row, live)


def free_ahead(live: Live, people: Iterable[UUID]) -> bool:
    """Whether one of the stands that these people wish for has a free table from now on."""
    taken = Counter((row.stand, row.slot) for row in live.talks if row.visitor not in live.absent)
    slots = range(live.fill, live.fair.slots)
    who = set(people)
    return any(
        live.tables[where][slot] > taken[where, slot]
        for one, where in live.wishes
        if one in who and where in live.tables
        for slot in slots
        if slot not in live.seated.get(one, ())
    )


def rows_of(live: Live, people: set[UUID]) -> frozenset[UUID]:
    """One talk of each, the first that is still to come: it will stay."""
    firsts: dict[UUID, UUID] = {}
    for row in live.talks:
        if row.visitor in people and row.slot >= live.fill and live.has_table(row):
            firsts.setdefault(row.visitor, row.id)
    return frozenset(firsts.values())


def sooner(live: Live, made: Citizens, places: Iterable[Place]) -> list[Place]:
    """The same talks; those that are new begin as soon as they can: who is here does not wait for nothing.

    No one waits longer between two talks than in ``places``, and nobody else's talk is touched.
    """
    known = {(one.citizen, one.exhibitor) for one in made.previous or ()}
    free = _free(live, made, places := list(places))
    days: dict[str, set[int]] = defaultdict(set)
    for one in places:
        days[one.citizen].add(one.slot)
    people = {one.id: one for one in made.citizens}
    found = []
    for one in sorted(places, key=lambda place: place.slot):
        if (one.citizen, one.exhibitor) not in known:
            who, others = people[one.citizen], days[one.citizen] - {one.slot}
            earlier = set(range(who.first, one.slot)) - others - set(who.away)
            fits = [at for at in sorted(earlier) if free[one.exhibitor, at] > 0]
            at = next((at for at in fits if _idle(others | {at}) <= _idle(others | {one.slot})), one.slot)
            free[one.exhibitor, one.slot] += 1
            free[one.exhibitor, at] -= 1
            days[one.citizen] = others | {at}
            one = Place(one.citizen, one.exhibitor, at)
        found.append(one)
    return found


def _free(live: Live, made: Citizens, places: Iterable[Place]) -> Counter[tuple[str, int]]:
    """Tables that neither these talks have nor those of people who may still come."""
    free: Counter[tuple[str, int]] = Counter()
    for stand in made.exhibitors:
        free.update({(stand.id, slot): many for slot, many in enumerate(stand.tables) if slot >= made.now})
    free.subtract((one.exhibitor, one.slot) for one in places)
    free.subtract((str(row.stand), row.slot) for row in live.talks if given_away(live, row))
    return free


def _idle(slots: set[int]) -> int:
    return max(slots) - min(slots) + 1 - len(slots)


# --- from the kernel's answer to what is written ------------------------------------------------------


def given_away(live: Live, row: Row) -> bool:
    """The place of somebody presumed absent, after the next slot."""
    return row.visitor in live.absent and not live.is_fixed(row)

"""What would help: which table, in which hour, makes how many talks more; what a plan does, in figures.

Every number is a talk that can be added to the plan as it is: a visitor who asked, who is there and free in
that slot, and who has fewer talks than she may have; nobody else is moved.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from jobcaffe.fair.talks.queries.booking import waiting_slots
from jobcaffe.kernels.timetable import Citizens, Place

SHOWN = 3
MINUTES = 60


@dataclass(frozen=True)
class Advice:
    """One table more at a stand from ``first`` to ``last`` (slots, both included): so many talks more."""

    stand: str
    first: int
    last: int
    talks: int
    first_talks: int


@dataclass
class _Plan:
    """A plan, looked at by citizen and by stand."""

    instance: Citizens
    days: dict[str, set[int]] = field(default_factory=lambda: defaultdict(set))
    pairs: set[tuple[str, str]] = field(default_factory=set)

    @classmethod
    def of(cls, instance: Citizens, places: Iterable[Place]) -> _Plan:
        """From the talks that were placed."""
        made = cls(instance)
        for one in places:
            made.days[one.citizen].add(one.slot)
            made.pairs.add((one.citizen, one.exhibitor))
        return made

    def waiting(self) -> dict[str, list[str]]:
        """Stand → who asked for it in vain and may still have a talk."""
        never, found = set(self.instance.forbidden), defaultdict(list)
        for wish in self.instance.wishes:
            pair = (wish.citizen, wish.exhibitor)
            room = len(self.days[wish.citizen]) < self.instance.max_talks
            if room and pair not in self.pairs and pair not in never:
                found[wish.exhibitor].append(wish.citizen)
        return found


def more_tables(
    instance: Citizens, places: Sequence[Place], slot_minutes: int, shut: set[int]
) -> list[Advice]:
    """The tables that would help most, an hour each; at most three, of different stands."""
    plan = _Plan.of(instance, places)
    windows = {one.id: set(range(one.first, one.last + 1)) - set(one.away) for one in instance.citizens}
    length = max(1, MINUTES // slot_minutes)
    found = []
    for stand, people in plan.waiting().items():
        open_to = {
            who: {slot for slot in windows[who] if slot not in plan.days[who] and slot not in shut}
            for who in people
        }
        hours = range(instance.slots - length + 1)
        best = max(((*_gain(open_to, first, length), -first) for first in hours), default=(0, 0, 0))
        if best[0]:
            firsts = _firsts(plan, open_to, -best[2], length)
            found.append(Advice(stand, -best[2], -best[2] + length - 1, best[0], firsts))
    return sorted(found, key=lambda one: (-one.talks, -one.first_talks, one.stand))[:SHOWN]


def _gain(open_to: dict[str, set[int]], first: int, length: int) -> tuple[int, int]:
    """How many of these could sit there, one a slot; beside it how many are free at all."""
    wanted = {
        slot: [who for who, slots in open_to.items() if slot in slots]
        for slot in range(first, first + length)
    }
    return len(_matched(wanted)), sum(len(people) for people in wanted.values())


def _firsts(plan: _Plan, open_to: dict[str, set[int]], first: int, length: int) -> int:
    wanted = {
        slot: sorted(
            (who for who, slots in open_to.items() if slot in slots), key=lambda who: len(plan.days[who])
        )
        for slot in range(first, first + length)
    }
    return sum(not plan.days[who] for who in _matched(wanted).values())


def _matched(wanted: dict[int, list[str]]) -> dict[int, str]:
    """Slot → citizen, as many as can be (augmenting paths)."""
    owner: dict[str, int] = {}

    def place(slot: int, seen: set[str]) -> bool:
        for who in wanted[slot]:
            if who in seen:
                continue
            seen.add(who)
            if who not in owner or place(owner[who], seen):
                owner[who] = slot
                return True
        return False

    for slot in wanted:
        place(slot, set())
    return {slot: who for who, slot in owner.items()}


@dataclass(frozen=True)
class Figures:
    """What a plan does: talks, who has at least one, how many have how many, empty slots between talks."""

    citizens: int
    talks: int
    with_one: int
    by_number: tuple[tuple[int, int], ...]
    waiting_slots: int
    first_choices: int


def figures(instance: Citizens, places: Sequence[Place]) -> Figures:
    """Counted from the talks alone."""
    plan = _Plan.of(instance, places)
    counts = Counter(len(plan.days[one.id]) for one in instance.citizens)
    best: dict[str, tuple[int, str]] = {}
    for wish in instance.wishes:
        best[wish.citizen] = max(best.get(wish.citizen, (0, "")), (wish.value, wish.exhibitor))
    return Figures(
        citizens=len(instance.citizens),
        talks=len(places),
        with_one=sum(n for number, n in counts.items() if number),
        by_number=tuple((number, counts[number]) for number in range(max(counts, default=0) + 1)),
        waiting_slots=sum(waiting_slots(slots) for slots in plan.days.values()),
        first_choices=sum((who, stand) in plan.pairs for who, (_value, stand) in best.items()),
    )

"""The instance as numbers, and a timetable that is being made."""

from __future__ import annotations

from jobcaffe.kernels.timetable.model import Citizens, Place

FREE = -1


def idle(busy: int) -> int:
    """Empty slots between the first and the last bit of a day."""
    return busy.bit_length() - (busy & -busy).bit_length() + 1 - busy.bit_count() if busy else 0


class Field:
    """Citizens, stands and slots by number; what is fixed (pins, the past) taken out of what may move.

    ``open[c]``: bits of the slots in which citizen c may get a talk. ``tables[e][s]``: tables left beside
    the fixed talks. ``fixed[c]``: {slot: stand}. ``wishes[c]``: {stand: value} of what is not forbidden.
    ``kept``: {(c, e, s)} of the talks to come that the previous timetable had.
    """

    def __init__(self, instance: Citizens) -> None:
        self.instance = instance
        self.slots, self.most, self.penalty = instance.slots, instance.max_talks, instance.idle_penalty
        self.bonus = [*instance.bonus, *[0] * (instance.max_talks + 1)]
        self.citizen = {one.id: number for number, one in enumerate(instance.citizens)}
        self.stand = {one.id: number for number, one in enumerate(instance.exhibitors)}
        self.tables = [list(one.tables) for one in instance.exhibitors]
        never = set(instance.forbidden)
        self.wishes: list[dict[int, int]] = [{} for _ in instance.citizens]
        self.value_of: list[dict[int, int]] = [{} for _ in instance.citizens]
        for wish in instance.wishes:
            who, where = self.citizen[wish.citizen], self.stand[wish.exhibitor]
            self.value_of[who][where] = wish.value
            if (wish.citizen, wish.exhibitor) not in never:
                self.wishes[who][where] = wish.value
        self.open = [self._open(number) for number in range(len(instance.citizens))]
        self.fixed: list[dict[int, int]] = [{} for _ in instance.citizens]
        for place in fixed(instance):
            self._fix(place)
        self.reward = instance.keep_reward
        self.kept = {
            (self.citizen[one.citizen], self.stand[one.exhibitor], one.slot)
            for one in instance.previous or ()
            if one.slot >= instance.now and one.citizen in self.citizen and one.exhibitor in self.stand
        }

    def _open(self, number: int) -> int:
        one, instance = self.instance.citizens[number], self.instance
        bits = ((1 << (one.last + 1)) - 1) & ~((1 << one.first) - 1)
        bits &= ~sum(1 << slot for slot in set(one.away))
        if instance.present is not None and one.id not in self._present:
            bits &= ~(1 << instance.now)
        return bits & ~((1 << instance.now) - 1)

    @property
    def _present(self) -> frozenset[str]:
        if not hasattr(self, "_inside"):
            self._inside = frozenset(self.instance.present or ())
        return self._inside

    def _fix(self, place: Place) -> None:
        who, where = self.citizen[place.citizen], self.stand[place.exhibitor]
        self.fixed[who][place.slot] = where
        self.open[who] &= ~(1 << place.slot)
        self.tables[where][place.slot] -= 1
        self.wishes[who].pop(where, None)


def fixed(instance: Citizens) -> list[Place]:
    """The talks that are where they are: those held before ``now`` and the pinned ones, each once."""
    held = [place for place in instance.previous or () if place.slot < instance.now]
    return list(dict.fromkeys([*held, *instance.pinned]))


class Day:
    """A timetable being made: ``at[c][s]`` is a stand, a fixed one included, or ``FREE``."""

    def __init__(self, field: Field) -> None:
        self.field = field
        count, slots = len(field.wishes), field.slots
        self.at = [[FREE] * slots for _ in range(count)]
        self.busy = [0] * count
        self.used: list[set[int]] = [set() for _ in range(count)]
        for who, places in enumerate(field.fixed):
            for slot, where in places.items():
                self.put(who, slot, where)

    def put(self, who: int, slot: int, where: int) -> None:
        """A talk more."""
        self.at[who][slot] = where
        self.busy[who] |= 1 << slot
        self.used[who].add(where)

    def take(self, who: int, slot: int) -> None:
        """A talk less."""
        self.used[who].discard(self.at[who][slot])
        self.at[who][slot] = FREE
        self.busy[who] &= ~(1 << slot)

    def moving(self) -> list[tuple[int, int, int]]:
        """Talks that are not fixed: (citizen, stand, slot)."""
        fixed = self.field.fixed
        return [
            (who, where, slot)
            for who, row in enumerate(self.at)
            for slot, where in enumerate(row)
            if where != FREE and slot not in fixed[who]
        ]

    def copy(self) -> Day:
        """The same timetable, apart."""
        other = Day.__new__(Day)
        other.field = self.field
        other.at = [list(row) for row in self.at]
        other.busy = list(self.busy)
        other.used = [set(one) for one in self.used]
        return other

    def value(self) -> int:
        """Points of the timetable."""
        field, total = self.field, 0
        for who, busy in enumerate(self.busy):
            total += sum(field.value_of[who][where] for where in self.used[who])
            total += sum(field.bonus[: busy.bit_count()]) - field.penalty * idle(busy)
        return total

    def score(self) -> int:
        """What the search looks at: the value, and the reward for what stays where it was."""
        if not self.field.reward:
            return self.value()
        kept = sum(self.at[who][slot] == where for who, where, slot in self.field.kept)
        return self.value() + self.field.reward * kept

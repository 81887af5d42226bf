"""Moving talks along chains: a talk goes to another slot, whoever is in its way goes the other way.

Between two slots x and y the talks are edges from citizens to stands. Moving one from x to y at a stand
whose tables are all taken in y sends one of those citizens from y to x; if she had a talk in x, it goes to
y; and so on, as Kempe's chains in edge colouring, until a table or a citizen is free. Who talks with whom
stays as it is; only the idle slots of the two citizens at the ends change. So waiting melts away at no
price, which slot by slot matching cannot do. Simulated annealing over such chains (Kirkpatrick, Gelatt,
Vecchi 1983): the number of tries is given, so the same seed makes the same timetable.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from math import exp

import numpy as np

from jobcaffe.kernels.timetable.citizens.field import FREE, Day, idle

Move = tuple[int, int, int, int]  # citizen, stand, from slot, to slot
LONGEST = 40  # talks on a chain
LOOK = 1024  # tries between two looks at the ceiling
CALM = 0.2  # share of tries on citizens who do not wait


def dice(seed: int) -> Callable[[], float]:
    """Numbers from 0 to 1, the same for the same seed."""
    return _draws(seed).__next__


def _draws(seed: int) -> Iterator[float]:
    source = np.random.Generator(np.random.PCG64(abs(seed)))
    while True:
        yield from source.random(4096).tolist()


class Chains:
    """Tries on one timetable, in place. ``draw``: numbers from 0 to 1."""

    def __init__(self, day: Day, draw: Callable[[], float]) -> None:
        self.day, self.field, self.draw = day, day.field, draw
        slots = range(self.field.slots)
        # Who is at each stand in each slot, fixed talks left out.
        self.there: list[list[list[int]]] = [[[] for _ in slots] for _ in self.field.tables]
        for who, where, slot in day.moving():
            self.there[where][slot].append(who)

    def run(self, tries: int, heat: float, late: Callable[[], bool]) -> int:
        """Try so many chains, cooling from ``heat`` points to none; returns the points won."""
        won, count = 0, len(self.day.at)
        for number in range(tries):
            if number % LOOK == 0 and late():
                break
            who = int(self.draw() * count)
            if not idle(self.day.busy[who]) and self.draw() > CALM:
                continue
            won += self._try(who, heat * (1 - number / tries))
        return won

    def _try(self, who: int, heat: float) -> int:
        step = self._step(who)
        if step is None:
            return 0
        moves = self._chain(who, *step)
        if moves is None:
            return 0
        gain = self._gain(moves)
        if gain < 0 and (heat <= 0 or self.draw() >= exp(gain / heat)):
            return 0
        self._apply(moves)
        return gain

    def _step(self, who: int) -> tuple[int, int] | None:
        """One talk of hers at the edge of her day, and the slot to bring it to."""
        busy = self.day.busy[who]
        if not busy:
            return None
        last = busy.bit_length() - 1
        first = (busy & -busy).bit_length() - 1
        from_start = self.draw() < 0.5
        source = first if from_start else last
        if source in self.field.fixed[who]:
            return None
        if idle(busy):
            gaps = [slot for slot in range(first + 1, last) if not busy >> slot & 1]
            target = gaps[int(self.draw() * len(gaps))]
        else:
            target = last + 1 if from_start else first - 1
        if target < 0 or not self.field.open[who] >> target & 1:
            return None
        return source, target

    def _chain(self, who: int, source: int, target: int) -> list[Move] | None:
        """The moves that make room, or ``None`` where the chain ends at a closed door."""
        at, tables = self.day.at, self.field.tables
        where = at[who][source]
        moves = [(who, where, source, target)]
        gone = {who}
        while len(moves) < LONGEST:
            room = tables[where][target]
            if room <= 0:
                return None
            others = self.there[where][target]
            if len(others) < room:
                return moves
            other = others[int(self.draw() * len(others))]
            if other in gone or tables[where][source] <= 0:
                return None
            gone.add(other)
            moves.append((other, where, target, source))
            following = at[other][source]
            if following == FREE:
                return moves if self.field.open[other] >> source & 1 else None
            if source in self.field.fixed[other]:
                return None
            moves.append((other, following, source, target))
            where = following
        return None

    def _gain(self, moves: list[Move]) -> int:
        """Idle slots closed at the two ends, and talks brought back to or away from where they were."""
        day, field, gain = self.day, self.field, 0
        ends = [moves[0]] if len(moves) == 1 or moves[-1][2] == moves[0][2] else [moves[0], moves[-1]]
        for who, _where, source, target in ends:
            busy = day.busy[who]
            after = busy & ~(1 << source) | 1 << target
            gain += field.penalty * (idle(busy) - idle(after))
        if field.reward:
            for who, where, source, target in moves:
                gain += field.reward * (
                    ((who, where, target) in field.kept) - ((who, where, source) in field.kept)
                )
        return gain

    def _apply(self, moves: list[Move]) -> None:
        for who, where, source, _target in moves:
            self.there[where][source].remove(who)
            self.day.take(who, source)
        for who, where, _source, target in moves:
            self.there[where][target].append(who)
            self.day.put(who, target, where)

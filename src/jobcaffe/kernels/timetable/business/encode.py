"""The meetings as clauses.

Method (after Bofill et al., JAIR 74, 2022, with breaks counted as runs): one variable for each talk and
slot; a participant is busy in a slot when one of her talks is there, and is so in exactly as many slots
as she has talks; a run begins where she is busy and was not; her second, third … run is a literal that
costs one. Tables are counted on stars (all talks of one participant in a slot are at most one), and at
most twice as many participants are busy as there are tables. Fairness says that a break too many for
one asks for a break of everybody.

Each rule that a person may doubt (somebody's hours, tables, a fixed slot, an order, a part of the day,
fairness) can hang on a selector, so that a set of rules that cannot hold together can be named.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from itertools import combinations
from typing import NamedTuple

from jobcaffe.kernels.timetable.model import Business, Talk, When


class Rule(NamedTuple):
    """What a person may doubt: its kind, and the participant or the talk that it speaks of."""

    kind: str  # hours, fixed, part, order, tables, fairness
    about: str = ""


class Clauses:
    """The meetings of an instance as clauses.

    ``at[talk, slot]``: the talk is there. ``excess``: literals that cost one break each. ``selectors``: with
    ``doubted``, what makes each rule hold when it is assumed; without, every rule holds.
    """

    def __init__(self, instance: Business, *, doubted: bool = False) -> None:
        self.instance = instance
        self.doubted = doubted
        self.selectors: dict[Rule, int] = {}
        self._unless: list[int] = []
        self.clauses: list[list[int]] = []
        self.top = 0
        self.talks_of: dict[str, list[Talk]] = {one.id: [] for one in instance.participants}
        for talk in instance.talks:
            self.talks_of[talk.a].append(talk)
            self.talks_of[talk.b].append(talk)
        self.slots_of = domains(_free(instance) if doubted else instance)
        self.at = {(talk.id, slot): self.new() for talk in instance.talks for slot in self.slots_of[talk.id]}
        self.busy: dict[tuple[str, int], int] = {}
        self.breaks: dict[tuple[str, int], int] = {}
        for step in (self._placed, self._one_at_a_time, self._tables, self._order, self._runs, self._fair):
            step()
        if doubted:
            self._limits()
        self.excess = [self.breaks[key] for key in self.breaks]

    def new(self) -> int:
        """A variable more."""
        self.top += 1
        return self.top

    def add(self, clause: Iterable[int]) -> None:
        """A clause more, of the rule that is being written."""
        self.clauses.append([*self._unless, *clause])

    @contextmanager
    def _rule(self, kind: str, about: str = "") -> Iterator[None]:
        """What is added inside holds when this rule is assumed."""
        if self.doubted:
            self._unless = [-self.selectors.setdefault(Rule(kind, about), self.new())]
        yield
        self._unless = []

    def _at_most_one(self, literals: list[int]) -> None:
        for one, other in combinations(literals, 2):
            self.add((-one, -other))

    def _placed(self) -> None:
        for talk in self.instance.talks:
            here = [self.at[talk.id, slot] for slot in self.slots_of[talk.id]]
            self.add(here)
            self._at_most_one(here)

    def _one_at_a_time(self) -> None:
        for who, talks in self.talks_of.items():
            for slot in range(self.instance.slots):
                here = [self.at[talk.id, slot] for talk in talks if (talk.id, slot) in self.at]
                if here:
                    self.busy[who, slot] = self._any(here)
                    self._at_most_one(here)
            busy = self._busy_of(who)
            if talks:
                self._count(busy, len(talks), exactly=True)

    def _any(self, literals: list[int]) -> int:
        """A variable that is true when one of these is."""
        if len(literals) == 1:
            return literals[0]
        found = self.new()
        for one in literals:
            self.add((-one, found))
        self.add([-found, *literals])
        return found

    def _busy_of(self, who: str) -> list[int]:
        slots = range(self.instance.slots)
        return [self.busy[who, slot] for slot in slots if (who, slot) in self.busy]

    def _count(self, literals: list[int], bound: int, *, exactly: bool = False) -> None:
        from pysat.card import CardEnc, EncType

        if exactly:
            if len(literals) < bound:
                self.add(())
                return
            made = CardEnc.equals(literals, bound, self.top, encoding=EncType.totalizer)
        elif len(literals) <= bound:
            return
        else:
            made = CardEnc.atmost(literals, bound, self.top, encoding=EncType.seqcounter)
        self.top = max(self.top, made.nv)
        for clause in made.clauses:
            self.add(clause)

    def _tables(self) -> None:
        stars = self._stars()
        with self._rule("tables"):
            for slot in range(self.instance.slots):
                self._tables_of(slot, stars)

    def _tables_of(self, slot: int, stars: list[tuple[str, list[Talk]]]) -> None:
        here = []
        for who, talks in stars:
            literals = [self.at[talk.id, slot] for talk in talks if (talk.id, slot) in self.at]
            if literals:
                whole = len(talks) == len(self.talks_of[who])
                here.append(self.busy[who, slot] if whole else self._any(literals))
        self._count(here, self.instance.tables)
        busy = [found for (_who, when), found in self.busy.items() if when == slot]
        self._count(busy, 2 * self.instance.tables)

    def _stars(self) -> list[tuple[str, list[Talk]]]:
        """Talks shared out among few participants, each talk once."""
        left = {talk.id for talk in self.instance.talks}
        found = []
        while left:
            who = max(self.talks_of, key=lambda one: sum(talk.id in left for talk in self.talks_of[one]))
            mine = [talk for talk in self.talks_of[who] if talk.id in left]
            found.append((who, mine))
            left -= {talk.id for talk in mine}
        return found

    def _order(self) -> None:
        for talk in self.instance.talks:
            for earlier in talk.after:
                with self._rule("order", talk.id):
                    self._after(talk, earlier)

    def _after(self, talk: Talk, earlier: str) -> None:
        before, after = self.slots_of[earlier], self.slots_of[talk.id]
        for slot in after:
            self.add([-self.at[talk.id, slot], *(self.at[earlier, s] for s in before if s < slot)])
        for slot in before:
            self.add([-self.at[earlier, slot], *(self.at[talk.id, s] for s in after if s > slot)])

    def _limits(self) -> None:
        """Hours, parts of the day and fixed slots as rules, where they may be doubted."""
        for one in self.instance.participants:
            if one.unavailable:
                self._closed(Rule("hours", one.id), self.talks_of[one.id], set(one.unavailable))
        every = set(range(self.instance.slots))
        for talk in self.instance.talks:
            if talk.slot is not None:
                self._closed(Rule("fixed", talk.id), [talk], every - {talk.slot})
            if talk.when is not When.ANY:
                here = part(self.instance, replace(talk, slot=None))
                self._closed(Rule("part", talk.id), [talk], every.difference(here))

    def _closed(self, rule: Rule, talks: list[Talk], slots: set[int]) -> None:
        with self._rule(*rule):
            for talk in talks:
                for slot in sorted(slots):
                    self.add((-self.at[talk.id, slot],))

    def _runs(self) -> None:
        for who, talks in self.talks_of.items():
            starts = [self._start(who, slot) for slot in range(self.instance.slots)]
            most = min(len(talks), (self.instance.slots + 1) // 2)
            for number, literal in self._sorted([one for one in starts if one], most).items():
                if number > 1:
                    self.breaks[who, number - 1] = literal

    def _start(self, who: str, slot: int) -> int:
        now, before = self.busy.get((who, slot)), self.busy.get((who, slot - 1))
        if now is None or before is None:
            return now or 0
        start = self.new()
        self.add((-now, before, start))
        self.add((-start, now))
        self.add((-start, -before))
        return start

    def _sorted(self, literals: list[int], most: int) -> dict[int, int]:
        """For each number up to ``most`` a variable true exactly when at least so many literals are."""
        counted: dict[int, int] = {}
        for place, literal in enumerate(literals):
            following = {number: self.new() for number in range(1, min(place + 1, most) + 1)}
            for number, found in following.items():
                already, enough = counted.get(number), counted.get(number - 1)
                if already:
                    self.add((-already, found))
                if number == 1:
                    self.add((-literal, found))
                elif enough:
                    self.add((-literal, -enough, found))
                    self.add([-found, *([already] if already else []), enough])
                self.add([-found, *([already] if already else []), literal])
            if most in counted:
                self.add((-literal, -counted[most]))
            counted = following
        return counted

    def _fair(self) -> None:
        """So many breaks of one ask for so many less ``max_break_difference`` of everybody with talks."""
        allowed = self.instance.max_break_difference
        with self._rule("fairness"):
            for number in sorted({number for _who, number in self.breaks if number > allowed}):
                self._shared(number, number - allowed)

    def _shared(self, number: int, everybody: int) -> None:
        anybody = self.new()
        for who in [who for who, talks in self.talks_of.items() if talks]:
            if (who, number) in self.breaks:
                self.add((-self.breaks[who, number], anybody))
            needed = self.breaks.get((who, everybody))
            self.add((-anybody, needed) if needed else (-anybody,))


def _free(instance: Business) -> Business:
    """The meetings alone: nobody is away, no part of the day, no fixed slot, no order."""
    people = tuple(replace(one, unavailable=()) for one in instance.participants)
    talks = tuple(replace(talk, when=When.ANY, slot=None, after=()) for talk in instance.talks)
    return replace(instance, participants=people, talks=talks)


def domains(instance: Business) -> dict[str, list[int]]:
    """The slots in which each talk may be, by hours, part of the day, fixed slot and order."""
    away = {one.id: set(one.unavailable) for one in instance.participants}
    found = {
        talk.id: [slot for slot in part(instance, talk) if slot not in away[talk.a] | away[talk.b]]
        for talk in instance.talks
    }
    changed = True
    while changed:
        changed = any([_tighten(found, talk) for talk in instance.talks])
    return found


def part(instance: Business, talk: Talk) -> Iterable[int]:
    """The slots of the part of the day, or the fixed one."""
    first = instance.morning_slots if talk.when is When.AFTERNOON else 0
    last = instance.morning_slots if talk.when is When.MORNING else instance.slots
    return [slot for slot in range(first, last) if talk.slot is None or slot == talk.slot]


def _tighten(slots: dict[str, list[int]], talk: Talk) -> bool:
    """Take away slots too early after another talk, or too late before it; whether any went."""
    changed = False
    for earlier in talk.after:
        if not slots[earlier] or not slots[talk.id]:
            continue
        after = [slot for slot in slots[talk.id] if slot > slots[earlier][0]]
        before = [slot for slot in slots[earlier] if slot < slots[talk.id][-1]]
        changed |= len(after) < len(slots[talk.id]) or len(before) < len(slots[earlier])
        slots[talk.id], slots[earlier] = after, before
    return changed

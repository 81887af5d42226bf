"""Large-neighbourhood search: free some groups, solve that part as well as possible, put it back.

Two parts that share no person, room, facilitator or running group are solved at the same time, one
on each core, and put back in a fixed order: the answer does not depend on which ends first.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from jobcaffe.kernels.ceiling import Ceiling
from jobcaffe.kernels.grouping.dice import Dice
from jobcaffe.kernels.grouping.problem import Opened, Plan, Problem, Site
from jobcaffe.kernels.grouping.sat import Effort, Found, Part, improve

STEP = 2.0  # deterministic units for one part
MOST_SEATS = 4000  # (person, site) pairs in one part
IDLE = 4  # facilitators without a group that a part may use
ROUND = 0.5  # seconds that a round needs at least: with fewer left none is begun
QUIET = 40  # rounds without a gain after which the search ends


@dataclass
class _Width:
    """How many groups a part frees: more when it was proved best, fewer when it was not."""

    groups: int
    least: int
    most: int

    def learn(self, found: Found) -> None:
        self.groups = max(self.least, min(self.most, self.groups + (1 if found.proved else -1)))


class Search:
    """Improves a plan until a budget of deterministic units, the ceiling, or too long without a gain."""

    def __init__(self, problem: Problem, plan: Plan, *, seed: int, ceiling: Ceiling) -> None:
        self.problem, self.plan, self.ceiling = problem, plan, ceiling
        self.value = problem.plan_value(plan)
        self.dice, self.late = Dice(seed), False
        self.widths = {"open": _Width(5, 3, 12), "seat": _Width(12, 4, 40)}

    def run(self, work: float, bound: int, told: Callable[[float, int], None]) -> None:
        """Rounds of two parts; ``told(share of the work done, value)`` after each."""
        done, quiet, number = 0.0, 0, 0
        with ThreadPoolExecutor(2) as pool:
            while done < work and quiet < QUIET and self.value < bound and not self.late:
                kind = "seat" if number % 3 == 2 else "open"
                parts, before = self._parts(kind, number), self.value
                if not parts:
                    return
                effort = [self._effort() for _ in parts]
                found = list(pool.map(improve, [self.problem] * len(parts), parts, effort))
                for part, result in zip(parts, found, strict=True):
                    self._put_back(part, result)
                    self.widths[kind].learn(result)
                done += max(STEP / 4, sum(one.work for one in found) / 2)
                number, quiet = number + 1, 0 if self.value > before else quiet + 1
                told(min(1.0, done / work), self.value)

    def _effort(self) -> Effort:
        return Effort(work=STEP, ceiling=self.ceiling, seed=self.dice.below(2**31))

    def _put_back(self, part: Part, found: Found) -> None:
        self.late = self.late or found.late or self.ceiling.left() < ROUND
        gone = set(part.start.opened)
        kept = tuple(group for group in self.plan.opened if group not in gone)
        added = list(self.plan.added)
        for number in part.joins:
            added[number] = found.plan.added[number]
        self.plan = Plan(kept + found.plan.opened, tuple(added))
        self.value += found.value - self.problem.plan_value(part.start)

    def _parts(self, kind: str, number: int) -> list[Part]:
        """One or two parts without anything in common."""
        wanted = self.widths[kind].groups
        groups = sorted(self.plan.opened, key=lambda one: (one.cell, one.facilitator))
        first = self._related(groups, wanted)
        leaders = {one.facilitator for one in first}
        rest = [one for one in groups if one.facilitator not in leaders]
        second = self._related(rest, wanted) if len(rest) >= wanted else []
        # A facilitator with groups in both, or with a group that stays, is with the part that has her.
        sides = [first, second] if second else [first]
        return [
            part
            for side, freed in enumerate(sides)
            if (part := self._part(kind, freed, side, len(sides), number)).people
        ]

    def _related(self, groups: Sequence[Opened], wanted: int) -> list[Opened]:
        """A group by chance, and those that its people could go to, nearest first with some chance."""
        if not groups:
            return []
        seed = groups[self.dice.below(len(groups))]
        could = Counter(cell for one in seed.members for cell in self.problem.worth[one])
        shuffled = self.dice.shuffled(one for one in groups if one is not seed)
        shuffled.sort(key=lambda one: -could[one.cell] - self.dice.below(6))
        return [seed, *shuffled[: wanted - 1]]

    def _part(self, kind: str, freed: list[Opened], side: int, sides: int, number: int) -> Part:
        def mine(index: int) -> bool:
            """Whether what is shared by chance belongs to this part, by its number."""
            return (index + number) % sides == side

        joins = [one for one in range(len(self.problem.joins)) if mine(one)]
        none: frozenset[int] = frozenset()
        start = Plan(
            tuple(freed),
            tuple(added if one in joins else none for one, added in enumerate(self.plan.added)),
        )
        waiting = sorted(set(self.problem.people) - self.plan.placed())
        people = sorted(start.placed() | {one for one in waiting if mine(one)})
        rooms = self._rooms(freed, mine)
        limits = self._limits(freed, mine, kind)
        sites = [(one.facilitator, one.cell) for one in freed]
        if kind == "open":
            sites += self._sites(people, sites, rooms, limits, freed)
        return Part(people, sites, rooms, limits, joins, start)

    def _rooms(self, freed: list[Opened], mine: Callable[[int], bool]) -> dict[int, int]:
        slots, used = self.problem.slot, Counter(self.problem.slot[one.cell] for one in self.plan.opened)
        rooms = Counter(slots[one.cell] for one in freed)
        for slot, there in enumerate(self.problem.rooms):
            if mine(slot):
                rooms[slot] += there - used[slot]
        return dict(rooms)

    def _limits(self, freed: list[Opened], mine: Callable[[int], bool], kind: str) -> dict[int, int]:
        """Groups that each facilitator of the part may lead: hers that are freed, and what she has left."""
        used = Counter(one.facilitator for one in self.plan.opened)
        again = Counter(one.facilitator for one in freed)
        left = {one: limit - used[one] for one, limit in enumerate(self.problem.limits)}
        limits = {one: again[one] + left[one] for one in again}
        # Those without any group belong to one part by their number.
        idle = [one for one in self.dice.shuffled(left) if not used[one] and left[one] > 0 and mine(one)]
        limits |= {one: left[one] for one in (idle[:IDLE] if kind == "open" else ())}
        return limits

    def _sites(
        self,
        people: list[int],
        taken: list[Site],
        rooms: dict[int, int],
        limits: dict[int, int],
        freed: list[Opened],
    ) -> list[Site]:
        """Where else the part could open groups, by chance, until the model is large enough."""
        problem = self.problem
        asked = Counter(cell for one in people for cell in problem.worth[one])
        gone = set(freed)
        busy = {(one.facilitator, problem.slot[one.cell]) for one in self.plan.opened if one not in gone}
        known, found = set(taken), list[Site]()
        crews = Counter(cell for _, cell in taken)
        seats = sum(asked[cell] * crew for cell, crew in crews.items())
        options = (
            (leader, cell)
            for cell in problem.open_cells
            if asked[cell] >= problem.size.min and rooms.get(problem.slot[cell], 0) > 0
            for leader in problem.crews[cell]
            if limits.get(leader, 0) > 0 and (leader, problem.slot[cell]) not in busy
        )
        for site in self.dice.shuffled(options):
            cell = site[1]
            # A further facilitator adds seats only while the cell has rooms for another group.
            more = asked[cell] if crews[cell] < rooms[problem.slot[cell]] else 0
            if site not in known and seats + more <= MOST_SEATS:
                found.append(site)
                seats += more
                crews[cell] += 1
        return found

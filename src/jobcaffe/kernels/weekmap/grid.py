"""The week on a grid of steps: everybody walks through places and time, and no small child is alone.

A person is a unit of flow from the beginning to the end of each day, on nodes (place, step): she
stays, or goes and arrives after the way's minutes. A small child stays where somebody looks after her,
and goes only with somebody who goes the same way at the same time; adults may hand her over on the way.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from jobcaffe.kernels.weekmap.model import DAYS, MINUTES, Instance
from jobcaffe.kernels.weekmap.pieces import Helper, Piece, helpers, pieces, step_of

Arc = tuple[int, str, str]  # step, from, to
WAIT = 30  # minutes that a small child may wait at the door of where she goes


@dataclass
class Flow:
    """One person on one day: whether she is at a place in a step, or leaves it for another."""

    stays: dict[tuple[int, str], Any] = field(default_factory=dict)
    goes: dict[Arc, Any] = field(default_factory=dict)
    last: dict[str, Any] = field(default_factory=dict)  # where she is when the last step ends


@dataclass
class Grid:
    """The model of some days. ``keeps``: whether each commitment is respected; ``chosen``: the options.

    ``alone`` counts the steps in which nobody is with a small child, ``late`` those in which somebody
    is not where she should: both are 0 unless ``relaxed``.
    """

    instance: Instance
    model: Any
    days: tuple[int, ...] = tuple(range(DAYS))
    relaxed: bool = False
    chosen: dict[str, Any] = field(default_factory=dict)
    keeps: dict[str, Any] = field(default_factory=dict)
    flows: dict[tuple[int, str], Flow] = field(default_factory=dict)
    alone: dict[tuple[int, str, int], Any] = field(default_factory=dict)
    late: list[Any] = field(default_factory=list)
    helped: dict[tuple[int, str], Helper] = field(default_factory=dict)

    def build(self) -> None:
        """Variables and rules."""
        instance, model = self.instance, self.model
        self.step = step_of(instance)
        self.same = _same_places(instance)
        self.chosen = {one.id: model.new_bool_var(one.id) for one in instance.options}
        self.keeps = {one.id: model.new_bool_var(one.id) for one in instance.commitments}
        for one in instance.options:
            for other in one.not_with:
                model.add_at_most_one([self.chosen[one.id], self.chosen[other]])
        for day in self.days:
            self._day(day)

    def _day(self, day: int) -> None:
        rows, outside = pieces(self.instance, day, self.step), helpers(self.instance, day, self.step)
        self._one_change_each(rows)
        places = sorted({self.same[self.instance.home], *(self.same[row.where] for row in rows)})
        span = self._span(rows, outside)
        adults = {name: self._person(day, name, rows, (places, span)) for name in self.instance.adults}
        for index, helper in enumerate(outside):
            if helper.end > helper.start:
                name = f"{helper.carer.id}#{index}"
                adults[name] = self._helper(day, name, helper, places)
        for child in self.instance.children:
            flow = self._person(day, child.id, rows, (places, span))
            if child.small:
                self._child(day, child.id, flow, rows, adults)

    def _one_change_each(self, rows: list[Piece]) -> None:
        """Two options that change one commitment on the same day exclude each other."""
        for row in rows:
            if len(row.unless) > 1:
                self.model.add_at_most_one([self.chosen[one] for one in sorted(row.unless)])

    def _span(self, rows: list[Piece], outside: list[Helper]) -> tuple[int, int]:
        """The steps in which somebody may have to move; before and after all are where they begin."""
        edges = [edge for row in rows for edge in (row.start, row.end)]
        edges += [edge for row in outside for edge in (row.start, row.end)]
        whole = MINUTES // self.step
        if not edges:
            return whole // 2, whole // 2 + 1
        margin = 2 * max([self._way(*pair) for pair in map(tuple, self.instance.travel)], default=0) + 1
        return max(min(edges) - margin, 0), min(max(edges) + margin, whole)

    def _way(self, one: str, other: str) -> int:
        return -(-self.instance.minutes(one, other) // self.step)

    def _holds(self, row: Piece) -> list[Any]:
        """The literals under which a form of a commitment is to be respected."""
        keep = [self.keeps[row.commitment]] if row.commitment in self.keeps else []
        if row.option:
            return [*keep, self.chosen[row.option]]
        return [*keep, *(self.chosen[one].negated() for one in sorted(row.unless))]

    def _person(
        self, day: int, name: str, rows: list[Piece], where: tuple[list[str], tuple[int, int]]
    ) -> Flow:
        places, span = where
        mine = [row for row in rows if row.who == name]
        here = {self.same[row.where] for row in mine}
        walker = any(name == one for one in self.instance.adults)
        reach = places if walker or self._small(name) else sorted({self.same[self.instance.home], *here})
        through = self._handed_over(rows) if self._small(name) else {}
        flow = self._flow(reach, span, self._allowed(name, rows, span), through)
        self.flows[day, name] = flow
        self._edges(flow, mine, span)
        for row in mine:
            self._be_there(flow, row, span)
        return flow

    def _small(self, name: str) -> bool:
        return any(one.id == name and one.small for one in self.instance.children)

    def _allowed(self, name: str, rows: list[Piece], span: tuple[int, int]) -> dict[str, set[int]]:
        """When it makes sense to be away from home: around what is done there.

        A small child waits half an hour at most beside her own times; an adult stays where she works
        from an hour before her day begins until an hour after, and where children are left and fetched,
        or where another adult begins or ends, who may take them from her.
        """
        found: dict[str, set[int]] = defaultdict(set)
        mine, small = [row for row in rows if row.who == name], self._small(name)
        hour, wait = -(-60 // self.step), -(-WAIT // self.step)
        edges = [edge for row in mine for edge in (row.start, row.end)]
        for row in rows:
            place = self.same[row.where]
            if row.who == name and not small:
                found[place] |= set(range(min(edges) - hour, max(edges) + hour))
            elif row.who == name:
                found[place] |= set(range(row.start - wait, row.end + wait))
            elif not small and (self._small(row.who) or row.who in self.instance.adults):
                found[place] |= _doors(row, wait)
        found[self.same[self.instance.home]] |= set(range(span[0], span[1]))
        return found

    def _handed_over(self, rows: list[Piece]) -> dict[str, set[int]]:
        """Where and when a small child may go from one adult to another: at the door of their work."""
        found: dict[str, set[int]] = defaultdict(set)
        for row in rows:
            if row.who in self.instance.adults:
                found[self.same[row.where]] |= _doors(row, -(-60 // self.step))
        return found

    def _flow(
        self,
        places: list[str],
        span: tuple[int, int],
        allowed: dict[str, set[int]] | None = None,
        through: Mapping[str, set[int]] = MappingProxyType({}),
    ) -> Flow:
        """Variables and balance of one person.

        ``allowed``: the steps in which she may be in each place (``None``: always); ``through``: those
        in which she may leave a place as soon as she arrives.
        """
        model, flow, (low, high) = self.model, Flow(), span
        steps = {place: allowed[place] if allowed else set(range(low, high)) for place in places}
        for step in range(low, high):
            for place in places:
                flow.stays[step, place] = model.new_bool_var("") if step in steps[place] else 0
                # One leaves a place where one may have been, or has just come through.
                if _edge(step, steps[place], through.get(place)):
                    for other in places:
                        arrival = step + self._way(place, other)
                        near = arrival == high or _edge(arrival, steps[other], through.get(other))
                        if other != place and arrival <= high and near:
                            flow.goes[step, place, other] = model.new_bool_var("")
        arrives: dict[tuple[int, str], list[Any]] = defaultdict(list)
        leaves: dict[tuple[int, str], list[Any]] = defaultdict(list)
        for (step, place, other), goes in flow.goes.items():
            leaves[step, place].append(goes)
            arrives[step + self._way(place, other), other].append(goes)
        for step in range(low + 1, high):
            for place in places:
                comes = flow.stays[step - 1, place] + sum(arrives[step, place])
                model.add(comes == flow.stays[step, place] + sum(leaves[step, place]))
        model.add(sum(sum(leaves[low, place]) + flow.stays[low, place] for place in places) == 1)
        for place in places:
            flow.last[place] = flow.stays[high - 1, place] + sum(arrives[high, place])
        return flow

    def _edges(self, flow: Flow, mine: list[Piece], span: tuple[int, int]) -> None:
        """The day begins and ends at home, unless a night shift goes over midnight."""
        low, high = span
        home, model = self.same[self.instance.home], self.model
        at = {low: self._starts(flow, low, home), high: flow.last[home]}
        for edge, starts in at.items():
            over = [row for row in mine if (row.start if edge == low else row.end) == edge]
            night = edge in (0, MINUTES // self.step)
            if not (night and over):
                model.add(starts == 1)
                continue
            away = model.new_bool_var("")
            model.add(starts + away >= 1)
            model.add_bool_or([self._all(self._holds(row)) for row in over]).only_enforce_if(away)

    def _starts(self, flow: Flow, low: int, place: str) -> Any:
        return flow.stays[low, place] + sum(
            goes for (step, origin, _to), goes in flow.goes.items() if (step, origin) == (low, place)
        )

    def _all(self, literals: list[Any]) -> Any:
        every = self.model.new_bool_var("")
        for literal in literals:
            self.model.add_implication(every, literal)
        return every

    def _be_there(self, flow: Flow, row: Piece, span: tuple[int, int]) -> None:
        low, high = span
        for step in range(max(row.start, low), min(row.end, high)):
            rule = self.model.add(flow.stays[step, self.same[row.where]] + self._slack() >= 1)
            rule.only_enforce_if(self._holds(row))

    def _slack(self) -> Any:
        if not self.relaxed:
            return 0
        self.late.append(self.model.new_bool_var(""))
        return self.late[-1]

    def _helper(self, day: int, name: str, helper: Helper, places: list[str]) -> Flow:
        """At home from when she comes until she goes; one who brings moves in between."""
        home = self.same[self.instance.home]
        flow = self._flow(places if helper.carer.brings else [home], (helper.start, helper.end))
        self.model.add(self._starts(flow, helper.start, home) == 1)
        self.model.add(flow.last[home] == 1)
        self.flows[day, name], self.helped[day, name] = flow, helper
        return flow

    def _child(self, day: int, name: str, flow: Flow, rows: list[Piece], adults: dict[str, Flow]) -> None:
        """Somebody is with her at every step, and goes with her on every way."""
        free = [self.keeps[row.commitment].negated() for row in rows
                if row.who == name and row.commitment in self.keeps]  # fmt: skip
        may = {who: one for who, one in adults.items() if self._trusted(day, who, name)}
        own = {self.same[self.instance.home], *(self.same[row.where] for row in rows if row.who == name)}
        for (step, place), stays in flow.stays.items():
            if isinstance(stays, int):
                continue
            with_her = [self._with(day, who, one.stays.get((step, place))) for who, one in may.items()]
            there = [self._all(self._holds(row)) for row in rows if self._looks_after(row, name, step, place)]
            alone = [self._alone(day, name, [step])]
            self._rule(stays, [*with_her, *there, *free, *alone])
        for arc, goes in flow.goes.items():
            along = [self._with(day, who, one.goes.get(arc)) for who, one in may.items()]
            steps = range(arc[0], arc[0] + self._way(arc[1], arc[2]))
            alone = [self._alone(day, name, steps)] if {*arc[1:]} <= own else []
            self._rule(goes, [*along, *free, *alone])

    def _looks_after(self, row: Piece, child: str, step: int, place: str) -> bool:
        """Whether the child is where somebody of that commitment looks after her."""
        return row.who == child and self.same[row.where] == place and row.start <= step < row.end

    def _trusted(self, day: int, who: str, child: str) -> bool:
        helper = self.helped.get((day, who))
        return helper is None or child in helper.carer.children

    def _with(self, day: int, who: str, there: Any) -> Any:
        """Whether somebody is there; a carer of an option only when it is chosen."""
        helper = self.helped.get((day, who))
        if there is None or isinstance(there, int):
            return None
        if helper is None or not helper.option:
            return there
        return self._all([there, self.chosen[helper.option]])

    def _alone(self, day: int, name: str, steps: Iterable[int]) -> Any:
        """Whether nobody is with a child all these steps; ``None`` when that may not be."""
        if not self.relaxed:
            return None
        each = [self.alone.setdefault((day, name, step), self.model.new_bool_var("")) for step in steps]
        return each[0] if len(each) == 1 else self._all(each)

    def _rule(self, is_there: Any, enough: list[Any]) -> None:
        """Somebody is there only if one of these is so."""
        self.model.add_bool_or([is_there.negated(), *(one for one in enough if one is not None)])


def _doors(row: Piece, wait: int) -> set[int]:
    """The steps around the beginning and the end of a commitment."""
    return {*range(row.start - wait, row.start + 1), *range(row.end, row.end + wait + 1)}


def _edge(step: int, stays: set[int], through: set[int] | None) -> bool:
    """Whether one may come or go at a step."""
    return step in stays or step - 1 in stays or (through is not None and step in through)


def _same_places(instance: Instance) -> dict[str, str]:
    """Places next door to each other are one place."""
    rows = [*instance.commitments, *(row for one in instance.options for row in one.services)]
    names = {instance.home, *(row.where for row in rows), *(one for pair in instance.travel for one in pair)}
    names |= {change.where for one in instance.options for change in one.changes if change.where}
    found: dict[str, str] = {}
    for name in sorted(names, key=lambda one: (one != instance.home, one)):
        near = [other for other in found if not instance.minutes(name, other)]
        found[name] = found[near[0]] if near else name
    return found

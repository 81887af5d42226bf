"""Believe nothing: walk through every alternative minute by minute, from the instance alone."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from jobcaffe.kernels.weekmap.model import (
    DAYS,
    MINUTES,
    Alternative,
    Answer,
    Clash,
    Instance,
    Status,
    Trip,
    Uncovered,
)
from jobcaffe.kernels.weekmap.pieces import Helper, helpers, pieces, step_of

MOST = 5


def check(instance: Instance, answer: Answer) -> list[str]:
    """Every rule that the answer breaks, in words; empty when it keeps them all."""
    broken = [text for one in answer.alternatives for text in _alternative(instance, one)]
    broken += [*_figures(instance, answer), *_clashes(instance, answer), *_minutes(instance, answer)]
    return [*broken, *_alone(instance, answer), *_ending(answer)]


def _figures(instance: Instance, answer: Answer) -> Iterator[str]:
    costs = [one.cost for one in answer.alternatives]
    if costs != sorted(costs) or len(costs) > MOST:
        yield f"alternatives by cost: {costs}"
    sets = [set(one.options) for one in answer.alternatives]
    if any(one <= other for place, one in enumerate(sets) for other in sets[place + 1 :]):
        yield "an alternative contains an earlier one"
    if answer.value != (costs[0] if costs else None) or answer.bound > (answer.value or 0):
        yield f"value {answer.value} and bound {answer.bound} of costs {costs}"
    if (answer.status == Status.INFEASIBLE) == bool(costs):
        yield f"status {answer.status} with {len(costs)} alternatives"
    if set(answer.smallest_clash) - {one.id for one in instance.commitments}:
        yield "the clash has unknown commitments"


def _clashes(instance: Instance, answer: Answer) -> Iterator[str]:
    """Every pair of commitments, compared one by one: what is told is one, and who has one is told."""
    found: set[Clash] = set()
    for day in range(DAYS):
        rows = [row for row in pieces(instance, day, 1) if row.holds(())]
        for one in rows:
            for other in rows:
                missing = one.end + instance.minutes(one.where, other.where) - other.start
                same = one.who == other.who and one.commitment != other.commitment
                if same and missing > 0 and (one.start, one.end) <= (other.start, other.end):
                    found.add(Clash(day, one.who, one.commitment, other.commitment, missing))
    yield from (f"{one}: no clash" for one in set(answer.clashes) - found)
    people = {(one.day, one.who) for one in answer.clashes}
    yield from (f"{one}: a clash not told" for one in found if (one.day, one.who) not in people)


def _minutes(instance: Instance, answer: Answer) -> Iterator[str]:
    """The minutes of every commitment of a week, day by day, its night after midnight with it."""
    found: dict[str, dict[str, int]] = {name: {} for name in instance.adults}
    for one in instance.commitments:
        length = (one.end - one.start) % MINUTES or MINUTES
        if one.who in found and one.days:
            kinds, kind = found[one.who], one.kind or "other"
            kinds[kind] = kinds.get(kind, 0) + length * len(set(one.days))
    if {name: dict(row) for name, row in answer.minutes.items()} != found:
        yield f"minutes {answer.minutes} are not {found}"


def _alone(instance: Instance, answer: Answer) -> Iterator[str]:
    """Each is of a small child, within a day, apart from the next, and not while she is at her own."""
    small = {one.id for one in instance.children if one.small}
    step = step_of(instance)
    for one in answer.uncovered:
        rows = pieces(instance, one.day, step) if one.day in range(DAYS) else []
        at_hers = {
            at for row in rows if row.who == one.child and row.holds(()) for at in range(row.start, row.end)
        }
        times = range(one.start // step, one.end // step)
        whole = 0 <= one.start < one.end <= MINUTES and not (one.start % step or one.end % step)
        if one.child not in small or not rows or not whole or at_hers & set(times):
            yield f"{one}: no time alone"
    told = list(answer.uncovered)
    if told != sorted(told) or any(_touch(one, other) for one, other in pairwise(told)):
        yield "uncovered times are out of order, or twice"
    works = any(not one.options for one in answer.alternatives)
    if works and told:
        yield "it works as it is, with uncovered times"


def _touch(one: Uncovered, other: Uncovered) -> bool:
    return (one.day, one.child) == (other.day, other.child) and other.start <= one.end


def _ending(answer: Answer) -> Iterator[str]:
    """Proved is what has no gap, or an end of its own."""
    proved = answer.status != Status.FEASIBLE
    if answer.status == Status.OPTIMAL and answer.bound != answer.value:
        yield f"optimal with value {answer.value} and bound {answer.bound}"
    if answer.status not in set(Status) or answer.ended_by not in ("proof", "time"):
        yield f"status {answer.status}, ended by {answer.ended_by}"
    if answer.ended_by == "proof" and not proved:
        yield "proved, with a gap"
    if answer.smallest_clash and (answer.alternatives or answer.ended_by != "proof"):
        yield "a clash where something works, or where nothing is proved"


def _alternative(instance: Instance, one: Alternative) -> Iterator[str]:
    options = {row.id: row for row in instance.options}
    places = {instance.home, *(place for way in instance.travel for place in way)}
    strangers = [name for name in one.options if name not in options]
    strangers += [place for trip in one.trips for place in (trip.origin, trip.to) if place not in places]
    if strangers or len(set(one.options)) != len(one.options):
        yield f"{one.options}: twice the same, or unknown {strangers}"
        return
    if any(trip.day not in range(DAYS) or not 0 <= trip.start < trip.end <= MINUTES for trip in one.trips):
        yield f"{one.options}: a way outside the week"
    if sum(options[name].cost for name in one.options) != one.cost:
        yield f"{one.options}: cost {one.cost}"
    if any(other in one.options for name in one.options for other in options[name].not_with):
        yield f"{one.options}: not together"
    for day in range(DAYS):
        walked = _Walk(instance, day, one)
        yield from (f"{one.options}: {text}" for text in walked.broken())


@dataclass
class _Walk:
    """One day of an alternative, as its trips tell it."""

    instance: Instance
    day: int
    chosen: Alternative

    def __post_init__(self) -> None:
        self.step = step_of(self.instance)
        rows = pieces(self.instance, self.day, self.step)
        self.rows = [row for row in rows if row.holds(self.chosen.options)]
        outside = helpers(self.instance, self.day, self.step)
        self.outside = [one for one in outside if not one.option or one.option in self.chosen.options]
        self.trips = [one for one in self.chosen.trips if one.day == self.day]
        self.small = {one.id for one in self.instance.children if one.small}

    def broken(self) -> Iterator[str]:
        """What of the day does not hold."""
        yield from (f"{trip}: too short" for trip in self.trips if self._short(trip))
        for name in {name for trip in self.trips for name in (trip.who, *trip.children)}:
            yield from self._way_of(name)
        for step in range(MINUTES // self.step):
            yield from self._places(step)
            yield from self._children(step)

    def _short(self, trip: Trip) -> bool:
        return trip.end - trip.start < self.instance.minutes(trip.origin, trip.to)

    def _way_of(self, name: str) -> Iterator[str]:
        """Somebody sets out from where she is, makes one way at a time, and is home at the end."""
        at, since = self._wakes(name), 0
        for trip in self._mine(name):
            if trip.start < since or not self._near(trip.origin, at):
                yield f"{trip}: {name} is at {at} until {since}"
            at, since = trip.to, trip.end
        over = [row.where for row in self.rows if row.who == name and row.end == MINUTES // self.step]
        if not any(self._near(at, where) for where in [*over, self.instance.home]):
            yield f"day {self.day}: {name} is not home at the end"

    def _mine(self, name: str) -> list[Trip]:
        return sorted(
            (one for one in self.trips if name == one.who or name in one.children), key=lambda one: one.start
        )

    def place(self, name: str, step: int) -> str | Trip:
        """Where somebody is in a step, or the trip she is on."""
        now, at = step * self.step, self._wakes(name)
        for trip in self._mine(name):
            if trip.start <= now < trip.end:
                return trip
            if trip.end <= now:
                at = trip.to
        return at

    def _wakes(self, name: str) -> str:
        over = next((row for row in self.rows if row.who == name and row.start == 0), None)
        return over.where if over else self.instance.home

    def _near(self, one: str | Trip, other: str) -> bool:
        return isinstance(one, str) and not self.instance.minutes(one, other)

    def _places(self, step: int) -> Iterator[str]:
        for row in self.rows:
            if row.start <= step < row.end and not self._near(self.place(row.who, step), row.where):
                yield f"day {self.day} step {step}: {row.who} is not at {row.commitment}"

    def _children(self, step: int) -> Iterator[str]:
        for child in self.small:
            where = self.place(child, step)
            if isinstance(where, Trip):
                known = where.who in self.instance.adults or self._helps(where.who, child, step)
                if not known:
                    yield f"day {self.day} step {step}: {child} goes with {where.who}"
            elif not self._looked_after(child, where, step):
                yield f"day {self.day} step {step}: {child} is alone"

    def _looked_after(self, child: str, where: str, step: int) -> bool:
        own = [row for row in self.rows if row.who == child and row.start <= step < row.end]
        adults = [name for name in self.instance.adults if self._near(self.place(name, step), where)]
        carers = [one for one in self.outside if self._here(one, child, where, step)]
        return bool(adults or carers or any(self._near(where, row.where) for row in own))

    def _helps(self, name: str, child: str, step: int) -> bool:
        return any(
            one.carer.id == name and one.carer.brings and child in one.carer.children
            for one in self.outside
            if one.start <= step < one.end
        )

    def _here(self, one: Helper, child: str, where: str, step: int) -> bool:
        there = one.start <= step < one.end and child in one.carer.children
        return there and self._near(self.place(one.carer.id, step), where)

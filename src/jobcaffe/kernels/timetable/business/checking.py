"""Every rule and the breaks again, from nothing: no line is shared with the search."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator

from jobcaffe.kernels.timetable.model import Answer, Business, Status, When

Plan = tuple[tuple[str, int], ...]


def breaks(instance: Business, plan: Plan) -> dict[str, int]:
    """Runs of neighbouring slots less one, for each participant with talks."""
    sides = {talk.id: (talk.a, talk.b) for talk in instance.talks}
    days: dict[str, set[int]] = defaultdict(set)
    for talk, slot in plan:
        for who in sides.get(talk, ()):
            days[who].add(slot)
    return {who: sum(slot - 1 not in day for slot in day) - 1 for who, day in days.items()}


def total_breaks(instance: Business, plan: Plan) -> int:
    """The value of a timetable: fewer is better."""
    return sum(breaks(instance, plan).values())


def check(instance: Business, answer: Answer) -> list[str]:
    """What is wrong with an answer; nothing when it is right.

    A proof that there is no timetable is not made again.
    """
    if answer.status is Status.INFEASIBLE:
        return [] if answer.clash else ["said to be infeasible, and nothing clashes"]
    wrong = list(broken(instance, answer.business))
    placed = {talk for talk, _slot in answer.business}
    left = {talk.id for talk in instance.talks} - placed
    if {one.talk for one in answer.unplaced} != left:
        wrong.append("unplaced talks are not those without a slot")
    if left and answer.status is Status.OPTIMAL:
        wrong.append("optimal with talks left out")
    if left and placed:
        wrong.append(f"{len(left)} talks left out")
    value = total_breaks(instance, answer.business)
    if value != answer.value:
        wrong.append(f"value {answer.value}, recomputed {value}")
    if answer.bound > value and placed:
        wrong.append(f"bound {answer.bound} over the value {value}")
    if (answer.status is Status.OPTIMAL) != (answer.bound == value and not left):
        wrong.append(f"status {answer.status} with value {value} and bound {answer.bound}")
    return wrong


def broken(instance: Business, plan: Plan) -> Iterator[str]:
    """Rules that the placed talks break."""
    talks = {talk.id: talk for talk in instance.talks}
    yield from _once(instance, plan)
    known = [(talk, slot) for talk, slot in plan if talk in talks]
    slot_of = dict(known)
    for name, slot in known:
        yield from _hours(instance, name, slot)
        for earlier in talks[name].after:
            if earlier in slot_of and slot_of[earlier] >= slot:
                yield f"{name}: not after {earlier}"
    sides = [(who, slot) for name, slot in known for who in (talks[name].a, talks[name].b)]
    for (who, slot), times in Counter(sides).items():
        if times > 1:
            yield f"{who}: {times} talks in slot {slot}"
    for slot, times in Counter(slot for _name, slot in known).items():
        if times > instance.tables:
            yield f"slot {slot}: {times} talks, {instance.tables} tables"
    yield from _unfair(instance, tuple(known))


def _once(instance: Business, plan: Plan) -> Iterator[str]:
    known = {talk.id for talk in instance.talks}
    for talk, times in Counter(talk for talk, _slot in plan).items():
        if talk not in known:
            yield f"{talk}: unknown talk"
        if times > 1:
            yield f"{talk}: {times} slots"


def _unfair(instance: Business, plan: Plan) -> Iterator[str]:
    counted = breaks(instance, plan).values()
    if counted and max(counted) - min(counted) > instance.max_break_difference:
        yield f"breaks differ by {max(counted) - min(counted)}"


def _hours(instance: Business, name: str, slot: int) -> Iterator[str]:
    talk = next(one for one in instance.talks if one.id == name)
    away = {one.id: one.unavailable for one in instance.participants}
    if not 0 <= slot < instance.slots:
        yield f"{name}: no slot {slot}"
    if talk.slot is not None and talk.slot != slot:
        yield f"{name}: fixed in {talk.slot}, placed in {slot}"
    if talk.when is When.MORNING and slot >= instance.morning_slots:
        yield f"{name}: not in the morning"
    if talk.when is When.AFTERNOON and slot < instance.morning_slots:
        yield f"{name}: not in the afternoon"
    for who in (talk.a, talk.b):
        if slot in away[who]:
            yield f"{name}: {who} is not there in slot {slot}"

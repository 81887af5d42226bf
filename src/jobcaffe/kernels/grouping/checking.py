"""Believe nothing: every rule and the value of a proposal, recomputed from the instance alone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from jobcaffe.kernels.grouping.model import (
    LONE,
    LONE_FROM,
    OPENING,
    SEAT,
    Answer,
    Facilitator,
    Group,
    Instance,
    Person,
    Status,
)


def check(instance: Instance, answer: Answer) -> list[str]:
    """Every rule that the answer breaks, in words; empty when it keeps them all."""
    broken = [*_people(instance, answer), *_groups(instance, answer), *_resources(instance, answer)]
    if not broken:
        broken += _figures(instance, answer)
    return broken


def value(instance: Instance, groups: Sequence[Group]) -> int:
    """What a set of groups is worth. Raises ``KeyError`` or ``ValueError`` for an unknown person or theme."""
    people = {one.id: one for one in instance.people}
    seats = sum(people[one].value(group.theme, group.slot) for group in groups for one in group.people)
    return seats - sum(
        _cost(instance, [people[one] for one in group.people]) for group in groups if not group.id
    )


def _cost(instance: Instance, members: Sequence[Person]) -> int:
    count, size = len(members), instance.size
    spare = max(count - size.high, size.low - count, 0)
    held = Counter(trait for one in members for trait in one.traits.items())
    lone = sum(times == 1 for times in held.values()) if count >= LONE_FROM else 0
    return OPENING + SEAT * spare + LONE * lone


def _people(instance: Instance, answer: Answer) -> Iterator[str]:
    known = {one.id for one in instance.people}
    seats = Counter(one for group in answer.groups for one in group.people)
    unplaced = Counter(one.person for one in answer.unplaced)
    for one in (seats | unplaced).keys() - known:
        yield f"{one}: unknown person"
    for one in known:
        if seats[one] > 1:
            yield f"{one}: in {seats[one]} seats"
        if seats[one] + unplaced[one] != 1 and seats[one] < 2:
            yield f"{one}: neither once placed nor once unplaced"
    yield from (f"{one.person}: no reason" for one in answer.unplaced if not one.reason)


def _groups(instance: Instance, answer: Answer) -> Iterator[str]:
    people = {one.id: one for one in instance.people}
    for group in answer.groups:
        name = f"{group.id or 'new'} {group.theme} {group.slot} {group.facilitator}"
        yield from (f"{name}: {text}" for text in _size(instance, group))
        yield from (f"{name}: {text}" for text in _pairs(instance, group))
        for one in (people[member] for member in group.people if member in people):
            if group.theme not in one.themes or group.slot not in one.slots:
                yield f"{name}: {one.id} did not ask for it"


def _size(instance: Instance, group: Group) -> Iterator[str]:
    low, high = instance.size.min, instance.size.max
    if group.id:
        running = next((one for one in instance.running if one.id == group.id), None)
        if running is None or (running.theme, running.slot, running.facilitator) != (
            group.theme,
            group.slot,
            group.facilitator,
        ):
            yield "is not a running group"
            return
        low, high = 1, high - running.members
    if not low <= len(group.people) <= high:
        yield f"{len(group.people)} people, not {low} to {high}"


def _pairs(instance: Instance, group: Group) -> Iterator[str]:
    members = set(group.people)
    for a, b in instance.apart:
        if a in members and b in members:
            yield f"{a} and {b} together"
    for person, facilitator in instance.not_with:
        if person in members and facilitator == group.facilitator:
            yield f"{person} with {facilitator}"


def _resources(instance: Instance, answer: Answer) -> Iterator[str]:
    new = [group for group in answer.groups if not group.id]
    for slot, used in Counter(group.slot for group in new).items():
        if used > instance.rooms.get(slot, 0):
            yield f"{slot}: {used} rooms of {instance.rooms.get(slot, 0)}"
    busy = Counter((one.facilitator, one.slot) for one in instance.running)
    busy.update((group.facilitator, group.slot) for group in new)
    for (facilitator, slot), times in busy.items():
        if times > 1 and any((one.facilitator, one.slot) == (facilitator, slot) for one in new):
            yield f"{facilitator}: {times} groups in {slot}"
    yield from _leaders({one.id: one for one in instance.facilitators}, new)
    for name, times in Counter(group.id for group in answer.groups if group.id).items():
        if times > 1:
            yield f"{name}: written {times} times"


def _leaders(leaders: dict[str, Facilitator], new: Sequence[Group]) -> Iterator[str]:
    for group in new:
        leader = leaders.get(group.facilitator)
        if leader is None or group.theme not in leader.themes or group.slot not in leader.slots:
            yield f"{group.facilitator} does not lead {group.theme} in {group.slot}"
    for name, times in Counter(group.facilitator for group in new).items():
        if name in leaders and times > leaders[name].max_groups:
            yield f"{name}: {times} groups of {leaders[name].max_groups}"


def _figures(instance: Instance, answer: Answer) -> Iterator[str]:
    true = value(instance, answer.groups)
    if answer.value != true:
        yield f"value {answer.value}, truly {true}"
    if answer.bound < true:
        yield f"bound {answer.bound} under the value {true}"
    gap = (answer.bound - true) / answer.bound if answer.bound else 0.0
    if abs(answer.gap - gap) > 1e-6:
        yield f"gap {answer.gap}, truly {gap}"
    if (answer.status is Status.OPTIMAL) != (answer.bound == true):
        yield f"status {answer.status} with value {true} and bound {answer.bound}"

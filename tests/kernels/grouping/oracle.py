"""The exact best value of a small instance, by trying everything; not a line shared with the kernel.

For each pair (facilitator, slot) the best group of every set of people is listed; pairs and running
groups are then joined one by one over all sets of people (dynamic programming on subsets).
"""

from __future__ import annotations

from functools import reduce

NONE = -(10**9)


def best_value(instance) -> int:
    """The value of the best proposal."""
    joined = [_running(instance, one) for one in instance.running]
    start = reduce(_join, joined, [0] + [NONE] * (2 ** len(instance.people) - 1))
    pairs = [(leader, slot) for leader in instance.facilitators for slot in leader.slots]
    pairs = [pair for pair in pairs if not _busy(instance, *pair)]
    rooms = dict(instance.rooms)
    limits = {one.id: one.max_groups for one in instance.facilitators}
    return _open(instance, pairs, start, rooms, limits)


def _busy(instance, leader, slot):
    return any((one.facilitator, one.slot) == (leader.id, slot) for one in instance.running)


def _open(instance, pairs, values, rooms, limits):
    if not pairs:
        return max(values)
    (leader, slot), rest = pairs[0], pairs[1:]
    best = _open(instance, rest, values, rooms, limits)
    if rooms.get(slot, 0) and limits[leader.id]:
        opened = _join(values, _new(instance, leader, slot))
        fewer_rooms = {**rooms, slot: rooms[slot] - 1}
        fewer_groups = {**limits, leader.id: limits[leader.id] - 1}
        best = max(best, _open(instance, rest, opened, fewer_rooms, fewer_groups))
    return best


def _join(left, right):
    found = [NONE] * len(left)
    options = [(mask, value) for mask, value in enumerate(right) if value > NONE]
    for one, value in enumerate(left):
        if value > NONE:
            for other, more in options:
                if not one & other:
                    found[one | other] = max(found[one | other], value + more)
    return found


def _members(instance, mask):
    return [person for index, person in enumerate(instance.people) if mask >> index & 1]


def _allowed(instance, members, theme, slot, leader):
    names = {one.id for one in members}
    return (
        all(theme in one.themes and slot in one.slots for one in members)
        and not any(a in names and b in names for a, b in instance.apart)
        and not any(person in names and other == leader for person, other in instance.not_with)
    )


def _seats(members, theme, slot):
    total = 0
    for one in members:
        rank = one.themes.index(theme)
        total += 100 + (20 if rank == 0 else 8 if rank == 1 else 0)
        total += (5 if slot in one.preferred else 0) + 2 * one.weeks_waiting
    return total


def _running(instance, group):
    values = [0] + [NONE] * (2 ** len(instance.people) - 1)
    for mask in range(1, len(values)):
        members = _members(instance, mask)
        fits = len(members) + group.members <= instance.size.max
        if fits and _allowed(instance, members, group.theme, group.slot, group.facilitator):
            values[mask] = _seats(members, group.theme, group.slot)
    return values


def _new(instance, leader, slot):
    size, values = instance.size, [NONE] * 2 ** len(instance.people)
    for mask in range(1, len(values)):
        members = _members(instance, mask)
        if size.min <= len(members) <= size.max:
            for theme in leader.themes:
                if _allowed(instance, members, theme, slot, leader.id):
                    values[mask] = max(values[mask], _seats(members, theme, slot) - _cost(size, members))
    return values


def _cost(size, members):
    cost = 60 + 6 * max(0, len(members) - size.high) + 6 * max(0, size.low - len(members))
    if len(members) >= 6:
        for name in ("sesso", "eta"):
            held = [one.traits[name] for one in members if name in one.traits]
            cost += 25 * sum(held.count(value) == 1 for value in set(held))
    return cost

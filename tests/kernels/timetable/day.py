"""The day of a fair as it goes: people who never come, come late, or walk in.

Rules: so many citizens are unknown in the morning; so many of the registered never come; so many of those
who come are one or two slots late; who is not there when her first talk is due is presumed absent and comes
back into play on arrival; only people inside talk now; a new appointment is accepted at once.
"""

from __future__ import annotations

import time
from dataclasses import dataclass, replace
from random import Random

from jobcaffe.kernels import timetable
from jobcaffe.kernels.timetable import Citizens, Place

NO_SHOW, WALK_IN, LATE = 0.30, 0.15, 0.15


@dataclass
class Day:
    """What came of a day. ``moves``: appointments of people not absent that were shifted or dropped."""

    present: int
    seats: int
    held: int = 0
    none: int = 0
    moves: int = 0
    slowest: float = 0.0
    talks: tuple[Place, ...] = ()


@dataclass(frozen=True)
class People:
    """Who comes, by identifier: slot of arrival, or ``None`` for who never comes."""

    arrival: dict[str, int | None]
    known: frozenset[str]


def people(instance: Citizens, seed: int) -> People:
    """Draw who comes and when."""
    random = Random(seed)
    arrival: dict[str, int | None] = {}
    known = set()
    for one in instance.citizens:
        if random.random() < WALK_IN:
            arrival[one.id] = one.first
            continue
        known.add(one.id)
        if random.random() < NO_SHOW:
            arrival[one.id] = None
        else:
            late = random.choice((1, 2)) if random.random() < LATE else 0
            arrival[one.id] = one.first + late
    return People(arrival, frozenset(known))


def only(instance: Citizens, ids: set[str] | frozenset[str]) -> Citizens:
    """The same fair for these people."""
    return replace(
        instance,
        citizens=tuple(one for one in instance.citizens if one.id in ids),
        wishes=tuple(one for one in instance.wishes if one.citizen in ids),
    )


def simulate(instance: Citizens, seed: int, *, reward: int | None, morning_seconds: float = 10.0) -> Day:
    """Live a day: ``reward`` for what stays in its slot, ``None`` for a plan that nobody changes."""
    crowd = people(instance, seed)
    inside = {
        one.id for one in instance.citizens if (at := crowd.arrival[one.id]) is not None and at <= one.last
    }
    day = Day(len(inside), sum(sum(one.tables) for one in instance.exhibitors))
    plan = list(timetable.solve(only(instance, crowd.known), seconds=morning_seconds).citizens)
    held: list[Place] = []
    absent: set[str] = set()
    last = {one.id: one.last for one in instance.citizens}
    for slot in range(instance.slots):
        here = {who for who in inside if (crowd.arrival[who] or 0) <= slot <= last[who]}
        due = {place.citizen for place in plan if place.slot == slot}
        absent = (absent | {who for who in due if who not in here}) - here
        if reward is not None:
            plan = _again(instance, crowd, day, _Now(slot, here, absent, held, plan), reward)
        held += [place for place in plan if place.slot == slot and place.citizen in here]
    day.held, day.talks = len(held), tuple(held)
    day.none = len(inside - {place.citizen for place in held})
    return day


@dataclass(frozen=True)
class _Now:
    slot: int
    here: set[str]
    absent: set[str]
    held: list[Place]
    plan: list[Place]


def _again(instance: Citizens, crowd: People, day: Day, now: _Now, reward: int) -> list[Place]:
    """The plan from this slot on, and what it cost."""
    gone = {place.citizen for place in now.held}
    expected = {
        one.id
        for one in instance.citizens
        if one.id in now.here or one.id in gone or (one.id in crowd.known and one.id not in now.absent)
    }
    to_come = [place for place in now.plan if place.slot >= now.slot and place.citizen in expected]
    fair = replace(
        only(instance, expected),
        now=now.slot,
        present=tuple(sorted(now.here)),
        previous=tuple([*now.held, *to_come]),
        keep_reward=reward,
    )
    start = time.process_time()
    answer = timetable.solve(fair, seconds=60)
    day.slowest = max(day.slowest, time.process_time() - start)
    assert timetable.check(fair, answer) == []
    stayed = set(answer.citizens)
    day.moves += sum(place not in stayed for place in to_come if place.citizen not in now.absent)
    return [place for place in answer.citizens if place.slot >= now.slot]

"""Seeded instances: small ones for the oracle, realistic ones of any size for the benchmark."""

from __future__ import annotations

from random import Random

from jobcaffe.kernels.grouping.model import Facilitator, Instance, Person, Running, Size

SIZE = Size(min=6, max=12, low=8, high=10)


def realistic(people: int, seed: int, running: int = 0) -> Instance:
    """1-3 themes and 2-4 slots a person, one person in ten in an ``apart`` pair, rooms with 30 % to spare.

    5 themes and 10 slots, from 1,000 people on 8 and 16; traits as in a town's waiting list; ``running``
    groups with one to four free seats.
    """
    random = Random(seed)
    large = people >= 1000
    themes = [f"tema{i}" for i in range(8 if large else 5)]
    slots = [f"ora{i:02}" for i in range(16 if large else 10)]
    rooms = max(1, round(1.3 * people / 9 / len(slots)))
    names = [f"p{i}" for i in range(people)]
    leaders = [f"f{i}" for i in range(max(6, round(people / 11)))]
    return Instance(
        size=SIZE,
        rooms=dict.fromkeys(slots, rooms),
        facilitators=tuple(
            Facilitator(one, _some(random, themes, 2, 3), _some(random, slots, 3, 5), random.randint(1, 2))
            for one in leaders
        ),
        people=tuple(_person(random, one, themes, slots) for one in names),
        apart=tuple((a, b) for a, b in (random.sample(names, 2) for _ in range(people // 20))),
        not_with=tuple((random.choice(names), random.choice(leaders)) for _ in range(people // 50)),
        running=tuple(
            Running(
                f"g{i}", random.choice(themes), random.choice(slots), f"f{i}", SIZE.max - random.randint(1, 4)
            )
            for i in range(running)
        ),
    )


def _some(random: Random, names: list[str], low: int, high: int) -> tuple[str, ...]:
    return tuple(random.sample(names, random.randint(low, high)))


def _person(random: Random, name: str, themes: list[str], slots: list[str]) -> Person:
    free = _some(random, slots, 2, 4)
    return Person(
        id=name,
        themes=_some(random, themes, 1, 3),
        slots=free,
        preferred=free[:1],
        weeks_waiting=random.randint(0, 12),
        traits={
            "sesso": random.choices(["F", "M"], [60, 40])[0],
            "eta": random.choices(["18-29", "30-49", "50+"], [15, 50, 35])[0],
        },
    )


def small(seed: int) -> Instance:
    """Up to ten people, few themes and slots, every rule at work: small enough to try everything.

    Of three instances one has people who can do nearly everything, so that groups of six are formed.
    """
    random = Random(seed)
    crowded = seed % 3 == 0
    themes, slots = ["a"] if crowded else ["a", "b"], ["x", "y"]
    low = random.randint(1, 6) if crowded else random.randint(1, 3)
    high = random.randint(max(low, 6), 8) if crowded else random.randint(low + 1, 7)
    ideal = sorted(random.randint(low, high) for _ in range(2))
    size = Size(low, high, ideal[0], ideal[1])
    people = [f"p{i}" for i in range(random.randint(7, 10) if crowded else random.randint(3, 10))]
    leaders = [f"f{i}" for i in range(random.randint(1, 3))]
    running = [_meeting(random, themes, slots, [*leaders, "f9"], size)] * random.choice([0, 0, 1])
    everyone = leaders + [one.facilitator for one in running]
    return Instance(
        size=size,
        rooms={slot: random.randint(0, 2) for slot in slots},
        facilitators=tuple(
            Facilitator(
                one, _some(random, themes, 1, len(themes)), _some(random, slots, 1, 2), random.randint(1, 2)
            )
            for one in leaders
        ),
        people=tuple(_little(random, one, themes, slots, crowded) for one in people),
        apart=tuple((a, b) for a, b in (random.sample(people, 2) for _ in range(random.randint(0, 3)))),
        not_with=tuple((random.choice(people), random.choice(everyone)) for _ in range(random.randint(0, 2))),
        running=tuple(running),
    )


def _meeting(random: Random, themes: list[str], slots: list[str], leaders: list[str], size: Size) -> Running:
    members = size.max - random.randint(-1, 2)
    return Running("g0", random.choice(themes), random.choice(slots), random.choice(leaders), max(0, members))


def _little(random: Random, name: str, themes: list[str], slots: list[str], crowded: bool) -> Person:
    free = _some(random, slots, 2 if crowded else 1, 2)
    traits = {"sesso": random.choice("FM"), "eta": random.choice(["18-29", "30-49"])}
    if random.random() < 0.1:
        del traits["eta"]
    return Person(name, _some(random, themes, 1, len(themes)), free, free[:1], random.randint(0, 12), traits)

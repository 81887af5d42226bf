"""Made-up fairs of every size."""

from __future__ import annotations

from random import Random

from jobcaffe.kernels.timetable import Business, Citizen, Citizens, Exhibitor, Participant, Talk, When, Wish

BONUS = (100, 40, 15)


def fair(
    citizens: int,
    stands: int,
    slots: int,
    seed: int,
    *,
    windows: bool = True,
    penalty: int = 3,
    most: int = 6,
) -> Citizens:
    """Popular stands, few seats, people who are there for a part of the day."""
    random = Random(seed)
    people = []
    for number in range(citizens):
        length = slots if not windows or random.random() < 0.35 else random.randint(max(1, slots // 4), slots)
        first = random.randint(0, slots - length)
        people.append(Citizen(f"c{number}", first, first + length - 1))
    weights = [1 / (rank + 1) ** 0.8 for rank in range(stands)]
    places = [Exhibitor(f"e{number}", _tables(random, slots, windows)) for number in range(stands)]
    wishes = []
    for one in people:
        chosen = set(random.choices(range(stands), weights, k=random.randint(2, min(20, 2 * stands))))
        wishes += [Wish(one.id, f"e{where}", random.randint(1, 10)) for where in sorted(chosen)]
    return Citizens(slots, most, BONUS, penalty, tuple(people), tuple(places), tuple(wishes))


def _tables(random: Random, slots: int, windows: bool) -> tuple[int, ...]:
    tables = [random.randint(1, 3)] * slots
    if windows and random.random() < 0.25:
        tables[-max(1, slots // 4) :] = [0] * max(1, slots // 4)
    return tuple(tables)


def tiny(seed: int) -> Citizens:
    """A fair small enough to try every timetable."""
    random = Random(seed)
    slots, stands = random.randint(2, 4), random.randint(1, 3)
    people = []
    for number in range(random.randint(1, 4)):
        first = random.randint(0, slots - 1)
        people.append(Citizen(f"c{number}", first, random.randint(first, slots - 1)))
    places = [
        Exhibitor(f"e{number}", tuple(random.choice((0, 1, 1, 2)) for _ in range(slots)))
        for number in range(stands)
    ]
    wishes = [
        Wish(one.id, place.id, random.randint(1, 10))
        for one in people
        for place in places
        if random.random() < 0.7
    ]
    return Citizens(
        slots,
        random.randint(1, 3),
        BONUS,
        random.choice((0, 3, 30)),
        tuple(people),
        tuple(places),
        tuple(wishes),
    )


def meetings(participants: int, talks: int, slots: int, tables: int, seed: int, **kinds: float) -> Business:
    """Accepted meetings. ``kinds``: shares of ``away`` hours, ``fixed`` slots, ``after``, ``part`` of the day."""
    random = Random(seed)
    names = [str(number) for number in range(participants)]
    pairs = [(a, b) for index, a in enumerate(names) for b in names[index + 1 :]]
    chosen = random.sample(pairs, min(talks, len(pairs)))
    made: list[Talk] = []
    for number, (a, b) in enumerate(chosen):
        after = (made[-1].id,) if made and random.random() < kinds.get("after", 0) else ()
        fixed = random.randrange(slots) if random.random() < kinds.get("fixed", 0) else None
        when = (
            random.choice((When.MORNING, When.AFTERNOON))
            if random.random() < kinds.get("part", 0)
            else When.ANY
        )
        made.append(Talk(f"t{number}", a, b, when, fixed, after))
    people = tuple(
        Participant(name, tuple(s for s in range(slots) if random.random() < kinds.get("away", 0)))
        for name in names
    )
    return Business(slots, slots // 2, tables, int(kinds.get("difference", 2)), people, tuple(made))

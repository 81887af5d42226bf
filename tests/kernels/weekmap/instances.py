"""Seeded weeks: small ones for the oracle, a realistic one."""

from __future__ import annotations

from random import Random

from jobcaffe.kernels.weekmap import Carer, Change, Child, Commitment, Instance, Option

WORKDAYS = (0, 1, 2, 3, 4)
CHILD = Child("Anna", 7, 11)


def at(text: str) -> int:
    """Minutes after midnight of "HH:MM"."""
    return int(text[:2]) * 60 + int(text[3:])


def ways(**minutes: int) -> dict[frozenset[str], int]:
    """``casa_scuola=15``: minutes between two places."""
    return {frozenset(name.split("_")): value for name, value in minutes.items()}


def small(seed: int) -> Instance:
    """One or two adults and a child, one day from 10 to 14, at most three options."""
    random = Random(seed)
    adults = ("io", "lui")[: random.randint(1, 2)]
    travel = ways(
        casa_scuola=random.choice([15, 30]),
        casa_lavoro=random.choice([15, 30]),
        scuola_lavoro=random.choice([15, 30]),
    )
    rows = [Commitment("scuola", "Anna", "scuola", (0,), _hour(random, 10, 11), _hour(random, 12, 13))]
    for index in range(random.randint(1, 3)):
        start = _hour(random, 9, 12)
        end = start + 15 * random.randint(3, 8)
        rows.append(Commitment(f"lavoro{index}", random.choice(adults), "lavoro", (0,), start, end))
    carers = ()
    if random.random() < 0.3:
        carers = (
            Carer(
                "vicina", ("Anna",), (0,), _hour(random, 9, 10), _hour(random, 11, 14), random.random() < 0.5
            ),
        )
    options = tuple(_option(random, index, rows) for index in range(random.randint(0, 3)))
    return Instance(adults, (CHILD,), "casa", travel, tuple(rows), carers, options)


def _hour(random: Random, low: int, high: int) -> int:
    return 15 * random.randint(4 * low, 4 * high)


def _option(random: Random, index: int, rows: list[Commitment]) -> Option:
    name, cost = f"o{index}", random.randint(1, 5)
    kind = random.randrange(4)
    if kind == 0:
        hours = (_hour(random, 8, 10), _hour(random, 12, 15))
        return Option(
            name, cost, carers=(Carer(f"nonna{index}", ("Anna",), (0,), *hours, random.random() < 0.6),)
        )
    if kind == 1:
        start = rows[0].start - 15 * random.randint(1, 4)
        return Option(
            name, cost, services=(Commitment(f"pre{index}", "Anna", "scuola", (0,), start, rows[0].start),)
        )
    row = random.choice(rows[1:])
    if kind == 2:
        return Option(name, cost, (Change(row.id, (0,), start=row.start + 15 * random.randint(1, 2)),))
    return Option(name, cost, (Change(row.id, (0,), drop=True),))


def family(options: bool = True) -> Instance:
    """Two adults who work, two children at two schools, five working days."""
    school = (
        Commitment("scuola", "Anna", "scuola", WORKDAYS, at("08:30"), at("16:30")),
        Commitment("asilo", "Luca", "scuola", WORKDAYS, at("08:30"), at("16:00")),
        Commitment("lavoro", "io", "lavoro", WORKDAYS, at("08:45"), at("13:00"), "lavoro"),
        Commitment("turno", "lui", "fabbrica", WORKDAYS, at("06:00"), at("14:00"), "lavoro"),
    )
    before = tuple(
        Commitment(f"pre {name}", name, "scuola", WORKDAYS, at("07:30"), at("08:30"))
        for name in ("Anna", "Luca")
    )
    chosen = (
        Option("più tardi", 2, (Change("lavoro", WORKDAYS, start=at("09:00")),)),
        Option("pre-scuola", 3, services=before),
        Option(
            "nonna", 4, carers=(Carer("nonna", ("Anna", "Luca"), WORKDAYS, at("08:00"), at("09:00"), True),)
        ),
    )
    travel = ways(casa_scuola=15, casa_lavoro=30, scuola_lavoro=30, casa_fabbrica=15)
    children = (CHILD, Child("Luca", 4, 11))
    return Instance(("io", "lui"), children, "casa", travel, school, (), chosen if options else ())

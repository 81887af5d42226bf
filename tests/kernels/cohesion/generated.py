"""Networks made up for the tests and the bench, seeded."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

from jobcaffe.kernels.cohesion import Body, Case, Encounter

KINDS = ("company", "school", "association", "cooperative", "public_body")


def network(bodies: int, encounters: int, seed: int, *, largest: int = 12, days: int = 900) -> Case:
    """Bodies of five kinds with some that come more often; encounters of 1 to ``largest``, over ``days``."""
    dice = Random(seed)
    names = [f"b{number}" for number in range(bodies)]
    weights = [1 / (1 + number / 50) for number in range(bodies)]
    start = date(2024, 1, 1)
    met = tuple(
        Encounter(
            f"e{number}",
            str(start + timedelta(days=dice.randrange(days))),
            tuple(dict.fromkeys(dice.choices(names, weights, k=dice.randint(1, largest)))),
        )
        for number in range(encounters)
    )
    until = str(start + timedelta(days=days * 9 // 10))
    return Case(tuple(Body(name, dice.choice(KINDS)) for name in names), met, until, seed=seed)

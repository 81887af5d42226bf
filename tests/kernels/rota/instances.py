"""Seeded weeks: small ones for the oracle, realistic ones for the benchmark, and weeks that follow."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from random import Random

from jobcaffe.kernels.rota import Family, Instance, Need, Offer, Rules

RULES = Rules(Fraction(20), Fraction(8), Fraction(1, 2), 5)
BLOCK = Fraction(2)
SCHOOL = 12  # families of one school, who know each other


@dataclass(frozen=True)
class Village:
    """Families that stay the same from week to week; the shares are how much each needs and offers."""

    names: tuple[str, ...]
    trusts: dict[str, frozenset[str]]
    wants: dict[str, float]
    may: dict[str, float]
    children: dict[str, int]


def village(families: int, seed: int) -> Village:
    """One family in three needs more than it can offer, as who works in shifts and is alone."""
    random = Random(seed)
    names = tuple(f"f{i}" for i in range(families))
    close = {frozenset((a, b)) for i, a in enumerate(names) for j, b in enumerate(names)
             if i < j and random.random() < (0.55 if i // SCHOOL == j // SCHOOL else 0.12)}  # fmt: skip
    trusts = {one: frozenset(b for b in names if frozenset((one, b)) in close) for one in names}
    short = {one: random.random() < 1 / 3 for one in names}
    return Village(
        names=names,
        trusts=trusts,
        wants={one: random.uniform(3, 4.5) if short[one] else random.uniform(1, 2.5) for one in names},
        may={one: random.uniform(0.5, 1.5) if short[one] else random.uniform(2, 4) for one in names},
        children={one: random.choices([1, 2, 3], [55, 35, 10])[0] for one in names},
    )


def week_of(place: Village, number: int, seed: int, balances: dict[str, Fraction] | None = None) -> Instance:
    """One week of these families: needs gather after school, offers a little wider."""
    random = Random(seed * 1000 + number)
    needs, offers = [], []
    for one in place.names:
        for day, block in _times(random, place.wants[one]):
            needs.append(Need(one, day, block, random.randint(1, place.children[one])))
        sessions = max(1, round(place.may[one]))
        for day, block in _times(random, 1.7 * place.may[one]):
            offers.append(Offer(one, day, block, random.randint(2, 4), sessions))
    accounts = balances or dict.fromkeys(place.names, Fraction(0))
    families = tuple(Family(one, accounts[one], place.trusts[one]) for one in place.names)
    return Instance(number, BLOCK, families, tuple(needs), tuple(offers), RULES)


def _times(random: Random, mean: float) -> list[tuple[int, int]]:
    """Days Monday to Saturday, blocks 0 to 4; the afternoon three times as likely."""
    cells = [(day, block) for day in range(6) for block in range(5)]
    weights = [3 if block in (2, 3) else 1 for _day, block in cells]
    count = int(mean) + (random.random() < mean % 1)
    found: set[tuple[int, int]] = set()
    while len(found) < count:
        found.add(random.choices(cells, weights)[0])
    return sorted(found)


def realistic(families: int, seed: int) -> Instance:
    """One week with accounts that already moved."""
    random = Random(seed)
    place = village(families, seed)
    balances = {one: Fraction(random.randint(-32, 32), 4) for one in place.names}
    return week_of(place, 1, seed, balances)


def small(seed: int) -> Instance:
    """At most five needs and six offers, tight in every rule: for the oracle."""
    random = Random(seed)
    names = [f"f{i}" for i in range(random.randint(2, 4))]
    rules = Rules(Fraction(random.choice([2, 3, 5])), Fraction(random.choice([1, 2])), Fraction(1, 2), 3)
    families = tuple(
        Family(one, Fraction(random.randint(-8, 8), 4), frozenset(b for b in names if random.random() < 0.8))
        for one in names
    )
    needs = tuple(Need(random.choice(names), random.randint(0, 1), 0, random.randint(1, 3)) for _ in range(5))
    offers = tuple(
        Offer(random.choice(names), random.randint(0, 1), 0, random.randint(1, 4), random.randint(0, 2))
        for _ in range(6)
    )
    return Instance(1, Fraction(random.choice([1, 2])), families, needs, offers, rules)

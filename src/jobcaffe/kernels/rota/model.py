"""What goes in and what comes out: families, needs, offers, rules; who looks after whose children."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction


@dataclass(frozen=True)
class Family:
    """A family; ``balance`` in hours, positive when it gave more than it received.

    ``trusts``: families that may look after its children; it counts only in both lists. ``gives``:
    whether its hours above the threshold may go to the solidarity fund.
    """

    id: str
    balance: Fraction
    trusts: frozenset[str]
    gives: bool = True


@dataclass(frozen=True)
class Need:
    """Children of a family to be looked after in one block of one day. Served whole, by one carer."""

    family: str
    day: int
    block: int
    children: int


@dataclass(frozen=True)
class Offer:
    """A family is free in one block: for how many children, and sessions it would do in the week."""

    family: str
    day: int
    block: int
    capacity: int
    max_sessions: int


@dataclass(frozen=True)
class Rules:
    """Limits of the accounts in hours, hours for each further child, children in one place at most."""

    limit_hours: Fraction
    solidarity_above: Fraction
    extra_child: Fraction
    max_children: int


@dataclass(frozen=True, order=True)
class Assignment:
    """Need and offer, by their place in the instance."""

    need: int
    offer: int


@dataclass(frozen=True)
class Instance:
    """One week. ``frozen`` assignments stay; of those in ``previous`` as many as possible stay too."""

    week: int
    block_hours: Fraction
    families: tuple[Family, ...]
    needs: tuple[Need, ...]
    offers: tuple[Offer, ...]
    rules: Rules
    frozen: tuple[Assignment, ...] = ()
    previous: tuple[Assignment, ...] = ()

    def hours(self, need: int) -> Fraction:
        """What one need costs: block hours × (1 + ``extra_child`` for each further child)."""
        return self.block_hours * (1 + self.rules.extra_child * (self.needs[need].children - 1))


class Status(StrEnum):
    """``optimal``: no plan serves more hours."""

    OPTIMAL = "optimal"
    FEASIBLE = "feasible"
    INFEASIBLE = "infeasible"  # the frozen assignments break a rule


class Ended(StrEnum):
    """What ended the search."""

    PROOF = "proof"
    WORK = "work"
    TIME = "time"


@dataclass(frozen=True)
class Unserved:
    """A need without a carer, and a reason that betrays nobody."""

    need: int
    reason: str


@dataclass(frozen=True)
class Transfer:
    """Hours that the solidarity fund moves from an account to another, after the week."""

    giver: str
    receiver: str
    hours: Fraction


@dataclass(frozen=True)
class Fairness:
    """The purposes after the hours, in order: the worst balance, their sum (absolute), carers a family."""

    worst: Fraction
    total: Fraction
    carers: int


@dataclass(frozen=True)
class Answer:
    """A week. ``balances`` are those after the assignments and before the fund, by family.

    ``bound``: hours that no plan exceeds; ``gap``: how far ``hours_served`` is from it, 0 to 1.
    ``proved``: the purposes proved best, in their order. ``why``: the rule that frozen assignments break.
    """

    assignments: tuple[Assignment, ...]
    unserved: tuple[Unserved, ...]
    hours_served: Fraction
    bound: Fraction
    gap: float
    balances: dict[str, Fraction]
    fund: tuple[Transfer, ...]
    fairness: Fairness
    status: Status
    ended_by: Ended
    proved: tuple[str, ...]
    seed: int
    seconds: float
    why: str = ""


def balances(instance: Instance, chosen: Sequence[Assignment]) -> dict[str, Fraction]:
    """The accounts after these assignments, in hours."""
    found = {one.id: one.balance for one in instance.families}
    for one in chosen:
        hours = instance.hours(one.need)
        found[instance.offers[one.offer].family] += hours
        found[instance.needs[one.need].family] -= hours
    return found


def fairness(instance: Instance, chosen: Sequence[Assignment]) -> Fairness:
    """The purposes after the hours, of these assignments."""
    accounts = [abs(one) for one in balances(instance, chosen).values()]
    pairs = {(instance.needs[one.need].family, instance.offers[one.offer].family) for one in chosen}
    return Fairness(max(accounts, default=Fraction(0)), sum(accounts, Fraction(0)), len(pairs))


def limits(instance: Instance, family: Family) -> tuple[Fraction, Fraction]:
    """Between which balances an account stays: one that is already outside goes no further out."""
    limit = instance.rules.limit_hours
    return min(-limit, family.balance), max(limit, family.balance)

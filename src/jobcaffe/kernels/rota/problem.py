"""The instance in whole numbers: who can serve what, in the smallest unit that makes hours integers."""

from __future__ import annotations

from fractions import Fraction
from functools import cached_property
from math import lcm

from jobcaffe.kernels.rota.checking import trusted
from jobcaffe.kernels.rota.model import Assignment, Instance, limits


class Problem:
    """Ready for the search. ``unit``: parts of an hour in which every number is whole."""

    def __init__(self, instance: Instance) -> None:
        self.instance = instance
        self.families = {one.id: one for one in instance.families}
        hours = [instance.hours(need) for need in range(len(instance.needs))]
        balances = [one.balance for one in instance.families]
        edges = [edge for one in instance.families for edge in limits(instance, one)]
        self.unit = lcm(*(one.denominator for one in [*hours, *balances, *edges, Fraction(1)]))
        self.hours = [self.units(one) for one in hours]
        self.balance = {one.id: self.units(one.balance) for one in instance.families}
        self.limits = {
            one.id: tuple(self.units(edge) for edge in limits(instance, one)) for one in instance.families
        }
        self.room = [min(one.capacity, instance.rules.max_children) for one in instance.offers]

    def units(self, hours: Fraction) -> int:
        """Hours as a whole number of units."""
        return int(hours * self.unit)

    def exact(self, units: int) -> Fraction:
        """Units as hours."""
        return Fraction(units, self.unit)

    @cached_property
    def at(self) -> dict[tuple[int, int], list[int]]:
        """The offers of each day and block."""
        found: dict[tuple[int, int], list[int]] = {}
        for index, one in enumerate(self.instance.offers):
            found.setdefault((one.day, one.block), []).append(index)
        return found

    def could(self, need: int) -> list[int]:
        """The offers at that time of families that both trust, with room for the children."""
        wanted = self.instance.needs[need]
        mine = self.families[wanted.family]
        return [
            offer
            for offer in self.at.get((wanted.day, wanted.block), [])
            if self.instance.offers[offer].family != wanted.family
            and trusted(mine, self.families[self.instance.offers[offer].family])
            and self.room[offer] >= wanted.children
        ]

    @cached_property
    def pairs(self) -> list[Assignment]:
        """Every assignment that could be."""
        needs = range(len(self.instance.needs))
        return [Assignment(need, offer) for need in needs for offer in self.could(need)]

"""The best week by trying everything: slow, obvious, and written from the contract alone."""

from __future__ import annotations

from fractions import Fraction
from itertools import product

from jobcaffe.kernels.rota import Assignment, Fairness, Instance
from jobcaffe.kernels.rota.checking import broken_by
from jobcaffe.kernels.rota.model import fairness

Worth = tuple[Fraction, Fraction, Fraction, int]


def worth(instance: Instance, plan: tuple[Assignment, ...]) -> Worth:
    """The purposes in their order, each the larger the better."""
    told: Fairness = fairness(instance, plan)
    hours = sum((instance.hours(one.need) for one in plan), Fraction(0))
    return hours, -told.worst, -told.total, -told.carers


def best(instance: Instance) -> Worth:
    """What the best plan is worth."""
    times = [(one.day, one.block) for one in instance.needs]
    options = [
        [None, *(j for j, offer in enumerate(instance.offers) if (offer.day, offer.block) == time)]
        for time in times
    ]
    found = worth(instance, ())
    for choice in product(*options):
        plan = tuple(Assignment(need, offer) for need, offer in enumerate(choice) if offer is not None)
        if not broken_by(instance, plan):
            found = max(found, worth(instance, plan))
    return found

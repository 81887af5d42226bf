"""Believe nothing: every rule and every figure of a rota, recomputed from the instance alone."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from fractions import Fraction

from jobcaffe.kernels.rota.model import (
    Answer,
    Assignment,
    Family,
    Instance,
    Status,
    balances,
    fairness,
    limits,
)


def check(instance: Instance, answer: Answer) -> list[str]:
    """Every rule that the answer breaks, in words; empty when it keeps them all."""
    if answer.status == Status.INFEASIBLE:
        stands = broken_by(instance, instance.frozen)
        return [] if stands and not answer.assignments else ["infeasible, but the frozen ones keep the rules"]
    broken = [*broken_by(instance, answer.assignments), *_frozen(instance, answer)]
    return broken or [*_figures(instance, answer), *_unserved(instance, answer), *_fund(instance, answer)]


def broken_by(instance: Instance, chosen: Sequence[Assignment]) -> list[str]:
    """The rules that a set of assignments breaks."""
    known = [one for one in chosen if _exists(instance, one)]
    found = [f"{one}: no such need or offer" for one in chosen if one not in known]
    found += [text for one in known for text in _pair(instance, one)]
    found += [f"need {one}: {n} carers" for one, n in Counter(row.need for row in known).items() if n > 1]
    return [*found, *_capacity(instance, known), *_sessions(instance, known), *_accounts(instance, known)]


def _exists(instance: Instance, one: Assignment) -> bool:
    return 0 <= one.need < len(instance.needs) and 0 <= one.offer < len(instance.offers)


def _pair(instance: Instance, one: Assignment) -> Iterator[str]:
    need, offer = instance.needs[one.need], instance.offers[one.offer]
    families = {row.id: row for row in instance.families}
    if (need.day, need.block) != (offer.day, offer.block):
        yield f"{one}: not at the same time"
    if need.family == offer.family or not trusted(families[need.family], families[offer.family]):
        yield f"{one}: they do not both trust"


def trusted(one: Family, other: Family) -> bool:
    """Whether each is in the other's list."""
    return other.id in one.trusts and one.id in other.trusts


def _capacity(instance: Instance, chosen: Sequence[Assignment]) -> Iterator[str]:
    children: Counter[int] = Counter()
    for one in chosen:
        children[one.offer] += instance.needs[one.need].children
    for offer, count in children.items():
        if count > min(instance.offers[offer].capacity, instance.rules.max_children):
            yield f"offer {offer}: {count} children"


def _sessions(instance: Instance, chosen: Sequence[Assignment]) -> Iterator[str]:
    used: dict[str, set[int]] = defaultdict(set)
    for one in chosen:
        used[instance.offers[one.offer].family].add(one.offer)
    for family, offers in used.items():
        if len(offers) > min(instance.offers[offer].max_sessions for offer in offers):
            yield f"{family}: {len(offers)} sessions"


def _accounts(instance: Instance, chosen: Sequence[Assignment]) -> Iterator[str]:
    after = balances(instance, chosen)
    for family in instance.families:
        low, high = limits(instance, family)
        if not low <= after[family.id] <= high:
            yield f"{family.id}: balance {float(after[family.id])}"


def _frozen(instance: Instance, answer: Answer) -> Iterator[str]:
    for one in set(instance.frozen) - set(answer.assignments):
        yield f"{one}: was frozen"


def _figures(instance: Instance, answer: Answer) -> Iterator[str]:
    served = sum((instance.hours(one.need) for one in answer.assignments), Fraction(0))
    if served != answer.hours_served:
        yield f"hours served {float(answer.hours_served)}, recomputed {float(served)}"
    if answer.bound < served:
        yield "the bound is below what was served"
    if (answer.status == Status.OPTIMAL) != (answer.bound == served):
        yield f"status {answer.status} with bound {float(answer.bound)}"
    gap = float((answer.bound - served) / answer.bound) if answer.bound else 0.0
    if abs(gap - answer.gap) > 1e-6:
        yield f"gap {answer.gap}, recomputed {gap}"
    if balances(instance, answer.assignments) != answer.balances:
        yield "the balances are not those of the assignments"
    if fairness(instance, answer.assignments) != answer.fairness:
        yield "the purposes are not those of the assignments"


def _unserved(instance: Instance, answer: Answer) -> Iterator[str]:
    served = {one.need for one in answer.assignments}
    told = Counter(one.need for one in answer.unserved)
    for need in range(len(instance.needs)):
        if told[need] != (need not in served):
            yield f"need {need}: neither served nor told"
    yield from (f"need {one.need}: no reason" for one in answer.unserved if not one.reason)


def _fund(instance: Instance, answer: Answer) -> Iterator[str]:
    above, after = instance.rules.solidarity_above, dict(answer.balances)
    families = {one.id: one for one in instance.families}
    for one in answer.fund:
        if one.hours <= 0 or not families[one.giver].gives:
            yield f"{one.giver}: gives without consent, or nothing"
        after[one.giver] -= one.hours
        after[one.receiver] += one.hours
    for name in {one.giver for one in answer.fund}:
        if after[name] < above:
            yield f"{name}: gave below the threshold"
    for name in {one.receiver for one in answer.fund}:
        if answer.balances[name] >= -above or after[name] > -above:
            yield f"{name}: was not below the threshold, or is brought beyond it"

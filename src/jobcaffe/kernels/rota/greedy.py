"""A rota in a moment: the needs hardest to serve first, each by the carer who gave least."""

from __future__ import annotations

from collections import defaultdict

from jobcaffe.kernels.rota.model import Assignment
from jobcaffe.kernels.rota.problem import Problem


class _State:
    """What is left of each offer, session and account."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self.left = list(problem.room)
        self.used: dict[str, set[int]] = defaultdict(set)
        self.balance = dict(problem.balance)
        self.chosen: list[Assignment] = []

    def fits(self, one: Assignment) -> bool:
        """Whether every rule still holds with it."""
        problem, instance = self.problem, self.problem.instance
        need, offer, hours = instance.needs[one.need], instance.offers[one.offer], problem.hours[one.need]
        used = self.used[offer.family] | {one.offer}
        most = min(instance.offers[index].max_sessions for index in used)
        return (
            self.left[one.offer] >= need.children
            and len(used) <= most
            and self.balance[offer.family] + hours <= problem.limits[offer.family][1]
            and self.balance[need.family] - hours >= problem.limits[need.family][0]
        )

    def take(self, one: Assignment) -> None:
        """Put it in the plan."""
        problem, instance = self.problem, self.problem.instance
        need, offer = instance.needs[one.need], instance.offers[one.offer]
        self.left[one.offer] -= need.children
        self.used[offer.family].add(one.offer)
        self.balance[offer.family] += problem.hours[one.need]
        self.balance[need.family] -= problem.hours[one.need]
        self.chosen.append(one)


def greedy_plan(problem: Problem) -> list[Assignment]:
    """A plan that keeps every rule, the frozen assignments in it."""
    state, instance = _State(problem), problem.instance
    for one in instance.frozen:
        state.take(one)
    served, kept = {one.need for one in instance.frozen}, set(instance.previous)
    options = {need: problem.could(need) for need in range(len(instance.needs)) if need not in served}
    for need in sorted(options, key=lambda one: (len(options[one]), -problem.hours[one], one)):
        rows = [Assignment(need, offer) for offer in options[need]]
        rows.sort(key=lambda one: (one not in kept, state.balance[instance.offers[one.offer].family], one))
        first = next((one for one in rows if state.fits(one)), None)
        if first is not None:
            state.take(first)
    return sorted(state.chosen)

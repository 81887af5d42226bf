"""Believe nothing: every figure and every place in the order, recomputed pair by pair."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from jobcaffe.kernels.matching.model import Answer, Market, Opportunity, Person, Status
from jobcaffe.kernels.matching.rules import Rules


def check(market: Market, answer: Answer, rows: Iterable[int] | None = None) -> list[str]:
    """What is wrong in an answer, in words; empty when it is exact.

    Every pair is looked at by the rules alone, without arrays: slow. ``rows``: only these persons, by
    their place in the market.
    """
    wrong = [] if (answer.status == Status.OPTIMAL) == bool(answer.reached.all()) else ["the status"]
    rules = Rules(market)
    for row in range(len(market.persons)) if rows is None else rows:
        if answer.reached[row]:
            wrong += _row(rules, answer, row)
        elif answer.ranked(row):
            wrong.append(f"{market.persons[row].id}: not reached, yet answered")
    return wrong


def _row(rules: Rules, answer: Answer, row: int) -> Iterator[str]:
    person = rules.market.persons[row]
    feasible = [one for one in rules.market.opportunities if next(rules.closed(person, one), None) is None]
    ranked = ranking(rules, person, feasible)
    told = [(one.id, points) for one, points in answer.ranked(row)]
    if told != [(one.id, points) for one, points in ranked[: answer.k]]:
        yield f"{person.id}: the best are {[(one.id, points) for one, points in ranked[: answer.k]]}"
    if (int(answer.feasible[row]), int(answer.open[row])) != (len(feasible), len(ranked)):
        yield f"{person.id}: {len(feasible)} feasible, {len(ranked)} open"


def ranking(rules: Rules, person: Person, feasible: Iterable[Opportunity]) -> list[tuple[Opportunity, int]]:
    """What may be proposed, best first, with its points."""
    worth = ((one, rules.points(person, one)) for one in feasible if rules.worth(person, one))
    return sorted(worth, key=lambda pair: (-pair[1], pair[0].id))

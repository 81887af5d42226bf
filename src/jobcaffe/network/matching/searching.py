"""One search: gather, solve kind by kind, spread, explain."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import date
from typing import TYPE_CHECKING, Any
from uuid import UUID

from jobcaffe.exchange.posts import queries as posts
from jobcaffe.kernels import matching
from jobcaffe.network.matching import explaining, gathering
from jobcaffe.network.matching.enums import Kind
from jobcaffe.network.matching.gathering import Candidate

if TYPE_CHECKING:
    from jobcaffe.kernels.matching import Answer

MOST = 3  # proposals a kind
OPTIONS = 20  # among which they are spread
CHANGES = 2  # lines about what would open more

Traits = Mapping[str, Mapping[str, str]]  # trait → person → value
Closed = Mapping[str, frozenset[str]]  # person → posts she does not want, or already has


@dataclass(frozen=True)
class Found:
    """One proposal of a search."""

    post: UUID
    kind: Kind
    place: int
    why: explaining.Why


@dataclass
class Result:
    """What a search found: by person, and the aggregates that stay."""

    opportunities: int
    proposals: dict[str, list[Found]] = field(default_factory=lambda: defaultdict(list))
    changes: dict[str, list[tuple[str, int]]] = field(default_factory=dict)
    figures: dict[str, Any] = field(default_factory=dict)
    audit: list[dict[str, Any]] = field(default_factory=list)


def search(
    candidates: Sequence[Candidate], *, today: date, closed: Closed, traits: Traits | None = None
) -> Result:
    """Proposals for these candidates over all that is open. ``traits``: for the audit alone."""
    open_posts = posts.open_for_matching()
    persons = [gathering.person_of(one, today) for one in candidates]
    result = Result(len(open_posts))
    for kind, rows in gathering.by_kind(open_posts).items():
        if rows and persons:
            _of_kind(result, kind, rows, candidates, persons, today, closed, traits or {})
    everything = gathering.market(persons, open_posts, today)
    for person in persons:
        result.changes[person.id] = _changes(everything, person, closed.get(person.id, frozenset()))
    return result


def _of_kind(
    result: Result,
    kind: Kind,
    rows: Sequence[posts.Opportunity],
    candidates: Sequence[Candidate],
    persons: Sequence[matching.Person],
    today: date,
    closed: Closed,
    traits: Traits,
) -> None:
    market = gathering.market(persons, rows, today)
    most_closed = max((len(one) for one in closed.values()), default=0)
    answer = _without(matching.solve(market, max(OPTIONS, MOST) + most_closed), closed)
    spreading = matching.spread(answer, MOST)
    rules = matching.Rules.of(market)
    for candidate, person, mine in zip(candidates, persons, spreading.lists, strict=True):
        for place, _points in mine:
            found = rules.proposal(person, market.opportunities[place])
            why = explaining.explain(candidate, rows[place], found)
            if len(why.reasons) >= explaining.LEAST:
                number = sum(1 for one in result.proposals[person.id] if one.kind == kind)
                result.proposals[person.id].append(Found(rows[place].id, kind, number, why))
    result.figures[kind.value] = {
        "before": asdict(matching.congestion(spreading.naive, len(rows))),
        "after": asdict(matching.congestion(spreading.lists, len(rows))),
    }
    lines = matching.exposure(answer, traits, spreading.lists)
    result.audit += [{"kind": kind.value, **asdict(line)} for line in lines]


def _without(answer: Answer, closed: Closed) -> Answer:
    """The answer without what a person does not want or already has."""
    top = answer.top.copy()
    names = [one.id for one in answer.market.opportunities]
    for row, person in enumerate(answer.market.persons):
        shut = closed.get(person.id, frozenset())
        for column, place in enumerate(top[row].tolist()):
            if place >= 0 and names[place] in shut:
                top[row, column] = -1
    return replace(answer, top=top)


def _changes(market: matching.Market, person: matching.Person, shut: frozenset[str]) -> list[tuple[str, int]]:
    found = []
    for one in matching.relax(market, person):
        opens = tuple(name for name in one.opens if name not in shut)
        if opens:
            found.append((explaining.change(replace(one, opens=opens)), len(opens)))
    return sorted(found, key=lambda one: -one[1])[:CHANGES]

"""A whole request at once, as a file asks for it: the best, spread where wished, what one change opens."""

from __future__ import annotations

from dataclasses import dataclass, replace

from jobcaffe.kernels.ceiling import Ceiling
from jobcaffe.kernels.matching.model import FULL, Answer, Market, Proposal, Status
from jobcaffe.kernels.matching.relaxing import Relaxed, relax
from jobcaffe.kernels.matching.rules import Rules
from jobcaffe.kernels.matching.solving import Progress, solve
from jobcaffe.kernels.matching.spreading import Congestion, congestion, spread


@dataclass(frozen=True)
class Request:
    """``k`` proposals for everybody; ``options``: how many to spread them over, 0 for no spreading."""

    market: Market
    k: int = 3
    options: int = 0
    changes: bool = True


@dataclass(frozen=True)
class Reply:
    """For every person, in order: proposals, what one change would open; how crowded the lists are.

    ``before``: the congestion of everybody's own best; ``after``: of the proposals. Persons beyond the
    end of ``proposals`` were not reached in the seconds there were.
    """

    request: Request
    answer: Answer
    proposals: tuple[tuple[Proposal, ...], ...]
    changes: tuple[tuple[Relaxed, ...], ...]
    before: Congestion
    after: Congestion

    @property
    def status(self) -> Status:
        """Optimal when everybody has the answer."""
        everybody = len(self.proposals) == len(self.request.market.persons)
        return self.answer.status if everybody else Status.FEASIBLE

    def reached(self, row: int) -> bool:
        """Whether the person in this row has the answer."""
        return row < len(self.proposals) and bool(self.answer.reached[row])

    @property
    def value(self) -> int:
        """The points of all proposals together."""
        return sum(one.points for mine in self.proposals for one in mine)

    @property
    def bound(self) -> int:
        """What they cannot exceed: everybody's own best, perfect matches for whoever was not reached."""
        best = self.answer.points[:, : self.request.k].sum(axis=1).tolist()
        perfect = self.request.k * FULL
        return sum(mine if self.reached(row) else perfect for row, mine in enumerate(best))

    @property
    def gap(self) -> float:
        """How far the value is from the bound, as a share of it: what spreading costs."""
        return (self.bound - self.value) / self.bound if self.bound else 0.0


def respond(
    request: Request, *, seconds: float = 600.0, seed: int = 0, progress: Progress | None = None
) -> Reply:
    """Everything that a request asks for. Raises ``ValueError`` as :func:`solve` does."""
    ceiling, market, k = Ceiling(seconds), request.market, request.k
    # The reasons take their time as well.
    answer = solve(market, max(k, request.options), seconds=seconds / 2, seed=seed, progress=progress)
    spreading = spread(answer, k)
    lists = spreading.lists if request.options else spreading.naive
    rules, offers = Rules.of(market), market.opportunities
    proposals, changes = [], []
    for person, mine in zip(market.persons, lists, strict=True):
        if ceiling.left() <= 0:
            break
        proposals.append(tuple(rules.proposal(person, offers[place]) for place, _points in mine))
        changes.append(relax(market, person) if request.changes else ())
    return Reply(
        request,
        replace(answer, seconds=seconds),
        tuple(proposals),
        tuple(changes),
        congestion(spreading.naive, len(offers)),
        congestion(lists, len(offers)),
    )

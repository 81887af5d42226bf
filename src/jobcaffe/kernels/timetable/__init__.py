"""Who meets whom, when, at JOBFEST.

Two problems behind one door. *Business*: accepted meetings of organisations among themselves, all to be
placed, with the fewest breaks, fairly. *Citizens*: wishes for talks at stands that have several tables,
windows, and a first talk for everyone before second ones; as many points as can be, little waiting.

Methods. Business: clauses that count runs of talks, searched from below by an incremental SAT solver, so
that the answer is proved (:mod:`.business.encode`). Citizens: a flow bounds what any timetable can
reach; every slot is made best by a matching; chains between two slots take the waiting away
(:mod:`.citizens.chains`); small fairs are proved by an integer programme over days
(:mod:`.citizens.exact`), fairs without windows by edge colouring (:mod:`.citizens.colouring`).

Cost. Citizens: a given number of rounds; the same instance and seed make the same timetable, unless the
ceiling of seconds ends the search (``ended_by``). Business: the proof runs until it is found or the ceiling
ends it; the seed changes nothing.

Sources. Bofill, Coll, Garcia, Giráldez-Cru, Pesant, Suy, Villaret, *Scheduling B2B meetings*, JAIR 74,
2022, 263-301. D. König, 1916. A. Kempe, 1879. See the modules for the others.
"""

from __future__ import annotations

from collections.abc import Callable

from jobcaffe.kernels.timetable.model import (
    Answer,
    Business,
    Citizen,
    Citizens,
    Ended,
    Exhibitor,
    Participant,
    Place,
    Status,
    Talk,
    Told,
    Unplaced,
    When,
    Wish,
)

Progress = Callable[[float, int, int], None]  # share of the work done (0 to 1), value, bound

__all__ = [
    "Answer", "Business", "Citizen", "Citizens", "Ended", "Exhibitor", "Participant", "Place", "Progress",
    "Status", "Talk", "Told", "Unplaced", "When", "Wish", "check", "solve",
]  # fmt: skip


def solve(
    instance: Business | Citizens,
    *,
    seconds: float = 600.0,
    seed: int = 0,
    progress: Progress | None = None,
) -> Answer:
    """The best timetable found, with its bound; infeasible with the reason and what clashes.

    ``seconds``: a ceiling of wall-clock time. Raises ``ValueError`` when it is not positive.
    """
    if seconds <= 0:
        raise ValueError("seconds must be positive")
    if isinstance(instance, Business):
        from jobcaffe.kernels.timetable.business import search as business

        return business.solve(instance, seconds, seed, progress)
    from jobcaffe.kernels.timetable.citizens import search as citizens

    return citizens.solve(instance, seconds, seed, progress)


def check(instance: Business | Citizens, answer: Answer) -> list[str]:
    """What is wrong with an answer: every rule and the value are computed again. Nothing when it is right."""
    if isinstance(instance, Business):
        from jobcaffe.kernels.timetable.business import checking as business

        return business.check(instance, answer)
    from jobcaffe.kernels.timetable.citizens import checking as citizens

    return citizens.check(instance, answer)

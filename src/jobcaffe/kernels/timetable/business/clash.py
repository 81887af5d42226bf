"""Why there is no timetable: a small set of rules that cannot hold together, in words for a page.

Rules are left out one after the other; a rule without which there is still no timetable is not to
blame (the deletion filter, Chinneck and Dravnieks 1991). Groups of rules first, so that few proofs are
made: everybody's hours by person, fixed slots, orders, parts of the day, tables, fairness.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from jobcaffe.kernels.ceiling import Ceiling
from jobcaffe.kernels.timetable.business.encode import Clauses
from jobcaffe.kernels.timetable.model import Business, Talk, When

CONFLICTS = 20_000  # of one proof; beyond it a rule stays among those that may be to blame


@dataclass(frozen=True)
class _Rule:
    words: str
    relax: Callable[[Business], Business]


def clash(instance: Business, seconds: float) -> tuple[str, ...]:
    """Rules that cannot hold together, as sentences. Smallest when the seconds and the work suffice."""
    ceiling, kept = Ceiling(seconds), _rules(instance)
    size = max(1, len(kept) // 4)
    while True:
        index = 0
        while index < len(kept) and ceiling.left() > 0:
            fewer = kept[:index] + kept[index + size :]
            if _none(instance, fewer):
                kept = fewer
            else:
                index += size
        if size == 1 or ceiling.left() <= 0:
            break
        size = max(1, size // 2)
    return tuple(rule.words for rule in kept) or (_crowded(instance),)


def _crowded(instance: Business) -> str:
    """No rule is to blame: the meetings themselves are too many for the slots."""
    counts: dict[str, int] = {}
    for talk in instance.talks:
        for who in (talk.a, talk.b):
            counts[who] = counts.get(who, 0) + 1
    who = max(counts, key=lambda one: counts[one])
    return f"{who} ha {counts[who]} incontri e i turni sono {instance.slots}"


def _none(instance: Business, rules: list[_Rule]) -> bool:
    """Whether there is no timetable with these rules alone; False when it could not be told in time."""
    from pysat.solvers import Solver

    bare = _bare(instance)
    for rule in rules:
        bare = rule.relax(bare)
    clauses = Clauses(bare)
    if any(not clause for clause in clauses.clauses):
        return True
    with Solver("glucose4", bootstrap_with=clauses.clauses) as solver:
        solver.conf_budget(CONFLICTS)
        return solver.solve_limited() is False


def _bare(instance: Business) -> Business:
    """The meetings alone: nobody is away, no table is missing, no order, no fairness."""
    free = tuple(replace(one, unavailable=()) for one in instance.participants)
    talks = tuple(replace(talk, when=When.ANY, slot=None, after=()) for talk in instance.talks)
    return replace(
        instance,
        participants=free,
        talks=talks,
        tables=len(talks) or 1,
        max_break_difference=instance.slots,
    )


def _rules(instance: Business) -> list[_Rule]:
    """Every rule of the instance that can be left out, each as what puts it back."""
    found = [
        _Rule(_hours_words(one.id, one.unavailable), _hours(one.id, one.unavailable))
        for one in instance.participants
        if one.unavailable
    ]
    for talk in instance.talks:
        found += _talk_rules(talk)
    tables, difference = instance.tables, instance.max_break_difference
    return [
        *found,
        _Rule(f"{tables} tavoli per turno", lambda bare: replace(bare, tables=tables)),
        _Rule(
            f"le pause di due persone differiscono al massimo di {difference}",
            lambda bare: replace(bare, max_break_difference=difference),
        ),
    ]


def _hours_words(who: str, slots: tuple[int, ...]) -> str:
    return f"{who} non c'è nei turni {', '.join(map(str, slots))}"


def _hours(who: str, slots: tuple[int, ...]) -> Callable[[Business], Business]:
    def put(bare: Business) -> Business:
        return replace(
            bare,
            participants=tuple(
                replace(one, unavailable=slots) if one.id == who else one for one in bare.participants
            ),
        )

    return put


def _talk_rules(talk: Talk) -> list[_Rule]:
    name = f"l'incontro {talk.id} ({talk.a} con {talk.b})"
    found = []
    if talk.slot is not None:
        found.append(_Rule(f"{name} è fissato nel turno {talk.slot}", _change(talk.id, slot=talk.slot)))
    if talk.when is not When.ANY:
        part = "al mattino" if talk.when is When.MORNING else "al pomeriggio"
        found.append(_Rule(f"{name} si fa {part}", _change(talk.id, when=talk.when)))
    if talk.after:
        earlier = ", ".join(talk.after)
        found.append(_Rule(f"{name} viene dopo {earlier}", _change(talk.id, after=talk.after)))
    return found


def _change(talk_id: str, **fields: object) -> Callable[[Business], Business]:
    def put(bare: Business) -> Business:
        return replace(
            bare,
            talks=tuple(
                replace(talk, **fields) if talk.id == talk_id else talk  # type: ignore[arg-type]
                for talk in bare.talks
            ),
        )

    return put

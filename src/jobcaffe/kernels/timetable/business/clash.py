"""Why there is no timetable: a small set of rules that cannot hold together, in words for a page.

Every rule hangs on a selector of one incremental SAT solver (hours, fixed slots, parts of the day,
orders, tables, fairness). The proof names the selectors that it used; then rules are left out one after the
other, and a rule without which there is still no timetable is not to blame (the deletion filter, Chinneck and
Dravnieks 1991, helped by the cores of the proofs).
"""

from __future__ import annotations

from typing import Any

from jobcaffe.kernels.ceiling import Ceiling
from jobcaffe.kernels.timetable.business.encode import Clauses, Rule
from jobcaffe.kernels.timetable.model import Business, Told, When

MEETING = "l'incontro {talk} ({name} con {other}) "
SOLVER = "glucose4"  # can be stopped from inside, and tells what it used
CONFLICTS = 20_000  # of one proof; beyond it a rule stays among those that may be to blame


def clash(instance: Business, seconds: float) -> tuple[str, ...]:
    """Rules that cannot hold together, as sentences. Smallest when the seconds and the work suffice."""
    found = rules(instance, seconds)
    return tuple(_words(instance, rule) for rule in found) or (_crowded(instance),)


def rules(instance: Business, seconds: float) -> list[Rule]:
    """Rules that cannot hold together; none when the meetings themselves are too many.

    ``instance`` has no timetable; ``seconds``: a ceiling of wall clock, beyond which the set may be larger
    than it need be.
    """
    from pysat.solvers import Solver

    clauses = Clauses(instance, doubted=True)
    if not all(clauses.clauses):
        return []
    with Solver(SOLVER, bootstrap_with=clauses.clauses) as solver:
        kept = _smallest(solver, list(clauses.selectors.values()), Ceiling(seconds))
    return [rule for rule, selector in clauses.selectors.items() if selector in kept]


def _smallest(solver: Any, selectors: list[int], ceiling: Ceiling) -> set[int]:
    """Selectors that cannot hold together, without those that are not needed."""
    core = None
    while core is None and ceiling.left() > 0:
        core = _core(solver, selectors)
    left = sorted(core) if core is not None else selectors
    needed: set[int] = set()
    while left and ceiling.left() > 0:
        fewer = _core(solver, [*needed, *left[1:]])
        if fewer is None:
            needed.add(left[0])
            left = left[1:]
        else:
            left = [one for one in left if one in fewer]
    return needed | set(left)


def _core(solver: Any, selectors: list[int]) -> set[int] | None:
    """Those of the selectors that a proof used; None when they can hold, or it could not be told in time."""
    solver.conf_budget(CONFLICTS)
    if solver.solve_limited(assumptions=selectors) is not False:
        return None
    return set(solver.get_core() or ())


def _crowded(instance: Business) -> Told:
    """No rule is to blame: the meetings themselves are too many for the slots."""
    counts: dict[str, int] = {}
    for talk in instance.talks:
        for who in (talk.a, talk.b):
            counts[who] = counts.get(who, 0) + 1
    who = max(counts, key=lambda one: counts[one])
    text = "{name} ha {n} incontri e i turni sono {most}"
    return Told.of("crowded", text, name=who, n=counts[who], most=instance.slots)


def _words(instance: Business, rule: Rule) -> Told:
    """A rule as a sentence."""
    if rule.kind == "tables":
        return Told.of("tables", "{n} tavoli per turno", n=instance.tables)
    if rule.kind == "fairness":
        text = "le pause di due persone differiscono al massimo di {n}"
        return Told.of("fairness", text, n=instance.max_break_difference)
    if rule.kind == "hours":
        away = next(one.unavailable for one in instance.participants if one.id == rule.about)
        return Told.of("hours", "{name} non c'è nei turni {hours}", name=rule.about, hours=list(away))
    return _talk_words(instance, rule)


def _talk_words(instance: Business, rule: Rule) -> Told:
    talk = next(one for one in instance.talks if one.id == rule.about)
    facts = {"talk": talk.id, "name": talk.a, "other": talk.b}
    if rule.kind == "fixed":
        return Told.of("fixed", MEETING + "è fissato nel turno {slots}", slots=[talk.slot], **facts)
    if rule.kind == "part" and talk.when is When.MORNING:
        return Told.of("morning", MEETING + "si fa al mattino", **facts)
    if rule.kind == "part":
        return Told.of("afternoon", MEETING + "si fa al pomeriggio", **facts)
    return Told.of("after", MEETING + "viene dopo {earlier}", earlier=", ".join(talk.after), **facts)

"""Why a need has no carer, in words that betray nobody."""

from __future__ import annotations

from collections.abc import Sequence

from jobcaffe.kernels.rota.model import Assignment, Unserved, balances
from jobcaffe.kernels.rota.problem import Problem

NOBODY = "Nessuno si è offerto in quell'ora."
NO_TRUST = "In quell'ora non c'è nessuna famiglia con cui vi siete scelti."
TOO_MANY = "I bambini sono più dei posti di chi si è offerto."
LIMIT = "Il conto ore è arrivato al limite. Parlatene: c'è il fondo ore."
NO_ROOM = "I posti di chi si è offerto non bastano per tutti."


def unserved(problem: Problem, chosen: Sequence[Assignment]) -> tuple[Unserved, ...]:
    """Every need that is not served, in order, with its reason."""
    served = {one.need for one in chosen}
    after = {name: problem.units(hours) for name, hours in balances(problem.instance, chosen).items()}
    left = [need for need in range(len(problem.instance.needs)) if need not in served]
    return tuple(Unserved(need, _reason(problem, need, after)) for need in left)


def _reason(problem: Problem, need: int, after: dict[str, int]) -> str:
    wanted = problem.instance.needs[need]
    offers = [problem.instance.offers[one] for one in problem.at.get((wanted.day, wanted.block), [])]
    others = [one for one in offers if one.family != wanted.family]
    if not others:
        return NOBODY
    if not problem.could(need):
        mine = problem.families[wanted.family]
        known = {one.family for one in others} & mine.trusts
        return TOO_MANY if any(mine.id in problem.families[one].trusts for one in known) else NO_TRUST
    if after[wanted.family] - problem.hours[need] < problem.limits[wanted.family][0]:
        return LIMIT
    return NO_ROOM

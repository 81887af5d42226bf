"""Why somebody has no seat, in words that anybody may read.

A reason is chosen from themes, slots, rooms, facilitators and how many people ask: never from
``apart`` or ``not_with``, and not even from the proposal. Changing those pairs changes no reason.
"""

from __future__ import annotations

from dataclasses import replace

from jobcaffe.kernels.grouping.model import Instance
from jobcaffe.kernels.grouping.problem import Problem

NOBODY_LEADS = "Per questi temi, in questi orari, manca la stanza o chi guida il gruppo."
TOO_FEW = "Per questi temi, in questi orari, ci sono ancora poche persone."
NO_SEAT = "Questa volta non c'è un posto adatto. La richiesta resta in attesa."
ALL = (NOBODY_LEADS, TOO_FEW, NO_SEAT)


def public(instance: Instance) -> Problem:
    """The instance without what is confidential."""
    return Problem(replace(instance, apart=(), not_with=()))


def reason(problem: Problem, one: int) -> str:
    """The text for person ``one`` of a :func:`public` problem."""
    if any(one in values and seats for values, seats in zip(problem.joins, problem.seats, strict=True)):
        return NO_SEAT
    if not problem.worth[one]:
        return NOBODY_LEADS
    return NO_SEAT if problem.worth[one].keys() & set(problem.open_cells) else TOO_FEW


def what_if(more: int) -> str:
    """How many more people could have a seat, in words."""
    if not more:
        return "Non si può inserire nessun'altra persona."
    if more == 1:
        return "Si potrebbe inserire al massimo un'altra persona."
    return f"Si potrebbero inserire al massimo altre {more} persone."

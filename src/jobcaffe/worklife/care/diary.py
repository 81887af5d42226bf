"""What the desk does for a household stands in the house's journal, on the pool, without a person.

What a member presses herself stands in the turns and in the ledger alone: a row with her name, or only
its hour, would tell the coordinator who is in a pool.
"""

from __future__ import annotations

from collections.abc import Iterable

from jobcaffe.foundation.journal.actions import Actor
from jobcaffe.foundation.journal.actions import record as journal
from jobcaffe.worklife.care import queries
from jobcaffe.worklife.care.models import Family


def record(actor: Actor, action: str, family: Family, *, fields: Iterable[str] = ()) -> None:
    """One row when somebody who is not of the household acts for it; none for its own adults."""
    adults = {row.person_ref for row in family.adults.all()}
    if not adults & set(queries.refs_of(actor)):
        journal(actor, action, family.pool, fields=fields)

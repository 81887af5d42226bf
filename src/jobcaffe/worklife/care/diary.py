"""What the desk does for a household stands in the house's journal, on the pool, without a person.

That who leads a pool read a household stands in the diary of its adults, which only they read.
What a member presses herself stands in the turns and in the ledger alone: a row with her name, or only
its hour, would tell the coordinator who is in a pool.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.utils import timezone

from jobcaffe.foundation.journal import diary
from jobcaffe.foundation.journal.actions import Actor
from jobcaffe.foundation.journal.actions import record as journal
from jobcaffe.worklife.care import queries
from jobcaffe.worklife.care.models import DiaryEntry, Family, Pool


def record(actor: Actor, action: str, family: Family, *, fields: Iterable[str] = ()) -> None:
    """One row when somebody who is not of the household acts for it; none for its own adults."""
    adults = {row.person_ref for row in family.adults.all()}
    if not adults & set(queries.refs_of(actor)):
        journal(actor, action, family.pool, fields=fields)


def record_many(actor: Actor, action: str, pool: Pool, families: Iterable[Family]) -> None:
    """One row a day for each adult of these households, however often they are read on that day."""
    refs = queries.refs_in(families)
    today = DiaryEntry.objects.filter(DiaryEntry.of(refs), pool=pool, action=action)
    known = set(today.filter(at__date=timezone.localdate()).values_list("person_index", flat=True))
    said = diary.columns(actor, action)
    rows = [DiaryEntry(pool=pool, **said, **DiaryEntry.columns_for(ref)) for ref in refs]
    DiaryEntry.objects.bulk_create(row for row in rows if row.person_index not in known)

"""Writing down who did what in a lab, always inside the transaction of what it tells.

What a member does, and what is done about her, goes into her own diary: in the house's journal it
would tell that she is in the lab. What is done with a lab as such goes into the journal.
"""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.db import models

from jobcaffe.foundation.journal import actions as journal
from jobcaffe.foundation.journal import diary
from jobcaffe.foundation.journal.actions import Actor
from jobcaffe.worklife.labs.models import DiaryEntry, Lab


def record(
    actor: Actor,
    action: str,
    row: models.Model,
    lab: Lab,
    *,
    about: UUID | None = None,
    fields: Iterable[str] = (),
) -> None:
    """One row: in the diary of ``about`` or of the member who acts, else in the journal."""
    ref = about or getattr(actor, "person_ref", None)
    if ref is None:
        journal.record(actor, action, row, fields=list(fields))
        return
    said = diary.columns(actor, action, fields)
    DiaryEntry.objects.create(lab=lab, **said, **DiaryEntry.columns_for(ref))

"""Writing the diary of what concerns members. Always inside the transaction of what it tells."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.db import transaction

from jobcaffe.circles.models import Circle, DiaryEntry
from jobcaffe.foundation.journal import diary
from jobcaffe.foundation.journal.actions import Actor


def record(
    actor: Actor,
    action: str,
    *,
    about: UUID | None = None,
    circle: Circle | None = None,
    fields: Iterable[str] = (),
) -> None:
    """One row about one person, or about nobody."""
    record_many(actor, action, about=[about], circle=circle, fields=fields)


def record_many(
    actor: Actor,
    action: str,
    *,
    about: Iterable[UUID | None],
    circle: Circle | None = None,
    fields: Iterable[str] = (),
) -> None:
    """One row for each person. Raises ``TransactionManagementError`` outside a transaction."""
    if not transaction.get_connection().in_atomic_block:
        raise transaction.TransactionManagementError("the diary is written inside the action's transaction")
    said = diary.columns(actor, action, fields)
    DiaryEntry.objects.bulk_create(
        DiaryEntry(circle=circle, **said, **(DiaryEntry.columns_for(ref) if ref else {})) for ref in about
    )

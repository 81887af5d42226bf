"""Imports as background work, with progress."""

from __future__ import annotations

from uuid import UUID

from django_tasks import task

from jobcaffe.foundation.access import Refused
from jobcaffe.foundation.accounts.models import User
from jobcaffe.foundation.imports import actions
from jobcaffe.foundation.imports.models import Batch
from jobcaffe.foundation.jobs.steps import progress
from jobcaffe.web.imports.kinds import spec_for


@task()
def read(batch_id: str, user_id: str, columns: dict[str, str] | None = None) -> None:
    """Read a brought file; a file that cannot be read says why on its page."""
    batch = Batch.objects.get(pk=UUID(batch_id))
    actor = User.objects.get(pk=UUID(user_id))
    try:
        actions.read(
            actor=actor, spec=spec_for(batch.kind), batch_id=batch.pk, columns=columns, progress=progress
        )
    except Refused as refused:
        actions.fail(actor=actor, batch_id=batch.pk, message=str(refused))


@task()
def apply(batch_id: str, user_id: str) -> None:
    """Write a previewed import; after a crash it goes on where it was."""
    batch = Batch.objects.get(pk=UUID(batch_id))
    actor = User.objects.get(pk=UUID(user_id))
    actions.apply(actor=actor, spec=spec_for(batch.kind), batch_id=batch.pk, progress=progress)


@task()
def undo(batch_id: str, user_id: str) -> None:
    """Take an import back."""
    batch = Batch.objects.get(pk=UUID(batch_id))
    actor = User.objects.get(pk=UUID(user_id))
    actions.undo(actor=actor, spec=spec_for(batch.kind), batch_id=batch.pk, progress=progress)

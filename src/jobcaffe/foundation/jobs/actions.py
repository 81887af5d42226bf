"""Putting jobs in the queue, stopping them, trying them again."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_noop
from django_tasks.base import Task
from django_tasks.utils import normalize_json

from jobcaffe.foundation.access import Reach, Refused, require
from jobcaffe.foundation.jobs.enums import UNFINISHED, State
from jobcaffe.foundation.jobs.models import Job
from jobcaffe.foundation.journal.actions import Actor, record

RACE_TRIES = 5


def enqueue(
    task: Task[..., Any],
    *args: object,
    actor: Actor | None = None,
    title: str = "",
    dedupe_key: str = "",
    max_attempts: int = 5,
    run_after: datetime | None = None,
    priority: int | None = None,
    quiet: bool = False,
    kwargs: dict[str, object] | None = None,
) -> Job:
    """Put ``task`` in the queue, in the caller's transaction: no commit, no job.

    Arguments must be JSON and hold identifiers, no personal data. With ``dedupe_key`` an
    unfinished job of the same key is returned instead of a second one. ``actor`` may watch and
    stop the job on its progress page, where it is called ``title``; a task that returns
    ``{"url": "/…", "text": "…"}`` ends there with a link to its result. A ``quiet`` job is in no
    list, count or log, and goes as soon as it has ended.
    """
    job = Job(
        task=task.module_path,
        title=title or task.name.replace("_", " "),
        args=normalize_json(list(args)),
        kwargs=normalize_json(kwargs or {}),
        queue=task.queue_name,
        priority=task.priority if priority is None else priority,
        run_after=run_after or task.run_after or timezone.now(),
        max_attempts=max_attempts,
        dedupe_key=dedupe_key,
        quiet=quiet,
        created_by=actor.actor_ref if actor else None,
    )
    return _save_once(job) if dedupe_key else _save(job)


def _save(job: Job) -> Job:
    from jobcaffe.foundation.jobs import worker

    job.save(force_insert=True)
    transaction.on_commit(worker.wake)
    return job


def _save_once(job: Job) -> Job:
    twins = Job.objects.filter(dedupe_key=job.dedupe_key, state__in=UNFINISHED)
    for _try in range(RACE_TRIES):
        twin = twins.first()
        if twin is not None:
            return twin
        try:
            with transaction.atomic():
                return _save(job)
        except IntegrityError:
            # Somebody was quicker; unless that job has ended meanwhile, it is found now.
            continue
    raise IntegrityError(f"no job with key {job.dedupe_key} could be written or found")


def cancel(*, actor: Actor, job: Job) -> Job:
    """Stop a job: at once when it waits, at its next step when it runs.

    Refused to who neither started it nor oversees the house. A finished job stays as it is.
    """
    _require_own(actor, job)
    with transaction.atomic():
        locked = Job.objects.select_for_update().get(pk=job.pk)
        if locked.finished or locked.cancel_requested:
            return locked
        locked.cancel_requested = True
        if locked.state == State.READY:
            locked.state, locked.finished_at = State.CANCELLED, timezone.now()
            locked.message = gettext_noop("Fermato prima di cominciare.")
        locked.save(update_fields=["cancel_requested", "state", "finished_at", "message"])
        record(actor, "job.cancel", locked)
    return locked


def retry(*, actor: Actor, job: Job) -> Job:
    """Put a job that failed or was stopped back in the queue; its finished parts stay done.

    Refused to who neither started it nor oversees the house, when the job did not fail, and when
    the same work is already in the queue.
    """
    _require_own(actor, job)
    try:
        with transaction.atomic():
            locked = Job.objects.select_for_update().get(pk=job.pk)
            if locked.state not in {State.FAILED, State.CANCELLED}:
                raise Refused("Questo lavoro non si è fermato: non serve riprovare. Aggiorna la pagina.")
            _reset(locked)
            record(actor, "job.retry", locked)
    except IntegrityError as error:
        raise Refused("Lo stesso lavoro è già in attesa. Aspetta che finisca.") from error
    return locked


def _reset(job: Job) -> None:
    job.state, job.attempts, job.interruptions = State.READY, 0, 0
    job.cancel_requested, job.run_after, job.finished_at, job.message = False, timezone.now(), None, ""
    job.save()


def _require_own(actor: Actor, job: Job) -> None:
    own: UUID | None = job.created_by
    if require(actor, "job.read") is not Reach.ALL and (own is None or own != actor.actor_ref):
        raise Refused("Questo lavoro è di un'altra persona. Chiedi alla regia del programma.")

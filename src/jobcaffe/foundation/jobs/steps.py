"""What a running job can ask and tell: progress, and parts that must happen once.

Plain functions may call these too: outside a job :func:`progress` does nothing and
:func:`once` always says that the part is new.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from uuid import UUID

from django.db import transaction

from jobcaffe.foundation.jobs.models import Job, Step

PROGRESS_SECONDS = 0.25


class Stop(Exception):
    """The job must not go on; its function lets this pass."""


class Cancelled(Stop):
    """Somebody asked to stop it."""


class LeaseLost(Stop):
    """Another worker has taken the job: this one may not write any more."""


class HandedBack(Stop):
    """The worker is closing: the job goes back to the queue and continues later."""


class GiveUp(Exception):
    """Trying again cannot help. The text says why and what to do, in plain Italian."""


@dataclass
class Running:
    """The job that this thread is running."""

    job_id: UUID
    claim: UUID
    attempt: int
    max_attempts: int
    stop_event: threading.Event
    lost: threading.Event = field(default_factory=threading.Event)
    told_at: float = float("-inf")


_current: ContextVar[Running | None] = ContextVar("jobcaffe_job", default=None)


def current() -> Running | None:
    """The running job, ``None`` outside a job."""
    return _current.get()


@contextmanager
def running_as(running: Running) -> Iterator[None]:
    """Make ``running`` the current job of this thread."""
    token = _current.set(running)
    try:
        yield
    finally:
        _current.reset(token)


def progress(done: int, total: int, message: str = "") -> None:
    """Tell how far the job is (``message`` in Italian, without personal data).

    Written at most four times a second and always at the end. Raises :class:`Cancelled`,
    :class:`LeaseLost` or :class:`HandedBack` when the job has to stop here.
    """
    running = current()
    if running is None:
        return
    now = time.monotonic()
    if done < total and now - running.told_at < PROGRESS_SECONDS and not running.stop_event.is_set():
        return
    running.told_at = now
    mine = Job.objects.filter(pk=running.job_id, claim=running.claim)
    if not mine.update(progress_done=done, progress_total=total, message=message[:300]):
        raise LeaseLost
    check()


def check() -> None:
    """Raise when the job has to stop here; see :func:`progress`."""
    running = current()
    if running is None:
        return
    wanted = Job.objects.filter(pk=running.job_id, claim=running.claim)
    cancel = wanted.values_list("cancel_requested", flat=True).first()
    if cancel is None or running.lost.is_set():
        raise LeaseLost
    if cancel:
        raise Cancelled
    if running.stop_event.is_set():
        raise HandedBack


@contextmanager
def once(key: str) -> Iterator[bool]:
    """One part of a job that must have its effect once, also across crashes and two workers.

    ``with once("rows-100") as new:`` opens a transaction and yields whether the part is still to
    do. The mark is written in the same transaction as the effect. Raises :class:`LeaseLost`
    when another worker owns the job by now.
    """
    running = current()
    with transaction.atomic():
        if running is None:
            yield True
            return
        owned = Job.objects.select_for_update().filter(pk=running.job_id, claim=running.claim)
        if not owned.exists():
            raise LeaseLost
        _step, new = Step.objects.get_or_create(job_id=running.job_id, key=key)
        yield new

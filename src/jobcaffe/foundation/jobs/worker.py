"""The worker: claims due jobs one by one, keeps its lease, tries again, gives up clearly.

A claim is one conditional UPDATE with a new token. While a job runs, a thread renews the lease;
a worker that was killed leaves a lease that ends, and the next worker takes the job again. Who
lost the lease can no longer write the end of the job nor any of its steps (the token differs).
"""

from __future__ import annotations

import logging
import os
import random
import signal
import socket
import threading
import time
import uuid
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import DatabaseError, close_old_connections, connection, transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django_tasks.base import TaskContext
from django_tasks.utils import normalize_json

from jobcaffe.foundation.access import Refused
from jobcaffe.foundation.jobs import periodic, steps
from jobcaffe.foundation.jobs.backend import as_result, load_task
from jobcaffe.foundation.jobs.enums import State
from jobcaffe.foundation.jobs.models import Job
from jobcaffe.foundation.privacy.redact import PATTERN

log = logging.getLogger(__name__)
MAX_INTERRUPTIONS = 10
ENDED = {State.DONE, State.CANCELLED}
BACKOFF_BASE = 2.0
BACKOFF_CAP = 3600.0
_wake = threading.Event()
_dead: dict[str, Callable[..., None]] = {}


@dataclass(frozen=True)
class Timing:
    """Seconds: how long a lease lasts, how often it is renewed, how often an idle worker looks."""

    lease: float = 30.0
    heartbeat: float = 10.0
    poll: float = 0.5
    tick: float = 15.0


def on_dead_letter(path: str) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Register what happens, in the same transaction, when jobs of the task ``path`` give up."""

    def register(function: Callable[..., None]) -> Callable[..., None]:
        _dead[path] = function
        return function

    return register


def wake() -> None:
    """Tell the worker of this process that there is work."""
    _wake.set()


def backoff(job_id: uuid.UUID, attempt: int) -> timedelta:
    """Wait before the next attempt: full jitter below 2·2ⁿ seconds, one hour at most.

    Drawn from the job's id, so that the same history gives the same times. Source: Brooker,
    "Exponential Backoff And Jitter", AWS Architecture Blog, 2015.
    """
    ceiling = min(BACKOFF_CAP, BACKOFF_BASE * 2**attempt)
    drawn = random.Random(f"{job_id}:{attempt}").uniform(0, ceiling)  # noqa: S311 spreading, no secret
    return timedelta(seconds=drawn)


def _due(now: datetime, timing: Timing) -> QuerySet[Job]:
    # A lease that ends later than any lease could was written before the clock was set back.
    impossible = now + timedelta(seconds=3 * timing.lease)
    abandoned = Q(state=State.RUNNING) & (Q(lease_until__lt=now) | Q(lease_until__gt=impossible))
    ready = Q(state=State.READY, run_after__lte=now)
    return Job.objects.filter(ready | abandoned).order_by("-priority", "run_after", "created_at")


def claim(worker: str, timing: Timing) -> Job | None:
    """Take the most urgent due job, or ``None``. Jobs interrupted too often end as failed."""
    now = timezone.now()
    if not _due(now, timing).exists():  # a plain read: an idle worker takes no write lock
        return None
    with transaction.atomic():
        rows = _due(now, timing)
        if connection.features.has_select_for_update_skip_locked:
            rows = rows.select_for_update(skip_locked=True)
        job = rows.first()
        if job is None:
            return None
        if job.state == State.RUNNING:
            job.interruptions += 1
            if job.interruptions >= MAX_INTERRUPTIONS:
                _bury(job, "Il lavoro si è interrotto troppe volte. Avvisa chi cura il sistema.")
                return None
        else:
            job.attempts += 1
        return _taken(job, worker, now + timedelta(seconds=timing.lease))


def _taken(job: Job, worker: str, lease_until: datetime) -> Job | None:
    old = job.claim
    job.claim, job.worker, job.lease_until = uuid.uuid4(), worker, lease_until
    job.started_at = timezone.now()
    won = Job.objects.filter(pk=job.pk, state=job.state, claim=old).update(
        state=State.RUNNING,
        claim=job.claim,
        worker=worker,
        lease_until=lease_until,
        attempts=job.attempts,
        interruptions=job.interruptions,
        started_at=job.started_at,
    )
    job.state = State.RUNNING
    return job if won else None


def _bury(job: Job, message: str) -> None:
    """The dead-letter state: kept, with a clear text, until somebody tries again."""
    job.state, job.message, job.finished_at = State.FAILED, message[:300], timezone.now()
    job.claim, job.lease_until = None, None
    job.save()
    handler = _dead.get(job.task)
    if handler is not None:
        handler(*job.args, **job.kwargs)
    if job.quiet:
        job.delete()


def _heartbeat(running: steps.Running, timing: Timing, ended: threading.Event) -> None:
    while not ended.wait(timing.heartbeat):
        try:
            until = timezone.now() + timedelta(seconds=timing.lease)
            mine = Job.objects.filter(pk=running.job_id, claim=running.claim)
            if not mine.update(lease_until=until):
                running.lost.set()
                break
        except DatabaseError:
            # The job itself holds the database for long: nobody else can claim it meanwhile.
            log.info("a lease was not renewed: the database is busy")
    connection.close()


def _call(job: Job) -> Any:
    task = load_task(job.task)
    if task.takes_context:
        return task.call(TaskContext(task_result=as_result(job, task)), *job.args, **job.kwargs)
    return task.call(*job.args, **job.kwargs)


def execute(job: Job, timing: Timing, stop_event: threading.Event) -> None:
    """Run a claimed job and write how it ended."""
    running = steps.Running(job.pk, job.claim, job.attempts, job.max_attempts, stop_event)  # type: ignore[arg-type]
    ended = threading.Event()
    beat = threading.Thread(target=_heartbeat, args=(running, timing, ended), daemon=True)
    beat.start()
    try:
        with steps.running_as(running):
            result = normalize_json(_call(job))
    except Exception as error:  # every error of a task ends in its row
        _after_error(job, error)
    else:
        _finish(job, state=State.DONE, result=result, finished_at=timezone.now(), last_error="")
    finally:
        ended.set()
        beat.join()


def _finish(job: Job, **values: object) -> bool:
    """Write the end, unless another worker owns the job by now."""
    mine = Job.objects.filter(pk=job.pk, claim=job.claim)
    if job.quiet and values["state"] in ENDED:
        return bool(mine.delete()[0])
    written = mine.update(claim=None, lease_until=None, **values)
    if not written and not job.quiet:
        log.warning("job %s was taken by another worker; this end is not written", job.pk)
    return bool(written)


def _after_error(job: Job, error: Exception) -> None:
    now = timezone.now()
    if isinstance(error, steps.LeaseLost):
        if not job.quiet:
            log.warning("job %s was taken by another worker", job.pk)
    elif isinstance(error, steps.Cancelled):
        _finish(job, state=State.CANCELLED, finished_at=now, message="Fermato su richiesta.")
    elif isinstance(error, steps.HandedBack):
        _finish(job, state=State.READY, attempts=job.attempts - 1, run_after=now)
    else:
        _retry_or_bury(job, error, now)


def _retry_or_bury(job: Job, error: Exception, now: datetime) -> None:
    if not job.quiet:
        log.error("job %s (%s) failed: %s", job.pk, job.task, type(error).__name__, exc_info=error)
    # Addresses, numbers and tokens never stay in an error text.
    told = {
        "error_class": f"{type(error).__module__}.{type(error).__qualname__}"[:200],
        "last_error": PATTERN.sub("•••", f"{type(error).__name__}: {error}")[:1000],
    }
    hopeless = isinstance(error, steps.GiveUp | Refused)
    if not hopeless and job.attempts < job.max_attempts:
        _finish(job, state=State.READY, run_after=now + backoff(job.pk, job.attempts), **told)
        return
    text = str(error) if hopeless else f"Non è riuscito dopo {job.attempts} tentativi. Guarda l'errore."
    with transaction.atomic():
        owned = Job.objects.select_for_update().filter(pk=job.pk, claim=job.claim).first()
        if owned is not None:
            owned.error_class, owned.last_error = told["error_class"], told["last_error"]
            _bury(owned, text)


def _catch_signals(stop_event: threading.Event) -> None:
    if threading.current_thread() is not threading.main_thread():
        return

    def close(_number: int, _frame: object) -> None:
        stop_event.set()
        _wake.set()

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, close)


def run(
    *, once: bool = False, stop_event: threading.Event | None = None, timing: Timing | None = None
) -> int:
    """Work until ``stop_event`` (or SIGTERM, SIGINT in a main thread); how many jobs were run.

    ``once`` queues the periodic tasks that are due, runs all that can run now and returns: for
    cron and for tests.
    """
    timing = timing or Timing()
    if stop_event is None:
        stop_event = threading.Event()
        if not once:
            _catch_signals(stop_event)
    worker = f"{socket.gethostname()[:40]}:{os.getpid()}:{threading.get_ident() % 100000}"
    if once:
        periodic.tick()
        return _drain(worker, timing, stop_event)
    return _forever(worker, timing, stop_event)


def run_due() -> int:
    """Run what is in the queue and due now, without the periodic tasks; how many jobs were run."""
    return _drain(f"inline:{os.getpid()}", Timing(), threading.Event())


def _drain(worker: str, timing: Timing, stop_event: threading.Event) -> int:
    count = 0
    while not stop_event.is_set() and (job := claim(worker, timing)) is not None:
        execute(job, timing, stop_event)
        count += 1
    return count


def _forever(worker: str, timing: Timing, stop_event: threading.Event) -> int:
    count, next_tick = 0, 0.0
    while not stop_event.is_set():
        _wake.clear()
        try:
            if time.monotonic() >= next_tick:
                next_tick = time.monotonic() + timing.tick
                periodic.tick()
            count += _drain(worker, timing, stop_event)
        except DatabaseError:
            # The database is away or busy: the lease and the queue survive, look again shortly.
            log.exception("the worker cannot reach the database; it will look again")
            with suppress(Exception):
                connection.close()
        close_old_connections()
        if not stop_event.is_set():
            _wake.wait(timing.poll)
    connection.close()
    return count


def start_thread(timing: Timing | None = None) -> tuple[threading.Thread, threading.Event]:
    """A worker inside the server process, for the one-command demo. Set the event to stop it."""
    stop_event = threading.Event()
    thread = threading.Thread(
        target=run, kwargs={"stop_event": stop_event, "timing": timing}, name="jobcaffe-worker", daemon=True
    )
    thread.start()
    return thread, stop_event

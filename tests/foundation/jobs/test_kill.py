"""Real worker processes, killed without warning in the middle of their work."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

import pytest
from django.conf import settings
from django.db import connection
from django.utils import timezone

from jobcaffe.foundation.jobs import actions, worker
from jobcaffe.foundation.jobs.enums import State
from jobcaffe.foundation.jobs.models import Job
from tests.foundation.jobs import work

pytestmark = pytest.mark.django_db(transaction=True)
ROOT = Path(__file__).resolve().parents[3]
SIZE = 12
PAUSE = 0.03


def database_url() -> str:
    """The test database, for another process."""
    made = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{made['NAME']}"
    if made["HOST"].startswith("/"):  # a socket, as libpq writes it
        return f"postgres://{made['USER']}@/{made['NAME']}?host={quote(made['HOST'])}"
    return f"postgres://{made['USER']}:{made['PASSWORD']}@{made['HOST']}:{made['PORT']}/{made['NAME']}"


@contextmanager
def worker_process() -> Iterator[subprocess.Popen[bytes]]:
    """A real worker; killed at the end if it still runs."""
    path = os.pathsep.join([str(ROOT / "src"), str(ROOT)])
    env = {**os.environ, "DATABASE_URL": database_url(), "PYTHONPATH": path}
    env.update(DJANGO_SETTINGS_MODULE="jobcaffe.config.settings", JOBCAFFE_KEYS=str(settings.KEYS_FILE))
    command = [sys.executable, "-m", "tests.foundation.jobs.run_worker"]
    with subprocess.Popen(command, cwd=ROOT, env=env) as process:
        try:
            yield process
        finally:
            process.kill()


def wait_until(what: str, seconds: float, **filters: object) -> None:
    """Until a job like this exists."""
    deadline = time.monotonic() + seconds
    while not Job.objects.filter(**filters).exists():
        assert time.monotonic() < deadline, f"{what} within {seconds} s"
        time.sleep(0.01)


def kill_often(kills: int, task: object) -> dict[str, int]:
    """Queue jobs, kill the worker in the middle ``kills`` times; the effects by key."""
    jobs = [actions.enqueue(task, f"k{n}", SIZE, PAUSE) for n in range(kills // 2 + 2)]  # type: ignore[arg-type]
    when = random.Random(20261103)
    for _kill in range(kills):
        with worker_process():
            wait_until("a job runs", 30, state=State.RUNNING, lease_until__gt=timezone.now())
            time.sleep(when.uniform(0, SIZE * PAUSE))
    with worker_process() as last:
        deadline = time.monotonic() + 60
        while Job.objects.filter(state__in=[State.READY, State.RUNNING]).exists():
            assert time.monotonic() < deadline, "the last worker finishes everything"
            time.sleep(0.05)
        last.send_signal(signal.SIGTERM)
        assert last.wait(15) == 0
    assert set(Job.objects.values_list("state", flat=True)) == {State.DONE}
    return {f"k{n}:{part}": work.count(f"k{n}:{part}") for n in range(len(jobs)) for part in range(SIZE)}


@pytest.mark.parametrize("kills", [3, pytest.param(20, marks=pytest.mark.slow)])
def test_killed_workers_lose_nothing_and_do_nothing_twice(kills: int) -> None:
    effects = kill_often(kills, work.chunks)
    assert set(effects.values()) == {1}
    assert Job.objects.filter(interruptions__gt=0).exists()


@pytest.mark.slow
def test_the_kill_test_can_fail_without_the_pattern() -> None:
    assert max(kill_often(6, work.careless).values()) > 1


def test_a_worker_that_is_asked_to_close_hands_its_job_back_and_ends_well() -> None:
    job = actions.enqueue(work.chunks, "term", 500, PAUSE)
    with worker_process() as process:
        wait_until("the job has begun", 30, progress_done__gt=0)
        process.send_signal(signal.SIGTERM)
        assert process.wait(15) == 0
    job.refresh_from_db()
    assert (job.state, job.attempts) == (State.READY, 0)
    done = [work.count(f"term:{n}") for n in range(500)]
    assert (max(done), done[0], done[-1]) == (1, 1, 0)


def test_a_thread_of_the_server_works_too() -> None:
    thread, stop = worker.start_thread(worker.Timing(poll=0.05, tick=3600))
    try:
        result = work.touch.enqueue("thread")
        wait_until("the thread does the job", 10, pk=result.id, state=State.DONE)
    finally:
        stop.set()
        worker.wake()
        thread.join(10)
    assert (thread.is_alive(), work.count("thread")) == (False, 1)

"""Several workers at once: a job, a slot and a key have one owner."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from jobcaffe.foundation.jobs import actions, periodic, worker
from jobcaffe.foundation.jobs.enums import State
from jobcaffe.foundation.jobs.models import Job
from tests.foundation.jobs import work

pytestmark = pytest.mark.django_db(transaction=True)
WORKERS = 4
JOBS = 40


def together(function: Callable[[], object]) -> list[object]:
    """What ``WORKERS`` threads get that start at the same moment."""
    barrier, results = threading.Barrier(WORKERS), []

    def run() -> None:
        barrier.wait()
        try:
            results.append(function())
        finally:
            connection.close()

    threads = [threading.Thread(target=run) for _one in range(WORKERS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return results


def test_several_workers_run_each_job_once() -> None:
    for number in range(JOBS):
        work.touch.enqueue(f"r{number}")
    shares = together(worker.run_due)
    assert sum(shares) == JOBS  # type: ignore[arg-type]
    assert [work.count(f"r{number}") for number in range(JOBS)] == [1] * JOBS
    assert set(Job.objects.values_list("state", "attempts")) == {(State.DONE, 1)}


def test_a_slot_that_several_workers_see_is_queued_once(monkeypatch: pytest.MonkeyPatch) -> None:
    entry = periodic.Entry(work.urgent, every=timedelta(hours=1))
    monkeypatch.setattr(periodic, "REGISTRY", {entry.name: entry})
    now = timezone.now()
    assert sorted(together(lambda: periodic.tick(now))) == [0, 0, 0, 1]  # type: ignore[type-var]
    assert Job.objects.count() == 1


def test_a_key_that_several_ask_for_at_once_is_one_job() -> None:
    found = together(lambda: actions.enqueue(work.touch, "k", dedupe_key="same").pk)
    assert (len(found), len(set(found)), Job.objects.count()) == (WORKERS, 1, 1)

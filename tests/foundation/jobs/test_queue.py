"""The queue: with the change that wants it, tried again, given up clearly, never twice."""

from __future__ import annotations

import threading
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.utils import timezone
from django_tasks import TaskResultStatus

from jobcaffe.foundation.access import Refused
from jobcaffe.foundation.jobs import actions, queries, steps, worker
from jobcaffe.foundation.jobs.enums import State
from jobcaffe.foundation.jobs.models import Job, Step
from jobcaffe.foundation.journal.actions import SYSTEM
from jobcaffe.foundation.journal.models import Entry
from tests import factories
from tests.foundation.jobs import work

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 3, 12, tzinfo=UTC)


def test_a_change_that_is_rolled_back_leaves_no_job() -> None:
    with transaction.atomic():
        work.touch.enqueue("never")
        transaction.set_rollback(True)
    assert Job.objects.count() == 0


def test_a_job_runs_once_and_keeps_its_result() -> None:
    result = work.touch.enqueue("a")
    assert (worker.run_due(), worker.run_due(), work.count("a")) == (1, 0, 1)
    result.refresh()
    assert (result.status, result.return_value) == (
        TaskResultStatus.SUCCESSFUL,
        {"url": "/fatto/", "text": "a"},
    )


def test_a_task_learns_which_attempt_runs() -> None:
    result = work.which_attempt.enqueue()
    worker.run_due()
    assert Job.objects.get(pk=result.id).result == 1


def test_a_job_with_an_hour_waits_for_it() -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        work.touch.using(run_after=NOON + timedelta(hours=1)).enqueue("later")
        assert worker.run_due() == 0
        clock.shift(timedelta(minutes=61))
        assert (worker.run_due(), work.count("later")) == (1, 1)


def test_urgent_work_goes_first() -> None:
    work.touch.enqueue("slow")
    work.urgent.enqueue("fast")
    first = worker.claim("w", worker.Timing())
    assert first is not None
    assert first.args == ["fast"]


def test_failures_wait_longer_each_time_then_the_job_gives_up_in_plain_words() -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        job = actions.enqueue(work.broken, "b", max_attempts=4)
        waits = []
        while not job.finished:
            assert worker.run_due() == 1
            job.refresh_from_db()
            waits.append(job.run_after - timezone.now())
            clock.move_to(max(timezone.now(), job.run_after) + timedelta(milliseconds=1))
    expected = [worker.backoff(job.pk, attempt) for attempt in (1, 2, 3)]
    assert waits[:3] == expected
    assert (job.state, job.attempts, work.count("b")) == (State.FAILED, 4, 4)
    assert job.message == "Non è riuscito dopo 4 tentativi. Guarda l'errore."
    assert job.last_error == "OSError: server away for •••"


def test_the_wait_is_drawn_from_the_id_below_a_doubling_ceiling() -> None:
    job = Job(task="x")
    waits = [worker.backoff(job.pk, attempt).total_seconds() for attempt in range(1, 40)]
    assert waits == [worker.backoff(job.pk, attempt).total_seconds() for attempt in range(1, 40)]
    assert all(wait <= min(3600, 2 * 2 ** (n + 1)) for n, wait in enumerate(waits))
    assert len(set(waits)) == len(waits)


def test_a_refusal_is_not_tried_again_and_keeps_its_words() -> None:
    job = actions.enqueue(work.hopeless, "h")
    assert worker.run_due() == 1
    job.refresh_from_db()
    assert (job.state, job.message, work.count("h")) == (
        State.FAILED,
        "Il file è vuoto. Scegli un altro file.",
        1,
    )


def test_an_unknown_task_ends_in_its_row_and_not_in_the_worker() -> None:
    Job.objects.create(task="tests.nowhere.nothing", max_attempts=1)
    work.touch.enqueue("after")
    assert (worker.run_due(), work.count("after")) == (2, 1)
    assert list(queries.stuck().values_list("task", flat=True)) == ["tests.nowhere.nothing"]


def test_the_same_key_is_one_job_until_it_has_ended() -> None:
    first = actions.enqueue(work.touch, "d", dedupe_key="k")
    assert actions.enqueue(work.touch, "d", dedupe_key="k").pk == first.pk
    worker.run_due()
    assert actions.enqueue(work.touch, "d", dedupe_key="k").pk != first.pk


def test_the_database_itself_refuses_a_second_unfinished_job_of_a_key() -> None:
    Job.objects.create(task="x", dedupe_key="k")
    with pytest.raises(IntegrityError), transaction.atomic():
        Job.objects.create(task="x", dedupe_key="k")
    Job.objects.create(task="x", dedupe_key="k", state=State.DONE)


def test_a_waiting_job_is_stopped_at_once_and_can_be_tried_again() -> None:
    owner = factories.user("coordinator")
    job = actions.enqueue(work.touch, "c", actor=owner)
    assert actions.cancel(actor=owner, job=job).state == State.CANCELLED
    assert worker.run_due() == 0
    actions.retry(actor=owner, job=job)
    assert (worker.run_due(), work.count("c")) == (1, 1)
    with pytest.raises(Refused):
        actions.retry(actor=owner, job=job)
    assert list(Entry.objects.values_list("action", flat=True)) == ["job.cancel", "job.retry"]


def test_nobody_stops_the_job_of_somebody_else() -> None:
    job = actions.enqueue(work.touch, "mine", actor=factories.user("desk"))
    nameless = actions.enqueue(work.touch, "house")
    for actor in (factories.user("desk"), factories.user("member"), SYSTEM):
        for target in (job, nameless):
            with pytest.raises(Refused):
                actions.cancel(actor=actor, job=target)
    assert list(queries.visible_to(factories.user("desk"))) == []
    assert queries.for_user(factories.user("sysadmin")).count() == 2


def test_a_running_job_that_is_stopped_ends_at_its_next_step() -> None:
    owner = factories.user("coordinator")
    job = actions.enqueue(work.chunks, "s", 10, 0.0, actor=owner)
    claimed = worker.claim("w", worker.Timing())
    assert claimed is not None
    actions.cancel(actor=owner, job=job)
    worker.execute(claimed, worker.Timing(), threading.Event())
    job.refresh_from_db()
    assert (job.state, job.message, work.count("s:9")) == (State.CANCELLED, "Fermato su richiesta.", 0)


def test_a_closing_worker_hands_the_job_back_and_the_next_one_continues() -> None:
    job = actions.enqueue(work.chunks, "g", 5, 0.0)
    claimed = worker.claim("w", worker.Timing())
    assert claimed is not None
    closing = threading.Event()
    closing.set()
    worker.execute(claimed, worker.Timing(), closing)
    job.refresh_from_db()
    assert (job.state, job.attempts, work.count("g:0")) == (State.READY, 0, 1)
    worker.run_due()
    job.refresh_from_db()
    assert (job.state, [work.count(f"g:{n}") for n in range(5)]) == (State.DONE, [1] * 5)


def test_a_lease_that_ended_is_taken_over_and_the_old_worker_writes_nothing_more() -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        job = actions.enqueue(work.chunks, "l", 3, 0.0)
        old = worker.claim("old", worker.Timing())
        assert worker.claim("new", worker.Timing()) is None
        clock.shift(timedelta(seconds=31))
        new = worker.claim("new", worker.Timing())
        assert old is not None
        assert new is not None
        worker.execute(old, worker.Timing(), threading.Event())
        assert (work.count("l:0"), Step.objects.count()) == (0, 0)
        worker.execute(new, worker.Timing(), threading.Event())
    job.refresh_from_db()
    assert (job.state, job.worker, job.attempts, job.interruptions) == (State.DONE, "new", 1, 1)
    assert [work.count(f"l:{n}") for n in range(3)] == [1, 1, 1]


def test_a_clock_set_back_does_not_leave_a_dead_workers_job_for_hours() -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        actions.enqueue(work.touch, "t")
        assert worker.claim("dead", worker.Timing()) is not None
        clock.move_to(NOON - timedelta(hours=3))
        assert worker.run_due() == 1
    assert work.count("t") == 1


def test_a_job_that_kills_every_worker_is_put_aside() -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        job = actions.enqueue(work.touch, "poison")
        for _time in range(worker.MAX_INTERRUPTIONS + 2):
            worker.claim("w", worker.Timing())
            clock.shift(timedelta(minutes=1))
    job.refresh_from_db()
    assert (job.state, job.message) == (
        State.FAILED,
        "Il lavoro si è interrotto troppe volte. Avvisa chi cura il sistema.",
    )


def test_outside_a_job_progress_is_silent_and_every_step_is_new() -> None:
    steps.progress(1, 2, "niente")
    with steps.once("x") as new:
        assert new
    assert Step.objects.count() == 0


def test_progress_is_kept_with_its_words() -> None:
    job = actions.enqueue(work.chunks, "p", 3, 0.0)
    worker.run_due()
    job.refresh_from_db()
    assert (job.progress_done, job.progress_total, job.message) == (3, 3, "Parte 3 di 3")


def test_stuck_names_failed_late_and_abandoned_jobs_only() -> None:
    now = timezone.now()
    long_ago = now - timedelta(hours=1)
    Job.objects.create(task="failed", state=State.FAILED)
    Job.objects.create(task="late", run_after=long_ago)
    Job.objects.create(task="abandoned", state=State.RUNNING, lease_until=long_ago)
    Job.objects.create(task="fresh")
    Job.objects.create(task="alive", state=State.RUNNING, lease_until=now)
    Job.objects.create(task="done", state=State.DONE, run_after=long_ago)
    assert set(queries.stuck().values_list("task", flat=True)) == {"failed", "late", "abandoned"}

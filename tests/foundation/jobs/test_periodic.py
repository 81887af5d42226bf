"""Periodic tasks: at their wall-clock hour, once a slot, whatever the clock does."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from jobcaffe.foundation.jobs import periodic, worker
from jobcaffe.foundation.jobs.enums import State
from jobcaffe.foundation.jobs.models import Job, Periodic
from jobcaffe.foundation.jobs.tasks import purge
from tests.foundation.jobs import work

pytestmark = pytest.mark.django_db


def utc(day: int, hour: int, minute: int = 0, month: int = 10) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=UTC)


@periodic.periodic(at="07:30")
def at_half_past_seven() -> None:
    work.bump("morning")


@periodic.periodic(every=timedelta(hours=1))
def every_hour() -> None:
    work.bump("hourly")


OURS = {
    made.module_path: periodic.REGISTRY.pop(made.module_path) for made in (at_half_past_seven, every_hour)
}


@pytest.fixture
def only(monkeypatch: pytest.MonkeyPatch) -> None:
    """The registry with these two tasks only."""
    monkeypatch.setattr(periodic, "REGISTRY", OURS)


def slots(name: str) -> list[str]:
    return list(Periodic.objects.filter(name__endswith=name).order_by("slot").values_list("slot", flat=True))


def test_a_daily_task_keeps_its_wall_clock_hour_across_the_end_of_summer_time(only: None) -> None:
    # 24 October 2026 is UTC+2, 26 October is UTC+1.
    for moment in (utc(24, 5, 29), utc(24, 5, 31), utc(26, 6, 29), utc(26, 6, 31)):
        periodic.tick(moment)
    assert slots("at_half_past_seven") == ["2026-10-23", "2026-10-24", "2026-10-25", "2026-10-26"]


def test_a_slot_runs_once_however_often_and_by_whomever_it_is_asked(only: None) -> None:
    with time_machine.travel(utc(3, 12), tick=False):
        queued = [periodic.tick(), periodic.tick(), worker.run(once=True), worker.run(once=True)]
    assert queued == [2, 0, 2, 0]
    assert (work.count("morning"), work.count("hourly")) == (1, 1)


def test_clock_jumps_never_run_a_slot_twice(only: None) -> None:
    with time_machine.travel(utc(3, 12), tick=False) as clock:
        worker.run(once=True)
        for jump in (timedelta(hours=3), timedelta(hours=-3), timedelta(days=15), timedelta(days=-15)):
            clock.shift(jump)
            worker.run(once=True)
    assert work.count("morning") == len(slots("at_half_past_seven")) == 2
    assert work.count("hourly") == len(slots("every_hour")) == 3


def test_after_a_pause_only_the_latest_slot_is_made_up(only: None) -> None:
    periodic.tick(utc(3, 12))
    periodic.tick(utc(10, 12))
    assert slots("at_half_past_seven") == ["2026-10-03", "2026-10-10"]


def test_a_weekly_task_has_the_slot_of_its_weekday() -> None:
    entry = periodic.Entry(purge, at=datetime(2026, 1, 1, 9).time(), weekday=0)  # noqa: DTZ001 an hour
    monday = [entry.slot(utc(5, 6, 59)), entry.slot(utc(5, 7)), entry.slot(utc(11, 20))]
    assert monday == ["2026-09-28", "2026-10-05", "2026-10-05"]


def test_a_task_needs_either_a_period_or_an_hour() -> None:
    for wrong in ({}, {"every": timedelta(hours=1), "at": "07:30"}):
        with pytest.raises(ValueError, match="either"):
            periodic.periodic(**wrong)  # type: ignore[arg-type]


def test_old_jobs_are_forgotten_and_failures_stay_longer() -> None:
    with time_machine.travel(utc(3, 12), tick=False) as clock:
        for state in (State.DONE, State.CANCELLED, State.FAILED):
            Job.objects.create(task=state, state=state, finished_at=utc(3, 12))
        Job.objects.create(task="ready")
        clock.shift(timedelta(days=31))
        purge.call()
        assert set(Job.objects.values_list("task", flat=True)) == {"failed", "ready"}
        clock.shift(timedelta(days=150))
        purge.call()
    assert set(Job.objects.values_list("task", flat=True)) == {"ready"}

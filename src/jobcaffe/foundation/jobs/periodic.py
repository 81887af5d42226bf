"""Periodic tasks in Europe/Rome wall time.

A task belongs to a slot: the local day of its hour, or the number of whole periods since 1970.
The row of the slot is unique and written together with the job: whatever the number of workers
and wherever the clock jumps, no slot runs twice. After a pause only the latest slot is made up.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.functional import Promise
from django_tasks.base import Task, task

from jobcaffe.foundation.jobs.actions import enqueue
from jobcaffe.foundation.jobs.models import Periodic


@dataclass(frozen=True)
class Entry:
    """When a task runs: either every so often, or at an hour of the day (of a weekday)."""

    task: Task[..., Any]
    every: timedelta | None = None
    at: time | None = None
    weekday: int | None = None  # Monday is 0
    title: str | Promise = ""  # what people read in the list of jobs

    @property
    def name(self) -> str:
        """Its dotted path."""
        return self.task.module_path

    def slot(self, now: datetime) -> str:
        """The latest slot that has begun at ``now`` (aware)."""
        if self.every is not None:
            return str(int(now.timestamp() // self.every.total_seconds()))
        local = timezone.localtime(now)
        day = local.date()
        if local.time() < self.at:  # type: ignore[operator]
            day -= timedelta(days=1)
        if self.weekday is not None:
            day -= timedelta(days=(day.weekday() - self.weekday) % 7)
        return day.isoformat()


REGISTRY: dict[str, Entry] = {}


def periodic(
    *,
    every: timedelta | None = None,
    at: str = "",
    weekday: int | None = None,
    priority: int = 0,
    title: str | Promise = "",
) -> Callable[[Callable[..., Any]], Task[..., Any]]:
    """Make a module-level function without arguments a periodic task.

    Either ``every`` (a ``timedelta``) or ``at`` ("07:30", local time; ``weekday`` 0 is Monday).
    Put it in the room's ``tasks.py``, which is loaded at start. Raises ``ValueError`` for both or
    neither.
    """
    if (every is None) == (not at):
        raise ValueError("a periodic task needs either every= or at=")

    def register(function: Callable[..., Any]) -> Task[..., Any]:
        made = task(priority=priority)(function)
        hour = time.fromisoformat(at) if at else None
        REGISTRY[made.module_path] = Entry(made, every, hour, weekday, title)
        return made

    return register


def tick(now: datetime | None = None) -> int:
    """Queue every task whose slot has begun and was not taken yet; how many were queued."""
    moment = now or timezone.now()
    wanted = {entry.name: entry.slot(moment) for entry in REGISTRY.values()}
    taken = set(
        Periodic.objects.filter(name__in=wanted, slot__in=set(wanted.values())).values_list("name", "slot")
    )
    return sum(_take(REGISTRY[name], slot) for name, slot in wanted.items() if (name, slot) not in taken)


def _take(entry: Entry, slot: str) -> bool:
    with transaction.atomic():
        _row, new = Periodic.objects.get_or_create(name=entry.name, slot=slot)
        if new:
            enqueue(entry.task, title=str(entry.title), dedupe_key=f"{entry.name}:{slot}"[:120])
    return new

"""Jobs as rows: written with the change that wants them, so that both stand or fall together."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q
from django.utils import timezone

from jobcaffe.foundation.jobs.enums import UNFINISHED, State


class Job(models.Model):
    """One piece of background work. Arguments are identifiers, never personal data."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    task = models.CharField(max_length=200)  # dotted path of the function
    # What people read, in Italian, without personal data.
    title = models.CharField(max_length=120, blank=True)
    args = models.JSONField(default=list)
    kwargs = models.JSONField(default=dict)
    queue = models.CharField(max_length=32, default="default")
    priority = models.SmallIntegerField(default=0)
    run_after = models.DateTimeField(default=timezone.now)
    state = models.CharField(max_length=10, choices=State, default=State.READY)
    attempts = models.PositiveSmallIntegerField(default=0)
    max_attempts = models.PositiveSmallIntegerField(default=5)
    # Attempts that ended with the worker and not with an error of the job.
    interruptions = models.PositiveSmallIntegerField(default=0)
    # Whose turn it is: a new token for every claim; who holds an old one may not write any more.
    claim = models.UUIDField(null=True)
    worker = models.CharField(max_length=80, blank=True)
    lease_until = models.DateTimeField(null=True)
    dedupe_key = models.CharField(max_length=120, blank=True)
    progress_done = models.PositiveIntegerField(default=0)
    progress_total = models.PositiveIntegerField(default=0)
    message = models.CharField(max_length=300, blank=True)
    cancel_requested = models.BooleanField(default=False)
    result = models.JSONField(null=True)
    error_class = models.CharField(max_length=200, blank=True)
    last_error = models.TextField(blank=True)
    # In no list, no count and no log: that it exists would tell on somebody.
    quiet = models.BooleanField(default=False)
    created_by = models.UUIDField(null=True)
    created_at = models.DateTimeField(default=timezone.now, db_index=True)
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-created_at"]
        indexes = [
            models.Index(
                fields=["-priority", "run_after"], condition=Q(state__in=UNFINISHED), name="job_unfinished"
            ),
            models.Index(fields=["created_by", "-created_at"]),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["dedupe_key"],
                condition=Q(state__in=UNFINISHED) & ~Q(dedupe_key=""),
                name="job_dedupe_unfinished",
            )
        ]

    def __str__(self) -> str:
        return f"{self.task} {self.state}"

    @property
    def finished(self) -> bool:
        """Whether nothing more will happen by itself."""
        return self.state not in UNFINISHED


class Step(models.Model):
    """One part of a job whose effect is in the database: written in the effect's transaction."""

    job = models.ForeignKey(Job, on_delete=models.CASCADE, related_name="steps")
    key = models.CharField(max_length=80)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["job", "key"], name="step_once")]


class Periodic(models.Model):
    """One slot of a periodic task that has been taken; unique, so that no slot runs twice."""

    name = models.CharField(max_length=200)
    slot = models.CharField(max_length=32)
    at = models.DateTimeField(default=timezone.now, db_index=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["name", "slot"], name="slot_once")]

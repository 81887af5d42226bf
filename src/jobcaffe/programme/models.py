"""Closed periods, corrections and issued reports."""

from __future__ import annotations

import uuid

from django.db import models
from django.utils import timezone

from jobcaffe.foundation.files.models import StoredFile
from jobcaffe.plan.models import Indicator, Period
from jobcaffe.programme.enums import Audience, Format, Measure


class Closure(models.Model):
    """A closed period: frozen values, the hash of the rows behind them, the software version.

    Written once; the database refuses to change or delete it.
    """

    period = models.OneToOneField(Period, on_delete=models.PROTECT, related_name="closure")
    closed_at = models.DateTimeField(default=timezone.now)
    closed_by = models.UUIDField(null=True)
    closed_by_name = models.CharField(max_length=120)
    version = models.CharField(max_length=20)
    # Everything a report needs, so that it can be made again from this alone.
    frozen = models.JSONField()
    sha256 = models.CharField(max_length=64)

    class Meta:
        ordering = ["period__first_day"]

    def __str__(self) -> str:
        return f"{self.period} {self.sha256[:12]}"


class FrozenRow(models.Model):
    """The rows that made up an indicator when the period was closed: reference and digest only."""

    closure = models.ForeignKey(Closure, on_delete=models.PROTECT, related_name="rows")
    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="+")
    ref = models.CharField(max_length=64)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["closure", "indicator", "ref"], name="frozen_row_once")
        ]


class Correction(models.Model):
    """A difference found after closing; listed in the next report, never silent."""

    closure = models.ForeignKey(Closure, on_delete=models.PROTECT, related_name="corrections")
    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="+")
    measure = models.CharField(max_length=10, choices=Measure)
    was = models.DecimalField(max_digits=12, decimal_places=2)
    becomes = models.DecimalField(max_digits=12, decimal_places=2)
    why = models.CharField(max_length=300)
    found_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["found_at", "pk"]


class Issue(models.Model):
    """One issued file of a report, kept and served again."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    closure = models.ForeignKey(Closure, on_delete=models.PROTECT, related_name="issues")
    audience = models.CharField(max_length=12, choices=Audience)
    format = models.CharField(max_length=6, choices=Format)
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    issued_at = models.DateTimeField(default=timezone.now)
    issued_by = models.UUIDField(null=True)

    class Meta:
        ordering = ["issued_at"]
        constraints = [models.UniqueConstraint(fields=["closure", "audience", "format"], name="issued_once")]

"""What organisations say of their ties, once a year. Never mixed with who was seen at which encounter."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from jobcaffe.organisations.models import Organisation


class Survey(models.Model):
    """The question of one year. ``closed_at`` freezes what was answered."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    year = models.PositiveSmallIntegerField(unique=True)
    opened_on = models.DateField(default=timezone.localdate)
    # Last day on which one may answer.
    closes_on = models.DateField()
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-year"]
        constraints = [
            models.CheckConstraint(condition=Q(closes_on__gte=F("opened_on")), name="ties_survey_forward")
        ]

    def __str__(self) -> str:
        return str(self.year)


class Sheet(models.Model):
    """The answers of one organisation; a draft until ``answered_at``."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    survey = models.ForeignKey(Survey, on_delete=models.CASCADE, related_name="sheets")
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    # Keyed digest of the token in the link; none for who answers from her own page only.
    digest = models.CharField(max_length=64, unique=True, null=True)
    asked_at = models.DateTimeField(null=True)
    answered_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["organisation__search_name"]
        constraints = [
            models.UniqueConstraint(fields=["survey", "organisation"], name="ties_sheet_once"),
        ]


class Declared(models.Model):
    """One organisation of whom another says something."""

    sheet = models.ForeignKey(Sheet, on_delete=models.CASCADE, related_name="declared")
    other = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    knows = models.BooleanField(default=False)
    did = models.BooleanField(default=False)
    wishes = models.BooleanField(default=False)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["sheet", "other"], name="ties_declared_once"),
            models.CheckConstraint(
                condition=Q(knows=True) | Q(did=True) | Q(wishes=True), name="ties_declared_something"
            ),
        ]

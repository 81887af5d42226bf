"""The person's own plan, and its outcomes."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.utils import timezone

from jobcaffe.commitments.models import Commitment
from jobcaffe.foundation.privacy.fields import EncryptedTextField
from jobcaffe.paths.enums import Area, GoalState, OutcomeKind, Still
from jobcaffe.people.models import Person

FOLLOW_UP_MONTHS = (3, 6, 12)


class Path(models.Model):
    """*Percorso* of one person; a person has at most one open."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="paths")
    opened_on = models.DateField(default=timezone.localdate)
    closed_on = models.DateField(null=True, blank=True)
    operator = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        ordering = ["-opened_on"]
        constraints = [
            models.UniqueConstraint(
                fields=["person"], condition=models.Q(closed_on__isnull=True), name="one_open_path"
            )
        ]


class Goal(models.Model):
    """*Obiettivo*, in her words."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    path = models.ForeignKey(Path, on_delete=models.PROTECT, related_name="goals")
    area = models.CharField(max_length=12, choices=Area)
    words = EncryptedTextField()
    state = models.CharField(max_length=10, choices=GoalState, default=GoalState.OPEN)
    set_on = models.DateField(default=timezone.localdate)
    steps = models.ManyToManyField(Commitment, related_name="goals", blank=True)
    # The same press twice makes one row.
    request_key = models.UUIDField(null=True, blank=True, unique=True, editable=False)

    class Meta:
        ordering = ["set_on", "pk"]


class Outcome(models.Model):
    """*Esito*: a job, a traineeship, training, an own activity, other."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="outcomes")
    kind = models.CharField(max_length=14, choices=OutcomeKind)
    started_on = models.DateField()
    where = EncryptedTextField(blank=True)
    notes = EncryptedTextField(blank=True)
    recorded_at = models.DateTimeField(default=timezone.now)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    # The same press twice makes one row.
    request_key = models.UUIDField(null=True, blank=True, unique=True, editable=False)
    # A correction is a new row that points at the old one.
    replaces = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="replaced_by"
    )

    class Meta:
        ordering = ["-started_on"]


class FollowUp(models.Model):
    """*Verifica* of an outcome after 3, 6 and 12 months."""

    outcome = models.ForeignKey(Outcome, on_delete=models.PROTECT, related_name="follow_ups")
    months = models.PositiveSmallIntegerField()
    due_on = models.DateField(db_index=True)
    done_on = models.DateField(null=True, blank=True)
    still = models.CharField(max_length=10, choices=Still, blank=True)
    note = EncryptedTextField(blank=True)
    done_by = models.UUIDField(null=True)

    class Meta:
        ordering = ["due_on"]
        constraints = [models.UniqueConstraint(fields=["outcome", "months"], name="follow_up_once")]

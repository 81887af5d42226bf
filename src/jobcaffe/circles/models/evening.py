"""The evenings of a group, who leads them, and the hours that cost."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from jobcaffe.circles.enums import HoursKind, Purpose
from jobcaffe.circles.models.circle import Circle, Cycle
from jobcaffe.encounters.models import Encounter
from jobcaffe.foundation.files.models import StoredFile
from jobcaffe.foundation.privacy.fields import EncryptedTextField
from jobcaffe.foundation.privacy.sealed import OfPerson


class Meeting(models.Model):
    """What a group says of an evening beside the confidential encounter: integers and no names.

    How many were present stands in the encounter. Moods are counters: ``{"start": {"giu": 1}, …}``.
    """

    encounter = models.OneToOneField(
        Encounter, primary_key=True, on_delete=models.PROTECT, related_name="meeting"
    )
    circle = models.ForeignKey(Circle, on_delete=models.PROTECT, related_name="meetings")
    cycle = models.ForeignKey(Cycle, on_delete=models.PROTECT, related_name="meeting_set")
    number = models.PositiveSmallIntegerField()
    new_count = models.PositiveSmallIntegerField(null=True)
    left_count = models.PositiveSmallIntegerField(null=True)
    moods = models.JSONField(default=dict)
    themes = models.JSONField(default=list)
    notes = EncryptedTextField(blank=True)
    closed_at = models.DateTimeField(null=True)
    # Keys of the saves that arrived: one that comes again, late, from a telephone changes nothing.
    saves = models.JSONField(default=list)

    class Meta:
        ordering = ["encounter__starts_at"]


class PresencePurpose(models.Model):
    """Why, and until when, this group writes down who is there. After that day the marks go."""

    circle = models.ForeignKey(Circle, on_delete=models.CASCADE, related_name="presence_purposes")
    purpose = models.CharField(max_length=12, choices=Purpose)
    since = models.DateField(default=timezone.localdate)
    until = models.DateField(db_index=True)


class PresenceMark(OfPerson):
    """A member was at a meeting; only under a purpose."""

    purpose = models.ForeignKey(PresencePurpose, on_delete=models.CASCADE, related_name="marks")
    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="marks")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["meeting", "person_index"], name="marked_once")]


class SheetPhoto(models.Model):
    """The photograph of an evening's sheet. One with signatures belongs to a purpose and goes with it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="photos")
    # Protected: the files must go first, or they would be left behind.
    purpose = models.ForeignKey(PresencePurpose, null=True, on_delete=models.PROTECT, related_name="photos")
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    taken_at = models.DateTimeField(default=timezone.now)
    request_key = models.UUIDField(null=True, blank=True, unique=True, editable=False)

    class Meta:
        ordering = ["taken_at"]


class FacilitatorProfile(models.Model):
    """What somebody who leads groups offers: themes, windows, how many groups at once."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    themes = models.JSONField(default=list)
    slots = models.JSONField(default=list)
    max_groups = models.PositiveSmallIntegerField(default=1)


class Hours(models.Model):
    """Hours as a cost of the programme. Rows are only added: a correction points at the old one."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    circle = models.ForeignKey(Circle, null=True, on_delete=models.PROTECT, related_name="hours")
    encounter = models.ForeignKey(Encounter, null=True, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=12, choices=HoursKind)
    day = models.DateField()
    minutes = models.PositiveSmallIntegerField()
    replaces = models.OneToOneField("self", null=True, on_delete=models.PROTECT, related_name="replaced_by")
    at = models.DateTimeField(default=timezone.now)
    by = models.UUIDField(null=True)
    request_key = models.UUIDField(null=True, blank=True, unique=True, editable=False)

    class Meta:
        ordering = ["day", "at"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "encounter"],
                condition=Q(encounter__isnull=False, replaces__isnull=True),
                name="hours_of_meeting_once",
            )
        ]

"""The diary of what concerns members: kept apart from the house's journal."""

from __future__ import annotations

from django.db import models
from django.utils import timezone

from jobcaffe.circles.models.circle import Circle
from jobcaffe.circles.models.sealed import OfPerson
from jobcaffe.foundation.privacy.fields import EncryptedJSONField


class DiaryEntry(OfPerson):
    """One write or read about a member; she reads it, and nobody else.

    In the house's journal, which the coordinator reads, even a gap in the numbers would tell that
    somebody entered a group. Goes with the memberships, and is part of their digest.
    """

    at = models.DateTimeField(default=timezone.now)
    action = models.CharField(max_length=40)
    role = models.CharField(max_length=40, blank=True)
    circle = models.ForeignKey(Circle, null=True, on_delete=models.CASCADE, related_name="+")
    # {"actor": ref, "fields": [...]}
    told = EncryptedJSONField()

    class Meta:
        ordering = ["pk"]

"""Stored files: encrypted on disk, described here."""

from __future__ import annotations

import uuid

from django.db import models
from django.utils import timezone


class StoredFile(models.Model):
    """A scan or an issued report. The bytes lie encrypted under ``FILES_ROOT``, named by ``id``."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(max_length=160)
    content_type = models.CharField(max_length=80)
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    stored_at = models.DateTimeField(default=timezone.now)
    stored_by = models.UUIDField(null=True)

    class Meta:
        ordering = ["-stored_at"]

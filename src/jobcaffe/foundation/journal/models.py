"""The journal: one row for every write, and for every read of a person."""

from __future__ import annotations

from django.db import models


class Head(models.Model):
    """The last link of the chain; its row is locked while a row is added."""

    seq = models.BigIntegerField(default=0)
    mac = models.CharField(max_length=64, blank=True)


class Entry(models.Model):
    """What happened, to whom, by whom, when, why. Append-only; chained by HMAC.

    No values of personal fields: only which fields changed. The subject's name hangs on her own
    key and can be made unreadable; the row stays.
    """

    seq = models.BigIntegerField(primary_key=True)
    at = models.DateTimeField(db_index=True)
    actor_ref = models.UUIDField(null=True)
    actor_name = models.CharField(max_length=120)
    actor_role = models.CharField(max_length=40, blank=True)
    action = models.CharField(max_length=60)
    object_type = models.CharField(max_length=60, blank=True)
    object_ref = models.CharField(max_length=64, blank=True)
    subject_ref = models.UUIDField(null=True)
    subject_sealed = models.TextField(blank=True)
    reason = models.CharField(max_length=300, blank=True)
    fields = models.JSONField(default=list)
    mac = models.CharField(max_length=64)

    class Meta:
        ordering = ["seq"]
        indexes = [
            models.Index(fields=["subject_ref", "-seq"]),
            models.Index(fields=["object_type", "object_ref"]),
            models.Index(fields=["actor_ref", "-seq"]),
        ]

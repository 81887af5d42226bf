"""Notices, who does not want them, and contacts that no longer work."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q
from django.utils import timezone

from jobcaffe.foundation.notices.enums import Channel, Hold, Scope, State
from jobcaffe.foundation.privacy.fields import EncryptedTextField


class Notice(models.Model):
    """One message to one person. Contact and text are encrypted and go once it has left."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    channel = models.CharField(max_length=6, choices=Channel)
    template = models.CharField(max_length=40)
    language = models.CharField(max_length=5, default="it")
    scope = models.CharField(max_length=12, choices=Scope, default=Scope.SERVICE)
    # Empty for confidential notices: a list of who was written to when would tell on a group.
    person_ref = models.UUIDField(null=True, db_index=True)
    confidential = models.BooleanField(default=False)
    contact = EncryptedTextField(blank=True)
    contact_index = models.CharField(max_length=43, blank=True)
    # Whose choices count (see ``rules.recipient_key``); lets the message carry its own opt-out link.
    recipient_key = models.CharField(max_length=48, blank=True)
    # The same of a confidential notice, which nobody without the keys can link to a person.
    sealed_key = EncryptedTextField(blank=True)
    sealed_index = models.CharField(max_length=43, blank=True, db_index=True)
    subject = models.CharField(max_length=120, blank=True)
    body = EncryptedTextField(blank=True)
    state = models.CharField(max_length=8, choices=State, default=State.QUEUED)
    hold = models.CharField(max_length=12, choices=Hold, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    receipt = models.CharField(max_length=120, blank=True)
    dedupe_key = models.CharField(max_length=120, blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    not_before = models.DateTimeField(null=True)
    expires_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-created_at", "id"]
        indexes = [
            models.Index(fields=["confidential", "-created_at"]),
            models.Index(fields=["channel", "state", "created_at"]),
        ]
        constraints = [
            models.UniqueConstraint(fields=["dedupe_key"], condition=~Q(dedupe_key=""), name="notice_dedupe")
        ]

    @property
    def key(self) -> str:
        """Whose choices count."""
        return self.recipient_key or self.sealed_key


class OptOut(models.Model):
    """Somebody does not want a scope any more, on one channel or (empty) on all."""

    recipient_key = models.CharField(max_length=48)
    scope = models.CharField(max_length=12, choices=Scope)
    channel = models.CharField(max_length=6, choices=Channel, blank=True)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["recipient_key", "scope", "channel"], name="opt_out_once")
        ]


class Bounce(models.Model):
    """A contact that refused for good; nothing but codes goes there until it is lifted."""

    contact_index = models.CharField(max_length=43, db_index=True)
    channel = models.CharField(max_length=6, choices=Channel)
    reason = models.CharField(max_length=120, blank=True)
    at = models.DateTimeField(default=timezone.now)
    lifted_at = models.DateTimeField(null=True)

"""Asking for a group, and how groups are formed."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.utils import timezone

from jobcaffe.circles.enums import ProposalState, RequestState
from jobcaffe.circles.models.circle import Circle
from jobcaffe.foundation.privacy import crypto
from jobcaffe.foundation.privacy.fields import EncryptedJSONField
from jobcaffe.foundation.privacy.sealed import OfPerson


class GroupRequest(OfPerson):
    """Somebody asks for a group. Once closed nothing in it tells who, when in the month, or why."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    state = models.CharField(max_length=10, choices=RequestState, default=RequestState.ASKED)
    themes = models.JSONField(default=list)  # codes, the dearest first
    slots = models.JSONField(default=list)
    preferred = models.JSONField(default=list)
    asked_on = models.DateField(default=timezone.localdate)
    taken_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    talk_at = models.DateTimeField(null=True)
    talk_with = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    circle = models.ForeignKey(Circle, null=True, on_delete=models.PROTECT, related_name="requests")
    reasons = models.JSONField(default=list)  # why this group: codes, put in words by the page
    digest = models.CharField(max_length=64, blank=True)
    request_key = models.UUIDField(null=True, blank=True, unique=True, editable=False)

    class Meta:
        ordering = ["asked_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["person_index"], condition=~models.Q(state="closed"), name="one_open_request"
            )
        ]

    def anonymise(self) -> None:
        """Leave a month and a digest. Nothing tells whose it was, or whether she entered."""
        self.digest = crypto.code_digest("circles.request", f"{self.pk}|{self.person_sealed}")
        self.state, self.asked_on = RequestState.CLOSED, self.asked_on.replace(day=1)
        self.person_sealed = self.person_index = ""
        self.themes, self.slots, self.preferred, self.reasons = [], [], [], []
        self.taken_by = self.talk_with = self.talk_at = self.circle = None
        self.save()
        Placement.objects.filter(request=self).delete()


class Incompatibility(models.Model):
    """Two people, or a person and a facilitator, who must not meet. No reason, and an end."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    # {"people": [a, b]} or {"person": a, "facilitator": user}. Encrypted, not searchable.
    pair = EncryptedJSONField()
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    expires_on = models.DateField()


class Proposal(models.Model):
    """A formation as the kernel proposed it: same seed and same requests, same proposal."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=20)
    mode = models.CharField(max_length=20)
    state = models.CharField(max_length=10, choices=ProposalState, default=ProposalState.COMPUTING)
    seed = models.PositiveIntegerField(default=1)
    seconds = models.FloatField(default=30)
    status = models.CharField(max_length=12, blank=True)
    value = models.IntegerField(null=True)
    bound = models.IntegerField(null=True)
    more = models.PositiveIntegerField(null=True)  # how many further people could have a seat, at most
    # The instant proposal of the same moment, to compare: people with a seat, with their first theme.
    instant = models.JSONField(default=list)
    snapshot = models.CharField(max_length=64, blank=True)  # digest of what was solved
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    request_key = models.UUIDField(null=True, blank=True, unique=True, editable=False)

    class Meta:
        ordering = ["-at"]


class ProposedGroup(models.Model):
    """One group of a proposal; with ``circle`` it adds people to a group that exists."""

    proposal = models.ForeignKey(Proposal, on_delete=models.CASCADE, related_name="groups")
    theme = models.CharField(max_length=20)
    slot = models.CharField(max_length=10)
    facilitator = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    circle = models.ForeignKey(Circle, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["pk"]


class Placement(models.Model):
    """One request in a proposal; without a group, the public reason why. Goes when the request closes."""

    proposal = models.ForeignKey(Proposal, on_delete=models.CASCADE, related_name="placements")
    request = models.ForeignKey(GroupRequest, on_delete=models.CASCADE, related_name="placements")
    group = models.ForeignKey(ProposedGroup, null=True, on_delete=models.CASCADE, related_name="placements")
    reason = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["proposal", "request"], name="placed_once")]

"""What people can do and would like, what was proposed to them and why. All under each person's own key."""

from __future__ import annotations

import uuid

from django.db import models
from django.utils import timezone

from jobcaffe.exchange.posts.models import Post
from jobcaffe.foundation.privacy.sealed import OfPerson, Sealed
from jobcaffe.network.matching.enums import Kind, Trigger, Why

__all__ = ["NotNow", "OfPerson", "Outlook", "Profile", "Proposal", "Run"]


class Profile(Sealed):
    """*Che cosa sai fare?* and her limits: the body is a ``profiles.Told`` as JSON."""

    # She wants to be searched for; off, nothing is proposed.
    looking = models.BooleanField(default=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person_index"], name="match_profile_once")]


class Run(models.Model):
    """One search: for all by night, or for one person. Aggregates only.

    ``weights``: those of the order; ``figures``: how crowded the lists were before and after spreading;
    ``audit``: by trait and value, see ``kernels.matching.Exposure``; both only of a search for all.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    at = models.DateTimeField(default=timezone.now, db_index=True)
    trigger = models.CharField(max_length=8, choices=Trigger)
    persons = models.PositiveIntegerField(default=0)
    opportunities = models.PositiveIntegerField(default=0)
    proposals = models.PositiveIntegerField(default=0)
    weights = models.JSONField(default=dict)
    figures = models.JSONField(default=dict)
    audit = models.JSONField(default=list)

    class Meta:
        ordering = ["-at"]


class Proposal(Sealed):
    """A post proposed to a person, with its explanation in the body (``explaining.Why`` as JSON).

    It stays as it was when the next search says the same; otherwise it ends and a new one is written: the
    rows that ended are the log.
    """

    run = models.ForeignKey(Run, null=True, on_delete=models.SET_NULL, related_name="+")
    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="proposals")
    kind = models.CharField(max_length=11, choices=Kind)
    place = models.PositiveSmallIntegerField()
    made_on = models.DateField(default=timezone.localdate)
    ended_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["place", "pk"]
        indexes = [models.Index(fields=["person_index", "ended_on"])]
        constraints = [
            models.UniqueConstraint(
                fields=["person_index", "post"],
                condition=models.Q(ended_on__isnull=True),
                name="one_current_proposal",
            )
        ]


class Outlook(Sealed):
    """What one change would open for her, after the last search: ``{"changes": [[sentence, n], …]}``."""

    run = models.ForeignKey(Run, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person_index"], name="match_outlook_once")]


class NotNow(OfPerson):
    """*Non adesso*: she does not want this post now. The reason is counted, never tied to her name."""

    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="+")
    why = models.CharField(max_length=10, choices=Why)
    said_on = models.DateField(default=timezone.localdate)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person_index", "post"], name="not_now_once")]

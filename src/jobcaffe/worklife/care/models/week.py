"""One week of a pool: needs, offers, the proposal, the turns that come of it."""

from __future__ import annotations

import uuid
from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from jobcaffe.foundation.privacy.fields import EncryptedTextField
from jobcaffe.worklife.care.enums import Outcome, RunState, SwapState, TurnState
from jobcaffe.worklife.care.models.family import Child, Family
from jobcaffe.worklife.care.models.pool import Pool


class Need(models.Model):
    """A household needs somebody for its children, in one block of one day."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    family = models.ForeignKey(Family, on_delete=models.CASCADE, related_name="needs")
    day = models.DateField()
    block = models.PositiveSmallIntegerField()
    children = models.ManyToManyField(Child, related_name="+")
    count = models.PositiveSmallIntegerField()  # stays when the children are forgotten
    # Typed by a parent for the hand-over sheet; gone when the shift is over.
    allergies = EncryptedTextField(null=True)

    class Meta:
        ordering = ["day", "block", "pk"]
        constraints = [models.UniqueConstraint(fields=["family", "day", "block"], name="care_need_once")]


class Offer(models.Model):
    """A household can look after children, in one block of one day."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    family = models.ForeignKey(Family, on_delete=models.CASCADE, related_name="offers")
    day = models.DateField()
    block = models.PositiveSmallIntegerField()
    capacity = models.PositiveSmallIntegerField()
    sessions = models.PositiveSmallIntegerField()  # turns she would do in that week, at most
    place = models.CharField(max_length=12, blank=True)
    withdrawn = models.BooleanField(default=False)  # she cannot: it stays for the turn that was on it

    class Meta:
        ordering = ["day", "block", "pk"]
        constraints = [models.UniqueConstraint(fields=["family", "day", "block"], name="care_offer_once")]


class Run(models.Model):
    """A weekly proposal: same seed, same needs and offers, same proposal."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    pool = models.ForeignKey(Pool, on_delete=models.PROTECT, related_name="runs")
    monday = models.DateField()
    state = models.CharField(max_length=10, choices=RunState, default=RunState.COMPUTING)
    seed = models.PositiveIntegerField(default=1)
    seconds = models.FloatField(default=20)
    status = models.CharField(max_length=12, blank=True)
    ended_by = models.CharField(max_length=8, blank=True)
    served = models.PositiveIntegerField(null=True)  # minutes
    bound = models.PositiveIntegerField(null=True)  # minutes that no proposal exceeds
    # [[need, offer]], [[need, reason]], {family: [minutes before, minutes after]}: identifiers only.
    plan = models.JSONField(default=list)
    unserved = models.JSONField(default=list)
    fairness = models.JSONField(default=dict)
    why = models.CharField(max_length=300, blank=True)
    snapshot = models.CharField(max_length=64, blank=True)  # digest of what was solved
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    request_key = models.UUIDField(null=True, blank=True, unique=True, editable=False)

    class Meta:
        ordering = ["-at"]


class Turn(models.Model):
    """A household looks after the children of others, in one block of one day."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    pool = models.ForeignKey(Pool, on_delete=models.PROTECT, related_name="turns")
    run = models.ForeignKey(Run, null=True, on_delete=models.SET_NULL, related_name="turns")
    offer = models.ForeignKey(Offer, on_delete=models.CASCADE, related_name="turns")
    day = models.DateField(db_index=True)
    block = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=10, choices=TurnState, default=TurnState.PROPOSED)
    # The other adult, where the pool wants two.
    second = models.ForeignKey(Family, null=True, on_delete=models.SET_NULL, related_name="seconds")

    class Meta:
        ordering = ["day", "block", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["offer"], condition=~Q(state="off"), name="care_one_turn_per_offer"
            )
        ]

    @property
    def carer_id(self) -> uuid.UUID:
        """The household that looks after the children."""
        return self.offer.family_id

    @property
    def ends_at(self) -> datetime:
        """When it is over."""
        return self.pool.ends(self.day, self.block)


class Minding(models.Model):
    """One need in one turn, and what its family says of it afterwards. Then the hours move."""

    turn = models.ForeignKey(Turn, on_delete=models.CASCADE, related_name="mindings")
    need = models.ForeignKey(Need, on_delete=models.CASCADE, related_name="mindings")
    minutes = models.PositiveIntegerField()
    outcome = models.CharField(max_length=8, choices=Outcome, default=Outcome.WAITING)
    transfer_ref = models.UUIDField(null=True, editable=False)  # in the ledger

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["need"], name="care_need_in_one_turn")]


class Swap(models.Model):
    """*Cerco cambio*: who has a turn looks for another household to do it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    turn = models.ForeignKey(Turn, on_delete=models.CASCADE, related_name="swaps")
    state = models.CharField(max_length=6, choices=SwapState, default=SwapState.OPEN)
    opened_on = models.DateField(default=timezone.localdate)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["turn"], condition=Q(state="open"), name="care_one_open_swap")
        ]

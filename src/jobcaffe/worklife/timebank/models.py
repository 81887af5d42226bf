"""Listings, exchanges, suggestions, cheques. Who is behind a row is found only with the keys."""

from __future__ import annotations

import uuid

from django.db import models
from django.utils import timezone

from jobcaffe.foundation.privacy.fields import EncryptedTextField
from jobcaffe.foundation.privacy.sealed import OfPerson
from jobcaffe.hours.models import Account, Community, Transfer
from jobcaffe.worklife.timebank.enums import ExchangeState, ListingKind, Part, SuggestionState


class Listing(OfPerson):
    """Something that a member offers or asks. Shown to her bank without her name, until it ends."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    community = models.ForeignKey(Community, on_delete=models.PROTECT, related_name="listings")
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="listings")
    kind = models.CharField(max_length=5, choices=ListingKind)
    category = models.CharField(max_length=20)
    # Codes of ``data/bank.toml``; none: any time.
    slots = models.JSONField(default=list)
    text = EncryptedTextField(blank=True)
    expires_on = models.DateField(db_index=True)
    warned_on = models.DateField(null=True)
    closed_on = models.DateField(null=True)
    written_at = models.DateTimeField(default=timezone.now)
    request_key = models.UUIDField(null=True, blank=True, unique=True, editable=False)

    class Meta:
        ordering = ["written_at", "pk"]


class Exchange(models.Model):
    """One help between two households: agreed, done, confirmed by who received it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    community = models.ForeignKey(Community, on_delete=models.PROTECT, related_name="exchanges")
    listing = models.ForeignKey(Listing, null=True, on_delete=models.SET_NULL, related_name="exchanges")
    category = models.CharField(max_length=20)
    state = models.CharField(max_length=10, choices=ExchangeState, default=ExchangeState.ASKED)
    # Who asked for it; the other one says yes.
    asked_by = models.CharField(max_length=8, choices=Part)
    minutes = models.PositiveIntegerField(null=True)
    helped_on = models.DateField(null=True)
    transfer = models.OneToOneField(Transfer, null=True, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)
    changed_at = models.DateTimeField(default=timezone.now)
    request_key = models.UUIDField(null=True, blank=True, unique=True, editable=False)

    class Meta:
        ordering = ["-changed_at", "pk"]


class Side(OfPerson):
    """One of the two of an exchange: the household's account, and the adult to be in touch with."""

    exchange = models.ForeignKey(Exchange, on_delete=models.CASCADE, related_name="sides")
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="sides")
    part = models.CharField(max_length=8, choices=Part)
    # She agrees that the hours go back.
    undo = models.BooleanField(default=False)

    class Meta:
        ordering = ["part"]
        constraints = [
            models.UniqueConstraint(fields=["exchange", "part"], name="exchange_side_once"),
            models.UniqueConstraint(fields=["exchange", "account"], name="exchange_account_once"),
        ]


class Suggestion(models.Model):
    """Two or three households that could help each other. All must say yes before contacts show."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    community = models.ForeignKey(Community, on_delete=models.PROTECT, related_name="suggestions")
    state = models.CharField(max_length=8, choices=SuggestionState, default=SuggestionState.OPEN)
    made_on = models.DateField(default=timezone.localdate)
    expires_on = models.DateField()

    class Meta:
        ordering = ["-made_on", "pk"]


class Leg(models.Model):
    """In a suggestion: who offers gives, who needs receives."""

    suggestion = models.ForeignKey(Suggestion, on_delete=models.CASCADE, related_name="legs")
    offer = models.ForeignKey(Listing, on_delete=models.CASCADE, related_name="+")
    need = models.ForeignKey(Listing, on_delete=models.CASCADE, related_name="+")

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["suggestion", "offer", "need"], name="leg_once")]


class Voice(models.Model):
    """What one household says to a suggestion; empty while it has not answered."""

    suggestion = models.ForeignKey(Suggestion, on_delete=models.CASCADE, related_name="voices")
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    yes = models.BooleanField(null=True)

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["suggestion", "account"], name="voice_once")]


class Cheque(models.Model):
    """A paper cheque of a household, printed with its number. It moves hours once."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    community = models.ForeignKey(Community, on_delete=models.PROTECT, related_name="cheques")
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="cheques")
    number = models.PositiveIntegerField()
    issued_on = models.DateField(default=timezone.localdate)
    transfer = models.OneToOneField(Transfer, null=True, on_delete=models.PROTECT, related_name="+")
    request_key = models.UUIDField(null=True, blank=True, editable=False, db_index=True)

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["community", "number"], name="cheque_number_once")]

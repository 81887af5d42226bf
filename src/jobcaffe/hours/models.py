"""Communities that keep hours, their accounts, and the movements: double entry in minutes.

Transfers and movements are never changed nor deleted (triggers in the database hold that): a
mistake is answered by a reversal. The movements of one transfer sum to zero. An account's
balance is the sum of its movements, kept beside it and written in the same transaction.
"""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q
from django.utils import timezone

from jobcaffe.foundation.privacy.sealed import OfPerson
from jobcaffe.hours.enums import AccountKind, AccountState, CommunityKind, TransferKind


class Community(models.Model):
    """A time bank or a pool of care turns. Its limits are data: each community decides its own."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=8, choices=CommunityKind)
    label = models.CharField(max_length=80)
    # How far below zero a household may go, and how far above (empty: as far as it likes).
    limit_minutes = models.PositiveIntegerField(default=600)
    ceiling_minutes = models.PositiveIntegerField(null=True, blank=True)
    # From how far below zero it is warned.
    warn_minutes = models.PositiveIntegerField(default=420)
    # The most that one transfer moves from one account.
    most_minutes = models.PositiveIntegerField(default=600)
    # How far below zero the common fund may go.
    fund_minutes = models.PositiveIntegerField(default=0)
    # Given and received instead of a balance: then no limit holds.
    counts_only = models.BooleanField(default=False)
    open = models.BooleanField(default=True)
    opened_on = models.DateField(default=timezone.localdate)
    # Who of the staff opened it: a lab leader reaches her own.
    opened_by = models.UUIDField(null=True, editable=False)
    request_key = models.UUIDField(null=True, blank=True, unique=True, editable=False)

    class Meta:
        ordering = ["label", "pk"]

    def __str__(self) -> str:
        return self.label


class Account(models.Model):
    """One household's hours, or a fund's. Nothing here says whose it is."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    community = models.ForeignKey(Community, on_delete=models.PROTECT, related_name="accounts")
    kind = models.CharField(max_length=10, choices=AccountKind, default=AccountKind.HOUSEHOLD)
    # Written on paper cheques. The funds have 0.
    number = models.PositiveIntegerField(default=0)
    state = models.CharField(max_length=8, choices=AccountState, default=AccountState.OPEN)
    balance = models.IntegerField(default=0)
    # Minutes above which the household gives to the solidarity fund; empty: it has not consented.
    gives_above = models.PositiveIntegerField(null=True, blank=True)
    consented_at = models.DateTimeField(null=True, blank=True)
    opened_on = models.DateField(default=timezone.localdate)
    closed_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["number", "kind"]
        constraints = [
            models.UniqueConstraint(
                fields=["community", "number"], condition=Q(kind="household"), name="account_number_once"
            ),
            models.UniqueConstraint(
                fields=["community", "kind"], condition=~Q(kind="household"), name="one_fund_of_each_kind"
            ),
        ]

    @property
    def name(self) -> str:
        """What stands on paper: the number, never a person."""
        return f"{self.number:04d}" if self.kind == AccountKind.HOUSEHOLD else str(self.get_kind_display())


class Holder(OfPerson):
    """An adult of the household that has an account. One account in one community."""

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="holders")
    community = models.ForeignKey(Community, on_delete=models.PROTECT, related_name="+")
    since = models.DateField(default=timezone.localdate)

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["community", "person_index"], name="holder_once")]


class Invitation(models.Model):
    """A code that another adult of the household uses once, within a week. Kept as a digest."""

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="invitations")
    digest = models.CharField(max_length=64, unique=True)
    expires_on = models.DateField()


class Transfer(models.Model):
    """Hours that moved once, between two accounts or more. Only added."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    community = models.ForeignKey(Community, on_delete=models.PROTECT, related_name="transfers")
    kind = models.CharField(max_length=10, choices=TransferKind)
    # A code such as a cheque's number; never words about persons.
    memo = models.CharField(max_length=20, blank=True)
    at = models.DateTimeField(default=timezone.now)
    # The day under which statements show it, and the day of the help when it was another.
    booked_on = models.DateField(default=timezone.localdate, db_index=True)
    helped_on = models.DateField(null=True)
    reverses = models.OneToOneField(
        "self", null=True, on_delete=models.PROTECT, related_name="reversed_by", editable=False
    )
    # Who of the staff entered it; empty when a member did: her account would be linked to her.
    entered_by = models.UUIDField(null=True, editable=False)
    request_key = models.UUIDField(null=True, unique=True, editable=False)

    class Meta:
        ordering = ["at", "pk"]

    @property
    def code(self) -> str:
        """What stands on the receipt."""
        return self.pk.hex[:8].upper()


class Movement(models.Model):
    """One account's part in a transfer: minutes given (above zero) or received (below). Only added."""

    transfer = models.ForeignKey(Transfer, on_delete=models.PROTECT, related_name="movements")
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="movements")
    minutes = models.IntegerField()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["transfer", "account"], name="one_movement_of_each_account"),
            models.CheckConstraint(condition=~Q(minutes=0), name="movement_is_not_nothing"),
        ]

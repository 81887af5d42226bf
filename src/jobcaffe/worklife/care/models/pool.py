"""A pool and its rules, which are data of each pool."""

from __future__ import annotations

import uuid
from datetime import date, datetime, time, timedelta

from django.conf import settings
from django.db import models
from django.utils import timezone

from jobcaffe.spaces.words import ROME
from jobcaffe.worklife.care.enums import PoolState


class Pool(models.Model):
    """*Gruppo di turni*: families who look after each other's children."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(max_length=60)
    leader = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=6, choices=PoolState, default=PoolState.OPEN)
    # "HH:MM" of each block of a day, in order; each lasts ``block_minutes``.
    starts = models.JSONField(default=list)
    block_minutes = models.PositiveSmallIntegerField()
    max_children = models.PositiveSmallIntegerField()
    limit_minutes = models.PositiveIntegerField()
    solidarity_minutes = models.PositiveIntegerField()
    fund_cap_minutes = models.PositiveIntegerField()
    extra_child_percent = models.PositiveSmallIntegerField()
    places = models.JSONField(default=list)  # codes of data/care.toml
    two_adults = models.BooleanField(default=False)
    permissions = models.BooleanField(default=True)  # signed on paper before the first turn
    counts_only = models.BooleanField(default=False)  # "12 given, 9 received" instead of a balance
    paid = models.BooleanField(default=False)  # money changes hands: then it is no longer an exchange
    # The ledger's community of this pool.
    community_ref = models.UUIDField(null=True, editable=False)
    opened_on = models.DateField(default=timezone.localdate)
    request_key = models.UUIDField(null=True, blank=True, unique=True, editable=False)

    class Meta:
        ordering = ["name", "pk"]

    def __str__(self) -> str:
        return self.name

    def minutes(self, children: int) -> int:
        """What one block costs for these children: the block, and a part of it for each further child."""
        return self.block_minutes * (100 + self.extra_child_percent * (children - 1)) // 100

    def begins(self, day: date, block: int) -> datetime:
        """When a block begins, wall clock of Europe/Rome; one of former rules as the last of the day."""
        start = self.starts[min(block, len(self.starts) - 1)]
        return datetime.combine(day, time.fromisoformat(start), tzinfo=ROME)

    def ends(self, day: date, block: int) -> datetime:
        """When a block is over."""
        return self.begins(day, block) + timedelta(minutes=self.block_minutes)

"""Offers and needs, and the places they have. No person is written in them."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from jobcaffe.exchange.posts.enums import (
    Contract,
    Direction,
    Licence,
    Measure,
    Result,
    SeatState,
    Sort,
    State,
)
from jobcaffe.organisations.models import Organisation

__all__ = [
    "Contract",
    "Direction",
    "Licence",
    "Measure",
    "Post",
    "Result",
    "Seat",
    "SeatState",
    "Sort",
    "State",
]


class Post(models.Model):
    """Something offered or needed by an organisation, or by the house (no organisation)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    direction = models.CharField(max_length=5, choices=Direction, default=Direction.OFFER)
    sort = models.CharField(max_length=15, choices=Sort)
    organisation = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="posts"
    )
    title = models.CharField(max_length=90, blank=True)
    text = models.TextField(max_length=500, blank=True)
    # One line each, three at most: what is really needed.
    requirements = models.JSONField(default=list, blank=True)
    # ESCO addresses.
    occupation_uri = models.CharField(max_length=160, blank=True)
    essential = models.JSONField(default=list, blank=True)
    optional = models.JSONField(default=list, blank=True)
    contract = models.CharField(max_length=15, choices=Contract, blank=True)
    weekly_hours = models.PositiveSmallIntegerField(null=True, blank=True)
    # When it happens: [weekday 0-6 (0 = Monday), from, to], half-hours of the day 0-48. Empty: any time.
    windows = models.JSONField(default=list, blank=True)
    # When, as one says it.
    when = models.CharField(max_length=120, blank=True)
    municipality = models.CharField(max_length=60, blank=True)
    licences = models.JSONField(default=list, blank=True)
    minimum_age = models.PositiveSmallIntegerField(null=True, blank=True)
    maximum_age = models.PositiveSmallIntegerField(null=True, blank=True)
    # The law that allows the ages; no age without it.
    measure = models.CharField(max_length=20, choices=Measure, blank=True)
    starts_on = models.DateField(null=True, blank=True)
    ends_on = models.DateField(null=True, blank=True)
    # The last day to answer, when there is one.
    answer_by = models.DateField(null=True, blank=True)
    # What only this kind asks (class, tutor, agreement, square metres…): see data/kinds.toml.
    details = models.JSONField(default=dict, blank=True)
    places = models.PositiveSmallIntegerField(default=1)
    places_taken = models.PositiveSmallIntegerField(default=0, editable=False)
    state = models.CharField(max_length=6, choices=State, default=State.DRAFT)
    published_on = models.DateField(null=True, blank=True)
    # Still good until this day; then hidden.
    fresh_until = models.DateField(null=True, blank=True, db_index=True)
    warned_on = models.DateField(null=True, blank=True)
    closed_on = models.DateField(null=True, blank=True)
    result = models.CharField(max_length=16, choices=Result, blank=True)
    result_count = models.PositiveSmallIntegerField(null=True, blank=True)
    # Requirements the law may forbid, found in the text, and why they are there all the same.
    warnings = models.JSONField(default=list, blank=True)
    reason = models.CharField(max_length=300, blank=True)
    looked_on = models.DateField(null=True, blank=True)
    # Written at the desk, for who has no account.
    by_house = models.BooleanField(default=False)
    created_at = models.DateTimeField(default=timezone.now)
    changed_at = models.DateTimeField(default=timezone.now)
    request_key = models.UUIDField(null=True, blank=True, unique=True, editable=False)

    class Meta:
        ordering = ["-published_on", "-created_at", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(places_taken__lte=F("places")), name="post_never_overbooked"),
            models.CheckConstraint(
                condition=Q(minimum_age__isnull=True, maximum_age__isnull=True) | ~Q(measure=""),
                name="post_age_by_law",
            ),
        ]

    def __str__(self) -> str:
        return self.title or self.get_sort_display()

    @property
    def places_left(self) -> int:
        """Places that nobody holds."""
        return self.places - self.places_taken


class Seat(models.Model):
    """A place of a post, asked for by whoever keeps ``key`` (an introduction): says nothing of a person."""

    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="seats")
    key = models.UUIDField()
    state = models.CharField(max_length=9, choices=SeatState)
    asked_at = models.DateTimeField(default=timezone.now)
    changed_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["asked_at", "pk"]
        constraints = [models.UniqueConstraint(fields=["post", "key"], name="post_seat_once")]

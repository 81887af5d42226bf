"""Wishes, talks at tables, timetables, meetings of organisations, and what changed on the day."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from jobcaffe.fair.events.models import Fair, Stand
from jobcaffe.fair.talks.enums import Kind, MeetingState, PlanState, State, When
from jobcaffe.fair.visits.models import Visitor


class Wish(models.Model):
    """*Vorrei parlare con*: worth 1 to 10 in the timetable. ``refused``: *non con loro*, a private word."""

    visitor = models.ForeignKey(Visitor, on_delete=models.CASCADE, related_name="wishes")
    stand = models.ForeignKey(Stand, on_delete=models.CASCADE, related_name="wishes")
    value = models.PositiveSmallIntegerField(default=5)
    refused = models.BooleanField(default=False)
    # The house keeps these two apart: her own wishes do not change it, and she does not read it.
    by_house = models.BooleanField(default=False)
    # Why it was suggested, when she did not choose it by herself.
    reasons = models.JSONField(default=list, blank=True)
    made_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-value", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["visitor", "stand"], name="fair_wish_once"),
            models.CheckConstraint(condition=Q(value__gte=1, value__lte=10), name="fair_wish_value"),
        ]


class Plan(models.Model):
    """A timetable that was made. ``rows``: ``[[visitor or meeting id, stand id, slot], …]``, for who looks
    before it is published; ``unplaced``: ``[[id, stand id, reason], …]``. A reason and a note are what
    ``sentences`` keeps: a code with its facts, or, in old rows, the sentence itself.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    fair = models.ForeignKey(Fair, on_delete=models.CASCADE, related_name="plans")
    kind = models.CharField(max_length=8, choices=Kind)
    state = models.CharField(max_length=9, choices=PlanState, default=PlanState.MAKING)
    made_at = models.DateTimeField(default=timezone.now)
    value = models.BigIntegerField(null=True, blank=True)
    bound = models.BigIntegerField(null=True, blank=True)
    status = models.CharField(max_length=12, blank=True)
    seconds = models.FloatField(null=True, blank=True)
    rows = models.JSONField(default=list, blank=True)
    unplaced = models.JSONField(default=list, blank=True)
    # What stops the plan, or which hour of a table would help.
    notes = models.JSONField(default=list, blank=True)
    # What the kernel was asked, in its own form and by our identifiers: its rules can be checked again.
    instance = models.JSONField(default=dict, blank=True)
    # What the wishes and tables were when it was made; another digest means it is old.
    made_of = models.CharField(max_length=64, blank=True)
    published_at = models.DateTimeField(null=True, blank=True)
    job_id = models.CharField(max_length=40, blank=True)

    class Meta:
        ordering = ["-made_at"]


class Talk(models.Model):
    """*Colloquio*: a visitor at a table of a stand in a slot. The constraints are what cannot be oversold."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    fair = models.ForeignKey(Fair, on_delete=models.CASCADE, related_name="talks")
    stand = models.ForeignKey(Stand, on_delete=models.PROTECT, related_name="talks")
    visitor = models.ForeignKey(Visitor, on_delete=models.CASCADE, related_name="talks")
    slot = models.PositiveSmallIntegerField()
    # Which of the stand's tables, from 0.
    table = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=9, choices=State, default=State.BOOKED)
    # Her own choice, or put there by hand: the plan leaves it where it is.
    pinned = models.BooleanField(default=False)
    # Minutes by which it begins later than its slot.
    late = models.PositiveSmallIntegerField(default=0)
    made_at = models.DateTimeField(default=timezone.now)
    request_key = models.UUIDField(null=True, blank=True, unique=True, editable=False)

    class Meta:
        ordering = ["slot", "stand", "table"]
        indexes = [models.Index(fields=["fair", "slot", "state"])]
        constraints = [
            models.UniqueConstraint(
                fields=["stand", "slot", "table"],
                condition=Q(state__in=["booked", "running", "held"]),
                name="talk_table_once",
            ),
            models.UniqueConstraint(
                fields=["visitor", "slot"],
                condition=Q(state__in=["booked", "running", "held"]),
                name="talk_visitor_slot_once",
            ),
            models.UniqueConstraint(
                fields=["visitor", "stand"],
                condition=Q(state__in=["booked", "running", "held"]),
                name="talk_pair_once",
            ),
        ]


class Meeting(models.Model):
    """A meeting of two exhibitors, ``first`` having asked. ``slot`` is set by the plan."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    fair = models.ForeignKey(Fair, on_delete=models.CASCADE, related_name="meetings")
    first = models.ForeignKey(Stand, on_delete=models.CASCADE, related_name="meetings_asked")
    second = models.ForeignKey(Stand, on_delete=models.CASCADE, related_name="meetings_got")
    state = models.CharField(max_length=9, choices=MeetingState, default=MeetingState.ASKED)
    why = models.CharField(max_length=200, blank=True)
    when = models.CharField(max_length=9, choices=When, default=When.ANY)
    slot = models.PositiveSmallIntegerField(null=True, blank=True)
    table = models.PositiveSmallIntegerField(null=True, blank=True)
    held = models.BooleanField(null=True)
    asked_at = models.DateTimeField(default=timezone.now)
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["slot", "asked_at"]
        constraints = [
            models.UniqueConstraint(fields=["first", "second"], name="fair_meeting_once"),
            models.CheckConstraint(condition=~Q(first=F("second")), name="fair_meeting_of_two"),
        ]


class Change(models.Model):
    """One press of the day: what it did to which talks, so that it can be taken back.

    ``rows``: ``[{"talk": id, "before": {...}, "after": {...}}, …]``.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    fair = models.ForeignKey(Fair, on_delete=models.CASCADE, related_name="changes")
    what = models.CharField(max_length=20)
    rows = models.JSONField(default=list)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    at = models.DateTimeField(default=timezone.now)
    undone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-at"]

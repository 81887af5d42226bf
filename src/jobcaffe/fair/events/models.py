"""The event, its exhibitors, its programme, its volunteers."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from jobcaffe.exchange.posts.models import Post
from jobcaffe.fair.events.enums import Job, SessionKind, StandState, State, TalksMode
from jobcaffe.foundation.privacy.fields import EncryptedTextField
from jobcaffe.organisations.models import Organisation
from jobcaffe.spaces.models import Place

BONUS = (100, 40, 15)


def default_bonus() -> list[int]:
    """What a citizen's first, second and third talk are worth beside their own value."""
    return list(BONUS)


class Fair(models.Model):
    """One JOBFEST. Time is a row of ``slots`` intervals of ``slot_minutes`` from ``first_slot_at``.

    ``breaks``: the numbers of the slots in which nobody meets. ``bonus`` and ``idle_penalty`` are the
    weights of the timetable, published on the page that explains it.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    slug = models.SlugField(max_length=60, unique=True)
    name = models.CharField(max_length=90)
    summary = models.CharField(max_length=400, blank=True)
    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="fairs")
    opens_at = models.DateTimeField()
    closes_at = models.DateTimeField()
    state = models.CharField(max_length=6, choices=State, default=State.DRAFT)
    talks_mode = models.CharField(max_length=8, choices=TalksMode, default=TalksMode.BOOKING)
    first_slot_at = models.DateTimeField()
    slot_minutes = models.PositiveSmallIntegerField(default=15)
    slots = models.PositiveSmallIntegerField(default=16)
    breaks = models.JSONField(default=list, blank=True)
    max_talks = models.PositiveSmallIntegerField(default=5)
    bonus = models.JSONField(default=default_bonus)
    idle_penalty = models.PositiveSmallIntegerField(default=3)
    # Wishes are gathered until then; afterwards the timetable is made.
    wishes_until = models.DateTimeField(null=True, blank=True)
    # How many minutes a talk lasts longer than planned are known from the tables' page, not from here.
    copied_from = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.SET_NULL, related_name="copies"
    )
    published_at = models.DateTimeField(null=True, blank=True)
    closed_on = models.DateField(null=True, blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    request_key = models.UUIDField(null=True, blank=True, unique=True, editable=False)

    class Meta:
        ordering = ["-opens_at"]
        constraints = [
            models.CheckConstraint(condition=Q(closes_at__gt=F("opens_at")), name="fair_forward"),
        ]

    def __str__(self) -> str:
        return self.name

    def slot_start(self, slot: int) -> datetime:
        """When slot ``slot`` (from 0) begins."""
        return self.first_slot_at + timedelta(minutes=self.slot_minutes * slot)


class Area(models.Model):
    """A part of the place: *sala grande*, *cortile*."""

    fair = models.ForeignKey(Fair, on_delete=models.CASCADE, related_name="areas")
    name = models.CharField(max_length=60)
    how_to_reach = models.CharField(max_length=160, blank=True)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "pk"]
        constraints = [models.UniqueConstraint(fields=["fair", "name"], name="fair_area_once")]

    def __str__(self) -> str:
        return self.name


class Stand(models.Model):
    """The place of an exhibitor. ``tables``: how many tables are open in each slot, one number a slot;
    empty means one table in every slot. ``first_table`` is the number written on its first table: its
    tables are ``first_table``, ``first_table + 1`` …
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    fair = models.ForeignKey(Fair, on_delete=models.CASCADE, related_name="stands")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="stands")
    area = models.ForeignKey(Area, null=True, blank=True, on_delete=models.SET_NULL, related_name="stands")
    state = models.CharField(max_length=9, choices=StandState, default=StandState.ASKED)
    first_table = models.PositiveSmallIntegerField(null=True, blank=True)
    tables = models.JSONField(default=list, blank=True)
    # What citizens read of it.
    brings = models.CharField(max_length=300, blank=True)
    posts = models.ManyToManyField(Post, blank=True, related_name="stands")
    # Profiles sought, never persons: URIs of occupations.
    occupations = models.JSONField(default=list, blank=True)
    # Electricity, chairs, wall: what the house must prepare.
    needs = models.CharField(max_length=300, blank=True)
    contact_name = models.CharField(max_length=80, blank=True)
    contact_phone = models.CharField(max_length=20, blank=True)
    wants_meetings = models.BooleanField(default=True)
    # Slots in which its people cannot meet other organisations.
    unavailable = models.JSONField(default=list, blank=True)
    asked_at = models.DateTimeField(default=timezone.now)
    answered_at = models.DateTimeField(null=True, blank=True)
    request_key = models.UUIDField(null=True, blank=True, unique=True, editable=False)

    class Meta:
        ordering = ["organisation__name", "pk"]
        constraints = [models.UniqueConstraint(fields=["fair", "organisation"], name="stand_once")]

    def __str__(self) -> str:
        return str(self.organisation)


class Session(models.Model):
    """A row of the programme. ``seats`` empty: whoever comes sits down."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    fair = models.ForeignKey(Fair, on_delete=models.CASCADE, related_name="sessions")
    kind = models.CharField(max_length=8, choices=SessionKind)
    title = models.CharField(max_length=90)
    summary = models.CharField(max_length=300, blank=True)
    # For whom: keys of ``rules.AUDIENCES``.
    audiences = models.JSONField(default=list, blank=True)
    area = models.ForeignKey(Area, null=True, blank=True, on_delete=models.SET_NULL, related_name="sessions")
    organisation = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="fair_sessions"
    )
    speaker = models.CharField(max_length=120, blank=True)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    seats = models.PositiveSmallIntegerField(null=True, blank=True)
    cancelled_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["starts_at", "title"]
        constraints = [
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="fair_session_forward"),
        ]

    def __str__(self) -> str:
        return self.title


class Shift(models.Model):
    """A turn of volunteers; ``needed`` of them."""

    fair = models.ForeignKey(Fair, on_delete=models.CASCADE, related_name="shifts")
    job = models.CharField(max_length=8, choices=Job)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    needed = models.PositiveSmallIntegerField(default=2)

    class Meta:
        ordering = ["starts_at", "job"]
        constraints = [
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="fair_shift_forward"),
        ]


class Helper(models.Model):
    """A volunteer in a shift: somebody with an account, or a name and a telephone."""

    shift = models.ForeignKey(Shift, on_delete=models.CASCADE, related_name="helpers")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.CASCADE, related_name="fair_shifts"
    )
    name = EncryptedTextField(blank=True)
    phone = EncryptedTextField(blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["shift", "user"], condition=Q(user__isnull=False), name="fair_helper_once"
            ),
        ]


class Task(models.Model):
    """A line of what is to be done before the day, counted backwards from it."""

    fair = models.ForeignKey(Fair, on_delete=models.CASCADE, related_name="tasks")
    text = models.CharField(max_length=160)
    days_before = models.SmallIntegerField()
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    done_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["-days_before", "pk"]

    @property
    def due_on(self) -> object:
        """The day by which it is done."""
        return timezone.localdate(self.fair.opens_at) - timedelta(days=self.days_before)


class Cost(models.Model):
    """A line of the fair's budget, in euro cents."""

    fair = models.ForeignKey(Fair, on_delete=models.CASCADE, related_name="costs")
    label = models.CharField(max_length=90)
    planned_cents = models.PositiveIntegerField(default=0)
    spent_cents = models.PositiveIntegerField(null=True, blank=True)

    class Meta:
        ordering = ["pk"]

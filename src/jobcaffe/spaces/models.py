"""Places, rooms, opening hours and bookings."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone


class Place(models.Model):
    """*Luogo*: the Job Caffè, and others."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(max_length=80)
    address = models.CharField(max_length=160)
    municipality = models.CharField(max_length=60)
    phone = models.CharField(max_length=20, blank=True)
    how_to_reach = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Room(models.Model):
    """*Sala*. Features are short Italian words ("proiettore", "spazio bimbi")."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="rooms")
    name = models.CharField(max_length=80)
    capacity = models.PositiveSmallIntegerField()
    features = models.JSONField(default=list, blank=True)
    active = models.BooleanField(default=True)

    class Meta:
        ordering = ["place__name", "name"]
        constraints = [models.UniqueConstraint(fields=["place", "name"], name="room_name_once")]

    def __str__(self) -> str:
        return self.name


class OpeningHours(models.Model):
    """When a place is open on a weekday (0 = Monday), wall-clock time in Europe/Rome."""

    place = models.ForeignKey(Place, on_delete=models.CASCADE, related_name="hours")
    weekday = models.PositiveSmallIntegerField()
    opens = models.TimeField()
    closes = models.TimeField()
    # Desk hours are shown to the public; the others only say when rooms can be used.
    desk = models.BooleanField(default=False)

    class Meta:
        ordering = ["weekday", "opens"]
        constraints = [
            models.CheckConstraint(condition=Q(closes__gt=F("opens")), name="hours_forward"),
            models.CheckConstraint(condition=Q(weekday__lte=6), name="hours_weekday"),
        ]


class Closure(models.Model):
    """*Giorni di chiusura* of a place: first and last day included."""

    place = models.ForeignKey(Place, on_delete=models.CASCADE, related_name="closures")
    first_day = models.DateField()
    last_day = models.DateField()
    why = models.CharField(max_length=80, blank=True)

    class Meta:
        ordering = ["first_day"]
        constraints = [
            models.CheckConstraint(condition=Q(last_day__gte=F("first_day")), name="closure_forward")
        ]


class Booking(models.Model):
    """*Prenotazione*: who holds a room from when to when. The end is not included."""

    class State(models.TextChoices):
        """Only held bookings keep a room."""

        HELD = "held", "prenotata"
        CANCELLED = "cancelled", "annullata"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    room = models.ForeignKey(Room, on_delete=models.PROTECT, related_name="bookings")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    # Neutral: a room's calendar must not tell what a group is about.
    title = models.CharField(max_length=80)
    state = models.CharField(max_length=10, choices=State, default=State.HELD)
    booked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    # The browser's own number for one press of the button: a second press finds the first booking.
    request_key = models.UUIDField(null=True, unique=True)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["starts_at"]
        indexes = [models.Index(fields=["room", "state", "starts_at"])]
        constraints = [
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="booking_forward")
        ]

"""Encounters, who was there, and the sheet that proves it."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from jobcaffe.encounters.enums import Action, Kind, Presence, SignUpState, State
from jobcaffe.foundation.files.models import StoredFile
from jobcaffe.foundation.privacy.fields import EncryptedTextField
from jobcaffe.organisations.models import Organisation
from jobcaffe.people.models import Person
from jobcaffe.spaces.models import Booking, Place, Room


class Series(models.Model):
    """A recurring encounter: an RRULE in wall-clock time of Europe/Rome, never in UTC."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    title = models.CharField(max_length=120)
    rrule = models.CharField(max_length=200)
    first_day = models.DateField()
    starts = models.TimeField()
    minutes = models.PositiveSmallIntegerField()
    # One press of the button, pressed twice, makes one series.
    request_key = models.UUIDField(null=True, unique=True)

    class Meta:
        ordering = ["first_day"]


class Encounter(models.Model):
    """*Incontro*: a dated meeting of people and organisations."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=12, choices=Kind)
    action = models.CharField(max_length=4, choices=Action)
    title = models.CharField(max_length=120)
    summary = models.CharField(max_length=400, blank=True)
    # "La prima volta succede questo: …" and who welcomes, for the public page.
    first_time = models.CharField(max_length=400, blank=True)
    welcomes = models.CharField(max_length=80, blank=True)
    public = models.BooleanField(default=False)
    # Attended by a mutual-aid group: names are for its facilitator only.
    confidential = models.BooleanField(default=False)
    place = models.ForeignKey(Place, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    room = models.ForeignKey(Room, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    booking = models.OneToOneField(
        Booking, null=True, blank=True, on_delete=models.PROTECT, related_name="encounter"
    )
    starts_at = models.DateTimeField(db_index=True)
    ends_at = models.DateTimeField()
    seats = models.PositiveSmallIntegerField(null=True, blank=True)
    series = models.ForeignKey(
        Series, null=True, blank=True, on_delete=models.SET_NULL, related_name="encounters"
    )
    leaders = models.ManyToManyField(settings.AUTH_USER_MODEL, related_name="led_encounters", blank=True)
    state = models.CharField(max_length=10, choices=State, default=State.PLANNED)
    # Only for confidential encounters: integers instead of names.
    present_count = models.PositiveSmallIntegerField(null=True, blank=True)
    request_key = models.UUIDField(null=True, unique=True)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["starts_at"]
        indexes = [models.Index(fields=["state", "starts_at"])]
        constraints = [
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="encounter_forward"),
            # A meeting of a mutual-aid group is never announced.
            models.CheckConstraint(
                condition=Q(public=False) | Q(confidential=False), name="confidential_never_public"
            ),
        ]

    def __str__(self) -> str:
        return self.title


class Attendance(models.Model):
    """*Presenza* of a person or of an organisation at an encounter."""

    encounter = models.ForeignKey(Encounter, on_delete=models.PROTECT, related_name="attendances")
    person = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.PROTECT, related_name="attendances"
    )
    organisation = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="attendances"
    )
    presence = models.CharField(max_length=10, choices=Presence, default=Presence.EXPECTED)
    marked_at = models.DateTimeField(null=True)
    marked_by = models.UUIDField(null=True)

    class Meta:
        ordering = ["pk"]
        indexes = [models.Index(fields=["person", "presence"])]
        constraints = [
            models.UniqueConstraint(
                fields=["encounter", "person"], condition=Q(person__isnull=False), name="person_once"
            ),
            models.UniqueConstraint(
                fields=["encounter", "organisation"],
                condition=Q(organisation__isnull=False),
                name="organisation_once",
            ),
            models.CheckConstraint(
                condition=Q(person__isnull=False, organisation__isnull=True)
                | Q(person__isnull=True, organisation__isnull=False),
                name="person_or_organisation",
            ),
        ]


class AttendanceCorrection(models.Model):
    """What changed in the presences after the encounter was closed. Rows are only added."""

    encounter = models.ForeignKey(Encounter, on_delete=models.PROTECT, related_name="corrections")
    # Empty when two records of one person became one.
    attendance = models.ForeignKey(
        Attendance, null=True, on_delete=models.SET_NULL, related_name="corrections"
    )
    # Empty when the person was added after the closing.
    before = models.CharField(max_length=10, choices=Presence, blank=True)
    after = models.CharField(max_length=10, choices=Presence)
    at = models.DateTimeField(default=timezone.now)
    by = models.UUIDField(null=True)

    class Meta:
        ordering = ["pk"]


class SignUp(models.Model):
    """*Ci vengo*: a sign-up from the public pages, matched to a person by an operator, never by itself."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    encounter = models.ForeignKey(Encounter, on_delete=models.CASCADE, related_name="sign_ups")
    code = models.CharField(max_length=8, unique=True)
    name = EncryptedTextField()
    channel = models.CharField(max_length=10)
    contact = EncryptedTextField(blank=True)
    contact_index = models.CharField(max_length=43, blank=True, db_index=True)
    call_when = models.CharField(max_length=12, blank=True)
    person = models.ForeignKey(Person, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    state = models.CharField(max_length=10, choices=SignUpState, default=SignUpState.NEW)
    # Whether she came, while nobody has linked her to a person yet.
    came = models.BooleanField(null=True)
    request_key = models.UUIDField(null=True, unique=True)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["created_at"]


class RegisterNumber(models.Model):
    """The last number given in a year; its row is locked while a sheet takes the next one."""

    year = models.PositiveSmallIntegerField(unique=True)
    last = models.PositiveIntegerField(default=0)


class Register(models.Model):
    """*Foglio firme*: the numbered sheet printed before and scanned after."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    encounter = models.ForeignKey(Encounter, on_delete=models.PROTECT, related_name="registers")
    year = models.PositiveSmallIntegerField()
    number = models.PositiveIntegerField()
    printed_at = models.DateTimeField(default=timezone.now)
    printed_by = models.UUIDField(null=True)
    scan = models.ForeignKey(StoredFile, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    scanned_at = models.DateTimeField(null=True)
    # Signatures counted on the paper, checked against the attendances.
    signatures = models.PositiveSmallIntegerField(null=True)

    class Meta:
        ordering = ["year", "number"]
        constraints = [models.UniqueConstraint(fields=["year", "number"], name="register_number_once")]

    @property
    def code(self) -> str:
        """``JC-2026-0142``."""
        return f"JC-{self.year}-{self.number:04d}"


class CalendarFeed(models.Model):
    """A calendar address of one user or person. Only a digest of the token is kept."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    digest = models.CharField(max_length=64, unique=True)
    label = models.CharField(max_length=60)
    created_at = models.DateTimeField(default=timezone.now)
    read_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-created_at"]

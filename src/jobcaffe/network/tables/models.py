"""Coffees between two organisations, tables of several, and agreements."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from jobcaffe.commitments.models import Commitment
from jobcaffe.encounters.models import Encounter
from jobcaffe.foundation.files.models import StoredFile
from jobcaffe.network.tables.enums import Outcome, State
from jobcaffe.organisations.models import Organisation
from jobcaffe.spaces.models import Room


class Interest(models.Model):
    """*Vorremmo conoscerli*: said by one organisation of another, which is told so."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="interests")
    other = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    said_on = models.DateField(default=timezone.localdate)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "other"], name="interest_once"),
            models.CheckConstraint(condition=~Q(organisation=F("other")), name="interest_of_another"),
        ]


class Coffee(models.Model):
    """A coffee of two organisations at the house: proposed with three times, agreed with two yeses.

    ``proposed_by`` is empty when the house proposes. The room is held only when both have said yes to
    one of the times: then there is an ``encounter``.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    first = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="coffees_as_first")
    second = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="coffees_as_second")
    proposed_by = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    operator = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    # Why the two should meet, in a line; both read it.
    purpose = models.CharField(max_length=200, blank=True)
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    proposed_on = models.DateField(default=timezone.localdate)
    answer_by = models.DateField()
    reminded_on = models.DateField(null=True, blank=True)
    # When both were asked how it went.
    asked_on = models.DateField(null=True, blank=True)
    settled_on = models.DateField(null=True, blank=True)
    encounter = models.OneToOneField(
        Encounter, null=True, blank=True, on_delete=models.PROTECT, related_name="coffee"
    )
    outcome = models.CharField(max_length=10, choices=Outcome, blank=True)
    request_key = models.UUIDField(null=True, blank=True, unique=True, editable=False)

    class Meta:
        ordering = ["-proposed_on", "pk"]
        indexes = [models.Index(fields=["state", "answer_by"])]
        constraints = [
            models.CheckConstraint(condition=~Q(first=F("second")), name="coffee_of_two"),
            models.CheckConstraint(
                condition=~Q(state="agreed") | Q(encounter__isnull=False), name="coffee_agreed_is_met"
            ),
        ]


class CoffeeTime(models.Model):
    """One of the three times. ``*_yes``: what each side said of it; ``None`` while it has not."""

    coffee = models.ForeignKey(Coffee, on_delete=models.CASCADE, related_name="times")
    room = models.ForeignKey(Room, on_delete=models.PROTECT, related_name="+")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    first_yes = models.BooleanField(null=True)
    second_yes = models.BooleanField(null=True)

    class Meta:
        ordering = ["starts_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["coffee", "starts_at"], name="coffee_time_once"),
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="coffee_time_forward"),
        ]


class Table(models.Model):
    """*Tavolo*: organisations that meet for a purpose."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(max_length=90)
    purpose = models.CharField(max_length=300)
    organisations = models.ManyToManyField(Organisation, related_name="tables")
    closed_on = models.DateField(null=True, blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    request_key = models.UUIDField(null=True, blank=True, unique=True, editable=False)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Meeting(models.Model):
    """One meeting of a table: its agenda, and what was said in a few lines.

    Who does what by when are the commitments taken at ``encounter``. ``agenda`` is a list of lines.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    table = models.ForeignKey(Table, on_delete=models.PROTECT, related_name="meetings")
    encounter = models.OneToOneField(Encounter, on_delete=models.PROTECT, related_name="table_meeting")
    agenda = models.JSONField(default=list, blank=True)
    notes = models.TextField(max_length=2000, blank=True)
    request_key = models.UUIDField(null=True, blank=True, unique=True, editable=False)

    class Meta:
        ordering = ["-encounter__starts_at"]


class Agreement(models.Model):
    """*Accordo di rete*: parties, from when to when, what each does, and the signed paper."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(max_length=120)
    purpose = models.CharField(max_length=400)
    table = models.ForeignKey(
        Table, null=True, blank=True, on_delete=models.SET_NULL, related_name="agreements"
    )
    parties = models.ManyToManyField(Organisation, related_name="agreements")
    starts_on = models.DateField()
    ends_on = models.DateField()
    document = models.ForeignKey(
        StoredFile, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    warned_on = models.DateField(null=True, blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    request_key = models.UUIDField(null=True, blank=True, unique=True, editable=False)

    class Meta:
        ordering = ["ends_on", "name"]
        constraints = [
            models.CheckConstraint(condition=Q(ends_on__gt=F("starts_on")), name="agreement_forward")
        ]

    def __str__(self) -> str:
        return self.name


class Duty(models.Model):
    """What one party does: the commitment stands in its own list too."""

    agreement = models.ForeignKey(Agreement, on_delete=models.CASCADE, related_name="duties")
    commitment = models.OneToOneField(Commitment, on_delete=models.PROTECT, related_name="duty")

    class Meta:
        ordering = ["pk"]

"""Who comes to a fair, and what the door wrote."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from jobcaffe.fair.events.models import Fair, Session, Stand
from jobcaffe.fair.visits.enums import ScanKind, SeatState, State, Way
from jobcaffe.foundation.privacy.fields import EncryptedTextField
from jobcaffe.people.models import Person


class Visitor(models.Model):
    """Somebody who signed up, or came to the door. The operator links her to a person, never the page.

    ``code`` is the short code on the ticket (*F4-118*); the ticket's link carries a signed token.
    ``from_slot``/``to_slot``: the slots of talks in which she is there; empty means always.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    fair = models.ForeignKey(Fair, on_delete=models.CASCADE, related_name="visitors")
    code = models.CharField(max_length=10)
    name = EncryptedTextField()
    # The beginnings of her names as keyed digests, for the search at the door.
    name_index = models.JSONField(default=list, blank=True)
    contact = EncryptedTextField(blank=True)
    contact_index = models.CharField(max_length=43, blank=True, db_index=True)
    # Language, interpreter, wheelchair, child: her own words for who welcomes.
    needs = EncryptedTextField(blank=True)
    heard_from = models.CharField(max_length=40, blank=True)
    # Under 30, over 50, woman: said only if she wants, for the counts of the fair.
    about = models.JSONField(default=dict, blank=True)
    person = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.SET_NULL, related_name="visits"
    )
    way = models.CharField(max_length=5, choices=Way, default=Way.WEB)
    state = models.CharField(max_length=9, choices=State, default=State.EXPECTED)
    from_slot = models.PositiveSmallIntegerField(null=True, blank=True)
    to_slot = models.PositiveSmallIntegerField(null=True, blank=True)
    # What the scans say, folded: written by the door alone.
    arrived_at = models.DateTimeField(null=True, blank=True)
    inside = models.BooleanField(default=False)
    signed_up_at = models.DateTimeField(default=timezone.now)
    reminded_on = models.DateField(null=True, blank=True)
    confirmed_on = models.DateField(null=True, blank=True)
    # When name and contact were taken out; the counts stay.
    forgotten_on = models.DateField(null=True, blank=True)
    request_key = models.UUIDField(null=True, blank=True, unique=True, editable=False)

    class Meta:
        ordering = ["signed_up_at", "pk"]
        indexes = [
            # All that the door counts at every press, so that no visitor's row is read for it.
            models.Index(fields=["fair", "state", "inside", "arrived_at"], name="fair_visitor_counts")
        ]
        constraints = [models.UniqueConstraint(fields=["fair", "code"], name="visitor_code_once")]

    def __str__(self) -> str:
        return self.code


class Consent(models.Model):
    """*Questo espositore può contattarmi*: off until she says so, one exhibitor at a time."""

    visitor = models.ForeignKey(Visitor, on_delete=models.CASCADE, related_name="consents")
    stand = models.ForeignKey(Stand, on_delete=models.CASCADE, related_name="consents")
    given_at = models.DateTimeField(default=timezone.now)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["visitor", "stand"], name="fair_consent_once")]


class Seat(models.Model):
    """A seat of a session with places, or a place in its waiting list. ``number`` is what no two hold."""

    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="taken")
    visitor = models.ForeignKey(Visitor, on_delete=models.CASCADE, related_name="seats")
    state = models.CharField(max_length=7, choices=SeatState)
    number = models.PositiveSmallIntegerField(null=True, blank=True)
    asked_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["asked_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["session", "visitor"], name="fair_seat_once"),
            models.UniqueConstraint(
                fields=["session", "number"], condition=Q(state="held"), name="fair_seat_number_once"
            ),
            models.CheckConstraint(
                condition=~Q(state="held") | Q(number__isnull=False), name="fair_seat_held_has_number"
            ),
        ]


class Device(models.Model):
    """A telephone or computer at the door. Its key signs what it sends; a lost one is turned off."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    fair = models.ForeignKey(Fair, on_delete=models.CASCADE, related_name="devices")
    label = models.CharField(max_length=60)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    key_digest = models.CharField(max_length=64)
    made_at = models.DateTimeField(default=timezone.now)
    off_at = models.DateTimeField(null=True, blank=True)
    # Server minus device clock at the last word, in milliseconds.
    skew_ms = models.BigIntegerField(default=0)

    class Meta:
        ordering = ["made_at"]


class Scan(models.Model):
    """A fact of the door. Rows are only added; the state of a visitor is their fold, in any order."""

    nonce = models.UUIDField(primary_key=True)
    fair = models.ForeignKey(Fair, on_delete=models.CASCADE, related_name="scans")
    device = models.ForeignKey(Device, null=True, blank=True, on_delete=models.PROTECT, related_name="scans")
    kind = models.CharField(max_length=7, choices=ScanKind)
    # Empty when the code that was read is of nobody: the fact is kept and looked at later.
    visitor = models.ForeignKey(
        Visitor, null=True, blank=True, on_delete=models.CASCADE, related_name="scans"
    )
    read = models.CharField(max_length=80, blank=True)
    undoes = models.UUIDField(null=True, blank=True)
    # The device's clock, put right by its skew.
    at = models.DateTimeField()
    received_at = models.DateTimeField(default=timezone.now)
    offline = models.BooleanField(default=False)

    class Meta:
        ordering = ["at", "nonce"]
        indexes = [models.Index(fields=["fair", "at"])]

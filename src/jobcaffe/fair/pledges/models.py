"""Promises made in public, contacts at stands, opinions."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.utils import timezone

from jobcaffe.commitments.models import Commitment
from jobcaffe.encounters.models import Encounter
from jobcaffe.exchange.introductions.models import Introduction
from jobcaffe.fair.events.models import Fair, Stand
from jobcaffe.fair.pledges.enums import Answer, State, Useful
from jobcaffe.fair.visits.models import Visitor
from jobcaffe.foundation.privacy.fields import EncryptedTextField
from jobcaffe.organisations.models import Organisation


class Pledge(models.Model):
    """*Mi impegno a … con … entro …*. Its owner is an organisation, a visitor, or whoever left a contact.

    When the owner is known to the house (an organisation, a linked person, somebody of the staff) there is
    a ``commitment``; the others live here. ``signature`` is the name on the wall, only if she wants one.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    fair = models.ForeignKey(Fair, on_delete=models.CASCADE, related_name="pledges")
    text = EncryptedTextField()
    with_whom = EncryptedTextField(blank=True)
    due_on = models.DateField()
    signature = EncryptedTextField(blank=True)
    contact = EncryptedTextField(blank=True)
    contact_index = models.CharField(max_length=43, blank=True, db_index=True)
    organisation = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="pledges"
    )
    visitor = models.ForeignKey(
        Visitor, null=True, blank=True, on_delete=models.SET_NULL, related_name="pledges"
    )
    state = models.CharField(max_length=7, choices=State, default=State.WAITING)
    read_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    read_at = models.DateTimeField(null=True, blank=True)
    commitment = models.OneToOneField(
        Commitment, null=True, blank=True, on_delete=models.PROTECT, related_name="pledge"
    )
    # Who owns it is known from a signed link or a sign-in, not from a code that anybody may have read.
    sure = models.BooleanField(default=False)
    # The days after the fair at which it was asked about: 15, 45, 90.
    asked = models.JSONField(default=list, blank=True)
    made_at = models.DateTimeField(default=timezone.now)
    # When words, name and contact were taken out; the count stays.
    forgotten_on = models.DateField(null=True, blank=True)
    request_key = models.UUIDField(null=True, blank=True, unique=True, editable=False)

    class Meta:
        ordering = ["-made_at"]
        indexes = [models.Index(fields=["fair", "state"])]


class PledgeAnswer(models.Model):
    """What was answered; the last one holds. Rows are only added."""

    pledge = models.ForeignKey(Pledge, on_delete=models.CASCADE, related_name="answers")
    day = models.PositiveSmallIntegerField()
    answer = models.CharField(max_length=7, choices=Answer)
    reason = EncryptedTextField(blank=True)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["pk"]


class Contact(models.Model):
    """A visitor at a stand, written by the stand or at the door, only with her consent to that exhibitor."""

    stand = models.ForeignKey(Stand, on_delete=models.CASCADE, related_name="contacts")
    visitor = models.ForeignKey(Visitor, on_delete=models.CASCADE, related_name="stand_contacts")
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    encounter = models.ForeignKey(
        Encounter, null=True, blank=True, on_delete=models.PROTECT, related_name="fair_contacts"
    )
    introduction = models.ForeignKey(
        Introduction, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        ordering = ["at"]
        constraints = [models.UniqueConstraint(fields=["stand", "visitor"], name="fair_contact_once")]


class Opinion(models.Model):
    """Three questions after the fair; nobody's name. ``token_digest`` only says who answered already."""

    fair = models.ForeignKey(Fair, on_delete=models.CASCADE, related_name="opinions")
    token_digest = models.CharField(max_length=64)
    # Whoever answers for a stand.
    stand = models.ForeignKey(Stand, null=True, blank=True, on_delete=models.CASCADE, related_name="opinions")
    useful = models.CharField(max_length=6, choices=Useful)
    # *Che cosa hai trovato?*: keys of ``rules.FOUND``.
    found = models.JSONField(default=list, blank=True)
    better = EncryptedTextField(blank=True)
    on = models.DateField(default=timezone.localdate)

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["fair", "token_digest"], name="fair_opinion_once")]


class Closing(models.Model):
    """The encounter that a closed fair became, and its counts as they were then."""

    fair = models.OneToOneField(Fair, on_delete=models.CASCADE, related_name="closing")
    encounter = models.OneToOneField(Encounter, on_delete=models.PROTECT, related_name="fair")
    counts = models.JSONField(default=dict)
    at = models.DateTimeField(default=timezone.now)

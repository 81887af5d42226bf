"""Campaigns, one card for each organisation in them, and every time somebody was reached."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q
from django.utils import timezone

from jobcaffe.foundation.accounts.models import User
from jobcaffe.foundation.privacy.fields import EncryptedTextField
from jobcaffe.network.outreach.enums import MailingState, Next, Reach, Stage, Standing, Way
from jobcaffe.organisations.models import Organisation


class Campaign(models.Model):
    """Why organisations are called, what is said, until when, by whom."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(max_length=120)
    goal = models.CharField(max_length=300)
    # One step of the talk on each line.
    script = models.TextField(max_length=2000)
    starts_on = models.DateField()
    ends_on = models.DateField()
    # {"kinds": [...], "sectors": [...], "municipalities": [...], "stages": [...]}; an empty list is "all".
    target = models.JSONField(default=dict)
    # The invitation that who is interested gets, with fields such as {organizzazione}.
    mail_subject = models.CharField(max_length=110, blank=True)
    mail_text = models.TextField(max_length=3000, blank=True)
    # Nobody chosen: everybody who may call.
    workers = models.ManyToManyField(User, blank=True, related_name="+")
    closed_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    request_key = models.UUIDField(null=True, unique=True)

    class Meta:
        ordering = ["-starts_on", "name", "pk"]

    def __str__(self) -> str:
        return self.name

    @property
    def steps(self) -> list[str]:
        """The script, step by step."""
        return [line.strip() for line in self.script.splitlines() if line.strip()]


class Exclusion(models.Model):
    """An organisation that this campaign leaves alone, whatever its target says."""

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="exclusions")
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    reason = models.CharField(max_length=120, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["campaign", "organisation"], name="outreach_excluded_once")
        ]


class Card(models.Model):
    """One organisation in one campaign: how far it has come, and what is next."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="cards")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="outreach_cards")
    stage = models.CharField(max_length=12, choices=Stage, default=Stage.TO_CONTACT)
    standing = models.CharField(max_length=14, choices=Standing, default=Standing.OPEN)
    next_action = models.CharField(max_length=8, choices=Next, default=Next.CALL)
    due_on = models.DateField(null=True)
    # The organisation was told on which day it is called again.
    promised = models.BooleanField(default=False)
    priority = models.SmallIntegerField(default=0)
    # Calls without an answer, one after the other.
    tries = models.PositiveSmallIntegerField(default=0)
    called_at = models.DateTimeField(null=True)
    # Who is calling now. Nobody else gets the card until then.
    holder = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    held_until = models.DateTimeField(null=True)
    added_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["organisation__search_name", "pk"]
        indexes = [models.Index(fields=["next_action", "due_on"])]
        constraints = [
            models.UniqueConstraint(fields=["campaign", "organisation"], name="outreach_card_once")
        ]


class Mailing(models.Model):
    """One text merged for many cards, by e-mail or on paper."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="mailings")
    way = models.CharField(max_length=8, choices=Way)
    # The cards at one of these stages get it.
    stages = models.JSONField(default=list)
    subject = models.CharField(max_length=110)
    text = models.TextField(max_length=3000)
    state = models.CharField(max_length=8, choices=MailingState, default=MailingState.DRAFT)
    job_ref = models.UUIDField(null=True)
    created_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)
    request_key = models.UUIDField(null=True, unique=True)

    class Meta:
        ordering = ["-created_at", "pk"]


class Touch(models.Model):
    """Somebody was reached, or tried. Never edited: a mistake is undone by a row that corrects it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="touches")
    campaign = models.ForeignKey(Campaign, null=True, on_delete=models.PROTECT, related_name="touches")
    card = models.ForeignKey(Card, null=True, on_delete=models.PROTECT, related_name="touches")
    mailing = models.ForeignKey(Mailing, null=True, on_delete=models.PROTECT, related_name="touches")
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    way = models.CharField(max_length=8, choices=Way, default=Way.CALL)
    # A code of data/outcomes.toml; empty on a row that corrects another.
    outcome = models.CharField(max_length=20, blank=True)
    # The stage that this made the organisation reach; empty when it stayed where it was.
    stage = models.CharField(max_length=12, choices=Stage, blank=True)
    note = EncryptedTextField(blank=True)
    next_action = models.CharField(max_length=8, choices=Next, blank=True)
    next_on = models.DateField(null=True)
    # Card and organisation as they were before, to put them back when it is undone.
    before = models.JSONField(default=dict)
    corrects = models.OneToOneField("self", null=True, on_delete=models.PROTECT, related_name="corrected_by")
    request_key = models.UUIDField(null=True, unique=True)

    class Meta:
        ordering = ["-at", "pk"]
        indexes = [models.Index(fields=["organisation", "-at"]), models.Index(fields=["by", "-at"])]
        constraints = [
            models.UniqueConstraint(
                fields=["mailing", "card"], condition=Q(mailing__isnull=False), name="outreach_mailed_once"
            )
        ]


class Refusal(models.Model):
    """An organisation that asked not to be called, or not to be written to."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="outreach_refusals")
    reach = models.CharField(max_length=8, choices=Reach)
    at = models.DateTimeField(default=timezone.now)
    # Empty when it was the organisation itself, with the link in a message.
    by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    lifted_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "reach"], condition=Q(lifted_at=None), name="outreach_refused_once"
            )
        ]

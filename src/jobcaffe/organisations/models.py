"""Organisations of the territory, where they are, and the people to talk to there."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from jobcaffe.foundation.privacy.fields import EncryptedTextField
from jobcaffe.foundation.search import SEARCH_LETTERS
from jobcaffe.organisations.enums import Answer, How, Kind, LegalForm, Purpose, Section, Size, Stage


class Organisation(models.Model):
    """Company, school, association, cooperative, public body, union or trade association.

    ``offers`` and ``asks`` hold one thing a line. ``municipality`` and ``address`` are the main place;
    the others are :class:`Location` rows.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(max_length=160)
    search_name = models.CharField(max_length=SEARCH_LETTERS, db_index=True, editable=False)
    kind = models.CharField(max_length=20, choices=Kind)
    legal_form = models.CharField(max_length=20, choices=LegalForm, blank=True)
    fiscal_code = models.CharField(max_length=16, blank=True)
    vat_number = models.CharField(max_length=11, blank=True)
    # Number in the companies' register ("MI-1234567"), and in the third sector's ("12345").
    rea_number = models.CharField(max_length=12, blank=True)
    runts_number = models.CharField(max_length=12, blank=True)
    section = models.CharField(max_length=1, choices=Section, blank=True)
    ateco_code = models.CharField(max_length=8, blank=True)
    size = models.CharField(max_length=8, choices=Size, blank=True)
    municipality = models.CharField(max_length=60, blank=True)
    address = models.CharField(max_length=160, blank=True)
    sector = models.CharField(max_length=80, blank=True)
    phone = models.CharField(max_length=20, blank=True)
    email = models.CharField(max_length=120, blank=True)
    website = models.CharField(max_length=160, blank=True)
    description = models.CharField(max_length=400, blank=True)
    offers = models.CharField(max_length=500, blank=True)
    asks = models.CharField(max_length=500, blank=True)
    stage = models.CharField(max_length=12, choices=Stage, default=Stage.KNOWN)
    joined_on = models.DateField(null=True, blank=True)
    verified_on = models.DateField(null=True, blank=True, db_index=True)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["search_name"]
        constraints = [
            models.UniqueConstraint(
                fields=["fiscal_code"], condition=~Q(fiscal_code=""), name="organisation_code_once"
            )
        ]

    def __str__(self) -> str:
        return self.name


class Location(models.Model):
    """*Sede*: a place of an organisation, with the hours of a common week.

    ``hours`` is a list of ``[weekday, opens, closes]`` (Monday is 0, ``"HH:MM"``). Without coordinates of
    its own a place is drawn around the centre of its comune.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="locations")
    name = models.CharField(max_length=80, blank=True)
    address = models.CharField(max_length=160)
    postcode = models.CharField(max_length=5, blank=True)
    municipality = models.CharField(max_length=60)
    lat = models.FloatField(null=True, blank=True)
    lon = models.FloatField(null=True, blank=True)
    hours = models.JSONField(default=list, blank=True)
    notes = models.CharField(max_length=160, blank=True)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return self.name or self.address


class Contact(models.Model):
    """*Referente*: a person to talk to in an organisation. Contacts encrypted."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="contacts")
    name = models.CharField(max_length=120)
    job_title = models.CharField(max_length=80, blank=True)
    phone = EncryptedTextField(blank=True)
    email = EncryptedTextField(blank=True)

    class Meta:
        ordering = ["name"]


class ContactConsent(models.Model):
    """A yes of a contact person to one purpose: when, how, written by whom, and until when it held."""

    contact = models.ForeignKey(Contact, on_delete=models.CASCADE, related_name="consents")
    purpose = models.CharField(max_length=12, choices=Purpose)
    given_on = models.DateField(default=timezone.localdate)
    how = models.CharField(max_length=8, choices=How)
    written_by = models.UUIDField(null=True)
    withdrawn_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["contact", "purpose"],
                condition=Q(withdrawn_on__isnull=True),
                name="contact_consent_once",
            )
        ]


class Delegate(models.Model):
    """The account of somebody who speaks for an organisation."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="delegate")
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="delegates")
    invited_by = models.UUIDField(null=True)
    invited_at = models.DateTimeField(default=timezone.now)
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["invited_at"]


class Check(models.Model):
    """*È ancora tutto giusto?*: asked by a link that needs no account, kept as a keyed digest."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="checks")
    digest = models.CharField(max_length=64, unique=True)
    asked_on = models.DateField(default=timezone.localdate)
    answer = models.CharField(max_length=10, choices=Answer, default=Answer.WAITING)
    answered_on = models.DateField(null=True, blank=True)
    # What should be corrected, in the organisation's words.
    note = EncryptedTextField(blank=True)

    class Meta:
        ordering = ["-asked_on"]
        constraints = [
            models.UniqueConstraint(fields=["organisation", "asked_on"], name="organisation_asked_once_a_day")
        ]


class Apart(models.Model):
    """Two organisations that look alike and are not the same: staff has looked."""

    first = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    second = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    by = models.UUIDField(null=True)
    on = models.DateField(default=timezone.localdate)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["first", "second"], name="apart_once"),
            models.CheckConstraint(condition=~Q(first=F("second")), name="apart_two"),
        ]


class Former(models.Model):
    """A record that was united with another: its old address leads to the one that stayed.

    ``told`` keeps what the old record said of itself (its own fields, no contact person).
    """

    old_id = models.UUIDField(primary_key=True, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="formers")
    name = models.CharField(max_length=160)
    told = models.JSONField(default=dict)
    moved = models.JSONField(default=dict)
    by = models.UUIDField(null=True)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-at"]

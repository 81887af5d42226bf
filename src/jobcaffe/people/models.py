"""Persons, their first talk, and the desk's queue."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from jobcaffe.foundation.accounts.models import Team
from jobcaffe.foundation.privacy.fields import EncryptedJSONField, EncryptedTextField
from jobcaffe.foundation.search import SEARCH_LETTERS
from jobcaffe.people.enums import Channel, ComplaintState, Sex, Status

OVER_50 = 50


class Person(models.Model):
    """Somebody the programme meets. A name is enough; the rest may stay "non indicato"."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    first_name = models.CharField(max_length=80)
    last_name = models.CharField(max_length=80, blank=True)
    # Lower case, without accents: "last first", for the desk's search.
    search_name = models.CharField(max_length=SEARCH_LETTERS, db_index=True, editable=False)
    # How she wants to be called in groups and on public sheets.
    alias = models.CharField(max_length=40, blank=True)
    phone = EncryptedTextField(blank=True)
    phone_index = models.CharField(max_length=43, blank=True, db_index=True)
    phone_tail_index = models.CharField(max_length=43, blank=True, db_index=True)
    # "Non ce l'ha": asked, and she has none (an empty phone alone means that nobody asked).
    no_phone = models.BooleanField(default=False)
    email = EncryptedTextField(blank=True)
    email_index = models.CharField(max_length=43, blank=True, db_index=True)
    fiscal_code = EncryptedTextField(blank=True)
    fiscal_code_index = models.CharField(max_length=43, blank=True, db_index=True)
    birth_year = models.PositiveSmallIntegerField(null=True, blank=True)
    sex = models.CharField(max_length=1, choices=Sex, blank=True)
    municipality = models.CharField(max_length=60, blank=True)
    channel = models.CharField(max_length=10, choices=Channel, blank=True)
    language = models.CharField(max_length=5, default="it")
    team = models.ForeignKey(Team, null=True, on_delete=models.PROTECT, related_name="+")
    operator = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    # Riservata: absent from lists, searches and duplicate hints of those who do not follow her.
    protected = models.BooleanField(default=False)
    status = models.CharField(max_length=10, choices=Status, default=Status.ACTIVE)
    status_on = models.DateField(null=True, blank=True)
    merged_into = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT)
    # Under 18: who said yes for her, and how to reach that parent.
    guardian_name = EncryptedTextField(blank=True)
    guardian_phone = EncryptedTextField(blank=True)
    created_at = models.DateTimeField(default=timezone.now, db_index=True)
    # The day of the last talk, encounter, step or call: what "ferma da 30 giorni" looks at.
    last_contact_on = models.DateField(null=True, blank=True, db_index=True)

    class Meta:
        ordering = ["search_name"]
        indexes = [models.Index(fields=["team", "status", "last_contact_on"])]

    def __str__(self) -> str:
        return self.full_name

    @property
    def ref(self) -> uuid.UUID:
        """For the journal."""
        return self.pk

    @property
    def full_name(self) -> str:
        """Name and surname."""
        return f"{self.first_name} {self.last_name}".strip()


class Intake(models.Model):
    """*Accoglienza*: the first talk at the desk (a person may have more, years apart)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="intakes")
    at = models.DateTimeField(default=timezone.now, db_index=True)
    operator = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    team = models.ForeignKey(Team, null=True, on_delete=models.PROTECT, related_name="+")
    reasons = models.JSONField(default=list)
    day_parts = models.JSONField(default=list)
    words = EncryptedTextField(blank=True)
    recontact_on = models.DateField(null=True, blank=True)
    # How the record came in: desk, paper card, web, import.
    source = models.CharField(max_length=10, default="desk")
    # The same press twice makes one row.
    request_key = models.UUIDField(null=True, blank=True, unique=True, editable=False)

    class Meta:
        ordering = ["-at"]


class IntakeDraft(models.Model):
    """What an operator was typing; kept until saved or thrown away. Encrypted."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    operator = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    data = EncryptedJSONField()
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["-updated_at"]


class Waiting(models.Model):
    """Somebody waiting at the desk."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(max_length=80)
    person = models.ForeignKey(Person, null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    arrived_at = models.DateTimeField(default=timezone.now)
    called_at = models.DateTimeField(null=True)
    called_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    done_at = models.DateTimeField(null=True)
    # The same press twice makes one row.
    request_key = models.UUIDField(null=True, blank=True, unique=True, editable=False)

    class Meta:
        ordering = ["arrived_at"]


class ProfileSection(models.Model):
    """One section of *Completa dopo*, in the vocabulary of the SAP form. Encrypted as a whole."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="sections")
    code = models.CharField(max_length=40)
    data = EncryptedJSONField()
    updated_at = models.DateTimeField(auto_now=True)
    updated_by = models.UUIDField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "code"], name="section_once")]


class Answer(models.Model):
    """One answer to the optional questions on trust and participation, at entry, 6 and 12 months."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="answers")
    instrument = models.CharField(max_length=40)
    wave = models.PositiveSmallIntegerField()  # months since entry: 0, 6, 12
    question = models.CharField(max_length=40)
    value = models.CharField(max_length=40)
    answered_on = models.DateField(default=timezone.localdate)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "instrument", "wave", "question"], name="answer_once_per_wave"
            )
        ]


class DuplicateHint(models.Model):
    """Two records that may be the same person; decided by the coordinator."""

    first = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    second = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    why = models.CharField(max_length=60)
    found_at = models.DateTimeField(default=timezone.now)
    decided_at = models.DateTimeField(null=True)
    same = models.BooleanField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["first", "second"], name="pair_once")]


class Merge(models.Model):
    """Two records made one: what moved, so that the coordinator can take it apart again."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kept = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    gone = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="merges")
    # {"people.intake.person": [ids], …} and rows that both had, with their values. Encrypted.
    moved = EncryptedJSONField()
    at = models.DateTimeField(default=timezone.now)
    by = models.UUIDField(null=True)
    undone_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-at"]


class ShiftNote(models.Model):
    """*Passaggio di consegne*: what the next shift must know. Encrypted."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="+")
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    person = models.ForeignKey(Person, null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    text = EncryptedTextField()
    written_at = models.DateTimeField(default=timezone.now)
    done_at = models.DateTimeField(null=True)
    done_by = models.UUIDField(null=True)
    # The same press twice makes one row.
    request_key = models.UUIDField(null=True, blank=True, unique=True, editable=False)

    class Meta:
        ordering = ["-written_at"]


class Complaint(models.Model):
    """*Reclamo*: what somebody complained about, and our answer. Encrypted."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.CASCADE, related_name="complaints"
    )
    received_on = models.DateField(default=timezone.localdate)
    text = EncryptedTextField()
    answer = EncryptedTextField(blank=True)
    state = models.CharField(max_length=10, choices=ComplaintState, default=ComplaintState.OPEN)
    answered_on = models.DateField(null=True)
    # The same press twice makes one row.
    request_key = models.UUIDField(null=True, blank=True, unique=True, editable=False)

    class Meta:
        ordering = ["-received_on"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="open") | Q(answered_on__isnull=False), name="answered_has_day"
            )
        ]

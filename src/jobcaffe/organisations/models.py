"""Organisations of the territory and the people to talk to there."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q
from django.utils import timezone

from jobcaffe.foundation.privacy.fields import EncryptedTextField
from jobcaffe.organisations.enums import Kind, Stage


class Organisation(models.Model):
    """Company, school, association, cooperative, public body or union."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(max_length=160)
    search_name = models.CharField(max_length=170, db_index=True, editable=False)
    kind = models.CharField(max_length=15, choices=Kind)
    fiscal_code = models.CharField(max_length=16, blank=True)
    vat_number = models.CharField(max_length=11, blank=True)
    municipality = models.CharField(max_length=60, blank=True)
    address = models.CharField(max_length=160, blank=True)
    sector = models.CharField(max_length=80, blank=True)
    phone = models.CharField(max_length=20, blank=True)
    email = models.CharField(max_length=120, blank=True)
    website = models.CharField(max_length=160, blank=True)
    description = models.CharField(max_length=400, blank=True)
    stage = models.CharField(max_length=12, choices=Stage, default=Stage.KNOWN)
    joined_on = models.DateField(null=True, blank=True)
    verified_on = models.DateField(null=True, blank=True)
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

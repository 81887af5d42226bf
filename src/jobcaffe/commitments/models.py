"""Who does what, for whom, by when."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from jobcaffe.commitments.enums import State
from jobcaffe.encounters.models import Encounter
from jobcaffe.foundation.privacy.fields import EncryptedTextField
from jobcaffe.organisations.models import Organisation
from jobcaffe.people.models import Person


class Commitment(models.Model):
    """*Impegno*: a step of a path, a promise, a task after a call. The owner is one of three.

    ``about`` is the person whom a staff task concerns. The text is encrypted: a person's own
    steps are hers.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.PROTECT, related_name="commitments"
    )
    organisation = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="commitments"
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="commitments"
    )
    about = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    encounter = models.ForeignKey(
        Encounter, null=True, blank=True, on_delete=models.PROTECT, related_name="commitments"
    )
    text = EncryptedTextField()
    due_on = models.DateField(db_index=True)
    state = models.CharField(max_length=10, choices=State, default=State.PROMISED)
    promised_at = models.DateTimeField(default=timezone.now)
    settled_on = models.DateField(null=True, blank=True)
    # Shown to everybody on the page of the organisation that took it; never for persons and staff.
    public = models.BooleanField(default=False)
    # The same press twice makes one row.
    request_key = models.UUIDField(null=True, blank=True, unique=True, editable=False)

    class Meta:
        ordering = ["due_on"]
        indexes = [models.Index(fields=["state", "due_on"]), models.Index(fields=["person", "state"])]
        constraints = [
            models.CheckConstraint(
                condition=Q(person__isnull=False, organisation__isnull=True, user__isnull=True)
                | Q(person__isnull=True, organisation__isnull=False, user__isnull=True)
                | Q(person__isnull=True, organisation__isnull=True, user__isnull=False),
                name="one_owner",
            ),
            models.CheckConstraint(
                condition=Q(public=False) | Q(organisation__isnull=False, about__isnull=True),
                name="public_of_organisation",
            ),
        ]


class Change(models.Model):
    """One change of state of a commitment, with its reason; append-only."""

    commitment = models.ForeignKey(Commitment, on_delete=models.PROTECT, related_name="changes")
    state = models.CharField(max_length=10, choices=State)
    reason = EncryptedTextField(blank=True)
    due_on = models.DateField()
    at = models.DateTimeField(default=timezone.now)
    by = models.UUIDField(null=True)

    class Meta:
        ordering = ["pk"]

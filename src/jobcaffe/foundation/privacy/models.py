"""Keys per person and consents."""

from __future__ import annotations

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _


class KeyCheck(models.Model):
    """One proof per key of the key file: tells at start whether the file belongs to this database.

    Field keys stand under their id (``k1``…) with a sealed known text, the other keys under
    ``index``, ``journal`` and ``code`` with a digest of it.
    """

    key_id = models.CharField(max_length=20, primary_key=True)
    sealed = models.TextField()


class PersonKey(models.Model):
    """The key under which a person's name stands in the journal, the consents and the steps.

    ``wrapped`` is the person's 32-byte key sealed with the installation's field key. Destroying
    it makes those names unreadable for ever, backups of the key aside, while the rows stay.
    """

    person_ref = models.UUIDField(primary_key=True)
    wrapped = models.TextField(blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    destroyed_at = models.DateTimeField(null=True)


class Consent(models.Model):
    """A person's yes to one purpose, with the text she read. Immutable: it is only withdrawn."""

    class How(models.TextChoices):
        """How the yes was given."""

        PAPER = "paper", _("su carta, allo sportello")
        ONLINE = "online", _("sul sito")
        VOICE = "voice", _("a voce, al telefono")
        PARENT = "parent", _("da un genitore")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person_ref = models.UUIDField(db_index=True)
    purpose = models.CharField(max_length=40)
    text_version = models.CharField(max_length=20)
    how = models.CharField(max_length=10, choices=How)
    given_at = models.DateTimeField()
    # Who said yes (herself, or the parent), under the person's own key.
    given_by_sealed = models.TextField(blank=True)
    recorded_by = models.UUIDField(null=True)
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.UUIDField(null=True)

    class Meta:
        ordering = ["-given_at"]
        indexes = [models.Index(fields=["person_ref", "purpose"])]
        constraints = [
            models.UniqueConstraint(
                fields=["person_ref", "purpose", "text_version"],
                condition=models.Q(withdrawn_at__isnull=True),
                name="consent_holds_once",
            )
        ]


class Rotation(models.Model):
    """How far the re-encryption under a new field key has come, so that it goes on after a stop.

    One row per ``target`` (a model's label, or the stored files); ``done_until`` is the last
    primary key done, as text.
    """

    key_id = models.CharField(max_length=20)
    target = models.CharField(max_length=100)
    done_until = models.CharField(max_length=64, blank=True)
    finished = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["key_id", "target"], name="rotation_once")]

"""One imported file, row by row, so that it can be previewed, applied once and undone."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from jobcaffe.foundation.privacy.fields import EncryptedJSONField, EncryptedTextField


class Batch(models.Model):
    """A file that somebody brought. Rows in = new + same + changed + refused, always."""

    class State(models.TextChoices):
        """Nothing is written to the rooms before ``APPLIED``."""

        READING = "reading", _("in lettura")
        PREVIEW = "preview", _("da confermare")
        APPLYING = "applying", _("in corso")
        APPLIED = "applied", _("importato")
        UNDOING = "undoing", _("annullamento in corso")
        UNDONE = "undone", _("annullato")
        FAILED = "failed", _("non riuscito")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=20)
    file_name = models.CharField(max_length=160)
    sha256 = models.CharField(max_length=64)
    state = models.CharField(max_length=10, choices=State, default=State.READING)
    # Heading in the file -> field, as guessed or as chosen.
    columns = models.JSONField(default=dict)
    unknown_columns = models.JSONField(default=list)
    counts = models.JSONField(default=dict)
    message = models.CharField(max_length=300, blank=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    created_at = models.DateTimeField(default=timezone.now)
    applied_at = models.DateTimeField(null=True)
    undone_at = models.DateTimeField(null=True)
    job_ref = models.CharField(max_length=64, blank=True)
    # The file itself (base64), until it is applied: the columns may have to be read again.
    content = EncryptedTextField(blank=True)

    class Meta:
        ordering = ["-created_at"]


class Row(models.Model):
    """One non-empty row of the file and what it means. Cells are personal: encrypted."""

    class Verdict(models.TextChoices):
        """What the row would do."""

        NEW = "new", _("nuova")
        SAME = "same", _("già presente")
        CHANGED = "changed", _("da aggiornare")
        WRONG = "wrong", _("rifiutata")

    batch = models.ForeignKey(Batch, on_delete=models.CASCADE, related_name="rows")
    line = models.PositiveIntegerField()
    verdict = models.CharField(max_length=8, choices=Verdict)
    reason = models.CharField(max_length=300, blank=True)
    cells = EncryptedJSONField()
    values = EncryptedJSONField()
    # What the fields were before, for undoing.
    before = EncryptedJSONField()
    object_ref = models.CharField(max_length=64, blank=True)
    applied = models.BooleanField(default=False)

    class Meta:
        ordering = ["line"]
        constraints = [models.UniqueConstraint(fields=["batch", "line"], name="import_line_once")]
        indexes = [models.Index(fields=["batch", "verdict"])]

"""Groups that others run: where to send somebody who is better served elsewhere."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.utils import timezone


class OutsideGroup(models.Model):
    """*Gruppo fuori dal programma*, as its own people announce it. Public, and so without a name of a person.

    ``themes`` are codes of ``data/circles.toml``. It is shown as long as somebody has checked it
    within the months that the same file says.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(max_length=120)
    themes = models.JSONField(default=list)
    area = models.CharField(max_length=60)
    organisation = models.CharField(max_length=120, blank=True)
    phone = models.CharField(max_length=20, blank=True)
    email = models.EmailField(blank=True)
    website = models.URLField(blank=True)
    place = models.CharField(max_length=160, blank=True)
    notes = models.CharField(max_length=300, blank=True)
    checked_on = models.DateField(default=timezone.localdate)
    checked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    retired_on = models.DateField(null=True)
    request_key = models.UUIDField(null=True, blank=True, unique=True, editable=False)

    class Meta:
        ordering = ["area", "name", "pk"]

    def __str__(self) -> str:
        return self.name

"""What she writes about her time, under her own key; unmet hours without anybody's name."""

from __future__ import annotations

import uuid

from django.db import models
from django.utils import timezone

from jobcaffe.foundation.privacy.sealed import Sealed


class Week(Sealed):
    """One week: ``{"monday": "2026-11-16", "cells": [[use, use, use] or null, …], "mean": bool}``."""

    request_key = models.UUIDField(null=True, blank=True, unique=True, editable=False)


class Household(Sealed):
    """Who lives with her, places, commitments, help, what she would accept. One of each person.

    ``result``: the last answer of the search. The body also has the token of her row of unmet times.
    """

    result = models.TextField(blank=True)
    # A search that goes on in the background; empty when none does.
    searching_since = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person_index"], name="household_once")]


class UnmetTime(models.Model):
    """The unmet half hours of one household that said yes: no person, no day, no order.

    The primary key is a random token; it stands nowhere else but in her sealed household, so that
    she, and nobody else, can take the row away. ``slots``: weekday × 48 + half hour.
    """

    token = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    area = models.CharField(max_length=20)
    slots = models.JSONField()


class UnmetMap(models.Model):
    """A half-year that is over, as it was published: only what may be printed was ever kept."""

    period = models.CharField(max_length=6, unique=True)
    closed_on = models.DateField(default=timezone.localdate)
    # {"days": [{"areas": [[text, …], …], "all": [text, …]}, …], "labels": [...], "notes": [...]}
    printed = models.JSONField()

    class Meta:
        ordering = ["-period"]

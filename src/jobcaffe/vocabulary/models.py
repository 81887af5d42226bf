"""Concepts of ESCO that were imported, and the words that people here use for them."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.utils import timezone

from jobcaffe.vocabulary.enums import Kind


class Edition(models.Model):
    """One import of the official files: what was in them and when they came."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(max_length=120)
    # SHA-256 of the files that were read, so that the same files change nothing.
    digest = models.CharField(max_length=64)
    counts = models.JSONField(default=dict)
    brought_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-brought_at"]


class Concept(models.Model):
    """An occupation or a skill of ESCO, in Italian. ``uri`` is the official one.

    ``group`` is the ISCO-08 code of an occupation; ``transversal`` marks a skill of any sector;
    ``broader`` are the addresses of the concepts and groups right above.
    """

    uri = models.CharField(max_length=200, unique=True)
    kind = models.CharField(max_length=10, choices=Kind)
    preferred = models.CharField(max_length=400)
    group = models.CharField(max_length=8, blank=True)
    description = models.TextField(blank=True)
    transversal = models.BooleanField(default=False)
    broader = models.JSONField(default=list)

    class Meta:
        ordering = ["preferred", "pk"]
        indexes = [models.Index(fields=["kind"])]

    def __str__(self) -> str:
        return self.preferred


class Label(models.Model):
    """Another way of saying a concept, from the official files."""

    concept = models.ForeignKey(Concept, on_delete=models.CASCADE, related_name="labels")
    text = models.CharField(max_length=400)

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["concept", "text"], name="label_once")]


class Requirement(models.Model):
    """A skill that an occupation asks."""

    occupation = models.ForeignKey(Concept, on_delete=models.CASCADE, related_name="requirements")
    skill = models.ForeignKey(Concept, on_delete=models.CASCADE, related_name="asked_by")
    essential = models.BooleanField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["occupation", "skill"], name="requirement_once")]


class Word(models.Model):
    """*Dizionario di Lainate*: words that somebody of the staff tied to a concept.

    They are general words, never about a person. ``key`` is the text as it is compared.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=10, choices=Kind)
    text = models.CharField(max_length=120)
    key = models.CharField(max_length=130)
    uri = models.CharField(max_length=200)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    confirmed_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["key", "uri"]
        constraints = [models.UniqueConstraint(fields=["kind", "key", "uri"], name="word_once")]

    def __str__(self) -> str:
        return self.text


class Stamp(models.Model):
    """Changes whenever what can be found of one kind changes: an index built under another stamp is old."""

    kind = models.CharField(max_length=10, primary_key=True, choices=Kind)
    token = models.UUIDField(default=uuid.uuid4)

"""Introductions of a person to who offers something: an organisation reads one only after her yes."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone

from jobcaffe.exchange.introductions.enums import Contact, HowItWent, Name, Outcome, Side, State
from jobcaffe.exchange.posts.models import Post
from jobcaffe.foundation.privacy.fields import EncryptedTextField
from jobcaffe.foundation.privacy.sealed import OfPerson, Sealed

__all__ = ["Contact", "HowItWent", "Introduction", "Name", "OfPerson", "Outcome", "Side", "State", "Step"]


class Introduction(Sealed):
    """One person and one post. ``body``: ``{"reasons": […], "ask": […]}``, why it was proposed.

    ``shown``, under her key too: what she lets be seen, ``{"name", "contact", "cv"}``; emptied when she
    withdraws, says no, or the time is over.
    """

    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="introductions")
    state = models.CharField(max_length=9, choices=State, default=State.PROPOSED, db_index=True)
    begun_by = models.CharField(max_length=7, choices=Side)
    operator = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    begun_on = models.DateField(default=timezone.localdate)
    # The day from which whoever must answer now is expected to: each state begins it again.
    since = models.DateField(default=timezone.localdate)
    # An answer is waited for until this day.
    expires_on = models.DateField(null=True, blank=True)
    shown = models.TextField(blank=True)
    # Who meets her, where and when: written by the organisation with its yes.
    welcome = EncryptedTextField(blank=True)
    reminded_on = models.DateField(null=True, blank=True)
    # The days without an answer after which the operator was told, 0, 10 or 30.
    escalated = models.PositiveSmallIntegerField(default=0)
    outcome = models.CharField(max_length=12, choices=Outcome, blank=True)
    outcome_on = models.DateField(null=True, blank=True)
    person_says = models.CharField(max_length=7, choices=HowItWent, blank=True)
    partner_says = models.CharField(max_length=7, choices=HowItWent, blank=True)

    class Meta:
        ordering = ["-since", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["person_index", "post"], name="introduction_once"),
        ]

    def __str__(self) -> str:
        return str(self.post)


class Step(models.Model):
    """When an introduction came to a state, and by whose word. Says nothing of a person."""

    introduction = models.ForeignKey(Introduction, on_delete=models.CASCADE, related_name="steps")
    state = models.CharField(max_length=9, choices=State)
    side = models.CharField(max_length=7, choices=Side)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["at", "pk"]

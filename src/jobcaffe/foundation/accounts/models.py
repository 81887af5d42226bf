"""Accounts without passwords."""

from __future__ import annotations

import uuid
from functools import cached_property
from typing import ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q
from django.utils import timezone

from jobcaffe.foundation.accounts.enums import STAFF_ROLES, CodePurpose, Role, Way
from jobcaffe.foundation.privacy.fields import EncryptedTextField


class Team(models.Model):
    """A cooperative's staff: persons are followed by one team (separate caseloads)."""

    name = models.CharField(max_length=120, unique=True)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class UserManager(BaseUserManager["User"]):
    """Users are found by id; contacts are encrypted and searched by blind index."""

    def get_by_natural_key(self, username: str | None) -> User:
        """By id, as Django's sessions ask. Raises ``DoesNotExist``."""
        if username is None:
            raise self.model.DoesNotExist
        return self.get(pk=username)


class User(AbstractBaseUser):
    """Somebody who can sign in. No password exists; contacts are encrypted."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(max_length=120)
    email = EncryptedTextField(blank=True)
    email_index = models.CharField(max_length=43, blank=True, db_index=True)
    phone = EncryptedTextField(blank=True)
    phone_index = models.CharField(max_length=43, blank=True, db_index=True)
    # The participant behind a member's account.
    person_ref = models.UUIDField(null=True, unique=True)
    team = models.ForeignKey(Team, null=True, blank=True, on_delete=models.PROTECT)
    is_active = models.BooleanField(default=True)
    language = models.CharField(max_length=5, default="it")
    created_at = models.DateTimeField(auto_now_add=True)

    objects = UserManager()
    USERNAME_FIELD = "id"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                fields=["email_index"], condition=~Q(email_index=""), name="user_email_once"
            ),
            models.UniqueConstraint(
                fields=["phone_index"], condition=~Q(phone_index=""), name="user_phone_once"
            ),
        ]

    # What one request has read already of records behind accounts; opened by the door of a page.
    known_refs: dict[uuid.UUID, list[uuid.UUID]] | None = None

    def __str__(self) -> str:
        return self.name

    @cached_property
    def roles(self) -> frozenset[str]:
        """Roles held today, read once per request."""
        today = timezone.localdate()
        return frozenset(
            self.grants.filter(
                Q(ends_on__isnull=True) | Q(ends_on__gte=today), starts_on__lte=today
            ).values_list("role", flat=True)
        )

    @property
    def is_staff(self) -> bool:
        """Works in the programme, so needs a second factor and short sessions."""
        return bool(self.roles & STAFF_ROLES)

    @property
    def actor_ref(self) -> uuid.UUID:
        """For the journal."""
        return self.pk

    @property
    def actor_name(self) -> str:
        """For the journal, which is never erased: a participant's name hangs on her own key instead."""
        return self.name if self.person_ref is None else "chi partecipa"

    @property
    def actor_role(self) -> str:
        """For the journal: the roles held, in a fixed order."""
        return ",".join(role for role in Role.values if role in self.roles)[:40]


class Grant(models.Model):
    """One role of one user, from a day until a day."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="grants")
    role = models.CharField(max_length=20, choices=Role)
    # The organisation that a user with the role "organisation" speaks for.
    organisation_ref = models.UUIDField(null=True, blank=True)
    starts_on = models.DateField(default=timezone.localdate)
    ends_on = models.DateField(null=True, blank=True)
    granted_by = models.UUIDField(null=True)

    class Meta:
        ordering = ["role"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "role"], condition=Q(organisation_ref__isnull=True), name="grant_once"
            ),
            models.UniqueConstraint(
                fields=["user", "role", "organisation_ref"], name="grant_once_per_organisation"
            ),
        ]


class Gate(models.Model):
    """Leave to open one person's record outside one's caseload: with a reason, for 8 hours."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="gates")
    person_ref = models.UUIDField()
    reason = models.CharField(max_length=300)
    opened_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["user", "person_ref", "expires_at"])]


class SignInCode(models.Model):
    """A code and a link sent to a contact. Kept as keyed digests; 10 minutes, 5 tries, once.

    Made for unknown contacts too (``user`` and ``person_ref`` empty): the same work for all.
    """

    purpose = models.CharField(max_length=10, choices=CodePurpose, default=CodePurpose.SIGN_IN)
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    contact_index = models.CharField(max_length=43, db_index=True)
    user = models.ForeignKey(User, null=True, on_delete=models.CASCADE)
    person_ref = models.UUIDField(null=True)
    code_digest = models.CharField(max_length=64)
    link_digest = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    tries_left = models.PositiveSmallIntegerField()
    used_at = models.DateTimeField(null=True)


class Card(models.Model):
    """*Tessera Job Caffè*: 8 characters and a QR printed by the desk. Kept as a keyed digest."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person_ref = models.UUIDField(db_index=True)
    digest = models.CharField(max_length=64, unique=True)
    issued_at = models.DateTimeField(default=timezone.now)
    issued_by = models.UUIDField()
    last_used_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-issued_at"]


class Passkey(models.Model):
    """A second factor: one WebAuthn credential."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="passkeys")
    name = models.CharField(max_length=60)
    credential_id = models.BinaryField(unique=True)
    credential_data = models.BinaryField()
    sign_count = models.PositiveBigIntegerField(default=0)
    created_at = models.DateTimeField(default=timezone.now)
    last_used_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["created_at"]


class RecoveryCode(models.Model):
    """One of the ten codes printed for the day the passkey is lost. Kept as a keyed digest; once."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="recovery_codes")
    digest = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField(default=timezone.now)
    used_at = models.DateTimeField(null=True)


class Device(models.Model):
    """One signed-in browser, so that it can be seen and ended from elsewhere."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="devices")
    session_key = models.CharField(max_length=40, unique=True)
    label = models.CharField(max_length=80, blank=True)
    way = models.CharField(max_length=10, choices=Way, default=Way.CODE)
    # "Questo telefono è solo mio": the session lives 90 days.
    own_phone = models.BooleanField(default=False)
    signed_in_at = models.DateTimeField(default=timezone.now)
    seen_at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True)
    # It ended by itself, for its age or its rest: nobody asked for it.
    rested = models.BooleanField(default=False)

    class Meta:
        ordering = ["-seen_at"]


class RateCount(models.Model):
    """How often something was tried in a window of time, shared by all server processes."""

    key = models.CharField(max_length=120)
    window = models.BigIntegerField()
    count = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["key", "window"], name="rate_key_window")]

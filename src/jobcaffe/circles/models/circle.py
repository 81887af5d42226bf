"""A group, its cycles, its pact, who leads it, what was decided."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.utils import timezone

from jobcaffe.circles.enums import How, Part, Standing, State, StillMeets
from jobcaffe.encounters.models import Series
from jobcaffe.foundation.privacy.sealed import OfPerson
from jobcaffe.spaces.models import Room


class Circle(models.Model):
    """*Gruppo AMA*. Kind, theme, slot and mode are codes of ``data/circles.toml``."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    # What stands on sheets and in calendars: "AMA-03" says no theme.
    code = models.CharField(max_length=12, unique=True)
    kind = models.CharField(max_length=20)
    theme = models.CharField(max_length=20)
    mode = models.CharField(max_length=20)
    slot = models.CharField(max_length=10)
    state = models.CharField(max_length=12, choices=State, default=State.IDEA)
    # Shown on the public calendar, with an approximate place.
    public = models.BooleanField(default=False)
    area = models.CharField(max_length=60, blank=True)
    # What the group chose: whether somebody new may enter while it runs.
    entry_open = models.BooleanField(default=False)
    room = models.ForeignKey(Room, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    opened_on = models.DateField(default=timezone.localdate)
    closed_on = models.DateField(null=True, blank=True)
    request_key = models.UUIDField(null=True, blank=True, unique=True, editable=False)

    class Meta:
        ordering = ["code"]

    def __str__(self) -> str:
        return self.code

    def step(self, after: str, *, by: uuid.UUID | None) -> None:
        """Go to a state and write the decision down, when the caller has checked the step."""
        Decision.objects.create(circle=self, before=self.state, after=after, by=by)
        self.state = State(after)
        self.save(update_fields=["state"])


class Decision(models.Model):
    """A step in a group's life, as it was decided. Rows are only added."""

    circle = models.ForeignKey(Circle, on_delete=models.PROTECT, related_name="decisions")
    before = models.CharField(max_length=12, choices=State)
    after = models.CharField(max_length=12, choices=State)
    on = models.DateField(default=timezone.localdate)
    by = models.UUIDField(null=True)

    class Meta:
        ordering = ["pk"]


class Facilitation(models.Model):
    """Who leads a group, from a day until a day."""

    circle = models.ForeignKey(Circle, on_delete=models.PROTECT, related_name="facilitations")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    part = models.CharField(max_length=12, choices=Part, default=Part.LEAD)
    starts_on = models.DateField(default=timezone.localdate)
    ends_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["starts_on", "pk"]


class Cycle(models.Model):
    """*Ciclo*: a run of meetings with a beginning and an end."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    circle = models.ForeignKey(Circle, on_delete=models.PROTECT, related_name="cycles")
    number = models.PositiveSmallIntegerField()
    series = models.OneToOneField(Series, null=True, on_delete=models.SET_NULL, related_name="+")
    first_day = models.DateField()
    last_day = models.DateField()
    meetings = models.PositiveSmallIntegerField()
    request_key = models.UUIDField(null=True, blank=True, unique=True, editable=False)

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["circle", "number"], name="cycle_number_once")]


class Pact(models.Model):
    """*Patto*: one version of the agreement. Rows are only added; the newest holds."""

    circle = models.ForeignKey(Circle, on_delete=models.PROTECT, related_name="pacts")
    version = models.PositiveSmallIntegerField()
    text = models.TextField()
    written_on = models.DateField(default=timezone.localdate)
    review_on = models.DateField()

    class Meta:
        ordering = ["version"]
        constraints = [models.UniqueConstraint(fields=["circle", "version"], name="pact_version_once")]


class Acceptance(OfPerson):
    """A member said yes to one version of the pact."""

    pact = models.ForeignKey(Pact, on_delete=models.PROTECT, related_name="acceptances")
    accepted_on = models.DateField(default=timezone.localdate)
    how = models.CharField(max_length=10, choices=How)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["pact", "person_index"], name="accepted_once")]


class Membership(OfPerson):
    """Somebody is in a group. No words about her, ever: there is no field for them."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    circle = models.ForeignKey(Circle, on_delete=models.PROTECT, related_name="memberships")
    standing = models.CharField(max_length=10, choices=Standing, default=Standing.TRIAL)
    joined_on = models.DateField(default=timezone.localdate)
    left_on = models.DateField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["circle", "person_index"], name="member_once")]


class FollowUp(models.Model):
    """How a closed group goes after 3 and 6 months: about the group, not its people."""

    circle = models.ForeignKey(Circle, on_delete=models.PROTECT, related_name="follow_ups")
    months = models.PositiveSmallIntegerField()
    due_on = models.DateField(db_index=True)
    done_on = models.DateField(null=True)
    still = models.CharField(max_length=10, choices=StillMeets, blank=True)

    class Meta:
        ordering = ["due_on"]
        constraints = [models.UniqueConstraint(fields=["circle", "months"], name="circle_follow_up_once")]


class Residue(models.Model):
    """What is left of an archived group's people: counts, and a digest of the rows. Only added."""

    circle = models.OneToOneField(Circle, on_delete=models.PROTECT, related_name="residue")
    counts = models.JSONField()
    digest = models.CharField(max_length=64)
    at = models.DateTimeField(default=timezone.now)

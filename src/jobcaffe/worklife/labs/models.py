"""What is kept about labs: who is in them is sealed, words stay inside, results are rows only added."""

from __future__ import annotations

import uuid
from typing import Any

from django.conf import settings
from django.db import models
from django.utils import timezone

from jobcaffe.encounters.models import Encounter
from jobcaffe.foundation.journal.diary import DiaryRow
from jobcaffe.foundation.privacy import personkeys
from jobcaffe.foundation.privacy.fields import EncryptedTextField
from jobcaffe.foundation.privacy.sealed import OfPerson
from jobcaffe.organisations.models import Organisation
from jobcaffe.spaces.models import Booking, Room
from jobcaffe.worklife.labs.enums import Audience, Choice, Field, Standing, Worked

CHILDREN = "worklife.labs.minding.children"


class Lab(models.Model):
    """*Laboratorio*. ``confidential``: nobody outside learns who is in it, as in a mutual-aid group."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    # What stands on sheets: "LAB-01" says no theme.
    code = models.CharField(max_length=12, unique=True)
    name = models.CharField(max_length=80)
    about = models.CharField(max_length=300, blank=True)
    confidential = models.BooleanField(default=False)
    # Whether somebody new may ask to come in.
    open_to_new = models.BooleanField(default=True)
    room = models.ForeignKey(Room, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    leaders = models.ManyToManyField(settings.AUTH_USER_MODEL, related_name="led_labs", blank=True)
    opened_on = models.DateField(default=timezone.localdate)
    closed_on = models.DateField(null=True, blank=True)
    request_key = models.UUIDField(null=True, blank=True, unique=True, editable=False)

    class Meta:
        ordering = ["code"]

    def __str__(self) -> str:
        return self.code


class Membership(OfPerson):
    """Somebody asked to be in a lab, is in it, or was. No words about her: there is no field for them."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    lab = models.ForeignKey(Lab, on_delete=models.PROTECT, related_name="memberships")
    standing = models.CharField(max_length=10, choices=Standing, default=Standing.ASKED)
    asked_on = models.DateField(default=timezone.localdate)
    joined_on = models.DateField(null=True)
    left_on = models.DateField(null=True)

    class Meta:
        ordering = ["asked_on", "pk"]
        constraints = [models.UniqueConstraint(fields=["lab", "person_index"], name="lab_member_once")]


class DiaryEntry(DiaryRow):
    """One act about a member or by her."""

    lab = models.ForeignKey(Lab, null=True, on_delete=models.CASCADE, related_name="+")

    class Meta(DiaryRow.Meta):
        abstract = False


class WeeksMean(models.Model):
    """Mean hours of the weeks that women of a lab let count, as told on a day. Rows are only added.

    ``hours``: by use. ``marks``: a keyed digest of each week behind it, so that the next one is told only
    when enough of them are others.
    """

    lab = models.ForeignKey(Lab, on_delete=models.CASCADE, related_name="means")
    on = models.DateField(default=timezone.localdate)
    hours = models.JSONField()
    marks = models.JSONField()

    class Meta:
        ordering = ["pk"]


class Meeting(models.Model):
    """A meeting of a lab, and how many children can be looked after meanwhile (0: nobody minds them)."""

    encounter = models.OneToOneField(
        Encounter, primary_key=True, on_delete=models.PROTECT, related_name="lab_meeting"
    )
    lab = models.ForeignKey(Lab, on_delete=models.PROTECT, related_name="meetings")
    child_places = models.PositiveSmallIntegerField(default=0)
    # How many children had a place, counted when their names are forgotten.
    children_had = models.PositiveSmallIntegerField(null=True)

    class Meta:
        ordering = ["encounter__starts_at"]


class Minding(OfPerson):
    """Places for the children of one participant at one meeting: first name and year, forgotten after it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="mindings")
    places = models.PositiveSmallIntegerField()
    # [["Luca", 2021], ...] as JSON under the key of who brings them.
    children = models.TextField(blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["meeting", "person_index"], name="minding_once")]

    def seal(self, text: str) -> None:
        """Put the children under the key of who brings them."""
        self.children = personkeys.seal_for(self.person_ref, text, where=f"{CHILDREN}:{self.pk}")

    @staticmethod
    def opened(rows: list[Minding]) -> list[str]:
        """The children of each row, in one query; empty text when a key is gone."""
        found = personkeys.open_each([(row.person_ref, row.children, f"{CHILDREN}:{row.pk}") for row in rows])
        return ["" if text == personkeys.DESTROYED else text for text in found]


class Problem(OfPerson):
    """A problem in the words of who has it. Without an author it came from a sheet of paper."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    lab = models.ForeignKey(Lab, on_delete=models.PROTECT, related_name="problems")
    body = EncryptedTextField()
    # Whether the others in the lab read her first name.
    signed = models.BooleanField(default=False)
    # How many said "anche per me" on paper.
    on_paper = models.PositiveSmallIntegerField(default=0)
    written_at = models.DateTimeField(default=timezone.now)
    request_key = models.UUIDField(null=True, blank=True, unique=True, editable=False)

    class Meta:
        ordering = ["-written_at"]


class Support(OfPerson):
    """*Anche per me*."""

    problem = models.ForeignKey(Problem, on_delete=models.CASCADE, related_name="supports")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["problem", "person_index"], name="support_once")]


class Idea(OfPerson):
    """A title and for whom."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    lab = models.ForeignKey(Lab, on_delete=models.PROTECT, related_name="ideas")
    title = EncryptedTextField()
    for_whom = EncryptedTextField()
    written_at = models.DateTimeField(default=timezone.now)
    request_key = models.UUIDField(null=True, blank=True, unique=True, editable=False)

    class Meta:
        ordering = ["-written_at"]


class Experiment(models.Model):
    """*Prova*: four answers, a period, and what it needs. It has no author: it is the lab's."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    lab = models.ForeignKey(Lab, on_delete=models.PROTECT, related_name="experiments")
    number = models.PositiveSmallIntegerField()
    idea = models.ForeignKey(Idea, null=True, on_delete=models.SET_NULL, related_name="experiments")
    # The one that was changed into this.
    previous = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="next")
    field = models.CharField(max_length=10, choices=Field)
    what = EncryptedTextField()
    who_with = EncryptedTextField()
    how_we_know = EncryptedTextField()
    starts_on = models.DateField(default=timezone.localdate, db_index=True)
    until = models.DateField(db_index=True)
    partner = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    booking = models.OneToOneField(
        Booking, null=True, blank=True, on_delete=models.PROTECT, related_name="experiment"
    )
    request_key = models.UUIDField(null=True, blank=True, unique=True, editable=False)

    class Meta:
        ordering = ["-starts_on", "-number"]
        constraints = [models.UniqueConstraint(fields=["lab", "number"], name="experiment_number_once")]

    @property
    def code(self) -> str:
        """``LAB-01/3``: says nothing of what it is."""
        return f"{self.lab.code}/{self.number}"


class BudgetRow(models.Model):
    """Money set aside for an experiment, in cents. Rows are only added; the newest holds."""

    experiment = models.ForeignKey(Experiment, on_delete=models.PROTECT, related_name="budget")
    cents = models.PositiveIntegerField()
    on = models.DateField(default=timezone.localdate)
    by = models.UUIDField(null=True)

    class Meta:
        ordering = ["pk"]


class Result(models.Model):
    """How an experiment went. Rows are only added; a correction is a newer row."""

    experiment = models.ForeignKey(Experiment, on_delete=models.PROTECT, related_name="results")
    worked = models.CharField(max_length=8, choices=Worked)
    minutes = models.PositiveIntegerField(default=0)
    cents = models.PositiveIntegerField(default=0)
    on = models.DateField(default=timezone.localdate)
    replaces = models.OneToOneField("self", null=True, on_delete=models.PROTECT, related_name="replaced_by")

    class Meta:
        ordering = ["pk"]


class Decision(models.Model):
    """What the lab does next. Rows are only added; a correction is a newer row."""

    experiment = models.ForeignKey(Experiment, on_delete=models.PROTECT, related_name="decisions")
    choice = models.CharField(max_length=10, choices=Choice)
    on = models.DateField(default=timezone.localdate)
    replaces = models.OneToOneField("self", null=True, on_delete=models.PROTECT, related_name="replaced_by")

    class Meta:
        ordering = ["pk"]


class Learned(models.Model):
    """What an experiment taught: the lab's own words, and the ones it cleared for others."""

    experiment = models.OneToOneField(
        Experiment, primary_key=True, on_delete=models.CASCADE, related_name="learned"
    )
    inside = EncryptedTextField(blank=True)
    audience = models.CharField(max_length=10, choices=Audience, default=Audience.LAB, db_index=True)
    title = models.CharField(max_length=120, blank=True)
    text = models.CharField(max_length=800, blank=True)
    cleared_on = models.DateField(null=True)

    class Meta:
        ordering = ["-cleared_on", "pk"]


def columns_of(model: type[OfPerson], ref: uuid.UUID | None) -> dict[str, Any]:
    """The two columns of a person, empty for what came from paper."""
    return model.columns_for(ref) if ref else {}

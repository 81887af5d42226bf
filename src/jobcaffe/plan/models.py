"""The funded programme as data: what was promised, by when, how it is measured.

Loaded from a TOML file by ``jobcaffe programme load``; a second load changes what differs.
"""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from jobcaffe.plan.enums import PartnerRole, RollUp, Source, Tile


class Programme(models.Model):
    """*Programma*: one at a time in an installation."""

    code = models.SlugField(max_length=40, unique=True)
    name = models.CharField(max_length=120)
    place_name = models.CharField(max_length=80)
    starts_on = models.DateField()
    ends_on = models.DateField()
    general_objective = models.TextField()
    # Specific objectives: [{"code": "OS1", "text": "…"}, …]
    objectives = models.JSONField(default=list)
    texts = models.JSONField(default=dict)
    # Age bands as data: [{"code": "18-29", "label": "18–29", "from": 18, "to": 29}, …]
    bands = models.JSONField(default=list)
    # Target groups, which overlap and are shown as "di cui".
    groups = models.JSONField(default=list)
    source_sha256 = models.CharField(max_length=64)
    loaded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(ends_on__gt=F("starts_on")), name="programme_forward")
        ]

    def __str__(self) -> str:
        return self.name


class Partner(models.Model):
    """Who carries or pays the programme: lead, partner, funder, supplier, sponsor."""

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="partners")
    code = models.SlugField(max_length=40)
    name = models.CharField(max_length=120)
    role = models.CharField(max_length=20, choices=PartnerRole)
    logo = models.CharField(max_length=120, blank=True)
    position = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["programme", "code"], name="partner_once")]


class Action(models.Model):
    """*Azione* with its objective and its time."""

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="actions")
    code = models.CharField(max_length=4)
    name = models.CharField(max_length=120)
    objective = models.TextField(blank=True)
    position = models.PositiveSmallIntegerField()
    # Periods of work: [["2026-01-01", "2028-12-31"], …]; summer outreach has one a year.
    spans = models.JSONField(default=list)

    class Meta:
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["programme", "code"], name="action_once")]

    def __str__(self) -> str:
        return self.name


class Milestone(models.Model):
    """*Tappa*: a dated point of the plan."""

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="milestones")
    action = models.ForeignKey(Action, null=True, on_delete=models.CASCADE, related_name="milestones")
    code = models.CharField(max_length=10)
    name = models.CharField(max_length=120)
    due_on = models.DateField()
    done_on = models.DateField(null=True)
    example = models.BooleanField(default=False)

    class Meta:
        ordering = ["due_on"]
        constraints = [models.UniqueConstraint(fields=["programme", "code"], name="milestone_once")]


class Indicator(models.Model):
    """*Indicatore*: definition, unit, baseline, yearly targets, and the named query that computes it."""

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="indicators")
    action = models.ForeignKey(Action, null=True, on_delete=models.CASCADE, related_name="indicators")
    code = models.CharField(max_length=10)
    name = models.CharField(max_length=120)
    definition = models.TextField()
    unit = models.CharField(max_length=40)
    source = models.CharField(max_length=60, choices=Source)
    # How periods roll up: sum, last, max, mean, unique (persons: recomputed, never summed).
    roll_up = models.CharField(max_length=10, choices=RollUp)
    baseline = models.DecimalField(max_digits=12, decimal_places=2)
    # Cumulative from the start: {"1": 120, "2": 260, "3": 400}.
    targets = models.JSONField(default=dict)
    # Codes of :class:`Breakdown`.
    breakdowns = models.JSONField(default=list)
    tile = models.CharField(max_length=20, choices=Tile, blank=True)
    public = models.BooleanField(default=False)
    example = models.BooleanField(default=False)
    position = models.PositiveSmallIntegerField()
    # A period closed after this moment reports the indicator, which may then not be removed.
    added_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["programme", "code"], name="indicator_once")]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"


class Period(models.Model):
    """*Periodo* of the account (six months): first and last day included."""

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="periods")
    code = models.CharField(max_length=10)
    name = models.CharField(max_length=80)
    first_day = models.DateField()
    last_day = models.DateField()
    report_due_on = models.DateField(null=True)

    class Meta:
        ordering = ["first_day"]
        constraints = [
            models.UniqueConstraint(fields=["programme", "code"], name="period_once"),
            models.CheckConstraint(condition=Q(last_day__gte=F("first_day")), name="period_forward"),
        ]

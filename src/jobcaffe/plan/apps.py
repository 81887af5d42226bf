"""Tells Django of plan."""

from django.apps import AppConfig


class PlanConfig(AppConfig):
    """The programme as data."""

    name = "jobcaffe.plan"
    label = "plan"
    default_auto_field = "django.db.models.BigAutoField"

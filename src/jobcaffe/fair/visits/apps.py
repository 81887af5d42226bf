"""Tells Django of this room."""

from django.apps import AppConfig


class VisitsConfig(AppConfig):
    """Who comes, and the door."""

    name = "jobcaffe.fair.visits"
    label = "fair_visits"
    default_auto_field = "django.db.models.BigAutoField"

"""Tells Django of this room."""

from django.apps import AppConfig


class PledgesConfig(AppConfig):
    """Promises and what follows."""

    name = "jobcaffe.fair.pledges"
    label = "fair_pledges"
    default_auto_field = "django.db.models.BigAutoField"

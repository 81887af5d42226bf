"""Tells Django of this room."""

from django.apps import AppConfig


class TiesConfig(AppConfig):
    """Cohesion of the network."""

    name = "jobcaffe.network.ties"
    label = "network_ties"
    default_auto_field = "django.db.models.BigAutoField"

"""Tells Django of this room."""

from django.apps import AppConfig


class MatchingConfig(AppConfig):
    """People and opportunities."""

    name = "jobcaffe.network.matching"
    label = "network_matching"
    default_auto_field = "django.db.models.BigAutoField"

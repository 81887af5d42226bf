"""Tells Django of this room."""

from django.apps import AppConfig


class TablesConfig(AppConfig):
    """Meetings of organisations."""

    name = "jobcaffe.network.tables"
    label = "network_tables"
    default_auto_field = "django.db.models.BigAutoField"

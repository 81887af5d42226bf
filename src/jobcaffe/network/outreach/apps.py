"""Tells Django of this room."""

from django.apps import AppConfig


class OutreachConfig(AppConfig):
    """Outreach campaigns."""

    name = "jobcaffe.network.outreach"
    label = "network_outreach"
    default_auto_field = "django.db.models.BigAutoField"

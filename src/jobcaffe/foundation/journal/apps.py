"""Tells Django of journal."""

from django.apps import AppConfig


class JournalConfig(AppConfig):
    """What happened, in a chain."""

    name = "jobcaffe.foundation.journal"
    label = "journal"
    default_auto_field = "django.db.models.BigAutoField"

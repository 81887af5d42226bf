"""Tells Django of imports."""

from django.apps import AppConfig


class ImportsConfig(AppConfig):
    """Imported spreadsheets."""

    name = "jobcaffe.foundation.imports"
    label = "imports"
    default_auto_field = "django.db.models.BigAutoField"

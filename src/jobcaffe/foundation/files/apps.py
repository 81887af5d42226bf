"""Tells Django of files."""

from django.apps import AppConfig


class FilesConfig(AppConfig):
    """Stored files."""

    name = "jobcaffe.foundation.files"
    label = "files"
    default_auto_field = "django.db.models.BigAutoField"

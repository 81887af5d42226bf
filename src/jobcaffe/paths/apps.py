"""Tells Django of paths."""

from django.apps import AppConfig


class PathsConfig(AppConfig):
    """A person's plan and what came of it."""

    name = "jobcaffe.paths"
    label = "paths"
    default_auto_field = "django.db.models.BigAutoField"

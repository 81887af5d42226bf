"""The jobs app; loads every room's ``tasks.py`` so that periodic tasks are known."""

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class JobsConfig(AppConfig):
    """Background work."""

    name = "jobcaffe.foundation.jobs"
    label = "jobs"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Load the tasks of every room."""
        autodiscover_modules("tasks")

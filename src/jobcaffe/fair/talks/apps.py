"""Tells Django of this room."""

from django.apps import AppConfig


class TalksConfig(AppConfig):
    """Talks at the tables."""

    name = "jobcaffe.fair.talks"
    label = "fair_talks"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Load the tasks of the day beside those of the room."""
        from jobcaffe.fair.talks import daytasks  # noqa: F401

"""Tells Django of this room."""

from django.apps import AppConfig


class EventsConfig(AppConfig):
    """The event itself."""

    name = "jobcaffe.fair.events"
    label = "fair_events"
    default_auto_field = "django.db.models.BigAutoField"

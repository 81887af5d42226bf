"""Tells Django of spaces."""

from django.apps import AppConfig


class SpacesConfig(AppConfig):
    """Places, rooms, bookings."""

    name = "jobcaffe.spaces"
    label = "spaces"
    default_auto_field = "django.db.models.BigAutoField"

"""Tells Django of encounters."""

from django.apps import AppConfig


class EncountersConfig(AppConfig):
    """Encounters, presences, sheets, calendars."""

    name = "jobcaffe.encounters"
    label = "encounters"
    default_auto_field = "django.db.models.BigAutoField"

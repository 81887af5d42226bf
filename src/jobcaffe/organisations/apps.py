"""Tells Django of organisations."""

from django.apps import AppConfig


class OrganisationsConfig(AppConfig):
    """Organisations of the territory."""

    name = "jobcaffe.organisations"
    label = "organisations"
    default_auto_field = "django.db.models.BigAutoField"

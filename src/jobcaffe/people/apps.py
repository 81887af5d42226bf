"""Tells Django of people."""

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    """Persons and the desk."""

    name = "jobcaffe.people"
    label = "people"
    default_auto_field = "django.db.models.BigAutoField"

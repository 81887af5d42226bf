"""Tells Django of programme."""

from django.apps import AppConfig


class ProgrammeConfig(AppConfig):
    """The account: numbers, periods, reports."""

    name = "jobcaffe.programme"
    label = "programme"
    default_auto_field = "django.db.models.BigAutoField"

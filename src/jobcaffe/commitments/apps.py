"""Tells Django of commitments."""

from django.apps import AppConfig


class CommitmentsConfig(AppConfig):
    """Who does what, by when."""

    name = "jobcaffe.commitments"
    label = "commitments"
    default_auto_field = "django.db.models.BigAutoField"

"""Tells Django of demo."""

from django.apps import AppConfig


class DemoConfig(AppConfig):
    """The made-up community."""

    name = "jobcaffe.demo"
    label = "demo"
    default_auto_field = "django.db.models.BigAutoField"

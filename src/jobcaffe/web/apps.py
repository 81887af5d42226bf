"""Tells Django of web."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    """The pages."""

    name = "jobcaffe.web"
    label = "web"
    default_auto_field = "django.db.models.BigAutoField"

"""Tells Django of ui."""

from django.apps import AppConfig


class UiConfig(AppConfig):
    """Template parts, forms, charts."""

    name = "jobcaffe.foundation.ui"
    label = "ui"
    default_auto_field = "django.db.models.BigAutoField"

"""The notices app."""

from django.apps import AppConfig


class NoticesConfig(AppConfig):
    """Messages to people."""

    name = "jobcaffe.foundation.notices"
    label = "notices"
    default_auto_field = "django.db.models.BigAutoField"

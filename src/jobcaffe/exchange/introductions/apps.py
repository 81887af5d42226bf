"""Tells Django of this room."""

from django.apps import AppConfig


class IntroductionsConfig(AppConfig):
    """Introductions."""

    name = "jobcaffe.exchange.introductions"
    label = "exchange_introductions"
    default_auto_field = "django.db.models.BigAutoField"

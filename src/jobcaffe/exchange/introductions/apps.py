"""Tells Django of this room."""

from django.apps import AppConfig


class IntroductionsConfig(AppConfig):
    """Introductions."""

    name = "jobcaffe.exchange.introductions"
    label = "exchange_introductions"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """When a person is erased this room follows."""
        from jobcaffe.exchange.introductions.actions import forget_person
        from jobcaffe.foundation.privacy.erasure import on_erase

        on_erase(forget_person)

"""Tells Django of this room."""

from django.apps import AppConfig


class MatchingConfig(AppConfig):
    """People and opportunities."""

    name = "jobcaffe.network.matching"
    label = "network_matching"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """When a person is erased this room follows."""
        from jobcaffe.foundation.privacy.erasure import on_erase
        from jobcaffe.network.matching.actions import forget_person

        on_erase(forget_person)

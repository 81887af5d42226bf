"""Tells Django of the time bank."""

from django.apps import AppConfig


class TimebankConfig(AppConfig):
    """Offers, requests and exchanges of hours."""

    name = "jobcaffe.worklife.timebank"
    label = "worklife_timebank"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """When a person is erased, the bank forgets what she offered and asked."""
        from jobcaffe.foundation.privacy.erasure import on_erase
        from jobcaffe.worklife.timebank.actions.keeping import forget_member

        on_erase(forget_member)

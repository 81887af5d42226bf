"""Tells Django of hours."""

from django.apps import AppConfig


class HoursConfig(AppConfig):
    """The ledger of hours."""

    name = "jobcaffe.hours"
    label = "hours"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """When a person is erased, her account loses her name; its hours stay, so that all sums hold."""
        from jobcaffe.foundation.doctor import also_examine
        from jobcaffe.foundation.privacy.erasure import on_erase
        from jobcaffe.hours.actions.leaving import forget_holder
        from jobcaffe.hours.examination import ledger

        on_erase(forget_holder)
        also_examine(ledger)

"""Tells Django of shared care."""

from django.apps import AppConfig


class CareConfig(AppConfig):
    """*Turni di cura*."""

    name = "jobcaffe.worklife.care"
    label = "worklife_care"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """When a person is erased, this room forgets her, and her children when nobody else is there."""
        from jobcaffe.foundation.privacy.erasure import on_erase
        from jobcaffe.worklife.care.actions.keeping import forget_person

        on_erase(forget_person)

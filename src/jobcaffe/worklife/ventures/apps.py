"""Tells Django of the small activities."""

from django.apps import AppConfig


class VenturesConfig(AppConfig):
    """A person's small activity, under her own key."""

    name = "jobcaffe.worklife.ventures"
    label = "worklife_ventures"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """When a person is erased this room follows."""
        from jobcaffe.foundation.privacy.erasure import on_erase
        from jobcaffe.worklife.ventures.actions import forget_person

        on_erase(forget_person)

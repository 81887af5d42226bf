"""Tells Django of this room."""

from django.apps import AppConfig


class EventsConfig(AppConfig):
    """The event itself."""

    name = "jobcaffe.fair.events"
    label = "fair_events"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """When a person is erased, her name leaves the turns and stands on which it was written."""
        from jobcaffe.fair.events.actions.forgetting import forget_person
        from jobcaffe.foundation.privacy.erasure import on_erase

        on_erase(forget_person)

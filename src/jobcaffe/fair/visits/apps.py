"""Tells Django of this room."""

from django.apps import AppConfig


class VisitsConfig(AppConfig):
    """Who comes, and the door."""

    name = "jobcaffe.fair.visits"
    label = "fair_visits"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """When a person is erased, her sign-ups lose her name; that somebody came stays counted."""
        from jobcaffe.fair.visits.actions.forgetting import forget_person
        from jobcaffe.foundation.privacy.erasure import on_erase

        on_erase(forget_person)

"""Tells Django of this room."""

from django.apps import AppConfig


class VisitsConfig(AppConfig):
    """Who comes, and the door."""

    name = "jobcaffe.fair.visits"
    label = "fair_visits"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Who is erased loses her name in her sign-ups; who counts on what is called off or moved is told."""
        from jobcaffe.fair.events import hooks
        from jobcaffe.fair.visits.actions.forgetting import forget_person
        from jobcaffe.fair.visits.actions.seats import called_off, moved
        from jobcaffe.foundation.privacy.erasure import on_erase

        on_erase(forget_person)
        hooks.call_off.add(called_off)
        hooks.move.add(moved)

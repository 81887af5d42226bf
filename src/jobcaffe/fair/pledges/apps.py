"""Tells Django of this room."""

from django.apps import AppConfig


class PledgesConfig(AppConfig):
    """Promises and what follows."""

    name = "jobcaffe.fair.pledges"
    label = "fair_pledges"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """When a person is erased this room follows."""
        from jobcaffe.fair.pledges.actions.forgetting import forget_person, forget_tickets
        from jobcaffe.fair.visits.hooks import on_forget
        from jobcaffe.foundation.privacy.erasure import on_erase

        on_erase(forget_person)
        on_forget(forget_tickets)

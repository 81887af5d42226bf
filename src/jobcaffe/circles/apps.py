"""Tells Django of circles."""

from django.apps import AppConfig


class CirclesConfig(AppConfig):
    """Mutual-aid groups."""

    name = "jobcaffe.circles"
    label = "circles"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """When a person is erased, this room forgets her too; when a meeting changes, members are told."""
        from jobcaffe.circles.actions.keeping import forget_member
        from jobcaffe.circles.messages import who_comes
        from jobcaffe.encounters.messages import on_who_comes
        from jobcaffe.foundation.privacy.erasure import on_erase

        on_erase(forget_member)
        on_who_comes(who_comes)

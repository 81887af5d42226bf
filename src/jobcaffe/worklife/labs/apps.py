"""Tells Django of the labs."""

from django.apps import AppConfig


class LabsConfig(AppConfig):
    """Women's labs."""

    name = "jobcaffe.worklife.labs"
    label = "worklife_labs"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """When a person is erased, this room forgets her too; when a meeting changes, members are told."""
        from jobcaffe.encounters.messages import on_who_comes
        from jobcaffe.foundation.privacy.erasure import on_erase
        from jobcaffe.worklife.labs.actions.keeping import forget_person
        from jobcaffe.worklife.labs.messages import who_comes

        on_erase(forget_person)
        on_who_comes(who_comes)

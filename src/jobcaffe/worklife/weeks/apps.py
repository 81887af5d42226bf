"""Tells Django of the weeks."""

from django.apps import AppConfig


class WeeksConfig(AppConfig):
    """A person's week, under her own key."""

    name = "jobcaffe.worklife.weeks"
    label = "worklife_weeks"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """When a person is erased, or takes a yes back, this room follows."""
        from jobcaffe.foundation.privacy.consents import on_withdraw
        from jobcaffe.foundation.privacy.erasure import on_erase
        from jobcaffe.worklife.weeks.actions.keeping import forget_person, stop_counting_of

        on_erase(forget_person)
        on_withdraw(stop_counting_of)

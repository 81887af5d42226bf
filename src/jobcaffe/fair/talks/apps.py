"""Tells Django of this room."""

from django.apps import AppConfig


class TalksConfig(AppConfig):
    """Talks at the tables."""

    name = "jobcaffe.fair.talks"
    label = "fair_talks"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Load the tasks of the day; who does not come gives her talks back, who comes may get one.

        Who is forgotten leaves no wish, and who talks takes no seat at that hour.
        """
        from jobcaffe.fair.talks import daytasks  # noqa: F401
        from jobcaffe.fair.talks.actions.booking import give_back, hold
        from jobcaffe.fair.talks.actions.forgetting import forget_wishes
        from jobcaffe.fair.talks.actions.replan import someone_came
        from jobcaffe.fair.talks.queries.booking import busy_between
        from jobcaffe.fair.visits.hooks import on_arrival, on_busy, on_cancel, on_forget

        on_cancel(give_back, hold)
        on_arrival(someone_came)
        on_forget(forget_wishes)
        on_busy(busy_between)

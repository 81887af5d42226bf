"""The queue's own house-keeping."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from jobcaffe.foundation.jobs.enums import State
from jobcaffe.foundation.jobs.models import Job, Periodic
from jobcaffe.foundation.jobs.periodic import periodic

# Loaded here so that the periodic work of the whole installation is known.
from jobcaffe.foundation import upkeep  # noqa: F401  isort:skip

KEEP_FINISHED = timedelta(days=30)
KEEP_FAILED = timedelta(days=180)
KEEP_SLOTS = timedelta(days=400)


@periodic(at="03:40", title=_("Togliere i lavori vecchi"))
def purge() -> int:
    """Forget jobs that ended long ago; how many rows went. Failed ones stay longer."""
    now = timezone.now()
    ended = Job.objects.filter(
        state__in=[State.DONE, State.CANCELLED], finished_at__lt=now - KEEP_FINISHED
    ).delete()[0]
    failed = Job.objects.filter(state=State.FAILED, finished_at__lt=now - KEEP_FAILED).delete()[0]
    return ended + failed + Periodic.objects.filter(at__lt=now - KEEP_SLOTS).delete()[0]

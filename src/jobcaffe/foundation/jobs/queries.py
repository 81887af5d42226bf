"""Reading jobs."""

from __future__ import annotations

from datetime import timedelta

from django.db.models import Q, QuerySet
from django.utils import timezone

from jobcaffe.foundation.access import Reach, reach
from jobcaffe.foundation.jobs.enums import UNFINISHED, State
from jobcaffe.foundation.jobs.models import Job

LATE = timedelta(minutes=10)


def visible_to(user: object) -> QuerySet[Job]:
    """All jobs for who oversees the house, one's own for everybody else; the quiet ones for nobody."""
    found, told = reach(user, "job.read"), Job.objects.filter(quiet=False)
    if found is Reach.ALL:
        return told
    own = getattr(user, "pk", None)
    return told.filter(created_by=own) if found is Reach.OWN and own else told.none()


def for_user(user: object) -> QuerySet[Job]:
    """The unfinished jobs that the user may see, oldest first."""
    return visible_to(user).filter(state__in=UNFINISHED).order_by("created_at")


def stuck() -> QuerySet[Job]:
    """Jobs that need a person: failed, late by ten minutes, or running with nobody alive."""
    now = timezone.now()
    return Job.objects.filter(
        Q(state=State.FAILED)
        | Q(state=State.READY, run_after__lt=now - LATE)
        | Q(state=State.RUNNING, lease_until__lt=now - LATE),
        quiet=False,
    )

"""The plan of the day in the background."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from django_tasks import task

from jobcaffe.fair.talks.actions import replan
from jobcaffe.foundation.jobs.periodic import periodic
from jobcaffe.foundation.journal.actions import SYSTEM


@task()
def remake_day(fair_id: str, why: str, cause_id: str = "") -> int:
    """Make the plan of the rest of the day again; how many talks changed."""
    made = replan.remake(UUID(fair_id), why, UUID(cause_id) if cause_id else None)
    return len(made.rows) if made else 0


@periodic(every=timedelta(minutes=1))
def look_at_fairs() -> int:
    """Who is here with a wish and without a talk: in how many fairs a plan is made again."""
    return replan.look(actor=SYSTEM)

"""A long search in the background, and what the room does by itself at night."""

from __future__ import annotations

from uuid import UUID

from django_tasks import task

from jobcaffe.foundation.access import Refused
from jobcaffe.foundation.jobs.periodic import periodic
from jobcaffe.foundation.journal.actions import SYSTEM
from jobcaffe.worklife.weeks import actions, catalogue


@task()
def search_week(home_id: str) -> None:
    """Search for longer; nothing to do when the household went meanwhile."""
    try:
        actions.store_search(actor=SYSTEM, home_id=UUID(home_id), seconds=catalogue.limit("long_seconds"))
    except Refused:
        return


@periodic(at="03:40")
def forget_what_is_due() -> int:
    """Weeks and households that nobody has touched for long; how many rows went."""
    return actions.forget_due(actor=SYSTEM)


@periodic(at="04:10")
def close_what_is_over() -> int:
    """The map of unmet times of the half-year that has just ended."""
    return actions.close_due(actor=SYSTEM)

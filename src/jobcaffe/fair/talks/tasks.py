"""Timetables in the background, and telling them to everybody."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from django.urls import reverse
from django_tasks import task

from jobcaffe.fair.talks import gathering, messages
from jobcaffe.fair.talks.actions import planning
from jobcaffe.fair.talks.enums import Kind, PlanState
from jobcaffe.fair.talks.models import Meeting, Plan
from jobcaffe.foundation.jobs.steps import Cancelled, check, once, progress
from jobcaffe.foundation.journal.actions import SYSTEM

EVERY = 25


def _told(text: str) -> Callable[[float, int, int], None]:
    def tell(share: float, _value: int, _bound: int) -> None:
        check()
        progress(round(100 * share), 100, text)

    return tell


def _done(plan: Plan) -> dict[str, str]:
    progress(100, 100, "Fatto")
    return {"text": "Il piano è pronto da guardare.", "url": reverse("fairtalks:plan", args=[plan.pk])}


def _stopped(plan: Plan) -> None:
    Plan.objects.filter(pk=plan.pk, state=PlanState.MAKING).update(state=PlanState.DROPPED)


@task()
def plan_citizens(plan_id: str, seconds: float) -> dict[str, str]:
    """Who talks with whom and when; what was stopped is dropped."""
    from jobcaffe.kernels import timetable

    plan = Plan.objects.select_related("fair").get(pk=UUID(plan_id))
    progress(0, 100, "Metto insieme desideri e tavoli")
    instance = gathering.of_fair(plan.fair)
    try:
        answer = timetable.solve(instance, seconds=seconds, seed=1, progress=_told("Cerco l'orario migliore"))
    except Cancelled:
        _stopped(plan)
        raise
    planning.store_citizens(actor=SYSTEM, plan_id=plan.pk, instance=instance, answer=answer)
    return _done(plan)


@task()
def plan_business(plan_id: str, seconds: float) -> dict[str, str]:
    """The hours of the accepted meetings; what was stopped is dropped."""
    from jobcaffe.kernels import timetable

    plan = Plan.objects.select_related("fair").get(pk=UUID(plan_id))
    progress(0, 100, "Metto insieme gli incontri")
    gathered = gathering.business(plan.fair, tables=plan.instance["tables"], keep=plan.instance["keep"])
    try:
        answer = timetable.solve(
            gathered.instance, seconds=seconds, seed=1, progress=_told("Cerco l'orario con meno pause")
        )
    except Cancelled:
        _stopped(plan)
        raise
    planning.store_business(actor=SYSTEM, plan_id=plan.pk, gathered=gathered, answer=answer)
    return _done(plan)


@task()
def tell_plan(plan_id: str, touched: list[str]) -> dict[str, str]:
    """Tell who is touched by a published plan, a few at a time, each once."""
    plan = Plan.objects.select_related("fair").get(pk=UUID(plan_id))
    for first in range(0, len(touched), EVERY):
        with once(f"told-{first}") as new:
            if new:
                _tell(plan, touched[first : first + EVERY])
        progress(min(first + EVERY, len(touched)), len(touched), "Scrivo a chi partecipa")
    return {"text": "Gli orari sono partiti.", "url": reverse("fairtalks:plan", args=[plan.pk])}


def _tell(plan: Plan, keys: list[str]) -> None:
    if plan.kind == Kind.CITIZENS:
        for key in keys:
            planning.tell_citizen(plan.fair, plan, UUID(key))
        return
    rows = Meeting.objects.select_related("first__organisation", "second__organisation", "fair")
    for meeting in rows.filter(pk__in=keys):
        messages.meeting_planned(SYSTEM, meeting)

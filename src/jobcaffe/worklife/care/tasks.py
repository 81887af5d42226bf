"""The weekly proposal in the background, the reminders, what is forgotten by itself, the fund."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django_tasks import task

from jobcaffe.foundation.jobs.periodic import periodic
from jobcaffe.foundation.jobs.steps import check, progress
from jobcaffe.foundation.journal.actions import SYSTEM
from jobcaffe.worklife.care import actions, gathering, reminders
from jobcaffe.worklife.care.models import Run


@task()
def plan_week(run_id: str) -> dict[str, str]:
    """Solve one week with its seed and store what the kernel found."""
    from jobcaffe.kernels import rota

    run = Run.objects.select_related("pool").get(pk=UUID(run_id))
    progress(0, 100, "Metto insieme la settimana")
    gathered = gathering.of_week(run.pool, run.monday)

    def told(share: float, _value: int, _bound: int) -> None:
        check()
        progress(round(100 * share), 100, "Cerco i turni migliori")

    answer = rota.solve(gathered.instance, seconds=run.seconds, seed=run.seed, progress=told)
    actions.store_answer(actor=SYSTEM, run_id=run.pk, gathered=gathered, answer=answer)
    progress(100, 100, "Fatto")
    return {"text": "La proposta dei turni è pronta.", "url": reverse("care:run", args=[run.pk])}


@periodic(at="17:00", title=_("Promemoria dei turni di domani"))
def remind() -> None:
    """Every day at five. It returns nothing: a number of people told would tell who is in a pool."""
    reminders.remind(actor=SYSTEM)


@periodic(every=timedelta(minutes=10))
def forget_sheets() -> int:
    """What was written for a shift that is over; how many sheets."""
    return actions.forget_sheets(actor=SYSTEM)


@periodic(at="03:40")
def forget_what_is_due() -> int:
    """Weeks and households whose time is over; how many rows went."""
    return actions.forget_due(actor=SYSTEM)


@periodic(at="04:10", weekday=0, title=_("Fondo ore dei turni di cura"))
def share_hours() -> int:
    """Every Monday; how many pools had hours to share."""
    return actions.share_hours(actor=SYSTEM)

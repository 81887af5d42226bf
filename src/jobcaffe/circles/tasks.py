"""Formation in the background, and what groups forget by themselves at night."""

from __future__ import annotations

from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop
from django_tasks import task

from jobcaffe.circles import actions, gathering, reminders
from jobcaffe.circles.models import Proposal
from jobcaffe.foundation.jobs.periodic import periodic
from jobcaffe.foundation.jobs.steps import check, progress
from jobcaffe.foundation.journal.actions import SYSTEM


@task()
def form_groups(proposal_id: str) -> dict[str, str]:
    """Solve one proposal with its seed and store what the kernel found."""
    from jobcaffe.kernels import grouping
    from jobcaffe.kernels.grouping.form import read

    proposal = Proposal.objects.get(pk=UUID(proposal_id))
    progress(0, 2, gettext_noop("Metto insieme le richieste"))
    form = gathering.form_of(proposal.kind)
    progress(1, 2, gettext_noop("Cerco i gruppi migliori"))
    instance = read(form)
    answer = grouping.solve(
        instance, seconds=proposal.seconds, seed=proposal.seed, progress=lambda *_found: check()
    )
    actions.store_answer(
        actor=SYSTEM,
        proposal_id=proposal.pk,
        answer=answer,
        snapshot=gathering.digest_of(form),
        instant=gathering.seated(instance, grouping.greedy(instance)),
    )
    progress(2, 2, gettext_noop("Fatto."))
    url = reverse("forming:proposal", args=[proposal.pk])
    return {"text": gettext_noop("La proposta dei gruppi è pronta."), "url": url}


@periodic(at="17:00", title=_("Promemoria degli appuntamenti di domani"))
def remind() -> None:
    """Every day at five. It returns nothing: a number of people told would tell on a group."""
    reminders.remind(actor=SYSTEM)


@periodic(at="03:20")
def forget_what_is_due() -> int:
    """Requests, presences, pairs and memberships whose time is over; how many things went."""
    return actions.forget_due(actor=SYSTEM)

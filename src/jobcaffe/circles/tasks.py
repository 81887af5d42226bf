"""Formation in the background, and what groups forget by themselves at night."""

from __future__ import annotations

from uuid import UUID

from django_tasks import task

from jobcaffe.circles import actions, gathering
from jobcaffe.circles.models import Proposal
from jobcaffe.foundation.jobs.periodic import periodic
from jobcaffe.foundation.jobs.steps import progress
from jobcaffe.foundation.journal.actions import SYSTEM


@task()
def form_groups(proposal_id: str) -> dict[str, str]:
    """Solve one proposal with its seed and store what the kernel found."""
    from jobcaffe.kernels import grouping
    from jobcaffe.kernels.grouping.form import read

    proposal = Proposal.objects.get(pk=UUID(proposal_id))
    progress(0, 2, "Metto insieme le richieste")
    form = gathering.form_of(proposal.kind)
    progress(1, 2, "Cerco i gruppi migliori")
    answer = grouping.solve(read(form), seconds=proposal.seconds, seed=proposal.seed)
    actions.store_answer(
        actor=SYSTEM, proposal_id=proposal.pk, answer=answer, snapshot=gathering.digest_of(form)
    )
    progress(2, 2, "Fatto")
    return {"text": "La proposta dei gruppi è pronta."}


@periodic(at="03:20")
def forget_what_is_due() -> int:
    """Requests, presences, pairs and memberships whose time is over; how many things went."""
    return actions.forget_due(actor=SYSTEM)

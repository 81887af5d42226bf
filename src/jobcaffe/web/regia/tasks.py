"""Reports as background work, with progress."""

from __future__ import annotations

from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext_noop
from django_tasks import task

from jobcaffe.foundation.accounts.models import User
from jobcaffe.foundation.jobs.steps import progress
from jobcaffe.programme import actions
from jobcaffe.programme.enums import Audience, Format
from jobcaffe.programme.models import Closure


@task()
def issue(closure_id: int, audience: str, user_id: str) -> dict[str, str]:
    """Make the files of a report, one after the other; after a crash those made stay."""
    closure = Closure.objects.select_related("period__programme").get(pk=closure_id)
    actor = User.objects.get(pk=UUID(user_id))
    for number, one in enumerate(Format):
        progress(number, len(Format), f"Sto preparando il file {one.label}.")
        actions.issue_report(actor=actor, closure=closure, audience=Audience(audience), wanted=[one])
    progress(len(Format), len(Format), gettext_noop("Fatto."))
    return {
        "url": reverse("regia:period", args=[closure.period.code]) + "#rapporti",
        "text": gettext_noop("Il rapporto è pronto in quattro formati."),
    }

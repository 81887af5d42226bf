"""What commitments do by themselves."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from jobcaffe.commitments import reminders
from jobcaffe.foundation.jobs.periodic import periodic
from jobcaffe.foundation.journal.actions import SYSTEM


@periodic(at="17:00", title=_("Promemoria dei passi"))
def remind() -> int:
    """Every day at five; how many were told."""
    return reminders.remind(actor=SYSTEM)

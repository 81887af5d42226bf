"""What encounters do by themselves: reminders, and forgetting who signed up long ago."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from jobcaffe.encounters import actions, reminders
from jobcaffe.foundation.jobs.periodic import periodic
from jobcaffe.foundation.journal.actions import SYSTEM


@periodic(at="17:00", title=_("Promemoria degli incontri di domani"))
def remind() -> int:
    """Every day at five; how many were told."""
    return reminders.remind(actor=SYSTEM)


@periodic(at="04:30", title=_("Cancellare le iscrizioni vecchie"))
def forget_sign_ups() -> int:
    """Every night; how many rows lost name and contact."""
    return actions.forget_sign_ups(actor=SYSTEM)

"""What labs do by themselves: reminders, means of weeks, and forgetting."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from jobcaffe.foundation.jobs.periodic import periodic
from jobcaffe.foundation.journal.actions import SYSTEM
from jobcaffe.worklife.labs import actions, reminders


@periodic(at="17:00", title=_("Promemoria degli appuntamenti di domani"))
def remind() -> None:
    """Every day at five. It returns nothing: a number of people told would tell on a lab."""
    reminders.remind(actor=SYSTEM)


@periodic(at="03:30")
def forget_what_is_due() -> None:
    """Every night: children of meetings that are over, people of labs closed long ago."""
    actions.forget_due(actor=SYSTEM)


@periodic(at="04:20")
def write_means() -> None:
    """Every night: means of weeks. It returns nothing, as above."""
    actions.write_means(actor=SYSTEM)

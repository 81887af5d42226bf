"""What the directory does by itself: asking whether the data are still right."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from jobcaffe.foundation.jobs.periodic import periodic
from jobcaffe.foundation.journal.actions import SYSTEM
from jobcaffe.organisations import actions


@periodic(at="06:20", title=_("Chiedere alle organizzazioni se i dati sono giusti"))
def ask_organisations() -> int:
    """Every morning; how many were asked."""
    return actions.ask_all(actor=SYSTEM)

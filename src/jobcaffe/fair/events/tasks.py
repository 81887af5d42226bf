"""What fairs do by themselves."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from jobcaffe.fair.events import actions
from jobcaffe.foundation.jobs.periodic import periodic
from jobcaffe.foundation.journal.actions import SYSTEM


@periodic(at="03:55", title=_("Togliere i nomi di volontari ed espositori dalle JOBFEST passate"))
def forget_people() -> int:
    """Names and telephones whose time is over; how many."""
    return actions.forget_people(actor=SYSTEM)

"""What sign-ups do by themselves."""

from __future__ import annotations

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from jobcaffe.fair.visits import actions
from jobcaffe.foundation.jobs.periodic import periodic
from jobcaffe.foundation.journal.actions import SYSTEM


@periodic(at="09:40", title=_("JOBFEST: chiedere chi viene"))
def ask_who_comes() -> int:
    """*Vieni ancora?* seven and two days before; how many were asked."""
    return actions.ask_again(actor=SYSTEM)


@periodic(every=timedelta(minutes=10), title=_("JOBFEST: liste d'attesa"))
def move_waiting_lists() -> int:
    """Seats that were added go to who waits; how many."""
    return actions.fill_seats(actor=SYSTEM)


@periodic(at="03:50", title=_("Togliere i nomi dalle JOBFEST concluse"))
def forget_visitors() -> int:
    """Names of fairs that are over long enough; how many."""
    return actions.forget_visitors(actor=SYSTEM)

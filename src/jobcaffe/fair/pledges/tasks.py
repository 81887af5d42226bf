"""What promises and fairs do by themselves every day."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from jobcaffe.fair.pledges import actions
from jobcaffe.foundation.jobs.periodic import periodic
from jobcaffe.foundation.journal.actions import SYSTEM


@periodic(at="09:40", title=_("JOBFEST: chiedere degli impegni"))
def ask_about_pledges() -> int:
    """At +15, +45 and +90 days; how many owners were asked."""
    return actions.ask_due(actor=SYSTEM)


@periodic(at="10:10", title=_("JOBFEST: ringraziare chi è venuto"))
def thank_after_the_fair() -> int:
    """The day after; how many were thanked."""
    return actions.thank(actor=SYSTEM)


# After the room of visits has forgotten its own.
@periodic(at="05:20", title=_("Togliere nomi e recapiti dagli impegni della JOBFEST"))
def forget_pledges() -> int:
    """Names and contacts whose time is over; how many promises."""
    return actions.forget_due(actor=SYSTEM)

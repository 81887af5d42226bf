"""What the time bank does by itself every day."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from jobcaffe.foundation.jobs.periodic import periodic
from jobcaffe.foundation.journal.actions import SYSTEM
from jobcaffe.worklife.timebank import actions


@periodic(at="10:00")
def warn_ending() -> None:
    """Authors are told a week before their listing ends."""
    actions.warn_ending(actor=SYSTEM)


@periodic(at="03:25")
def forget_what_is_over() -> int:
    """Listings that ended months ago; how many things went."""
    return actions.forget_due(actor=SYSTEM)


@periodic(at="04:15", weekday=0, title=_("Ore donate nelle banche del tempo"))
def share_hours() -> int:
    """Every Monday; how many banks had hours to share."""
    return actions.share_hours(actor=SYSTEM)

"""What the desk's room does by itself at night."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from jobcaffe.foundation.jobs.periodic import periodic
from jobcaffe.foundation.journal.actions import SYSTEM
from jobcaffe.people import actions


@periodic(at="04:35", title=_("Cancellare le bozze vecchie"))
def forget_drafts() -> int:
    """Every night; how many drafts went."""
    return actions.forget_drafts(actor=SYSTEM)

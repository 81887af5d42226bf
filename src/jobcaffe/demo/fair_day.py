"""What was pressed at the tables of today's made-up fair."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from jobcaffe.fair.events.models import Fair
from jobcaffe.fair.talks import dayrules, queries
from jobcaffe.fair.talks.actions import changes
from jobcaffe.fair.talks.enums import State
from jobcaffe.fair.talks.models import Talk
from jobcaffe.foundation.accounts.models import User


@transaction.atomic
def fill(here: Fair, volunteer: User, now: datetime) -> None:
    """One table is a quarter of an hour late: the first at which somebody is due. Nothing outside its hours."""
    slot = queries.now_slot(here, now)
    due = Talk.objects.filter(fair=here, slot=slot, state__in=(State.RUNNING, State.BOOKED))
    one = due.select_related("fair", "stand").order_by("stand__first_table", "table").first()
    if one is not None:
        changes.write(volunteer, here, "late", [(one, {"late": dayrules.LATE_MINUTES})])

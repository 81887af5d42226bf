"""Who signed up and was never linked to a person is forgotten; that somebody came stays counted."""

from __future__ import annotations

from datetime import date, datetime, time

from django.db import transaction
from django.utils import timezone

from jobcaffe.encounters.enums import SignUpState
from jobcaffe.encounters.models import SignUp
from jobcaffe.foundation.journal.actions import Actor, record
from jobcaffe.foundation.privacy.retention import retention_rules

UNLINKED = (SignUpState.NEW, SignUpState.CANCELLED)


@transaction.atomic
def forget_sign_ups(*, actor: Actor, today: date | None = None) -> int:
    """Wipe name, contact and the rest of the sign-ups whose time (rule "signup") is over; how many.

    The row stays with its encounter, its state and whether she came: the residue that the counts
    stand on. Nothing is refused; a second run finds nothing.
    """
    limit = retention_rules()["signup"].cut_off(today or timezone.localdate())
    if limit is None:
        return 0
    over = timezone.make_aware(datetime.combine(limit, time.max))
    rows = SignUp.objects.filter(state__in=UNLINKED, encounter__ends_at__lte=over).exclude(channel="")
    wiped = SignUp.objects.filter(pk__in=list(rows.values_list("pk", flat=True))).update(
        name="", contact="", contact_index="", call_when="", channel="", request_key=None
    )
    if wiped:
        record(actor, "sign_up.forget", fields=[f"count={wiped}"])
    return wiped

"""Unmet times, counted without names: her yes, her no, and a half-year that is over."""

from __future__ import annotations

import uuid
from collections import Counter
from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from jobcaffe.foundation.access import Refused
from jobcaffe.foundation.accounts.models import User
from jobcaffe.foundation.journal.actions import Actor, record
from jobcaffe.people.actions.own import change_consent
from jobcaffe.people.rules import require
from jobcaffe.worklife.weeks import catalogue, unmet
from jobcaffe.worklife.weeks.models import UnmetMap, UnmetTime
from jobcaffe.worklife.weeks.rules import own_home
from jobcaffe.worklife.weeks.tally import PURPOSE, recount

LATE = 31  # days within which a half-year that is over is still closed


@transaction.atomic
def count_me(*, actor: User, area: str) -> None:
    """Her yes: her unmet half hours are counted in an area. The same twice is one.

    Refused to others and for an unknown area.
    """
    row = own_home(actor)
    if area not in catalogue.words("area"):
        raise Refused(_("Scegli una zona dell'elenco."))
    change_consent(actor=actor, purpose=PURPOSE, gives=True)
    body = row.opened()
    body |= {"area": area, "token": body.get("token") or uuid.uuid4().hex}
    row.seal(body)
    row.save(update_fields=["body", "changed_on"])
    recount(row)
    record(actor, "week.count")


@transaction.atomic
def stop_counting(*, actor: User) -> None:
    """Her no: her row goes at once. Published half-years stay as they are. Refused to others."""
    own_home(actor)
    change_consent(actor=actor, purpose=PURPOSE, gives=False)
    record(actor, "week.count")


@transaction.atomic
def close_due(*, actor: Actor, today: date | None = None) -> int:
    """Publish the half-year that has just ended, once; 1 when it was done now. Run every night.

    Only what may be printed is kept: no later change, yes or no can change what was published.
    """
    require(actor, "figures.municipality")
    day = today or timezone.localdate()
    first = date(day.year, 1 if day.month <= 6 else 7, 1)
    period = f"{first.year}-1" if first.month == 7 else f"{first.year - 1}-2"
    if (day - first).days > LATE or UnmetMap.objects.filter(period=period).exists():
        return 0
    counts = Counter((row.area, slot) for row in UnmetTime.objects.all() for slot in row.slots)
    UnmetMap.objects.create(period=period, closed_on=day, printed=unmet.printed(counts))
    record(actor, "week.close", fields=[period])
    return 1

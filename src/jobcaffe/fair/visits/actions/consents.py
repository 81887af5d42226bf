"""*Possono ricontattarmi*: one exhibitor at a time, off until she says so, withdrawn whenever she wants."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from jobcaffe.fair.events import queries as events
from jobcaffe.fair.visits import rules
from jobcaffe.fair.visits.models import Consent, Visitor
from jobcaffe.foundation.journal.actions import Actor, record


@transaction.atomic
def set_consents(*, actor: Actor, visitor: Visitor, stands: Collection[UUID]) -> set[UUID]:
    """These exhibitors of her fair and no others may contact her; the set that now holds.

    Unknown exhibitors are left out. Also after the fair: withdrawing is never refused. Refused only when
    the visitor was forgotten.
    """
    row = rules.locked(visitor)
    wanted = {one.pk for one in events.stands_of(row.fair) if one.pk in stands}
    known = {one.stand_id: one for one in row.consents.all()}
    now, changed = timezone.now(), 0
    for stand_id in wanted - known.keys():
        Consent.objects.create(visitor=row, stand_id=stand_id, given_at=now)
        changed += 1
    for stand_id, one in known.items():
        if (stand_id in wanted) == (one.withdrawn_at is None):
            continue
        if stand_id in wanted:
            one.given_at, one.withdrawn_at = now, None
        else:
            one.withdrawn_at = now
        one.save(update_fields=["given_at", "withdrawn_at"])
        changed += 1
    if changed:
        record(actor, "fair_visitor.consents", row, fields=[f"given={len(wanted)}"])
    return wanted

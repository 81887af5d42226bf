"""Whom somebody wished to meet, and whom not, leaves with her name; how many talks were held stays."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from django.db import transaction

from jobcaffe.fair.talks import gathering
from jobcaffe.fair.talks.enums import Kind
from jobcaffe.fair.talks.models import Plan, Wish
from jobcaffe.foundation.journal.actions import Actor, record


@transaction.atomic
def forget_wishes(*, actor: Actor, visitors: Collection[UUID], erased: bool) -> None:
    """Wishes with their reasons, the house's vetoes too; and once the fair is long over, what was planned
    from them. Value, bound and talks stay.

    Who is erased leaves in the plans an identifier that is nobody's any more. Inside the transaction of who
    forgets.
    """
    gone, _rows = Wish.objects.filter(visitor__in=visitors).delete()
    if not erased:
        _empty_plans(visitors)
    if gone:
        record(actor, "fair_visitor.forget", fields=[f"wishes={gone}"])


def _empty_plans(visitors: Collection[UUID]) -> None:
    over = Plan.objects.filter(kind=Kind.CITIZENS, fair__visitors__in=visitors).order_by()
    for one in Plan.objects.filter(pk__in=list(over.values_list("pk", flat=True).distinct())):
        one.instance = gathering.without_people(one.instance)
        one.rows, one.unplaced, one.notes = [], [], []
        one.save(update_fields=["instance", "rows", "unplaced", "notes"])

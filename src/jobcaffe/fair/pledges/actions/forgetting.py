"""What is taken out of a promise when its time is over or its owner is erased; the count stays."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, datetime, time
from uuid import UUID

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from jobcaffe.fair.pledges.models import Contact, Pledge, PledgeAnswer
from jobcaffe.foundation.journal.actions import Actor, record
from jobcaffe.foundation.privacy.retention import retention_rules
from jobcaffe.people.models import Person
from jobcaffe.people.rules import require


def _wipe(rows: QuerySet[Pledge]) -> int:
    """Words, name and contact; state, day and answers are what the counts stand on."""
    keys = list(rows.values_list("pk", flat=True))
    PledgeAnswer.objects.filter(pledge__in=keys).update(reason="")
    return Pledge.objects.filter(pk__in=keys).update(
        text="", with_whom="", signature="", contact="", contact_index="", visitor=None,
        forgotten_on=timezone.localdate(), request_key=None,
    )  # fmt: skip


@transaction.atomic
def forget_person(*, actor: Actor, refs: Sequence[UUID]) -> None:
    """What she promised, the stands she was at, her contact where nobody linked it; in her erasure.

    What hangs on her tickets is :func:`forget_tickets`'s: the room of visits knows which were hers.
    """
    require(actor, "person.erase")
    hers = Q(visitor__person__in=refs) | Q(commitment__person__in=refs)
    _wipe(Pledge.objects.filter(hers, forgotten_on=None))
    Contact.objects.filter(Q(visitor__person__in=refs) | Q(encounter__attendances__person__in=refs)).delete()
    known = Person.objects.filter(pk__in=refs).values_list("phone_index", "email_index")
    indexes = [index for row in known for index in row if index]
    _unsign(Pledge.objects.filter(contact_index__in=indexes))
    record(actor, "pledge.forget", fields=["person"])


@transaction.atomic
def forget_tickets(*, actor: Actor, visitors: Collection[UUID], erased: bool) -> None:
    """Promises and stands of the tickets of who is erased; :func:`forget_due` takes the owner off others."""
    if not erased:
        return
    gone = _wipe(Pledge.objects.filter(visitor__in=visitors, forgotten_on=None))
    gone += Contact.objects.filter(visitor__in=visitors).delete()[0]
    if gone:
        record(actor, "pledge.forget", fields=[f"count={gone}"])


def _unsign(rows: QuerySet[Pledge]) -> int:
    """Name, contact and ticket go; what was said in front of everybody stays."""
    keys = list(rows.values_list("pk", flat=True))
    return Pledge.objects.filter(pk__in=keys).update(signature="", contact="", contact_index="", visitor=None)


@transaction.atomic
def forget_due(*, actor: Actor, today: date | None = None) -> int:
    """Take the owner off promises whose fair is as old as the rule ``signup`` says, and the ticket off
    those of visitors whom their own room forgot; how many. Words stay. A second run finds nothing.
    """
    require(actor, "person.erase")
    gone = Pledge.objects.filter(visitor__forgotten_on__isnull=False).update(visitor=None)
    Contact.objects.filter(visitor__forgotten_on__isnull=False).delete()
    limit = retention_rules()["signup"].cut_off(today or timezone.localdate())
    if limit is not None:
        over = timezone.make_aware(datetime.combine(limit, time.max))
        old = Pledge.objects.filter(fair__closes_at__lte=over, organisation=None, forgotten_on=None)
        named = [one.pk for one in old if one.contact or one.signature]
        gone += _unsign(Pledge.objects.filter(pk__in=named))
    if gone:
        record(actor, "pledge.forget", fields=[f"count={gone}"])
    return gone

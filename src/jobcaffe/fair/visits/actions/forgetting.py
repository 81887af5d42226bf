"""Names leave when the fair is over long enough, or with the person; that somebody came stays counted."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time
from uuid import UUID

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from jobcaffe.fair.events.rules import may_be_hers
from jobcaffe.fair.visits import hooks
from jobcaffe.fair.visits.actions.seats import give_back, hold
from jobcaffe.fair.visits.enums import State
from jobcaffe.fair.visits.models import Consent, Scan, Visitor
from jobcaffe.foundation.journal.actions import Actor, record
from jobcaffe.foundation.privacy.retention import retention_rules
from jobcaffe.people.models import Person

RULE = "fair_visitor"


@transaction.atomic
def forget_visitors(*, actor: Actor, today: date | None = None) -> int:
    """Wipe names, contacts and needs of fairs whose time (rule "fair_visitor") is over; how many.

    The rows stay with state, hours and counts, and with the person to whom an operator linked them.
    Nothing is refused; a second run finds nothing.
    """
    limit = retention_rules()[RULE].cut_off(today or timezone.localdate())
    if limit is None:
        return 0
    over = timezone.make_aware(datetime.combine(limit, time.max))
    due = Visitor.objects.filter(fair__closes_at__lte=over, forgotten_on=None)
    hooks.forget(actor, list(due.values_list("pk", flat=True)), erased=False)
    wiped = _wipe(due)
    if wiped:
        Scan.objects.filter(fair__closes_at__lte=over).exclude(read="").update(read="")
        record(actor, "fair_visitor.forget", fields=[f"count={wiped}"])
    return wiped


def _wipe(rows: QuerySet[Visitor]) -> int:
    """Take out everything that says who it was; how many rows."""
    keys = list(rows.values_list("pk", flat=True))
    Consent.objects.filter(visitor__in=keys).delete()
    Scan.objects.filter(visitor__in=keys).exclude(read="").update(read="")
    return Visitor.objects.filter(pk__in=keys).update(
        name="", name_index=[], contact="", contact_index="", needs="", about={}, request_key=None,
        from_slot=None, to_slot=None, forgotten_on=timezone.localdate(),
    )  # fmt: skip


@transaction.atomic
def forget_person(*, actor: Actor, refs: Sequence[UUID]) -> None:
    """Her sign-ups lose her name, and those with her contact in her name that nobody linked. What she
    held at a fair that is not over goes to others.
    """
    persons = list(Person.objects.filter(pk__in=refs))
    indexes = [index for one in persons for index in (one.phone_index, one.email_index) if index]
    loose = Visitor.objects.filter(person=None, contact_index__in=indexes)
    hers = [one.pk for one in loose if any(may_be_hers(person.first_name, one.name) for person in persons)]
    tickets = Visitor.objects.filter(Q(person__in=refs) | Q(pk__in=hers))
    _leave(actor, tickets.filter(forgotten_on=None))
    # Those whose name had left before, too: what other rooms keep of them is still hers.
    hooks.forget(actor, list(tickets.values_list("pk", flat=True)), erased=True)
    wiped = _wipe(tickets.filter(forgotten_on=None))
    Visitor.objects.filter(person__in=refs).update(person=None)
    if wiped:
        record(actor, "fair_visitor.forget", fields=[f"count={wiped}"])


def _leave(actor: Actor, rows: QuerySet[Visitor]) -> None:
    """Who is forgotten before the end does not come: seats, tables and wishes are free again."""
    coming = rows.filter(state=State.EXPECTED, fair__closes_at__gt=timezone.now())
    leaving = list(
        coming.select_for_update(of=("self",), no_key=True).select_related("fair__place").order_by("pk")
    )
    keys = [one.pk for one in leaving]
    hold(keys)
    hooks.hold(keys)
    for one in leaving:
        one.state = State.CANCELLED
        one.save(update_fields=["state"])
        give_back(actor, one)
        hooks.leave(actor, one)

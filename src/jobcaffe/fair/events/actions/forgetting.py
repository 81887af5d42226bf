"""Names of volunteers and of who answers for a stand: they leave in time, or with the person."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime, time
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from jobcaffe.fair.events.models import Helper, Stand
from jobcaffe.fair.events.rules import may_be_hers
from jobcaffe.foundation.journal.actions import Actor, record
from jobcaffe.foundation.privacy import crypto
from jobcaffe.foundation.privacy.retention import retention_rules
from jobcaffe.people.models import Person

RULE = "fair_people"


@transaction.atomic
def forget_people(*, actor: Actor, today: date | None = None) -> int:
    """Take names and telephones off the turns and stands of fairs whose time (rule "fair_people") is over;
    how many. That somebody was there stays. Nothing is refused; a second run finds nothing.
    """
    limit = retention_rules()[RULE].cut_off(today or timezone.localdate())
    if limit is None:
        return 0
    over = timezone.make_aware(datetime.combine(limit, time.max))
    helpers = Helper.objects.filter(shift__fair__closes_at__lte=over, user=None)
    stands = Stand.objects.filter(fair__closes_at__lte=over)
    return _wipe(actor, [one for one in helpers if one.name or one.phone], _with_contact(stands))


def _with_contact(rows: Iterable[Stand]) -> list[Stand]:
    return [one for one in rows if one.contact_name or one.contact_phone]


def _wipe(actor: Actor, helpers: Sequence[Helper], stands: Sequence[Stand]) -> int:
    Helper.objects.filter(pk__in=[one.pk for one in helpers]).update(name="", phone="")
    Stand.objects.filter(pk__in=[one.pk for one in stands]).update(contact_name="", contact_phone="")
    count = len(helpers) + len(stands)
    if count:
        record(actor, "fair.forget", fields=[f"count={count}"])
    return count


@transaction.atomic
def forget_person(*, actor: Actor, refs: Sequence[UUID]) -> None:
    """Her turns go with her account; where only her name and telephone were written, they go."""
    gone, _rows = Helper.objects.filter(user__person_ref__in=refs).delete()
    hers = [
        (one.first_name, crypto.normalise_phone(one.phone))
        for one in Person.objects.filter(pk__in=refs)
        if one.phone
    ]
    helpers = [one for one in Helper.objects.filter(user=None) if _is(hers, one.name, one.phone)]
    named = Stand.objects.exclude(contact_phone="")
    stands = [one for one in named if _is(hers, one.contact_name, one.contact_phone)]
    if not _wipe(actor, helpers, stands) and gone:
        record(actor, "fair.forget", fields=[f"count={gone}"])


def _is(hers: Sequence[tuple[str, str]], name: str, phone: str) -> bool:
    """A telephone may be of a whole family: her name goes with it, or no name at all."""
    number = crypto.normalise_phone(phone) if phone else ""
    if not number:
        return False
    return any(number == known and (not name.strip() or may_be_hers(first, name)) for first, known in hers)

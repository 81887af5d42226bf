"""Forgetting: what nobody touches any more, a person who is erased, a yes that is taken back."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from jobcaffe.foundation.accounts.models import User
from jobcaffe.foundation.journal.actions import Actor, record
from jobcaffe.foundation.privacy.retention import retention_rules
from jobcaffe.people.queries import refs_of_person
from jobcaffe.people.rules import require
from jobcaffe.worklife.weeks import queries
from jobcaffe.worklife.weeks.models import Household, Week
from jobcaffe.worklife.weeks.rules import own_home
from jobcaffe.worklife.weeks.tally import PURPOSE, drop


def _gone(homes: Iterable[Household]) -> None:
    """Households with their rows of unmet times."""
    for row in homes:
        drop(row.opened())
        row.delete()


@transaction.atomic
def forget_person(*, actor: Actor, refs: Sequence[UUID]) -> None:
    """Everything of an erased person goes, her unmet times too. In the transaction that erases her."""
    require(actor, "person.erase")
    wanted = list(refs)
    _gone(Household.objects.filter(Household.of(wanted)))
    Week.objects.filter(Week.of(wanted)).delete()
    record(actor, "week.forget", fields=["person"])


@transaction.atomic
def stop_counting_of(*, actor: Actor, person_ref: UUID, purpose: str) -> None:
    """A yes to the count was taken back, here or on her page of consents: her row goes.

    ``actor`` has already been allowed to take the yes back.
    """
    if purpose != PURPOSE:
        return
    refs = refs_of_person(person_ref)
    for row in Household.objects.select_for_update().filter(Household.of(refs)):
        body = row.opened()
        drop(body)
        row.seal({name: value for name, value in body.items() if name not in ("token", "area")})
        row.save(update_fields=["body", "changed_on"])
        record(actor, "week.count")


@transaction.atomic
def forget_home(*, actor: User) -> None:
    """She takes away her household, its result and its unmet times. Refused to others."""
    own_home(actor)
    _gone(queries.households_of(actor).select_for_update())
    record(actor, "week.remove")


@transaction.atomic
def forget_due(*, actor: Actor, today: date | None = None) -> int:
    """What nobody has touched for the months of the rule; how many rows went. Run every night."""
    require(actor, "person.erase")
    limit = retention_rules()["week"].cut_off(today or timezone.localdate())
    weeks = Week.objects.filter(changed_on__lte=limit)
    homes = Household.objects.filter(changed_on__lte=limit)
    gone = len(weeks) + len(homes)
    _gone(homes)
    weeks.delete()
    if gone:
        record(actor, "week.forget")
    return gone

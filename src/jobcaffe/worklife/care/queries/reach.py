"""Which pools and households one reaches, and under which names they are known."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from jobcaffe.foundation import access
from jobcaffe.foundation.access import Reach
from jobcaffe.foundation.accounts.models import User
from jobcaffe.people import queries as people
from jobcaffe.people.models import Person
from jobcaffe.worklife.care.enums import PoolState, Standing
from jobcaffe.worklife.care.models import Adult, Child, Family, Pool
from jobcaffe.worklife.care.models.family import Known

HIDDEN = "Una famiglia"


@dataclass(frozen=True)
class Contact:
    """How to reach a household: only for one that chose it and was chosen."""

    name: str
    phone: str
    email: str


def refs_of(user: object) -> list[UUID]:
    """The records of the person behind a member's account, merged ones included; none for others."""
    return people.refs_of(user, "care.member")


def families_of(refs: Collection[UUID]) -> QuerySet[Family]:
    """The households of these records, in every pool, but for those that left."""
    rows = Family.objects.exclude(standing=Standing.OUT).select_related("pool")
    if not refs:
        return rows.none()
    return rows.filter(pk__in=Adult.objects.filter(Adult.of(refs)).values("family"))


def reaches(user: object, family: Family) -> bool:
    """Whether a household is the user's own, or that of somebody whom she follows at the desk."""
    adults = [row.person_ref for row in family.adults.all()]
    if set(adults) & set(refs_of(user)):
        return True
    desk = isinstance(user, User) and access.allows(user, "care.desk")
    return desk and people.visible_to(user, "person.read").filter(pk__in=adults).exists()  # type: ignore[arg-type]


def open_pools() -> QuerySet[Pool]:
    """The pools that one may ask to enter: a name and rules, nobody in them."""
    return Pool.objects.filter(state=PoolState.OPEN)


def pools_led(user: object) -> QuerySet[Pool]:
    """The pools that the user leads."""
    led = access.reach(user, "care.manage") is Reach.OWN and isinstance(user, User)
    return Pool.objects.filter(leader=user) if led else Pool.objects.none()  # type: ignore[misc]


def inside(pool: Pool) -> QuerySet[Family]:
    """The households of a pool. Never given to a page as it is."""
    return pool.families.filter(standing=Standing.IN)


def _persons(families: Iterable[Family]) -> dict[UUID, list[Person]]:
    rows = list(Adult.objects.filter(family__in=[one.pk for one in families]))
    found = Person.objects.select_related("merged_into").in_bulk([row.person_ref for row in rows])
    persons: dict[UUID, list[Person]] = {}
    for row in rows:
        person = found.get(row.person_ref)
        if person is not None:
            persons.setdefault(row.family_id, []).append(person.merged_into or person)
    return persons


def names(families: Iterable[Family]) -> dict[UUID, str]:
    """First names of the adults, by household: «Sara e Paolo». Two queries and one for merged records."""
    wanted = list(families)
    persons = _persons(wanted)
    return {one.pk: _joined(persons.get(one.pk, [])) for one in wanted}


def _joined(persons: list[Person]) -> str:
    known = [row.alias or row.first_name for row in persons if row.alias or not row.protected]
    return _(" e ").join(known) if known else _(HIDDEN)


def contacts(families: Iterable[Family]) -> dict[UUID, list[Contact]]:
    """Telephone and e-mail of the adults. For who has been found to be chosen and to have chosen."""
    return {
        pk: [Contact(_joined([row]), row.phone, row.email) for row in rows]
        for pk, rows in _persons(families).items()
    }


def refs_in(families: Iterable[Family]) -> list[UUID]:
    """The records of the adults of these households, to tell them something."""
    rows = Adult.objects.filter(family__in=[one.pk for one in families])
    return [row.person_ref for row in rows]


def children(families: Iterable[Family]) -> dict[UUID, list[Known]]:
    """The children of these households: names and years. Two queries."""
    rows = list(Child.objects.filter(family__in=[one.pk for one in families]))
    known = {one.id: one for one in Child.opened(rows)}
    found: dict[UUID, list[Known]] = {}
    for row in rows:
        if row.pk in known:
            found.setdefault(row.family_id, []).append(known[row.pk])
    return {
        pk: sorted(kids, key=lambda one: (one.name.casefold(), str(one.id))) for pk, kids in found.items()
    }

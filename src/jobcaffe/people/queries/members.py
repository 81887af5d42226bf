"""The records behind a member's account."""

from __future__ import annotations

from uuid import UUID

from jobcaffe.foundation import access
from jobcaffe.foundation.access import Reach
from jobcaffe.people.models import Person


def refs_of(user: object, *capabilities: str) -> list[UUID]:
    """The records of the person behind a member's account, merged ones included.

    None for who has none of ``capabilities`` for herself. On a page they are read once.
    """
    ref = getattr(user, "person_ref", None)
    if ref is None or not any(access.reach(user, one) is Reach.OWN for one in capabilities):
        return []
    known: dict[UUID, list[UUID]] | None = getattr(user, "known_refs", None)
    if known is None:
        return refs_of_person(ref)
    if ref not in known:
        known[ref] = refs_of_person(ref)
    return list(known[ref])


def refs_of_person(ref: UUID) -> list[UUID]:
    """A record and those merged into it."""
    return [ref, *Person.objects.filter(merged_into=ref).values_list("pk", flat=True)]


def same_person(ref: UUID) -> list[UUID]:
    """Every record of the person of a record, also of one that was merged into another."""
    head = Person.objects.filter(pk=ref).values_list("merged_into", flat=True).first()
    return refs_of_person(head or ref)

"""Reading organisations. They are not persons: whoever may read the list may read all of it."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from django.db.models import Q, QuerySet

from jobcaffe.foundation import access
from jobcaffe.foundation.access import Reach
from jobcaffe.foundation.search import normalise
from jobcaffe.organisations.enums import Stage
from jobcaffe.organisations.models import Organisation


def visible_to(user: object) -> QuerySet[Organisation]:
    """All organisations for those who may read the list, none for the others."""
    if access.allows(user, "organisation.read"):
        return Organisation.objects.all()
    return Organisation.objects.none()


def mine(user: object) -> Organisation | None:
    """The organisation that somebody speaks for; ``None`` for everybody else, and once it is taken back."""
    if access.reach(user, "partner.own") is not Reach.OWN:
        return None
    pk = getattr(user, "pk", None)
    return Organisation.objects.filter(delegates__user=pk, delegates__revoked_at=None).first()


def search(user: object, *, text: str = "", kind: str = "", stage: str = "") -> QuerySet[Organisation]:
    """Organisations whose name, sector or comune holds the words, of one kind and stage when given."""
    rows = visible_to(user)
    for word in normalise(text).split():
        rows = rows.filter(
            Q(search_name__contains=word) | Q(sector__icontains=word) | Q(municipality__icontains=word)
        )
    if kind:
        rows = rows.filter(kind=kind)
    return rows.filter(stage=stage) if stage else rows


def organisation_of(user: object, organisation_id: UUID) -> Organisation | None:
    """One organisation with its contacts ready, ``None`` when it is not there or not to be read."""
    return visible_to(user).filter(pk=organisation_id).prefetch_related("contacts").first()


def look_alikes(
    *, name: str, municipality: str = "", codes: tuple[str, ...] = (), but: UUID | None = None
) -> list[Organisation]:
    """Organisations that may be the same: an equal code first, then the same name (and comune)."""
    others = Organisation.objects.exclude(pk=but) if but else Organisation.objects.all()
    known = [code for code in codes if code]
    same_code = list(others.filter(Q(fiscal_code__in=known) | Q(vat_number__in=known))) if known else []
    if same_code:
        return same_code
    town = normalise(municipality)
    return [
        other
        for other in others.filter(search_name=normalise(name))
        if not town or not other.municipality or normalise(other.municipality) == town
    ]


def services(words: Collection[str]) -> QuerySet[Organisation]:
    """Organisations of the network whose sector or description holds one of the words; for everybody.

    They have joined, and what the page shows of them is what they say of themselves: no contact person.
    """
    rows = Organisation.objects.filter(stage=Stage.MEMBER)
    found = Q(pk__in=[])
    for word in words:
        found |= Q(description__icontains=word) | Q(sector__icontains=word)
    return rows.filter(found)

"""The journal as the coordinator reads it: nothing of who is protected, nothing of a group."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from jobcaffe.encounters.models import Encounter
from jobcaffe.encounters.queries import visible_to as encounters_visible_to
from jobcaffe.foundation.accounts.models import User
from jobcaffe.foundation.journal import queries
from jobcaffe.foundation.journal.actions import Actor, record
from jobcaffe.foundation.journal.models import Entry
from jobcaffe.foundation.journal.queries import Filters, Told
from jobcaffe.people.models import Person
from jobcaffe.people.queries import stays_closed

ENCOUNTER = Encounter._meta.label_lower


@dataclass(frozen=True)
class Line:
    """One row for the page; ``person`` is given only when her record may be asked for."""

    at: datetime
    who: str
    role: str
    what: str
    subject: str
    person: UUID | None
    reason: str


def entries(user: User, filters: Filters) -> QuerySet[Entry]:
    """The rows that pass the filters, newest first, without those of groups that ``user`` does not lead."""
    rows = queries.entries(user, filters)
    secret = Encounter.objects.filter(confidential=True).exclude(
        pk__in=encounters_visible_to(user).values("pk")
    )
    refs = [str(ref) for ref in secret.values_list("pk", flat=True)]
    return rows.exclude(object_type=ENCOUNTER, object_ref__in=refs) if refs else rows


def lines(user: User, rows: Sequence[Entry]) -> list[Line]:
    """One page in plain words: four queries. Who is protected has no name, no reason and no link,
    whether the row is about her or was written by her."""
    told = queries.described(rows)
    authors = _persons_behind({row.actor_ref for row in rows if row.actor_ref})
    refs = {row.subject_ref for row in told if row.subject_ref} | set(authors.values())
    hidden = stays_closed(user, Person.objects.filter(pk__in=refs, protected=True))
    hidden_authors = {account for account, person in authors.items() if person in hidden}
    return [
        _line(one, row.actor_ref in hidden_authors, one.subject_ref in hidden)
        for one, row in zip(told, rows, strict=True)
    ]


def _persons_behind(accounts: set[UUID]) -> dict[UUID, UUID]:
    """The participants among these accounts."""
    rows = User.objects.filter(pk__in=accounts, person_ref__isnull=False)
    return {pk: ref for pk, ref in rows.values_list("pk", "person_ref") if ref is not None}


def _line(one: Told, author_hidden: bool, subject_hidden: bool) -> Line:
    name = _("Persona riservata")
    if author_hidden:
        one = replace(one, who=name)
    if subject_hidden:
        one = replace(one, subject=name, subject_ref=None, reason="")
    return Line(one.at, one.who, one.role, one.what, one.subject, one.subject_ref, one.reason)


@transaction.atomic
def note_read(*, actor: Actor, persons: int) -> None:
    """Write down that the journal was read, and how many rows with a person's name it showed."""
    record(actor, "journal.read", fields=[f"count={persons}"])

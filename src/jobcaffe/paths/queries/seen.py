"""*Chi ha visto i miei dati*: the journal's rows about one person."""

from __future__ import annotations

from jobcaffe.foundation.accounts.models import User
from jobcaffe.foundation.journal.queries import Seen, entries_about
from jobcaffe.paths.queries.paths import merged_refs, persons_of
from jobcaffe.people.models import Person


def who_has_seen(user: User, person: Person, *, limit: int = 200) -> list[Seen]:
    """Who read or wrote her record, newest first; records joined to hers included.

    Empty when ``user`` may not open the person.
    """
    if not persons_of(user).filter(pk=person.pk).exists():
        return []
    return entries_about(person.pk, *merged_refs(person.pk), limit=limit)

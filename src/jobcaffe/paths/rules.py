"""Who may write a person's path."""

from __future__ import annotations

from uuid import UUID

from jobcaffe.foundation.accounts.models import User
from jobcaffe.foundation.journal.actions import Actor
from jobcaffe.people.models import Person
from jobcaffe.people.rules import require_person


def require_path_of(actor: Actor, person_ref: UUID) -> Person:
    """The person, locked: a participant for herself, staff with "path.write". Raises ``Refused``."""
    own = isinstance(actor, User) and actor.person_ref is not None and actor.person_ref == person_ref
    return require_person(actor, "my.write" if own else "path.write", person_ref)

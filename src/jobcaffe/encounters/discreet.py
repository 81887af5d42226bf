"""Messages to who must not be known to be expected: confidential, quick, and only with her yes."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime
from uuid import UUID

from jobcaffe.encounters.messages import QUICK, recipient_of, way_of
from jobcaffe.encounters.reminders import CONSENT
from jobcaffe.foundation.journal.actions import Actor
from jobcaffe.foundation.notices.actions import send
from jobcaffe.foundation.privacy.consents import with_consent
from jobcaffe.people.enums import Status
from jobcaffe.people.models import Person


def tell(
    actor: Actor,
    refs: Collection[UUID],
    template: str,
    context: Mapping[str, object],
    *,
    key: str = "",
    until: datetime | None = None,
) -> None:
    """A confidential notice to each, by the channel she chose, never on paper; with ``key`` once."""
    for person in willing(refs):
        way = way_of(person)
        if way in QUICK:
            send(
                actor=actor, to=recipient_of(person), template=template, context=context, channel=way,
                dedupe_key=key and f"{key}:{person.pk}", expires_at=until, confidential=True,
            )  # fmt: skip


def willing(refs: Collection[UUID]) -> list[Person]:
    """Who is followed and said yes to messages; of merged records the one that holds."""
    rows = Person.objects.select_related("merged_into").filter(pk__in=refs)
    persons = {person.pk: person for person in (row.merged_into or row for row in rows)}
    yes = with_consent(set(persons), CONSENT)
    return [one for one in persons.values() if one.pk in yes and one.status == Status.ACTIVE]

"""Words that are nobody else's: a day and an hour, or that there is something to read. No theme, no name.

Only with her yes to messages, by the channel she chose, and never on paper.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.urls import reverse

from jobcaffe.encounters.messages import QUICK, recipient_of, way_of
from jobcaffe.encounters.reminders import CONSENT
from jobcaffe.foundation.journal.actions import Actor
from jobcaffe.foundation.notices.actions import send
from jobcaffe.foundation.privacy.consents import with_consent
from jobcaffe.people.enums import Status
from jobcaffe.people.models import Person
from jobcaffe.spaces.words import local


def appointment(actor: Actor, refs: Collection[UUID], at: datetime, *, key: str) -> None:
    """The day and the hour of an appointment, once for each person and ``key``."""
    tell(actor, refs, "encounter_reminder", {"when": local(at)}, key=key, until=at)


def word(actor: Actor, refs: Collection[UUID], *, key: str = "") -> None:
    """There is something to read; what it is stands behind her sign-in. With ``key`` once."""
    tell(actor, refs, "word_waiting", {"link": settings.SITE_URL + reverse("member:today")}, key=key)


def tell(
    actor: Actor,
    refs: Collection[UUID],
    template: str,
    context: Mapping[str, object],
    *,
    key: str = "",
    until: datetime | None = None,
) -> None:
    """One confidential message to each who is willing."""
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

"""Notices to who is in a lab. They tell a day and an hour, or that there is a word: no lab, no theme.

They are confidential, so that only she knows of them; only with her yes to messages.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.urls import reverse

from jobcaffe.encounters.discreet import tell, willing
from jobcaffe.encounters.models import Encounter
from jobcaffe.foundation.journal.actions import Actor
from jobcaffe.people.models import Person
from jobcaffe.spaces.words import local
from jobcaffe.worklife.labs import queries
from jobcaffe.worklife.labs.models import Lab


def appointment(actor: Actor, refs: Collection[UUID], at: datetime, *, key: str) -> None:
    """The day and the hour of a meeting, once for each person and ``key``."""
    tell(actor, refs, "encounter_reminder", {"when": local(at)}, key=key, until=at)


def word(actor: Actor, refs: Collection[UUID], *, key: str) -> None:
    """There is something to read; what it is stands behind her sign-in. Once for each ``key``."""
    link = settings.SITE_URL + reverse("member:today")
    tell(actor, refs, "word_waiting", {"link": link}, key=key)


def who_comes(encounter: Encounter) -> list[Person]:
    """Who is in the lab that meets, to be told when the day, the hour or the room changes."""
    lab = Lab.objects.filter(meetings=encounter.pk).first()
    return willing([row.person_ref for row in queries.members(lab)]) if lab else []

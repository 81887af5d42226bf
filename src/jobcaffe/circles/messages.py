"""Notices to who asks for a group or is in one. They tell a day and an hour, or that there is a word.

No theme, no group, no place, no other name; they are confidential, so that only she knows of them.
Only with her yes to messages, by the channel she chose, and never on paper.
"""

from __future__ import annotations

from uuid import UUID

from jobcaffe.circles import queries
from jobcaffe.circles.models import Circle
from jobcaffe.encounters import quiet
from jobcaffe.encounters.models import Encounter
from jobcaffe.foundation.journal.actions import Actor
from jobcaffe.people.models import Person

appointment = quiet.appointment


def word(actor: Actor, ref: UUID) -> None:
    """There is something to read; what it is stands behind her sign-in."""
    quiet.word(actor, [ref])


def who_comes(encounter: Encounter) -> list[Person]:
    """The members of the group that meets, to be told when the day, the hour or the room changes."""
    circle = Circle.objects.filter(meetings=encounter.pk).first()
    return quiet.willing([row.person_ref for row in queries.members(circle)]) if circle else []

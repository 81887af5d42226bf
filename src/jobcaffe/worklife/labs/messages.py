"""Notices to who is in a lab. They tell a day and an hour, or that there is a word: no lab, no theme.

They are confidential, so that only she knows of them; only with her yes to messages.
"""

from __future__ import annotations

from jobcaffe.encounters import quiet
from jobcaffe.encounters.models import Encounter
from jobcaffe.people.models import Person
from jobcaffe.worklife.labs import queries
from jobcaffe.worklife.labs.models import Lab

appointment, word = quiet.appointment, quiet.word


def who_comes(encounter: Encounter) -> list[Person]:
    """Who is in the lab that meets, to be told when the day, the hour or the room changes."""
    lab = Lab.objects.filter(meetings=encounter.pk).first()
    return quiet.willing([row.person_ref for row in queries.members(lab)]) if lab else []

"""The example programme, and a community that its tests can count."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

from jobcaffe.commitments.enums import State as CommitmentState
from jobcaffe.encounters.enums import Action, Kind, Presence, State
from jobcaffe.encounters.models import Encounter, Register
from jobcaffe.foundation.accounts.models import User
from jobcaffe.foundation.journal.actions import SYSTEM
from jobcaffe.paths.models import FollowUp, Outcome
from jobcaffe.paths.models import Path as PersonPath
from jobcaffe.plan.actions import load_programme
from jobcaffe.plan.models import Indicator, Period, Programme
from tests import factories

NOON = 12


@pytest.fixture
def programme(db: None) -> Programme:
    """Job 2.0, loaded from the file that ships."""
    file = settings.PACKAGE / "plan" / "data" / "job20-lainate.toml"
    return load_programme(actor=SYSTEM, path=Path(file)).programme


@pytest.fixture
def coordinator(db: None) -> User:
    """Who runs the programme."""
    return factories.user("coordinator", name="Marta Galli")


@pytest.fixture
def indicator(programme: Programme) -> Callable[[str], Indicator]:
    """``indicator("P1")``."""
    return lambda code: programme.indicators.select_related("programme", "action").get(code=code)


@pytest.fixture
def period(programme: Programme) -> Callable[[str], Period]:
    """``period("2024-1")``."""
    return lambda code: programme.periods.select_related("programme").get(code=code)


def noon(day: date) -> datetime:
    """Midday in UTC: the same day on the wall clock."""
    return datetime(day.year, day.month, day.day, NOON, tzinfo=UTC)


def held(day: date, **fields: Any) -> Encounter:
    """An encounter that took place."""
    return factories.encounter(
        **{"starts_at": noon(day), "state": State.HELD, "kind": Kind.LAB, "action": Action.WOMEN, **fields}
    )


def group_evening(day: date, present: int) -> Encounter:
    """A meeting of a mutual-aid group: an integer, no names."""
    return held(
        day, kind=Kind.GROUP, action=Action.AMA, confidential=True, public=False, present_count=present
    )


def community(seed: int, *, persons: int = 30, first: date = date(2024, 1, 5), days: int = 170) -> None:
    """Persons, talks, encounters, promises and outcomes spread over some days; the same for a seed."""
    chance = random.Random(seed)

    def day() -> date:
        return first + timedelta(days=chance.randrange(days))

    people = [
        factories.person(
            sex=chance.choice(["F", "M", "X", ""]),
            birth_year=chance.choice([None, 1950, 1964, 1974, 1990, 2001, 2010]),
            municipality=chance.choice(["Lainate", "Rho", "Nerviano", ""]),
        )
        for _ in range(persons)
    ]
    for person in people:
        for _ in range(chance.randrange(3)):
            factories.intake(person, at=noon(day()))
    bodies = [factories.organisation(joined_on=chance.choice([None, day()])) for _ in range(6)]
    for _ in range(10):
        meeting = held(day(), kind=chance.choice(list(Kind)), action=chance.choice(list(Action)))
        for person in chance.sample(people, min(persons, chance.randrange(8))):
            presence = chance.choice([Presence.PRESENT, Presence.PRESENT, Presence.ABSENT])
            factories.attendance(meeting, person=person, presence=presence)
        factories.attendance(meeting, organisation=chance.choice(bodies))
    for _ in range(5):
        group_evening(day(), chance.randrange(4, 12))
    for person in chance.sample(people, persons // 2):
        PersonPath.objects.create(person=person, opened_on=day())
        factories.commitment(
            person=person,
            promised_at=noon(day()),
            state=chance.choice([CommitmentState.PROMISED, CommitmentState.KEPT]),
            settled_on=day(),
        )
        outcome = Outcome.objects.create(person=person, kind="job", started_on=day())
        FollowUp.objects.create(
            outcome=outcome, months=6, due_on=day(), done_on=day(), still=chance.choice(["yes", "no"])
        )


def sheet(meeting: Encounter, number: int) -> Register:
    """The printed sheet of an encounter, without a scan."""
    return Register.objects.create(encounter=meeting, year=meeting.starts_at.year, number=number)

"""Made-up tables that a network grows around, and what organisations said of their ties a year ago."""

from __future__ import annotations

import random
from datetime import date, timedelta

from jobcaffe.demo.calendar import Diary
from jobcaffe.demo.population import at
from jobcaffe.encounters.enums import Kind, Presence
from jobcaffe.encounters.models import Attendance
from jobcaffe.network.ties.models import Declared, Sheet, Survey
from jobcaffe.organisations.enums import Stage
from jobcaffe.organisations.models import Organisation

SEED, ROUND_TABLES = 41, 3
# Organisations of one table at the beginning; one more each so many meetings of the same table.
FIRST, ONE_MORE_EACH = 3, 2
STRANGERS = 0.35
# Tables after which nobody wrote who had come.
NOT_WRITTEN = 0.15
# Among how many neighbours in the list an organisation finds those it speaks of.
AROUND = 9
SURVEY_MONTH = 5


def seat(diary: Diary, bodies: list[Organisation]) -> None:
    """Who sits at the tables: three tables whose people come again, new ones bit by bit, few strangers.

    Has its own dice, so that the rest of the community stays as it was.
    """
    rng = random.Random(SEED)
    tables = [one for one in diary.encounters if one.kind == Kind.TABLE]
    again = {one.pk for one in tables}
    diary.attendances[:] = [
        row for row in diary.attendances if row.organisation_id is None or row.encounter_id not in again
    ]
    mixed = rng.sample(bodies[:48], len(bodies[:48]))
    circles = [mixed[place::ROUND_TABLES] for place in range(ROUND_TABLES)]
    for number, table in enumerate(sorted(tables, key=lambda one: one.starts_at)):
        place, held = number % ROUND_TABLES, number // ROUND_TABLES
        here = circles[place][: FIRST + held // ONE_MORE_EACH]
        guests = rng.sample(here, min(len(here), rng.randrange(3, 6)))
        if rng.random() < STRANGERS:
            guests.append(rng.choice(circles[(place + 1) % ROUND_TABLES][:6]))
        past = table.starts_at < diary.now
        if past and rng.random() < NOT_WRITTEN:
            continue
        diary.attendances += [
            Attendance(
                encounter=table,
                organisation=guest,
                presence=Presence.PRESENT if past else Presence.EXPECTED,
            )
            for guest in guests
        ]


def ask(bodies: list[Organisation], today: date) -> None:
    """Last year's survey, closed, with most answers; and this year's, open, with a few."""
    rng = random.Random(SEED + 1)
    members = [one for one in bodies if one.stage == Stage.MEMBER and one.joined_on]
    for year, answering in ((today.year - 1, 0.85), (today.year, 0.3)):
        opened = date(year, SURVEY_MONTH, 4) if year < today.year else today - timedelta(days=9)
        survey = Survey.objects.create(year=year, opened_on=opened, closes_on=opened + timedelta(days=30))
        if year < today.year:
            survey.closed_at = at(survey.closes_on + timedelta(days=1), 9)
            survey.save(update_fields=["closed_at"])
        _answers(rng, survey, members, answering)


def _answers(rng: random.Random, survey: Survey, members: list[Organisation], answering: float) -> None:
    asked = at(survey.opened_on, 9)
    sheets = Sheet.objects.bulk_create(
        Sheet(
            survey=survey,
            organisation=one,
            asked_at=asked,
            answered_at=asked + timedelta(days=rng.randrange(1, 8)) if rng.random() < answering else None,
        )
        for one in members
    )
    for place, sheet in enumerate(sheets):
        if sheet.answered_at:
            around = [members[(place + step) % len(members)] for step in range(-AROUND // 2, AROUND // 2 + 1)]
            others = [one for one in dict.fromkeys(around) if one.pk != sheet.organisation_id]
            Declared.objects.bulk_create(
                _said(rng, sheet, other)
                for other in rng.sample(others, min(len(others), rng.randrange(3, 8)))
            )


def _said(rng: random.Random, sheet: Sheet, other: Organisation) -> Declared:
    knows = rng.random() < 0.75
    return Declared(sheet=sheet, other=other, knows=knows, did=knows and rng.random() < 0.4, wishes=not knows)

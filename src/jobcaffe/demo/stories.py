"""Made-up paths, steps, promises and outcomes."""

from __future__ import annotations

import random
from datetime import date, datetime, timedelta
from typing import cast

from dateutil.relativedelta import relativedelta

from jobcaffe.commitments.enums import State
from jobcaffe.commitments.models import Change, Commitment
from jobcaffe.demo import words
from jobcaffe.demo.population import at
from jobcaffe.encounters.enums import Kind
from jobcaffe.encounters.models import Encounter
from jobcaffe.foundation.accounts.models import Team, User
from jobcaffe.organisations.models import Organisation
from jobcaffe.paths.enums import OutcomeKind, Still
from jobcaffe.paths.models import FOLLOW_UP_MONTHS, FollowUp, Goal, Outcome, Path
from jobcaffe.people.enums import Status
from jobcaffe.people.instruments import instrument as questionnaire
from jobcaffe.people.models import Answer, Person, ShiftNote, Waiting

AREA_OF = {
    "work": "work", "lost_work": "work", "reconcile": "family", "venture": "venture", "meet": "people",
    "young": "learning", "give": "people", "other": "people",
}  # fmt: skip
SETTLED = ([State.KEPT] * 7) + ([State.DROPPED] * 2)


class Stories:
    """Collects what people set out to do, then writes it in a few statements."""

    def __init__(self, rng: random.Random, today: date) -> None:
        self.rng, self.today = rng, today
        self.commitments: list[Commitment] = []
        self.changes: list[Change] = []
        self.paths: list[Path] = []
        self.goals: list[Goal] = []
        self.steps: list[tuple[Goal, Commitment]] = []

    def promise(self, day: date, text: str, weeks: int, **owner: object) -> Commitment:
        """A commitment with its life until today."""
        due = day + timedelta(weeks=weeks)
        made = Commitment(text=text, due_on=due, promised_at=at(day, 11), **owner)
        self.commitments.append(made)
        self.changes.append(Change(commitment=made, state=State.PROMISED, due_on=due, at=made.promised_at))
        late = (self.today - due).days
        if late > 0 and self.rng.random() < (0.93 if late > 30 else 0.6):
            made.state = self.rng.choice(SETTLED)
            made.settled_on = min(self.today, due + timedelta(days=self.rng.randrange(-6, 12)))
            self.changes.append(
                Change(commitment=made, state=made.state, due_on=due, at=at(made.settled_on, 12))
            )
        elif self.rng.random() < 0.3:
            made.state = State.UNDER_WAY
            self.changes.append(Change(commitment=made, state=made.state, due_on=due, at=made.promised_at))
        return made

    def path(self, person: Person, reason: str, started: date) -> None:
        """A path with one or two goals and their steps."""
        path = Path(person=person, opened_on=started, operator=person.operator)
        self.paths.append(path)
        area = AREA_OF[reason]
        for words_of, steps in self.rng.sample(
            words.GOALS[area], 1 + (self.rng.random() < 0.3 and len(words.GOALS[area]) > 1)
        ):
            goal = Goal(path=path, area=area, words=words_of, set_on=started)
            self.goals.append(goal)
            for number, text in enumerate(steps):
                step_day = started + timedelta(days=14 * number)
                if step_day <= self.today:
                    step = self.promise(step_day, text, self.rng.randrange(1, 5), person=person)
                    self.steps.append((goal, step))

    def write(self) -> None:
        """Everything into the database."""
        Commitment.objects.bulk_create(self.commitments, batch_size=500)
        Change.objects.bulk_create(self.changes, batch_size=500)
        Path.objects.bulk_create(self.paths, batch_size=500)
        Goal.objects.bulk_create(self.goals, batch_size=500)
        through = Goal.steps.through
        through.objects.bulk_create(
            [through(goal=goal, commitment=step) for goal, step in self.steps], batch_size=500
        )


def people_stories(stories: Stories, people: list[Person], reasons: dict[object, set[str]]) -> None:
    """Two persons of three have a path."""
    for person in people:
        if stories.rng.random() < 0.66:
            started = person.created_at.date() + timedelta(days=stories.rng.randrange(3, 21))
            if started <= stories.today:
                stories.path(person, stories.rng.choice(sorted(reasons[person.pk])), started)


def promises(
    stories: Stories, encounters: list[Encounter], bodies: list[Organisation], users: dict[str, User]
) -> None:
    """What organisations promise at tables, and what staff must do."""
    for encounter in encounters:
        day = encounter.starts_at.date()
        if day > stories.today:
            continue
        if encounter.kind == Kind.TABLE:
            for body in stories.rng.sample(bodies[:48], 2):
                text = stories.rng.choice(words.PROMISES)
                stories.promise(
                    day, text, stories.rng.randrange(3, 14), organisation=body, encounter=encounter
                )
        elif encounter.kind == Kind.VISIT:
            text = f"Richiamare {encounter.title.removeprefix('Visita: ')}"
            stories.promise(day, text, 2, user=users["marta"], encounter=encounter)


def outcomes(rng: random.Random, people: list[Person], today: date) -> None:
    """One person of four has an outcome, verified at 3, 6 and 12 months when the time has come."""
    rows, follow_ups = [], []
    for person in people:
        started = person.created_at.date() + timedelta(days=rng.randrange(40, 320))
        if rng.random() > 0.32 or started > today:
            continue
        kind = rng.choices(list(OutcomeKind), [42, 14, 22, 7, 11, 4])[0]
        outcome = Outcome(
            person=person, kind=kind, started_on=started, where=rng.choice(words.OUTCOME_PLACES[kind]),
            recorded_at=at(started, 12), recorded_by=person.operator,
        )  # fmt: skip
        rows.append(outcome)
        for months in FOLLOW_UP_MONTHS:
            due = started + relativedelta(months=months)
            done = due <= today and rng.random() < 0.82
            still = rng.choices(list(Still), [62, 14, 16, 8])[0] if done else ""
            follow_ups.append(
                FollowUp(
                    outcome=outcome, months=months, due_on=due, done_on=due if done else None, still=still
                )
            )
    Outcome.objects.bulk_create(rows)
    FollowUp.objects.bulk_create(follow_ups, batch_size=500)


def today_at_the_desk(users: dict[str, User], now: datetime) -> None:
    """People waiting, and notes for the next shift."""
    for minutes, name in ((12, "Rosa"), (7, "Un signore con il cane"), (2, "Mohamed")):
        Waiting.objects.create(name=name, arrived_at=now - timedelta(minutes=minutes))
    for hours, text in enumerate(words.NOTES, start=2):
        ShiftNote.objects.create(
            team=cast(Team, users["paola"].team),
            author=users["paola"],
            text=text,
            written_at=now - timedelta(hours=hours),
        )


def gone(rng: random.Random, people: list[Person], today: date) -> None:
    """Who was last seen long ago mostly does not come any more; a few moved away, two died."""
    for number, person in enumerate(people):
        silent = (today - (person.last_contact_on or today)).days
        if silent > 75 and rng.random() < 0.93:
            person.status = Status.MOVED if number % 9 == 0 else Status.LEFT
            person.status_on = (person.last_contact_on or today) + timedelta(days=60)
    old = [p for p in people if p.birth_year and p.birth_year < 1960]
    for person in rng.sample(old, min(2, len(old))):
        person.status, person.status_on = Status.DIED, person.last_contact_on


def answers(rng: random.Random, people: list[Person], today: date) -> None:
    """Optional answers at entry, 6 and 12 months; trust grows a little, as one would hope."""
    instrument = questionnaire()
    rows = []
    for person in people:
        if rng.random() > 0.45:
            continue
        for wave, lift in ((0, 0.0), (6, 0.10), (12, 0.16)):
            day = person.created_at.date() + relativedelta(months=wave)
            if day > today or (wave and rng.random() > 0.6):
                continue
            for question in instrument.questions:
                values = [value for value, _words in question.choices]
                value = values[0] if rng.random() < 0.35 + lift else rng.choice(values[1:])
                rows.append(
                    Answer(
                        person=person, instrument=instrument.code, wave=wave, question=question.code,
                        value=value, answered_on=day,
                    )
                )  # fmt: skip
    Answer.objects.bulk_create(rows, batch_size=1000)

"""Made-up labs of action 2: two groups of women, their problems, ideas and trials."""

from __future__ import annotations

import random
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from jobcaffe.demo import words
from jobcaffe.demo.members import account
from jobcaffe.demo.population import ADULT, at
from jobcaffe.encounters.enums import Action, Kind
from jobcaffe.encounters.models import Encounter
from jobcaffe.foundation.accounts.models import User
from jobcaffe.organisations.models import Organisation
from jobcaffe.people.enums import Status
from jobcaffe.people.models import Person
from jobcaffe.spaces.models import Room
from jobcaffe.worklife.labs import actions
from jobcaffe.worklife.labs.enums import Standing
from jobcaffe.worklife.labs.models import (
    Decision,
    DiaryEntry,
    Experiment,
    Idea,
    Lab,
    Meeting,
    Membership,
    Problem,
    Result,
    Support,
)

MEMBERS, ASKING, WITH_PHONE = 11, 2, 5
OPENED = timedelta(weeks=44)
CHILD_PLACES = 6
OF_TIMES = "Laboratorio donne: i nostri tempi"


@dataclass
class Women:
    """Who may be in a lab, in an order that the seed decides; each in one only."""

    rng: random.Random
    left: list[Person]

    @classmethod
    def of(cls, people: Iterable[Person], today: date, but: Person) -> Women:
        """Adult women who come, without somebody who is placed apart."""
        rng = random.Random(2)
        found = [
            who for who in people
            if who.sex == "F" and who.status == Status.ACTIVE and not who.protected and who.pk != but.pk
            and who.birth_year and ADULT < today.year - who.birth_year < 60
        ]  # fmt: skip
        rng.shuffle(found)
        return cls(rng, found)

    def take(self, count: int) -> list[Person]:
        """Up to so many."""
        taken, self.left = self.left[:count], self.left[count:]
        return taken


def fill(
    users: dict[str, User], people: list[Person], rooms: list[Room], anna: User, today: date
) -> list[User]:
    """Two labs: one that everybody may come to, with Anna in it, and one that is confidential.

    The accounts of five others in Anna's lab.
    """
    here = next(who for who in people if who.pk == anna.person_ref)
    women = Women.of(people, today, here)
    inside = women.take(MEMBERS - 1)
    opened = _open_lab(users, anna, [here, *inside], today)
    _ask(opened, women.take(ASKING), today)
    _trials(opened, users, today)
    _confidential(users, women, rooms, today)
    return [account(who) for who in inside[:WITH_PHONE]]


# --- the lab that is open -----------------------------------------------------------------------------


def _open_lab(users: dict[str, User], anna: User, inside: list[Person], today: date) -> Lab:
    """The weekly lab of the calendar, with its members, its board, its ideas and places for children."""
    lab = actions.create_lab(actor=users["teresa"], name="I nostri tempi", about=words.LAB_ABOUT)
    Lab.objects.filter(pk=lab.pk).update(opened_on=today - OPENED)
    _enrol(lab, inside, today)
    since = at(today - OPENED, 0)
    held = Encounter.objects.filter(title=OF_TIMES, starts_at__gte=since).order_by("starts_at")
    Meeting.objects.bulk_create(
        Meeting(encounter=row, lab=lab, child_places=CHILD_PLACES if row.starts_at > timezone.now() else 0)
        for row in held
    )
    _board(lab, words.LAB_PROBLEMS, today)
    _own_words(lab, anna)
    return lab


def _enrol(lab: Lab, people: list[Person], today: date) -> None:
    """They asked at the desk and were let in: the rows that the real way in writes."""
    days = [today - timedelta(days=300 - 24 * number) for number in range(len(people))]
    rows = [(who, max(day, who.created_at.date())) for who, day in zip(people, days, strict=True)]
    Membership.objects.bulk_create(
        Membership(
            lab=lab, standing=Standing.MEMBER, asked_on=day, joined_on=day, **Membership.columns_for(who.pk)
        )
        for who, day in rows
    )
    DiaryEntry.objects.bulk_create(
        DiaryEntry(
            action="lab.enter", role="lab_leader", lab=lab, at=at(day, 12),
            told={"actor": "", "fields": []}, **DiaryEntry.columns_for(who.pk),
        )
        for who, day in rows
    )  # fmt: skip


def _ask(lab: Lab, people: list[Person], today: date) -> None:
    """Who waits for an answer."""
    Membership.objects.bulk_create(
        Membership(lab=lab, asked_on=today - timedelta(days=2 + number), **Membership.columns_for(who.pk))
        for number, who in enumerate(people)
    )


def _board(lab: Lab, texts: tuple[tuple[str, int], ...], today: date) -> None:
    """Problems that women of the lab wrote, and how many of the others have them too."""
    inside = [row.person_ref for row in lab.memberships.filter(standing=Standing.MEMBER)]
    for number, (text, too) in enumerate(texts):
        author = inside[number % len(inside)]
        moment = at(today - timedelta(days=6 + 17 * number), 16)
        problem = Problem.objects.create(lab=lab, body=text, written_at=moment, **Problem.columns_for(author))
        others = [ref for ref in inside if ref != author][:too]
        Support.objects.bulk_create(Support(problem=problem, **Support.columns_for(ref)) for ref in others)


def _own_words(lab: Lab, anna: User) -> None:
    """What Anna wrote herself, her yes to another's problem, and her children at the next meeting."""
    actions.add_problem(actor=anna, lab_id=lab.pk, text=words.ANNA_PROBLEM, signed=True)
    first = lab.problems.order_by("written_at").first()
    if first is not None:
        actions.support(actor=anna, problem_id=first.pk, too=True)
    for title, for_whom in words.LAB_IDEAS:
        actions.add_idea(actor=anna, lab_id=lab.pk, title=title, for_whom=for_whom)
    coming = lab.meetings.filter(encounter__starts_at__gt=timezone.now()).first()
    if coming is not None:
        born = timezone.localdate().year
        actions.bring_children(
            actor=anna, encounter_id=coming.pk, children=[("Sofia", born - 4), ("Leo", born - 7)]
        )


def _trials(lab: Lab, users: dict[str, User], today: date) -> None:
    """One that goes on as a service, one whose time is over, one under way."""
    tried = [
        _trial(lab, number, answers, today - timedelta(days=since), days)
        for number, (answers, since, days) in enumerate(words.LAB_TRIALS, 1)
    ]
    done = tried[0]
    told_on = done.until + timedelta(days=3)
    Result.objects.create(experiment=done, worked="yes", minutes=58 * 60, cents=142_50, on=told_on)
    Decision.objects.create(experiment=done, choice="continue", on=told_on)
    teresa = users["teresa"]
    told: Any = {"actor": teresa, "experiment_id": done.pk}
    actions.tell_result(**told, worked="yes", learned=words.LAB_LEARNED[0], minutes=58 * 60, cents=142_50)
    actions.clear_learned(**told, audience="public", title=words.LAB_LEARNED[1], text=words.LAB_LEARNED[2])
    body = Organisation.objects.filter(kind="school").order_by("name").first()
    if body is not None:
        actions.set_partner(actor=teresa, experiment_id=done.pk, organisation_id=body.pk)
    actions.set_budget(actor=users["marta"], experiment_id=done.pk, cents=200_00)


def _trial(lab: Lab, number: int, answers: tuple[str, ...], since: date, days: int) -> Experiment:
    title, for_whom, field, what, who_with, how_we_know = answers
    idea = Idea.objects.create(lab=lab, title=title, for_whom=for_whom, written_at=at(since, 15))
    return Experiment.objects.create(
        lab=lab, number=number, idea=idea, field=field, what=what, who_with=who_with,
        how_we_know=how_we_know, starts_on=since, until=since + timedelta(days=days),
    )  # fmt: skip


# --- the lab that is confidential -----------------------------------------------------------------------


def _confidential(users: dict[str, User], women: Women, rooms: list[Room], today: date) -> None:
    """Every second Wednesday morning: for the past a number, for the future a room. No names."""
    teresa = users["teresa"]
    lab = actions.create_lab(actor=teresa, name="Ricominciare", about=words.LAB_QUIET, confidential=True)
    Lab.objects.filter(pk=lab.pk).update(opened_on=today - timedelta(weeks=16), open_to_new=True)
    _enrol(lab, women.take(7), today)
    _board(lab, words.LAB_QUIET_PROBLEMS, today)
    monday = today - timedelta(days=today.weekday())
    for weeks in range(-14, 0, 2):
        _held(lab, teresa, rooms[1], monday + timedelta(days=2, weeks=weeks), 5 + (weeks // 2) % 3)


def _held(lab: Lab, teresa: User, room: Room, day: date, present: int) -> None:
    starts = at(day, 9)
    row = Encounter.objects.create(
        kind=Kind.LAB, action=Action.WOMEN, title=actions.NEUTRAL, confidential=True, place=room.place,
        starts_at=starts, ends_at=starts + timedelta(hours=2), state="held", present_count=present,
    )  # fmt: skip
    row.leaders.add(teresa)
    Meeting.objects.create(encounter=row, lab=lab)

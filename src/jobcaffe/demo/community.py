"""The made-up community of the demo, the tests, the benchmarks and the screenshots.

Same seed and same day, same community: about 400 people, 60 organisations, three years.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from jobcaffe.commitments.actions import keep
from jobcaffe.demo import (
    calendar,
    circles,
    fair_day,
    fair_event,
    fair_pledges,
    fair_talks,
    fair_visits,
    labs,
    members,
    network_board,
    network_cohesion,
    network_directory,
    network_matching,
    network_outreach,
    network_tables,
    network_words,
    population,
    staff,
    stories,
    worklife,
)
from jobcaffe.encounters.models import Attendance, Encounter
from jobcaffe.foundation.accounts.models import Grant, User
from jobcaffe.foundation.journal.actions import SYSTEM
from jobcaffe.paths.actions import add_goal, add_step
from jobcaffe.people.enums import Status
from jobcaffe.people.models import Intake, Person
from jobcaffe.plan import queries as plan_queries
from jobcaffe.plan.actions import load_programme
from jobcaffe.plan.models import Period
from jobcaffe.programme.actions import close_period, issue_report
from jobcaffe.programme.enums import Audience, Format

SEED = 2_0
PEOPLE = 387
CLOSING_DAYS = 20
Progress = Callable[[str], None]


def quiet(_text: str) -> None:
    """Say nothing."""


def ensure(*, progress: Progress = quiet) -> None:
    """Make the community once; a marker in the home folder says that it is made up."""
    marker = Path(settings.HOME) / "demo"
    if Person.objects.exists():
        return
    progress("Preparo una comunità inventata…")
    build(progress=progress)
    marker.write_text("Questi dati sono inventati.\n")


def build(
    *, seed: int = SEED, people: int = PEOPLE, today: date | None = None, progress: Progress = quiet
) -> None:
    """Write the community into an empty database, in one transaction."""
    rng = random.Random(seed)
    now = timezone.now()
    today = today or timezone.localdate()
    with transaction.atomic():
        load_programme(actor=SYSTEM, path=Path(settings.PROGRAMME_FILE))
        programme = plan_queries.current_programme()
        if programme is None:
            raise RuntimeError("the programme's file was not loaded")
        first, last = programme.starts_on, min(today, programme.ends_on)
        users = staff.hire()
        rooms = calendar.places(first, last)
        bodies = calendar.organisations(rng, first, last)
        network_directory.fill(bodies, users, today)
        network_outreach.fill(bodies, users, today)
        network_board.fill(bodies, today)
        network_cohesion.ask(bodies, today)
        network_words.fill(users)
        persons = population.people(rng, people, users, first, last)
        reasons: dict[object, set[str]] = {
            ref: set(found) for ref, found in Intake.objects.values_list("person", "reasons")
        }
        progress(f"{len(persons)} persone, {len(bodies)} organizzazioni…")
        diary = calendar.Diary(rng, users, rooms, now)
        calendar.labs(diary, persons, reasons, first, last)
        groups = circles.Groups(diary, users, first, today)
        groups.meet()
        calendar.network(diary, bodies, first, last)
        network_cohesion.seat(diary, bodies)
        calendar.fairs(diary, persons, bodies, first, last)
        diary.write()
        network_tables.fill(bodies, users, today)
        progress(f"{len(diary.encounters)} incontri, {len(diary.attendances)} presenze…")
        tale = stories.Stories(rng, today)
        stories.people_stories(tale, persons, reasons)
        stories.promises(tale, diary.encounters, bodies, users)
        tale.write()
        stories.outcomes(rng, persons, today)
        stories.today_at_the_desk(users, now)
        stories.gone(rng, persons, today)
        stories.answers(rng, persons, today)
        Person.objects.bulk_update(persons, ["last_contact_on", "status", "status_on"], batch_size=500)
        groups.tell()
        franco = _member(persons, today)
        members.fill(groups, persons, franco)
        if anna := member("anna"):
            women = labs.fill(users, persons, rooms, anna, today)
            worklife.fill(users, [anna, *women], today)
            network_matching.fill(users, persons, franco, anna, today)
        past_fairs, fair, next_fair = fair_event.build(fair_event.Community(bodies, users, today, now))
        comes = next((one for one in persons if one.pk == franco.person_ref), None)
        fair_visits.fill(past_fairs, fair, persons, comes, users["ivan"], now)
        fair_visits.early(next_fair, now)
        fair_talks.fill(past_fairs, fair, now)
        fair_talks.wished(next_fair)
        fair_day.fill(fair, users["ivan"], now)
        fair_pledges.build(past_fairs, fair, users)  # the last of them: it closes those that are over
        progress("Chiudo i periodi passati…")
        _close_periods(users["marta"], today)


def _close_periods(coordinator: User, today: date) -> None:
    """Past periods were closed three weeks after their end; their reports were issued then."""
    for period in Period.objects.filter(last_day__lt=today - timedelta(days=CLOSING_DAYS)).order_by(
        "first_day"
    ):
        moment = population.at(period.last_day + timedelta(days=CLOSING_DAYS), 10)
        closure = close_period(actor=coordinator, period=period, despite_missing=True, now=moment)
        issue_report(
            actor=coordinator, closure=closure, audience=Audience.FUNDER, wanted=[Format.PDF, Format.XLSX]
        )


def _member(persons: list[Person], today: date) -> User:
    """Franco, for the visitor who enters as a participant: a path under way, encounters to come."""
    candidates = [
        p for p in persons
        if p.sex == "M" and p.birth_year and p.birth_year < 1976 and not p.protected and p.status == Status.ACTIVE
    ]  # fmt: skip
    who = max(candidates, key=lambda p: (p.last_contact_on or today, p.search_name))
    population.call(who, "Franco")
    who.channel = "sms"
    who.save(update_fields=["channel"])
    user = User.objects.create(name=who.full_name, person_ref=who.pk)
    Grant.objects.create(user=user, role="member")
    coming = Encounter.objects.filter(
        title__in=["Curriculum e colloqui", "Computer senza paura"], starts_at__gt=timezone.now()
    ).order_by("starts_at")
    Attendance.objects.bulk_create(
        [Attendance(encounter=e, person=who) for e in coming[:3]], ignore_conflicts=True
    )
    goal = add_goal(
        actor=user,
        person_ref=who.pk,
        area="work",
        words="Tornare a lavorare, anche in un mestiere nuovo",
        on=today,
    )
    for days, text in (
        (-6, "Rifare il curriculum con Paola"),
        (4, "Chiamare Logistica Olona"),
        (11, "Provare un colloquio"),
    ):
        step = add_step(actor=user, goal_ref=goal.pk, text=text, due_on=today + timedelta(days=days))
        if days < 0:
            keep(actor=user, commitment_ref=step.pk, on=today - timedelta(days=5))
    return user


def member(key: str = staff.MEMBER_KEY) -> User | None:
    """One of the participants of the demo; ``None`` where no community was made."""
    rows = User.objects.filter(person_ref__isnull=False, name__startswith=key.title())
    return rows.order_by("created_at").first()


def members_to_be() -> list[tuple[str, User, str]]:
    """The participants that a visitor can be: key, account, and what she finds."""
    found = [(key, member(key), about) for key, about in staff.MEMBERS]
    return [(key, user, about) for key, user, about in found if user is not None]


def characters() -> list[tuple[staff.Character, User]]:
    """The staff that a visitor can be, with their accounts."""
    users = {user.name: user for user in User.objects.filter(person_ref__isnull=True)}
    return [(who, users[who.name]) for who in staff.CAST if who.name in users]


def welcome(address: str) -> str:
    """What the terminal says when the demo is ready."""
    lines = [
        "",
        f"  Job Caffè è pronto: {address}",
        f"  Entra come vuoi:    {address}/demo/",
        "",
        *(f"  {user.name} · Chi partecipa: {about}" for _key, user, about in members_to_be()),
        *(f"  {who.name} · {who.role.label}: {who.about}" for who, _user in characters()),
        "",
        "  Tutto è inventato. I messaggi non partono: restano nella cartella outbox della demo.",
        "  Per fermare: Ctrl+C",
        "",
    ]
    return "\n".join(lines)

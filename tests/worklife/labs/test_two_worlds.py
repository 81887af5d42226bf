"""Two worlds that differ by one member of a confidential lab: everybody outside sees the same.

She asks at the desk as all do, is let in, writes, brings a child, is at the meeting. Every query of
this room, and those of other rooms that come near it, are asked in both worlds by everybody outside.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from jobcaffe.encounters import queries as encounters
from jobcaffe.encounters.actions import take_attendance
from jobcaffe.encounters.models import Encounter
from jobcaffe.foundation.accounts.models import User
from jobcaffe.foundation.journal import queries as journal
from jobcaffe.foundation.journal.actions import SYSTEM
from jobcaffe.foundation.notices import queries as notices
from jobcaffe.foundation.privacy.consents import give_consent
from jobcaffe.paths import queries as paths
from jobcaffe.people import queries as people
from jobcaffe.people.models import Person
from jobcaffe.spaces import queries as spaces
from jobcaffe.worklife.labs import actions, queries, reminders
from jobcaffe.worklife.labs.models import Experiment, Idea, Lab, Meeting, Membership, Problem
from tests import factories
from tests.worklife.labs.around import Staff, ended, enter, lab, meeting, member, person, trial
from tests.worlds import both, looks

pytestmark = pytest.mark.django_db
SPAN = timedelta(days=400)
YEAR = timezone.localdate().year - 4


@dataclass
class World:
    """A confidential lab, somebody who may be in it, and everybody who may look."""

    staff: Staff
    lab: Lab
    others: list[User]
    zoe: Person
    zoe_user: User
    coming: Meeting
    over: Meeting
    trial: Experiment
    outside: dict[str, User | None]


@pytest.fixture
def world() -> World:
    """Five women, two meetings, one trial whose period is over."""
    staff = Staff()
    made = lab(staff, confidential=True)
    names = ["Anna", "Bea", "Carla", "Dina", "Elsa"]
    others = [member(staff, made, first_name=name) for name in names]
    zoe = person(staff, first_name="Zoe", last_name="Quinta", last_contact_on=timezone.localdate())
    give_consent(
        actor=staff.desk, person_ref=zoe.pk, subject=zoe, purpose="messages", how="paper", given_by="Zoe"
    )
    room = factories.room()
    coming, over = meeting(staff, made, room_id=room.pk), meeting(staff, made, days=9)
    now = timezone.now()
    Encounter.objects.filter(pk=over.pk).update(starts_at=now - timedelta(hours=2), ends_at=now)
    row = ended(trial(others[0], made))
    roles = (
        "facilitator", "organisation", "fair_volunteer", "municipality", "funder", "sysadmin", "lab_leader",
    )  # fmt: skip
    outside: dict[str, User | None] = {role: factories.user(role) for role in roles}
    outside |= {
        "who took the request": staff.desk,
        "who runs the programme": staff.coordinator,
        "a participant": factories.member(),
        "a visitor": None,
    }
    return World(staff, made, others, zoe, factories.member(person=zoe), coming, over, row, outside)


def live(world: World, *, with_zoe: bool) -> None:
    """What happens in both worlds, and in one of them to Zoe."""
    if with_zoe:
        enter(world.staff, world.lab, world.zoe)
        zoe = {"actor": world.zoe_user, "lab_id": world.lab.pk}
        problem = actions.add_problem(**zoe, text="Parole di Zoe", signed=True)
        actions.support(actor=world.zoe_user, problem_id=problem.pk, too=True)
        actions.add_idea(**zoe, title="Idea di Zoe", for_whom="Tutte")
        actions.bring_children(actor=world.zoe_user, encounter_id=world.coming.pk, children=[("Zorro", YEAR)])
    actions.open_roster(actor=world.staff.leader, lab_id=world.lab.pk)
    teller = world.zoe_user if with_zoe else world.others[0]
    told = {"actor": teller, "experiment_id": world.trial.pk}
    actions.tell_result(**told, worked="yes", learned="Bene")
    actions.decide(**told, choice="continue")
    clear = {"audience": "public", "title": "Una prova", "text": "Bastano due adulti."}
    actions.clear_learned(actor=world.staff.leader, experiment_id=world.trial.pk, **clear)
    take_attendance(actor=world.staff.leader, encounter_id=world.over.pk, present_count=5 + with_zoe)
    starts = world.coming.encounter.starts_at
    reminders.remind(actor=SYSTEM, now=starts - timedelta(hours=20))


Ask = Callable[[World, Any], Any]

LABS: dict[str, Ask] = {
    "board": lambda w, u: queries.board(u, w.lab),
    "children_of": lambda w, u: queries.children_of(u, w.coming),
    "coming": lambda w, u: queries.coming(u, w.lab),
    "desk_labs": lambda w, u: queries.desk_labs(u),
    "due": lambda w, u: queries.due(u),
    "idea_of": lambda w, u: [found for one in Idea.objects.all() if (found := queries.idea_of(u, one.pk))],
    "ideas": lambda w, u: queries.ideas(u, w.lab),
    "inside": lambda w, u: queries.inside(u),
    "lab_of": lambda w, u: [queries.lab_of(u, w.lab.pk, f"lab.{one}") for one in ("member", "lead")],
    "lab_of_membership": lambda w, u: [
        found for one in Membership.objects.all() if (found := queries.lab_of_membership(u, one.pk))
    ],
    "last_mean": lambda w, u: queries.last_mean(u, w.lab),
    "leads_or_in": lambda w, u: queries.leads_or_in(u, w.lab.pk),
    "led_lab": lambda w, u: queries.led_lab(u, w.lab.pk),
    "led_labs": lambda w, u: queries.led_labs(u),
    "lessons": lambda w, u: queries.lessons(u),
    "meeting_of": lambda w, u: queries.meeting_of(u, w.coming.pk),
    "money_of": lambda w, u: queries.money_of(u, w.trial.pk),
    "my_children": lambda w, u: queries.my_children(u, w.coming),
    "my_copy": lambda w, u: queries.my_copy(u),
    "my_diary": lambda w, u: queries.my_diary(u),
    "problem_of": lambda w, u: [
        found for one in Problem.objects.all() if (found := queries.problem_of(u, one.pk))
    ],
    "programme": lambda w, u: queries.programme(u),
    "programme_trials": lambda w, u: queries.programme_trials(u),
    "refs_of": lambda w, u: queries.refs_of(u),
    "roster": lambda w, u: [queries.roster(u, w.lab), queries.roster(u, w.lab, "asked")],
    "to_ask": lambda w, u: queries.to_ask(u),
    "to_close": lambda w, u: queries.to_close(u),
    "trial_of": lambda w, u: queries.trial_of(u, w.trial.pk),
    "trials": lambda w, u: queries.trials(u, w.lab),
    "visible_to": lambda w, u: [queries.visible_to(u, f"lab.{one}") for one in ("member", "lead")],
    "waiting": lambda w, u: queries.waiting(u),
}
# For the rules of this room only, or of one row that was reached through the others.
NOT_FOR_PAGES = {"members", "places_left", "stage_of", "standing_result", "standing_decision"}

ELSEWHERE: dict[str, Ask] = {
    "journal": lambda w, u: journal.described(list(journal.entries(u, journal.Filters()))),
    "about her": lambda w, u: journal.described(
        list(journal.entries(u, journal.Filters(subject_ref=w.zoe.pk)))
    ),
    "agenda": lambda w, u: encounters.agenda(u, timezone.localdate() - SPAN, timezone.localdate() + SPAN),
    "encounter": lambda w, u: encounters.encounter_of(u, w.coming.pk),
    "her presences": lambda w, u: encounters.of_person(u, w.zoe),
    "her days": lambda w, u: encounters.coming_of(w.zoe.pk),
    "public": lambda w, u: encounters.upcoming_public(),
    "search": lambda w, u: people.search(u, "Quinta") if u else [],
    "persons": lambda w, u: people.visible_to(u, "person.search") if u else [],
    "who saw her": lambda w, u: paths.who_has_seen(u, w.zoe) if u else [],
    "notices": lambda w, u: notices.visible_to(u),
    "bookings": lambda w, u: spaces.bookings_between(u, timezone.localdate(), timezone.localdate() + SPAN),
}


def test_nobody_outside_can_tell_whether_she_is_in_the_lab(world: World) -> None:
    without, with_her = both(world, LABS | ELSEWHERE, world.outside, live)
    assert {key: (without[key], with_her[key]) for key in without if without[key] != with_her[key]} == {}


def test_the_comparison_can_fail(world: World) -> None:
    inside: dict[str, User | None] = {"who leads": world.staff.leader, "a member": world.others[0]}
    without, with_her = both(world, LABS, inside, live)
    told = {key for key in without if without[key] != with_her[key]}
    assert {"roster, who leads", "board, a member", "ideas, a member", "coming, a member"} <= told
    assert "roster, a member" not in told


def test_the_questions_bring_something(world: World) -> None:
    live(world, with_zoe=True)
    found = looks(world, LABS | ELSEWHERE, world.outside)
    empty = {
        name for name in LABS | ELSEWHERE if all(found[f"{name}, {who}"] == "[]" for who in world.outside)
    }
    assert not empty & {"programme", "lessons", "to_ask", "desk_labs", "journal", "persons", "bookings"}


def test_no_query_of_this_room_is_forgotten() -> None:
    known = {name for name in queries.__all__ if inspect.isfunction(getattr(queries, name))}
    assert known == set(LABS) | NOT_FOR_PAGES


def test_the_desk_sees_the_same_when_who_is_in_already_asks_again(world: World) -> None:
    enter(world.staff, world.lab, world.zoe)
    before = looks(world, LABS | ELSEWHERE, {"desk": world.staff.desk})
    assert actions.ask(actor=world.staff.desk, lab_id=world.lab.pk, person_ref=world.zoe.pk) is None
    assert looks(world, LABS | ELSEWHERE, {"desk": world.staff.desk}) == before
    assert [row.standing for row in Membership.objects.filter(Membership.of([world.zoe.pk]))] == ["member"]

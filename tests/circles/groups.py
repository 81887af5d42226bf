"""A group with its people, made by the actions that everybody uses."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from jobcaffe.circles import actions, queries
from jobcaffe.circles.enums import RequestState, State
from jobcaffe.circles.models import Circle, GroupRequest, Meeting
from jobcaffe.encounters.models import Encounter
from jobcaffe.foundation.accounts.models import User
from jobcaffe.people.models import Person
from tests import factories

THEMES = ["lavoro50", "cura"]
SLOTS = ["mar-18", "gio-10", "sab-10"]


def next_weekday(weekday: int, *, weeks: int = 1) -> date:
    """A day to come."""
    today = timezone.localdate()
    return today + timedelta(days=(weekday - today.weekday()) % 7 + 7 * weeks)


@dataclass
class Staff:
    """Who works around a group."""

    coordinator: User = field(default_factory=lambda: factories.user("coordinator"))
    desk: User = field(default_factory=lambda: factories.user("desk"))
    facilitator: User = field(default_factory=lambda: factories.user("facilitator", name="Lucia"))


def person(staff: Staff, **fields: Any) -> Person:
    """Somebody whom the desk follows."""
    return factories.person(team=staff.desk.team, **fields)


def requested(staff: Staff, who: Person, **fields: Any) -> GroupRequest:
    """She asked at the desk and had her talk."""
    wishes = {"themes": THEMES, "slots": SLOTS, **fields}
    request = actions.ask(actor=staff.desk, person_ref=who.pk, **wishes)
    return actions.talk_held(actor=staff.desk, request_id=request.pk)


def circle(staff: Staff, **fields: Any) -> Circle:
    """A group about to start, with its leader and its dates."""
    values = {"kind": "ama", "theme": "lavoro50", "mode": "facilitated", "slot": "mar-18", **fields}
    made = actions.create_circle(actor=staff.coordinator, state=State.ACTIVATION, **values)
    actions.appoint(actor=staff.coordinator, circle_id=made.pk, user_id=staff.facilitator.pk)
    actions.plan_cycle(actor=staff.coordinator, circle_id=made.pk, first_day=next_weekday(1))
    return made


def enter(staff: Staff, group: Circle, who: Person) -> None:
    """From the request to the pact, all of it at the desk, on paper."""
    request = requested(staff, who)
    actions.propose_circle(actor=staff.coordinator, request_id=request.pk, circle_id=group.pk)
    pact = queries.pact_of(group)
    assert pact is not None
    actions.accept_pact(actor=staff.desk, request_id=request.pk, version=pact.version, how="paper")


def running(staff: Staff, people: int = 6, **fields: Any) -> tuple[Circle, list[User]]:
    """A group that runs, and its members' accounts."""
    group = circle(staff, **fields)
    names = [
        "Anna",
        "Bruno",
        "Carla",
        "Dario",
        "Elena",
        "Fabio",
        "Gina",
        "Hugo",
        "Irma",
        "Luca",
        "Mara",
        "Nino",
    ]
    found = [person(staff, first_name=name) for name in names[:people]]
    for who in found:
        enter(staff, group, who)
    for after in (State.START_UP, State.RUNNING):
        actions.move_on(actor=staff.facilitator, circle_id=group.pk, after=after)
    group.refresh_from_db()
    return group, [factories.member(person=who) for who in found]


def tonight(group: Circle) -> Meeting:
    """The next meeting of a group, moved to an hour ago."""
    meeting = group.meetings.select_related("encounter").filter(closed_at=None).first()
    assert meeting is not None
    now = timezone.now()
    Encounter.objects.filter(pk=meeting.pk).update(
        starts_at=now - timedelta(hours=1), ends_at=now + timedelta(hours=1)
    )
    meeting.refresh_from_db()
    return meeting


def open_ones() -> int:
    """Requests that are still somebody's."""
    return GroupRequest.objects.exclude(state=RequestState.CLOSED).count()

"""Two worlds that differ by one member of a running group: everybody outside sees the same.

The other member enters through the desk as all do, stays, writes, asks for help, is at the evening.
Every query of every other role is asked in both worlds, and the answers are compared as plain data.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.utils import timezone

from jobcaffe.circles import actions, gathering, queries, reminders
from jobcaffe.circles.models import CheckWave, Circle, FacilitatorProfile, Meeting
from jobcaffe.circles.queries import board
from jobcaffe.commitments import queries as commitments
from jobcaffe.encounters import calendars
from jobcaffe.encounters import queries as encounters
from jobcaffe.encounters.models import Encounter
from jobcaffe.foundation.accounts.models import User
from jobcaffe.foundation.jobs import queries as jobs
from jobcaffe.foundation.journal import queries as journal
from jobcaffe.foundation.journal.actions import SYSTEM
from jobcaffe.foundation.notices import queries as notices
from jobcaffe.foundation.notices.models import Notice
from jobcaffe.foundation.privacy.consents import consents_of, give_consent
from jobcaffe.organisations.models import Organisation
from jobcaffe.paths import queries as paths
from jobcaffe.people import queries as people
from jobcaffe.people.models import Person
from jobcaffe.spaces import queries as spaces
from tests import factories
from tests.circles.groups import SLOTS, THEMES, Staff, enter, person, requested, running, tonight
from tests.worlds import both, looks

pytestmark = pytest.mark.django_db


@dataclass
class World:
    """One running group, somebody who may be its seventh member, and everybody who may look."""

    staff: Staff
    group: Circle
    members: list[User]
    zoe: Person
    zoe_user: User
    evening: Meeting
    outside: dict[str, User | None]


@pytest.fixture
def world() -> World:
    """A running group of six that takes new people; four more are waiting."""
    staff = Staff()
    factories.room(capacity=20)
    actions.set_profile(actor=staff.facilitator, themes=THEMES, slots=["mar-18", "gio-10"], max_groups=2)
    group, members = running(staff)
    actions.update_circle(
        actor=staff.facilitator, circle_id=group.pk, public=True, area="Lainate", entry_open=True
    )
    for _n in range(4):
        requested(staff, person(staff))
    zoe = person(staff, first_name="Zoe", last_name="Quinta", last_contact_on=timezone.localdate())
    give_consent(
        actor=staff.desk, person_ref=zoe.pk, subject=zoe, purpose="messages", how="paper", given_by="Zoe"
    )
    roles = (
        "facilitator",
        "lab_leader",
        "organisation",
        "fair_volunteer",
        "municipality",
        "funder",
        "sysadmin",
    )
    outside: dict[str, User | None] = {role: factories.user(role) for role in roles}
    outside |= {
        "who took the request": staff.desk,
        "a colleague of hers": factories.user("desk", team=staff.desk.team),
        "who formed the group": staff.coordinator,
        "another coordinator": factories.user("coordinator"),
        "a participant": factories.member(),
        "a visitor": None,
    }
    return World(staff, group, members, zoe, factories.member(person=zoe), tonight(group), outside)


def live(world: World, *, with_zoe: bool) -> None:
    """What happens in both worlds, and in one of them to Zoe."""
    if with_zoe:
        enter(world.staff, world.group, world.zoe)
        actions.stay(actor=world.zoe_user, circle_id=world.group.pk)
        actions.share(
            actor=world.zoe_user, circle_id=world.group.pk, kind="experience", text="x", readers="circle"
        )
        actions.post_help(actor=world.zoe_user, circle_id=world.group.pk, kind="need", category="passaggio")
    actions.open_roster(actor=world.staff.facilitator, circle_id=world.group.pk)
    actions.close_evening(
        actor=world.staff.facilitator,
        encounter_id=world.evening.pk,
        present=6 + with_zoe,
        new=int(with_zoe),
        moods={"end": {"bene": 6 + with_zoe}},
    )
    wave, _codes = actions.open_wave(
        actor=world.staff.facilitator, circle_id=world.group.pk, instrument="gruppo5"
    )
    actions.close_wave(actor=world.staff.facilitator, wave_id=wave.pk)
    coming = queries.next_meetings(world.group).filter(starts_at__gt=timezone.now()).first()
    assert coming is not None
    reminders.remind(actor=SYSTEM, now=coming.starts_at - timedelta(hours=20))
    told = Notice.objects.filter(dedupe_key__gt="").count()
    assert told == int(with_zoe)


Ask = Callable[[World, Any], Any]
SPAN = timedelta(days=400)


def _wave() -> CheckWave:
    return CheckWave.objects.get()


# Every query of this room. None: it takes no user and is not given to pages, or is asked below for all.
CIRCLES: dict[str, Ask] = {
    "visible_to": lambda w, u: [
        queries.visible_to(u, f"circle.{one}") for one in ("manage", "lead", "member", "form")
    ],
    "circle_of": lambda w, u: [
        queries.circle_of(u, w.group.pk, f"circle.{one}") for one in ("manage", "lead", "member")
    ],
    "roster": lambda w, u: queries.roster(u, w.group),
    "my_diary": lambda w, u: queries.my_diary(u),
    "refs_of": lambda w, u: queries.refs_of(u),
    "led_by": lambda w, u: Circle.objects.filter(queries.led_by(u)) if u else [],
    "public_calendar": lambda w, u: queries.public_calendar(),
    "asking": lambda w, u: queries.asking(u),
    "requests": lambda w, u: queries.requests(u),
    "waiting_list": lambda w, u: queries.waiting_list(u),
    "other_slots": lambda w, u: queries.other_slots(u, THEMES, SLOTS[:1]),
    "possible_groups": lambda w, u: queries.possible_groups(THEMES, SLOTS),
    "free_slots": lambda w, u: [(ref, sorted(free)) for ref, (_row, free) in queries.free_slots().items()],
    "proposals": lambda w, u: queries.proposals(u),
    "incompatibilities": lambda w, u: queries.incompatibilities(u),
    "minor_asks": lambda w, u: queries.minor_asks(w.zoe.pk),
    "meetings": lambda w, u: queries.meetings(u, w.group),
    "evening": lambda w, u: queries.evening(u, w.evening.pk),
    "next_day": lambda w, u: queries.next_day(w.group),
    "my_contributions": lambda w, u: queries.my_contributions(u),
    "contributions": lambda w, u: queries.contributions(u, w.group),
    "helps": lambda w, u: queries.helps(u, w.group),
    "matches": lambda w, u: queries.matches(u),
    "contacts_of_match": lambda w, u: queries.contacts_of_match(u, w.group.pk),
    "given_received": lambda w, u: [queries.given_received(u), queries.given_received(u, w.group)],
    "wave_result": lambda w, u: queries.wave_result(u, _wave()),
    "wave_change": lambda w, u: queries.wave_change(u, _wave(), _wave()),
    "available": lambda w, u: queries.available(u),
    "profile_of": lambda w, u: queries.profile_of(u) if u else FacilitatorProfile.objects.none(),
    "hours": lambda w, u: queries.hours(u, timezone.localdate() - SPAN, timezone.localdate()),
    "month_totals": lambda w, u: queries.month_totals(u),
    "follow_ups_due": lambda w, u: queries.follow_ups_due(u),
    "my_copy": lambda w, u: queries.my_copy(u),
    "leaders": lambda w, u: queries.leaders(w.group),
    "pact_of": lambda w, u: queries.pact_of(w.group),
    "my_request": lambda w, u: queries.my_request(u),
    "my_groups": lambda w, u: queries.my_groups(u),
    "my_group": lambda w, u: queries.my_group(u, w.group.pk),
    "my_meetings": lambda w, u: queries.my_meetings(u),
    "my_next_meeting": lambda w, u: queries.my_next_meeting(u),
    "was_in": lambda w, u: queries.was_in(u, w.group.pk),
    "next_meetings": lambda w, u: queries.next_meetings(w.group),
    "guides": lambda w, u: queries.guides(w.group),
    "to_do": lambda w, u: queries.to_do(u),
    "due_first": lambda w, u: queries.due_first(queries.requests(u)),
    "leads": lambda w, u: queries.leads(u, w.group.pk),
    "led": lambda w, u: queries.led(u),
    "substitutes": lambda w, u: queries.substitutes(u, w.group),
    "uncounted": lambda w, u: queries.uncounted(u),
    "hours_of": lambda w, u: queries.hours_of(u, w.group.pk),
    "costs": lambda w, u: queries.costs(queries.hours(u, timezone.localdate() - SPAN, timezone.localdate())),
    "marked": lambda w, u: queries.marked(u, w.evening),
    "photo_of": lambda w, u: queries.photo_of(u, w.group.pk),
    "purpose_now": lambda w, u: queries.purpose_now(w.group),
    "next_time": lambda w, u: queries.next_time(w.evening),
    "minutes_of": lambda w, u: queries.minutes_of(u, w.evening) if u else None,
    "my_contribution": lambda w, u: queries.my_contribution(u, w.group.pk),
    "my_helps": lambda w, u: queries.my_helps(u, w.group),
    "circle_of_help": lambda w, u: queries.circle_of_help(u, w.group.pk),
    "waves": lambda w, u: queries.waves(u, w.group),
    "circle_of_wave": lambda w, u: queries.circle_of_wave(u, _wave().pk),
    "questions_for": lambda w, u: queries.questions_for("ABCD-EFGH"),
    "slip_digest": lambda w, u: queries.slip_digest("ABCD-EFGH"),
}
# For the rules of this room only: what a page may show of it is asked through the others.
NOT_FOR_PAGES = {"members"}

ELSEWHERE: dict[str, Ask] = {
    "board": lambda w, u: board.board(u),
    "openings": lambda w, u: board.openings(u),
    "pairs": lambda w, u: board.pairs(u) if u else [],
    "formation": lambda w, u: gathering.form_of("ama"),
    "journal": lambda w, u: journal.described(list(journal.entries(u, journal.Filters()))),
    "about her": lambda w, u: journal.described(
        list(journal.entries(u, journal.Filters(subject_ref=w.zoe.pk)))
    ),
    "agenda": lambda w, u: encounters.agenda(u, timezone.localdate() - SPAN, timezone.localdate() + SPAN),
    "to close": lambda w, u: encounters.to_close(u),
    "encounter": lambda w, u: encounters.encounter_of(u, w.evening.pk),
    "her presences": lambda w, u: encounters.of_person(u, w.zoe),
    "coming": lambda w, u: encounters.coming_of(w.zoe.pk),
    "public": lambda w, u: encounters.upcoming_public(),
    "feed": lambda w, u: calendars.feed_of(u, queries.my_meetings(u)) if u else b"",
    "search": lambda w, u: people.search(u, "Quinta") if u else [],
    "persons": lambda w, u: people.visible_to(u, "person.search") if u else [],
    "caseload": lambda w, u: people.caseload(u) if u else [],
    "export": lambda w, u: people.export_rows(u) if u else [],
    "consents": lambda w, u: consents_of(w.zoe.pk),
    "commitments": lambda w, u: commitments.listed(u) if u else [],
    "stalled": lambda w, u: paths.stalled(u) if u else [],
    "her path": lambda w, u: paths.goals_of(u, w.zoe) if u else [],
    "who saw her": lambda w, u: paths.who_has_seen(u, w.zoe) if u else [],
    "notices": lambda w, u: notices.visible_to(u),
    "jobs": lambda w, u: jobs.visible_to(u),
    "bookings": lambda w, u: spaces.bookings_between(u, timezone.localdate(), timezone.localdate() + SPAN),
    "organisations": lambda w, u: Organisation.objects.all(),
}


def test_nobody_outside_can_tell_whether_she_is_in_the_group(world: World) -> None:
    without, with_her = both(world, CIRCLES | ELSEWHERE, world.outside, live)
    assert {key: (without[key], with_her[key]) for key in without if without[key] != with_her[key]} == {}


def test_the_comparison_can_fail(world: World) -> None:
    inside: dict[str, User | None] = {"who leads": world.staff.facilitator, "a member": world.members[0]}
    without, with_her = both(world, CIRCLES, inside, live)
    told = {key for key in without if without[key] != with_her[key]}
    assert {"roster, who leads", "roster, a member", "meetings, who leads", "helps, a member"} <= told


def test_the_questions_bring_something(world: World) -> None:
    live(world, with_zoe=True)
    found = looks(world, CIRCLES | ELSEWHERE, world.outside)
    empty = {
        name
        for name in CIRCLES | ELSEWHERE
        if all(found[f"{name}, {who}"] in ("[]", "None") for who in world.outside)
    }
    assert not empty & {
        "visible_to",
        "public_calendar",
        "waiting_list",
        "requests",
        "journal",
        "persons",
        "available",
    }


def test_no_query_of_this_room_is_forgotten() -> None:
    known = {name for name in queries.__all__ if inspect.isfunction(getattr(queries, name))}
    assert known == set(CIRCLES) | NOT_FOR_PAGES


def test_a_feed_of_hers_says_nothing_of_the_group(world: World) -> None:
    enter(world.staff, world.group, world.zoe)
    assert world.group.code.encode() not in calendars.feed_of(world.zoe_user)
    assert Encounter.objects.filter(attendances__person=world.zoe).count() == 0
    assert asdict(queries.public_calendar()[0]).keys().isdisjoint({"code", "members", "seats"})
    assert isinstance(world.zoe.pk, UUID)

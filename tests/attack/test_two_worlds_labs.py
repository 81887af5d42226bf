"""Two worlds that differ by what one woman does in a confidential lab: every answer to the staff
is the same, byte by byte.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

import pytest
import time_machine
from django.db import transaction
from django.test import Client
from django.utils import timezone

from jobcaffe.foundation.accounts.enums import Role
from jobcaffe.foundation.accounts.models import User
from jobcaffe.people.models import Person
from jobcaffe.worklife.labs import actions as labs
from jobcaffe.worklife.labs.models import Lab, Meeting, Membership
from tests import factories
from tests.attack.labs_world import lab_values
from tests.attack.site import World
from tests.attack.two_worlds import ADDRESSES, NOT_LOOKED_AT, Found, answer_of, differences
from tests.consistency.crowd import Crowd
from tests.worklife.labs import around

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
NOW = datetime(2026, 11, 12, 19, 30, tzinfo=factories.ROME)
STAFF = (Role.DESK, Role.COORDINATOR, Role.LAB_LEADER, Role.MUNICIPALITY, Role.SYSADMIN, Role.FACILITATOR)
LEADER = "who leads"


@pytest.fixture(autouse=True)
def one_moment() -> Iterator[None]:
    """The clock stands still: two looks differ only by what happened."""
    with time_machine.travel(NOW, tick=False):
        yield


@dataclass
class House:
    """The house, a confidential lab, and Zoe, who may be in it."""

    staff: around.Staff
    lab: Lab
    coming: Meeting
    zoe: Person
    zoe_user: User
    world: World
    browsers: dict[str, Client]


def build() -> House:
    crowd = Crowd()
    crowd.grow(1)
    staff = around.Staff(crowd.users[Role.COORDINATOR], crowd.operator, factories.user("lab_leader"))
    made = around.lab(staff, name="Riservato", confidential=True)
    for name in ("Anna", "Bea", "Carla"):
        around.enter(staff, made, around.person(staff, first_name=name))
    zoe = around.person(staff, first_name="Zoe", last_name="Quinta", last_contact_on=timezone.localdate())
    coming = around.meeting(staff, made)
    labs.ask(actor=staff.desk, lab_id=made.pk, person_ref=zoe.pk)
    hers = {"lab_id": made.pk, "person_id": zoe.pk, "lab:encounter_id": coming.pk}
    hers["lab:membership_id"] = Membership.objects.get(Membership.of([zoe.pk]), lab=made).pk
    browsers = crowd.clients() | {LEADER: Client()}
    browsers[LEADER].force_login(staff.leader)
    for one in browsers.values():
        one.get("/")
    values = {**crowd.world().values, **lab_values(), **hers}
    return House(staff, made, coming, zoe, factories.member(person=zoe), World(values), browsers)


def nothing(_house: House) -> None:
    """She asked, as all see; no more."""


def lived(house: House) -> None:
    """She is let in, writes, brings a child; who leads reads the names."""
    row = Membership.objects.get(Membership.of([house.zoe.pk]), lab=house.lab)
    labs.answer(actor=house.staff.leader, membership_id=row.pk, welcome=True)
    labs.open_roster(actor=house.staff.leader, lab_id=house.lab.pk)
    her = {"actor": house.zoe_user, "lab_id": house.lab.pk}
    labs.add_problem(**her, text="Il nido", signed=True)
    labs.add_idea(**her, title="Un'ora in più", for_whom="Tutte")
    born = timezone.localdate().year - 4
    labs.bring_children(actor=house.zoe_user, encounter_id=house.coming.pk, children=[("Lia", born)])


def seen(house: House, who: str, happening: object) -> Found:
    """Every page that one looks at, once something happened; then the world is as before."""
    found: Found = {}
    with transaction.atomic():
        happening(house)  # type: ignore[operator]
        for address in ADDRESSES:
            if address.name not in NOT_LOOKED_AT:
                found[address.name] = answer_of(house.browsers[who], house.world.url(address))
        transaction.set_rollback(True)
    return found


@pytest.mark.parametrize("role", STAFF)
def test_no_staff_tells_whether_she_is_in_the_lab(role: str) -> None:
    house = build()
    told = differences(seen(house, role, nothing), seen(house, role, lived))
    assert not told, "\n".join(f"{where}: {how}" for where, how in told.items())


def test_who_leads_the_lab_does_tell_the_worlds_apart() -> None:
    house = build()
    told = differences(seen(house, LEADER, nothing), seen(house, LEADER, lived))
    assert {"lab:people", "lab:problems", "lab:ideas"} <= told.keys()

"""Two worlds that differ by one thing inside a running group: every answer to everybody else is the same.

Every address of the resolver is looked at as every role, with the arguments of the group that is attacked
and with questions in the address; status, headers, length, bytes and log lines are compared.
"""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterator
from datetime import datetime

import pytest
import time_machine
from django.db import transaction
from django.urls import reverse

from jobcaffe.foundation.accounts.enums import Role
from tests import factories
from tests.attack.two_worlds import (
    ADDRESSES,
    LESS,
    MORE,
    OUTSIDE,
    PAIRS,
    Found,
    Happening,
    House,
    all_logs,
    asked_and_entered,
    asked_and_withdrew,
    build,
    differences,
    seen_after,
    without_noise,
)
from tests.circles.groups import SLOTS, THEMES
from tests.kept import Kept

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]
# A Thursday, in the middle of a month that is not closed.
NOW = datetime(2026, 11, 12, 19, 30, tzinfo=factories.ROME)


@pytest.fixture(autouse=True)
def one_moment() -> Iterator[None]:
    """The clock stands still: two looks differ only by what happened."""
    with time_machine.travel(NOW, tick=False):
        yield


def told_apart(house: House, role: str, pairs: dict[str, tuple[Happening, Happening]]) -> list[str]:
    """By what one role tells the worlds of each pair apart."""
    kept: dict[Happening, Found] = {}

    def seen(happening: Happening) -> Found:
        if happening not in kept:
            kept[happening] = seen_after(house, happening, role)
        return kept[happening]

    return [
        f"{name}: {where}\n    {how}"
        for name, (one, other) in pairs.items()
        for where, how in differences(seen(one), seen(other)).items()
    ]


@pytest.mark.parametrize("role", OUTSIDE)
def test_nobody_outside_tells_whether_there_is_one_more_or_one_less(role: str, kept: Kept) -> None:
    told = told_apart(kept(build), role, {"one more": MORE, "one less": LESS})
    assert not told, "\n".join(told)


@pytest.mark.slow
@pytest.mark.parametrize("role", OUTSIDE)
def test_nobody_outside_tells_apart_worlds_that_differ_by_one_thing(role: str, kept: Kept) -> None:
    told = told_apart(kept(build), role, PAIRS)
    assert not told, "\n".join(told)


def test_those_inside_do_tell_the_worlds_apart(kept: Kept) -> None:
    house = kept(build)
    house.browsers |= {"a member": house.inside[0], "who leads": house.inside[1]}
    for who, room in (("a member", "mygroup:"), ("who leads", "leading:")):
        told = told_apart(house, who, {"one more": MORE})
        assert any(line.startswith(f"one more: {room}") for line in told), told


_ID = re.compile(rb"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")


def pressed(house: House, happening: Happening) -> list[tuple[int, list[bytes]]]:
    """What the desk and the coordinator are answered when they ask for her, and propose her a group."""
    desk, regia = house.browsers[Role.DESK], house.browsers[Role.COORDINATOR]
    asked = {"themes": THEMES, "first": THEMES[0], "slots": SLOTS, "request_key": str(uuid.uuid4())}
    with transaction.atomic():
        happening(house)
        answers = [
            desk.post(reverse("groupdesk:ask", args=[house.zoe.pk]), {**asked, "do": "look"}),
            desk.post(reverse("groupdesk:ask", args=[house.zoe.pk]), asked),
            desk.get(reverse("groupdesk:home")),
            regia.get(reverse("forming:home")),
            regia.get(reverse("forming:preview")),
        ]
        transaction.set_rollback(True)
    return [(one.status_code, _rows(one.content + one.get("Location", "").encode())) for one in answers]


def _rows(body: bytes) -> list[bytes]:
    """The rows of an answer in an order of their own: her new request has another identifier each time,
    and those of one day stand in the order of theirs.
    """
    return sorted(_ID.sub(b"", without_noise(body)).split(b"<tr"))


def test_to_ask_again_for_somebody_who_may_be_inside_is_answered_in_one_way(kept: Kept) -> None:
    house = kept(build)
    worlds = [pressed(house, happening) for happening in (asked_and_withdrew, asked_and_entered)]
    assert worlds[0] == worlds[1]
    assert [status for status, _body in worlds[0]] == [200, 302, 200, 200, 200]


def test_what_members_do_on_their_pages_is_in_no_log(kept: Kept) -> None:
    house = kept(build)
    world, member = house.worlds["hers"], house.inside[0]
    with all_logs() as lines:
        for address in ADDRESSES:
            if address.name.partition(":")[0] in ("mygroup", "sharing") and "circle_id" in address.arguments:
                assert member.get(world.url(address)).status_code in (200, 302, 404)
        told = {"kind": "experience", "text": "Parolasegretissima", "readers": "circle"}
        member.post(reverse("sharing:tell", args=[house.group.pk]), told)
        assert member.post(reverse("mygroup:leave", args=[house.group.pk])).status_code == 302
    hers = (house.members[0].person_ref, house.members[0].pk, house.group.code, "Parolasegretissima")
    assert [line for line in lines for word in hers if str(word) in line] == []
    # A page that is there leaves no line at all.
    assert [line for line in lines if "Not Found" not in line and str(house.group.pk) in line] == []

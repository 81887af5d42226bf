"""Two worlds that differ by one thing inside a running group: every answer to everybody else is the same.

Every address of the resolver is looked at as every role, with the arguments of the group that is attacked
and with questions in the address; status, headers, length, bytes and log lines are compared.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

import pytest
import time_machine

from tests import factories
from tests.attack.two_worlds import (
    LESS,
    MORE,
    OUTSIDE,
    PAIRS,
    Found,
    Happening,
    House,
    build,
    differences,
    seen_after,
)

pytestmark = pytest.mark.django_db
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
def test_nobody_outside_tells_whether_there_is_one_more_or_one_less(role: str) -> None:
    told = told_apart(build(), role, {"one more": MORE, "one less": LESS})
    assert not told, "\n".join(told)


@pytest.mark.slow
@pytest.mark.parametrize("role", OUTSIDE)
def test_nobody_outside_tells_apart_worlds_that_differ_by_one_thing(role: str) -> None:
    told = told_apart(build(), role, PAIRS)
    assert not told, "\n".join(told)


def test_those_inside_do_tell_the_worlds_apart() -> None:
    house = build()
    house.browsers |= {"a member": house.inside[0], "who leads": house.inside[1]}
    for who, room in (("a member", "mygroup:"), ("who leads", "leading:")):
        told = told_apart(house, who, {"one more": MORE})
        assert any(line.startswith(f"one more: {room}") for line in told), told

"""Fifty transfers at the same moment, from five processes, at the limit of one account."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest
import time_machine

from tests import houses

SITE = "tests.hours.race_site"
PROCESSES, THREADS, LIMIT, HOUR, KILLS = 5, 10, 600, 60, 5


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Any]]:
    """A home and a database of its own, with two banks."""
    with houses.empty(tmp_path_factory.mktemp("hours")) as env:
        yield {"env": env, **houses.ask(env, SITE, "prepare")}


def _race(env: dict[str, str], how: str, bank: dict[str, Any]) -> Counter[str]:
    """What fifty presses got, begun at the same moment by five processes."""
    start = str(time_machine.escape_hatch.time.time() + 4)
    words = (how, start, str(THREADS), bank["user"], bank["account"], *bank["givers"])
    runs = [houses.start(env, SITE, *words) for _process in range(PROCESSES)]
    return Counter(one for run in runs for one in houses.answer(run))


def test_fifty_at_once_never_pass_the_limit_and_every_sum_is_zero(world: dict[str, Any]) -> None:
    bank, before = world["banks"][0], houses.ask(world["env"], SITE, "count")
    answers = _race(world["env"], "pay", bank)
    held = houses.ask(world["env"], SITE, "count")
    assert answers == {"paid": LIMIT // HOUR, "refused": PROCESSES * THREADS - LIMIT // HOUR}
    assert held["balances"][bank["account"]] == -LIMIT
    assert sum(held["balances"].values()) == 0
    assert set(held["faults"]) <= set(before["faults"])


def test_the_race_is_real_who_looks_first_and_writes_afterwards_oversteps(world: dict[str, Any]) -> None:
    bank = world["banks"][1]
    _race(world["env"], "careless", bank)
    held = houses.ask(world["env"], SITE, "count")
    assert held["balances"][bank["account"]] < -LIMIT
    # Its balances are wrong too, and the house finds that out.
    assert held["faults"] != []


def test_killed_in_the_middle_nothing_is_moved_by_half(world: dict[str, Any]) -> None:
    bank, before = world["banks"][2], houses.ask(world["env"], SITE, "count")
    for number in range(KILLS):
        run = houses.start(world["env"], SITE, "forever", bank["user"], bank["account"], *bank["givers"])
        assert run.stdout is not None
        assert run.stdout.readline() == "moved\n"
        time.sleep(0.05 + number * 0.013)
        run.kill()
        run.communicate()
    after = houses.ask(world["env"], SITE, "count")
    assert set(after["faults"]) <= set(before["faults"])
    assert after["transfers"] >= before["transfers"] + 2 * KILLS

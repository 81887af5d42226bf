"""Fifty transfers at the same moment, from five processes, at the limit of one account."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import time_machine

from tests.attack.test_room_race import _own_database

ROOT = Path(__file__).resolve().parents[2]
PROCESSES, THREADS, LIMIT, HOUR, KILLS = 5, 10, 600, 60, 5


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Any]]:
    """A home and a database of its own, with two banks."""
    home = tmp_path_factory.mktemp("hours")
    with _own_database(os.environ.get("DATABASE_URL", "")) as url:
        env = {**os.environ, "JOBCAFFE_HOME": str(home), "JOBCAFFE_TEST_DATABASE": "1"}
        env["PYTHONPATH"] = os.pathsep.join([str(ROOT / "src"), str(ROOT), env.get("PYTHONPATH", "")])
        env.pop("DATABASE_URL", None)
        if url:
            env["DATABASE_URL"] = url
        yield {"env": env, **_ask(env, "prepare")}


def _start(env: dict[str, str], *question: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "tests.hours.race_site", *question]
    return subprocess.Popen(
        command, cwd=ROOT, env=env, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )


def _answer(started: subprocess.Popen[str]) -> Any:
    out, errors = started.communicate(timeout=180)
    assert started.returncode == 0, errors
    return json.loads(out.splitlines()[-1])


def _ask(env: dict[str, str], *question: str) -> Any:
    return _answer(_start(env, *question))


def _race(env: dict[str, str], how: str, bank: dict[str, Any]) -> Counter[str]:
    """What fifty presses got, begun at the same moment by five processes."""
    start = str(time_machine.escape_hatch.time.time() + 4)
    words = (how, start, str(THREADS), bank["user"], bank["account"], *bank["givers"])
    runs = [_start(env, *words) for _process in range(PROCESSES)]
    return Counter(one for run in runs for one in _answer(run))


def test_fifty_at_once_never_pass_the_limit_and_every_sum_is_zero(world: dict[str, Any]) -> None:
    bank, before = world["banks"][0], _ask(world["env"], "count")
    answers = _race(world["env"], "pay", bank)
    held = _ask(world["env"], "count")
    assert answers == {"paid": LIMIT // HOUR, "refused": PROCESSES * THREADS - LIMIT // HOUR}
    assert held["balances"][bank["account"]] == -LIMIT
    assert sum(held["balances"].values()) == 0
    assert set(held["faults"]) <= set(before["faults"])


def test_the_race_is_real_who_looks_first_and_writes_afterwards_oversteps(world: dict[str, Any]) -> None:
    bank = world["banks"][1]
    _race(world["env"], "careless", bank)
    held = _ask(world["env"], "count")
    assert held["balances"][bank["account"]] < -LIMIT
    # Its balances are wrong too, and the house finds that out.
    assert held["faults"] != []


def test_killed_in_the_middle_nothing_is_moved_by_half(world: dict[str, Any]) -> None:
    bank, before = world["banks"][2], _ask(world["env"], "count")
    for number in range(KILLS):
        run = _start(world["env"], "forever", bank["user"], bank["account"], *bank["givers"])
        assert run.stdout is not None
        assert run.stdout.readline() == "moved\n"
        time.sleep(0.05 + number * 0.013)
        run.kill()
        run.communicate()
    after = _ask(world["env"], "count")
    assert set(after["faults"]) <= set(before["faults"])
    assert after["transfers"] >= before["transfers"] + 2 * KILLS

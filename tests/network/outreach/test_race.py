"""Twenty-four operators ask for the next card at the same moment, from four processes."""

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

from tests.attack.test_room_race import _own_database
from tests.network.outreach.race_site import CARDS, OPERATORS

ROOT = Path(__file__).resolve().parents[3]
PROCESSES = 4


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Any]]:
    """A home and a database of its own, with two campaigns."""
    home = tmp_path_factory.mktemp("calls")
    with _own_database(os.environ.get("DATABASE_URL", "")) as url:
        env = {**os.environ, "JOBCAFFE_HOME": str(home), "JOBCAFFE_TEST_DATABASE": "1"}
        env["PYTHONPATH"] = os.pathsep.join([str(ROOT / "src"), str(ROOT)])
        env.pop("DATABASE_URL", None)
        if url:
            env["DATABASE_URL"] = url
        yield {"env": env, **_answer(_start(env, "prepare"))}


def _start(env: dict[str, str], *question: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "tests.network.outreach.race_site", *question]
    return subprocess.Popen(
        command, cwd=ROOT, env=env, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )


def _answer(started: subprocess.Popen[str]) -> Any:
    out, errors = started.communicate(timeout=180)
    assert started.returncode == 0, errors
    return json.loads(out.splitlines()[-1])


def _race(world: dict[str, Any], how: str) -> Counter[str]:
    start, users = str(time.time() + 6), world["users"]
    runs = [_start(world["env"], how, start, *users[part::PROCESSES]) for part in range(PROCESSES)]
    return Counter(one for run in runs for one in _answer(run))


def test_two_operators_never_get_the_same_organisation(world: dict[str, Any]) -> None:
    answers = _race(world, "take")
    assert sum(answers.values()) == OPERATORS
    assert answers.pop("none") == OPERATORS - CARDS
    assert len(answers) == CARDS
    assert set(answers.values()) == {1}


def test_the_race_is_real_who_looks_first_and_writes_afterwards_calls_twice(world: dict[str, Any]) -> None:
    assert _answer(_start(world["env"], "free")) is True
    answers = _race(world, "careless")
    assert max(answers.values()) > 1

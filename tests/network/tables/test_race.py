"""Eight organisations say yes to the same time at the same moment, and there are two rooms."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path
from typing import Any

from tests.attack.test_room_race import _own_database
from tests.network.tables.race_site import COFFEES, ROOMS

ROOT = Path(__file__).resolve().parents[3]
PROCESSES = 4


def _start(env: dict[str, str], *question: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "tests.network.tables.race_site", *question]
    return subprocess.Popen(
        command, cwd=ROOT, env=env, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )


def _answer(started: subprocess.Popen[str]) -> Any:
    out, errors = started.communicate(timeout=180)
    assert started.returncode == 0, errors
    return json.loads(out.splitlines()[-1])


def test_two_coffees_never_get_the_same_room_and_time(tmp_path: Path) -> None:
    with _own_database(os.environ.get("DATABASE_URL", "")) as url:
        env = {**os.environ, "JOBCAFFE_HOME": str(tmp_path), "JOBCAFFE_TEST_DATABASE": "1"}
        env["PYTHONPATH"] = os.pathsep.join([str(ROOT / "src"), str(ROOT)])
        env.pop("DATABASE_URL", None)
        if url:
            env["DATABASE_URL"] = url
        taps = _answer(_start(env, "prepare"))["taps"]
        start = str(time.time() + 6)
        runs = [_start(env, "say", start, *taps[part::PROCESSES]) for part in range(PROCESSES)]
        told = Counter(one for run in runs for one in _answer(run))
    rooms = {said: count for said, count in told.items() if said.startswith("room ")}
    refused = [said for said in told if not said.startswith("room ")]
    assert sorted(rooms.values()) == [1] * ROOMS
    assert len(refused) == 1
    assert "non c'è più una sala libera" in refused[0]
    assert told[refused[0]] == COFFEES - ROOMS

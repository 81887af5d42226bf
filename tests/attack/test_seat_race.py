"""Eighty people press for the last seat of a workshop at the same moment, on two server processes."""

from __future__ import annotations

import http.client
import json
import os
import subprocess
import sys
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest

from tests.attack.seat_race_site import CLIENTS
from tests.attack.test_room_race import ANSWER_SECONDS, CAREFUL, ROOT, TOKEN, _own_database, _served

SITE = "tests.attack.seat_race_site"


@contextmanager
def own_home(home: Path) -> Iterator[dict[str, str]]:
    """The environment of a site with a home and a database of its own."""
    with _own_database(os.environ.get("DATABASE_URL", "")) as url:
        env = {**os.environ, "JOBCAFFE_HOME": str(home), "JOBCAFFE_TEST_DATABASE": "1"}
        env["PYTHONPATH"] = f"{ROOT / 'src'}{os.pathsep}{ROOT}"
        env.pop("DATABASE_URL", None)
        if url:
            env["DATABASE_URL"] = url
        yield env


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Any]]:
    """A home of its own with a fair, workshops of one seat and eighty tickets."""
    with own_home(tmp_path_factory.mktemp("seats")) as env:
        yield {"env": env, **asked(env, "prepare")}


def asked(env: dict[str, str], question: str, *, site: str = SITE) -> Any:
    """What a site's module prints to a question, as it was before JSON."""
    done = subprocess.run(
        [sys.executable, "-m", site, question], cwd=ROOT, env=env, capture_output=True, text=True, timeout=600
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout.splitlines()[-1])


def _press(world: dict[str, Any], port: int, session: str, ticket: str) -> int:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=ANSWER_SECONDS)
    headers = {"Cookie": f"{world['csrf']}={TOKEN}", "Content-Type": "application/x-www-form-urlencoded"}
    body = urlencode({"what": "take", "csrfmiddlewaretoken": TOKEN})
    connection.request("POST", f"/jobfest/posto/biglietto/{ticket}/posti/{session}/", body, headers)
    answer = connection.getresponse()
    answer.read()
    return answer.status


def _race(world: dict[str, Any], port: int, session: str, *, presses: int = 1) -> Counter[int]:
    """All tickets at once, each ``presses`` times; how often each status came back."""
    tickets = world["tokens"] * presses
    barrier, answers = threading.Barrier(len(tickets)), []

    def run(ticket: str) -> None:
        barrier.wait()
        answers.append(_press(world, port, session, ticket))

    threads = [threading.Thread(target=run, args=(ticket,)) for ticket in tickets]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(ANSWER_SECONDS * 3)
    assert len(answers) == len(tickets)
    return Counter(answers)


def test_the_last_seat_has_one_holder_everybody_else_waits_and_a_double_press_is_one(
    world: dict[str, Any],
) -> None:
    first, second = world["sessions"][:2]
    with _served(world["env"], CAREFUL) as port:
        assert _race(world, port, first) == {302: CLIENTS}
        assert _race(world, port, second, presses=2) == {302: 2 * CLIENTS}
    held = asked(world["env"], "count")
    # Who holds the seat of the first hour may hold the second's too: they do not overlap.
    assert (held[first], held[second]) == ([1, CLIENTS - 1], [1, CLIENTS - 1])


def test_the_race_is_real_without_lock_and_number_it_oversells(world: dict[str, Any]) -> None:
    rounds = world["sessions"][2:]
    assert asked(world["env"], "unguard") is True
    with _served(world["env"], f"{SITE}:application") as port:
        for session in rounds:
            _race(world, port, session)
            if asked(world["env"], "count")[session][0] > 1:
                break
    held = asked(world["env"], "count")
    assert max(held[session][0] for session in rounds) > 1

"""Forty people press for one room at the same moment, on two server processes."""

from __future__ import annotations

import http.client
import json
import os
import re
import signal
import socket
import subprocess
import sys
import threading
import time
import uuid
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlencode, urlsplit, urlunsplit

import pytest

ROOT = Path(__file__).resolve().parents[2]
CLIENTS = 40
READY_SECONDS = 60
ANSWER_SECONDS = 60
CAREFUL, CARELESS = "jobcaffe.config.wsgi:application", "tests.attack.room_race_site:application"
TOKEN = "a" * 32


@contextmanager
def _own_database(url: str) -> Iterator[str]:
    """An empty database beside the one under test; SQLite lies in the home."""
    if not url.startswith("postgres"):
        yield ""
        return
    import psycopg

    name = f"jobcaffe_race_{os.getpid()}"
    parts = urlsplit(url)
    with psycopg.connect(urlunsplit(parts._replace(path="/postgres")), autocommit=True) as server:
        server.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
        server.execute(f"CREATE DATABASE {name}")
        try:
            yield urlunsplit(parts._replace(path=f"/{name}"))
        finally:
            server.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Any]]:
    """A home of its own with six rooms and eight signed-in operators."""
    home = tmp_path_factory.mktemp("race")
    with _own_database(os.environ.get("DATABASE_URL", "")) as url:
        env = {**os.environ, "JOBCAFFE_HOME": str(home), "JOBCAFFE_TEST_DATABASE": "1"}
        env.pop("DATABASE_URL", None)
        env["PYTHONPATH"] = f"{ROOT / 'src'}{os.pathsep}{ROOT}"
        if url:
            env["DATABASE_URL"] = url
        yield {"env": env, **_ask(env, "prepare")}


def _ask(env: dict[str, str], question: str) -> Any:
    command = [sys.executable, "-m", "tests.attack.room_race_site", question]
    done = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, timeout=180)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout.splitlines()[-1])


@contextmanager
def _served(env: dict[str, str], application: str) -> Iterator[int]:
    """The real server: two processes, four threads each; its port. Stopped by its own pid."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1"]
    command += ["--port", str(port), "--workers", "2", "--blocking-threads", "4", "--no-ws", application]
    server = subprocess.Popen(
        command, cwd=ROOT, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True
    )
    try:
        _wait_for(server, port)
        yield port
    finally:
        server.send_signal(signal.SIGTERM)
        try:
            server.communicate(timeout=20)
        except subprocess.TimeoutExpired:
            server.kill()
            server.communicate()


def _wait_for(server: subprocess.Popen[str], port: int) -> None:
    end = time.monotonic() + READY_SECONDS
    while time.monotonic() < end:
        assert server.poll() is None, server.stderr.read() if server.stderr else ""
        try:
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
            connection.request("GET", "/healthz")
            if connection.getresponse().status == http.client.OK:
                return
        except OSError:
            time.sleep(0.1)
    raise AssertionError("the server did not start")


def _press(world: dict[str, Any], port: int, room: str, number: int, key: str) -> tuple[int, str]:
    day = date.today() + timedelta(days=7)  # noqa: DTZ011  any day of next week
    fields = {"day": f"{day:%d/%m/%Y}", "starts": "18", "ends": "20", "request_key": key}
    cookie = world["cookies"][number % len(world["cookies"])]
    headers = {
        "Cookie": f"{world['session']}={cookie}; {world['csrf']}={TOKEN}",
        "Content-Type": "application/x-www-form-urlencoded",
    }
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=ANSWER_SECONDS)
    body = urlencode({**fields, "csrfmiddlewaretoken": TOKEN})
    connection.request("POST", f"/sale/{room}/prenota/", body, headers)
    answer = connection.getresponse()
    return answer.status, answer.read().decode()


def _race(world: dict[str, Any], port: int, room: str, *, presses: int = 1) -> list[tuple[int, str]]:
    """All clients at once; each presses ``presses`` times with the same key."""
    barrier, answers = threading.Barrier(CLIENTS * presses), []
    keys = [str(uuid.uuid4()) for _client in range(CLIENTS)]

    def run(number: int) -> None:
        barrier.wait()
        answers.append(_press(world, port, room, number, keys[number % CLIENTS]))

    threads = [threading.Thread(target=run, args=(number,)) for number in range(CLIENTS * presses)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(ANSWER_SECONDS * 2)
    assert len(answers) == len(threads)
    return answers


def test_one_room_has_one_holder_and_everybody_else_a_clear_answer(world: dict[str, Any]) -> None:
    first, second = world["rooms"][:2]
    with _served(world["env"], CAREFUL) as port:
        answers = _race(world, port, first)
        doubled = _race(world, port, second, presses=2)
    assert Counter(status for status, _body in answers) == {302: 1, 200: CLIENTS - 1}
    lost = [body for status, body in answers if status == http.client.OK]
    assert all("è già prenotata" in body and re.search('name="slot"', body) for body in lost)
    # Who won pressed twice, and was told twice that the room is hers.
    assert Counter(status for status, _body in doubled) == {302: 2, 200: 2 * CLIENTS - 2}
    held = _ask(world["env"], "count")
    assert (held[first], held[second]) == (1, 1)


def test_the_race_is_real_without_lock_and_guard_it_oversells(world: dict[str, Any]) -> None:
    rooms = world["rooms"][2:]
    assert _ask(world["env"], "unguard") is True
    with _served(world["env"], CARELESS) as port:
        for room in rooms:
            _race(world, port, room)
            if _ask(world["env"], "count")[room] > 1:
                break
    held = _ask(world["env"], "count")
    assert max(held[room] for room in rooms) > 1

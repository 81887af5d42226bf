"""Houses of their own for tests that start processes: a home, a database, the real server; and what is asked of them.

A house begins empty and migrated. The migrations run once in a run of the tests, and every house is a copy of
that one: files are copied, and PostgreSQL copies a database by its template.
"""

from __future__ import annotations

import fcntl
import http.client
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

from bench.load.serving import free_port

ROOT = Path(__file__).resolve().parents[1]
READY_SECONDS = 60
ANSWER_SECONDS = 600
CAREFUL = "jobcaffe.config.wsgi:application"
# Any token, as long as the cookie and the form bring the same.
TOKEN = "a" * 32
BLANK = "jobcaffe_blank"


@contextmanager
def empty(home: Path, **changes: str) -> Iterator[dict[str, str]]:
    """The environment of a house at ``home``, of the kind of database under test; ``changes`` are added to it."""
    blank = _blank()
    shutil.copytree(blank, home, dirs_exist_ok=True)
    if not _server():
        yield _environment(home) | changes
        return
    name = f"jobcaffe_house_{os.getpid()}"
    with _administered() as server:
        server.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
        server.execute(f"CREATE DATABASE {name} TEMPLATE {BLANK}")
        try:
            yield _environment(home, name) | changes
        finally:
            server.execute(f"DROP DATABASE {name} WITH (FORCE)")


def _server() -> str:
    """The address of the PostgreSQL under test; empty on SQLite."""
    url = os.environ.get("DATABASE_URL", "")
    return url if url.startswith("postgres") else ""


def _at(name: str) -> str:
    return urlunsplit(urlsplit(_server())._replace(path=f"/{name}"))


@contextmanager
def _administered() -> Iterator[Any]:
    import psycopg

    with psycopg.connect(_at("postgres"), autocommit=True) as server:
        yield server


def _environment(home: Path, database: str = "") -> dict[str, str]:
    env = {**os.environ, "JOBCAFFE_HOME": str(home), "JOBCAFFE_TEST_DATABASE": "1"}
    env["PYTHONPATH"] = os.pathsep.join([str(ROOT / "src"), str(ROOT)])
    env.pop("DATABASE_URL", None)
    return env | ({"DATABASE_URL": _at(database)} if database else {})


def _blank() -> Path:
    """The home that every house is a copy of; who comes first makes it, and the other processes wait."""
    roof = Path(os.environ["JOBCAFFE_HOME"])
    made = roof / "blank"
    with (roof / "blank.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (made / "ready").exists():
            _migrated(made)
            (made / "ready").touch()
    return made


def _migrated(home: Path) -> None:
    shutil.rmtree(home, ignore_errors=True)
    home.mkdir()
    name = BLANK if _server() else ""
    if name:
        with _administered() as server:
            server.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
            server.execute(f"CREATE DATABASE {name}")
    command = [sys.executable, "-m", "jobcaffe.cli", "manage", "migrate", "--skip-checks", "-v", "0"]
    done = subprocess.run(
        command,
        cwd=ROOT,
        env=_environment(home, name),
        capture_output=True,
        text=True,
        timeout=ANSWER_SECONDS,
    )
    assert done.returncode == 0, done.stderr


def start(env: dict[str, str], site: str, *question: str) -> subprocess.Popen[str]:
    """A process of the house that runs the module ``site`` with these words."""
    command = [sys.executable, "-m", site, *question]
    return subprocess.Popen(
        command, cwd=ROOT, env=env, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )


def answer(started: subprocess.Popen[str]) -> Any:
    """What it printed last, as it was before JSON."""
    out, errors = started.communicate(timeout=ANSWER_SECONDS)
    assert started.returncode == 0, errors
    return json.loads(out.splitlines()[-1])


def ask(env: dict[str, str], site: str, *question: str) -> Any:
    """What the module ``site`` prints to a question."""
    return answer(start(env, site, *question))


@contextmanager
def served(env: dict[str, str], application: str = CAREFUL) -> Iterator[int]:
    """The real server: two processes, four threads each; its port. Stopped by its own pid."""
    port = free_port()
    command = [sys.executable, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1"]
    command += ["--port", str(port), "--workers", "2", "--blocking-threads", "4", "--no-ws", application]
    server = subprocess.Popen(
        command, cwd=ROOT, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True
    )
    try:
        wait_for(server, port)
        yield port
    finally:
        server.send_signal(signal.SIGTERM)
        try:
            server.communicate(timeout=20)
        except subprocess.TimeoutExpired:
            server.kill()
            server.communicate()


def wait_for(server: subprocess.Popen[str], port: int) -> None:
    """Until the house answers."""
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

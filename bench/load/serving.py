"""A server for a benchmark: its database, its processes, where it listens, and when it is ready."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
READY_SECONDS = 300  # an empty home is migrated before


def begin() -> str:
    """The product's settings in this process too; the kind of its database."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jobcaffe.config.settings")
    import django

    django.setup()
    from django.conf import settings
    from django.db import connection

    settings.ALLOWED_HOSTS = ["127.0.0.1", "testserver"]
    return connection.vendor


def fresh() -> None:
    """An empty, migrated database; on PostgreSQL one that waits for its disk as in production."""
    from django.core.management import call_command
    from django.db import connection

    call_command("migrate", verbosity=0, skip_checks=True)
    call_command("flush", verbosity=0, interactive=False, skip_checks=True)
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            for name in ("fsync", "full_page_writes", "synchronous_commit"):
                cursor.execute(f"ALTER SYSTEM SET {name} = on")
            cursor.execute("SELECT pg_reload_conf()")


def hang_up() -> None:
    """This process lets go of the database, before others open it."""
    from jobcaffe import cli

    cli._hang_up()


def beside_postgres(script: str) -> int:
    """The same script again, beside a scratch server of PostgreSQL."""
    tool = [sys.executable, str(ROOT / "tools" / "postgres.py"), "run", "--"]
    return subprocess.run([*tool, sys.executable, script, *sys.argv[1:]], check=False).returncode


def jobcaffe(*words: str) -> list[str]:
    """One of the product's commands."""
    return [sys.executable, "-m", "jobcaffe.cli", *words]


@contextmanager
def process(*words: str) -> Iterator[subprocess.Popen[bytes]]:
    """The same, running; stopped by its own number."""
    running = subprocess.Popen(jobcaffe(*words), stdout=subprocess.DEVNULL)
    try:
        yield running
    finally:
        running.terminate()
        try:
            running.wait(15)
        except subprocess.TimeoutExpired:
            running.kill()
            running.wait()


def free_port() -> int:
    """A port of the loopback on which nobody listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_until_ready(port: int, server: subprocess.Popen[bytes]) -> None:
    """Until somebody answers there. Exits when the server ends before, or takes too long."""
    until = time.monotonic() + READY_SECONDS
    while time.monotonic() < until and server.poll() is None:
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise SystemExit("the server did not start")

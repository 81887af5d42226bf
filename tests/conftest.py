"""Fixtures that every test may use."""

from __future__ import annotations

import os
import socket
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.test import Client

from tests import factories

# The settings are read before this file: the home must be the run's own from the start.
if not os.environ.get("JOBCAFFE_HOME"):
    pytest.exit("Run the tests through make, or with JOBCAFFE_HOME set to an empty folder.", returncode=2)

os.environ.setdefault("JOBCAFFE_TEST_DATABASE", "1")

# Every run begins at the same instant, and from there the clock goes on: a working day, Rome's morning.
# Another instant in JOBCAFFE_TEST_CLOCK shows what breaks at midnight, on a holiday, when clocks change;
# "real" leaves the machine's own.
CLOCK = os.environ.get("JOBCAFFE_TEST_CLOCK", "2026-11-18T09:00:00+00:00")

LOOPBACK = {"127.0.0.1", "::1", "localhost"}


@pytest.fixture(scope="session", autouse=True)
def clock() -> Iterator[None]:
    """What the tests prove must not hang on the hour at which they run."""
    if CLOCK == "real":
        yield
        return
    with time_machine.travel(CLOCK, tick=True):
        yield


@pytest.fixture(autouse=True)
def no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing in a test talks to another machine."""
    connect = socket.socket.connect

    def guarded(self: socket.socket, address: Any) -> Any:
        if self.family != socket.AF_UNIX and address[0] not in LOOPBACK:
            raise AssertionError(f"the tests tried to reach {address}")
        return connect(self, address)

    monkeypatch.setattr(socket.socket, "connect", guarded)


@pytest.fixture(autouse=True)
def own_folders(settings: Any, tmp_path: Path) -> None:
    """Files and outbox of one test are its own."""
    settings.FILES_ROOT = tmp_path / "files"
    settings.OUTBOX = tmp_path / "outbox"
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    settings.ALLOWED_HOSTS = ["testserver", "127.0.0.1", "localhost"]


@pytest.fixture
def client_for(db: None) -> Callable[..., Client]:
    """``client_for("desk", team=…)``: a client signed in with these roles; ``client.user`` is the user."""

    def make(*roles: str, **fields: Any) -> Client:
        user = factories.user(*roles, **fields) if "user" not in fields else fields["user"]
        client = Client()
        client.force_login(user)
        client.user = user  # type: ignore[attr-defined]
        return client

    return make

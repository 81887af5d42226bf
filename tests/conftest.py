"""Fixtures that every test may use."""

from __future__ import annotations

import os
import re
import socket
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.test import Client

from tests import factories
from tests.kept import Keeper, Kept

# The settings are read before this file: the home must be the run's own from the start.
if not os.environ.get("JOBCAFFE_HOME"):
    pytest.exit("Run the tests through make, or with JOBCAFFE_HOME set to an empty folder.", returncode=2)

os.environ.setdefault("JOBCAFFE_TEST_DATABASE", "1")

# Every run begins at the same instant, and from there the clock goes on: a working day, Rome's morning.
# Another instant in JOBCAFFE_TEST_CLOCK shows what breaks at midnight, on a holiday, when clocks change;
# "real" leaves the machine's own.
CLOCK = os.environ.get("JOBCAFFE_TEST_CLOCK", "2026-11-18T09:00:00+00:00")

KEEPER = pytest.StashKey[Keeper]()
# Asked for by a test, each of these opens the database.
DATABASE = {"db", "transactional_db", "live_server", "kept", "rendered", "django_db_setup"}
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
    settings.SHARED_PAGE_SECONDS = 0  # a test changes something and looks at once


@pytest.fixture(scope="session")
def keeper(
    django_db_setup: None,
    django_db_blocker: Any,
    tmp_path_factory: pytest.TempPathFactory,
    pytestconfig: pytest.Config,
) -> Iterator[Keeper]:
    """Who keeps the world that several tests look at."""
    made = Keeper(tmp_path_factory.mktemp("kept") / "home", django_db_blocker)
    pytestconfig.stash[KEEPER] = made
    yield made
    made.drop()


@pytest.fixture
def kept(keeper: Keeper, django_db_blocker: Any) -> Iterator[Kept]:
    """``kept(build)``: the world that ``build`` makes, as it was made, though it was made for another test.

    Instead of the fixture ``db``, for worlds that take seconds; see :mod:`tests.kept`.
    """
    with django_db_blocker.unblock(), ExitStack() as stack:
        yield lambda build: stack.enter_context(keeper.given(build))


def asks_database(item: pytest.Item) -> bool:
    """Whether a test may reach the database and say something of its kind.

    One that may not reach it is stopped by the plugin when it tries. A file that names ``DATABASE_URL`` or
    :mod:`tests.houses` starts processes of its own, which no plugin watches.
    """
    if item.get_closest_marker("one_database"):
        return False
    fixtures = set(getattr(item, "fixturenames", ()))
    return bool(item.get_closest_marker("django_db") or DATABASE & fixtures) or _names_it(item.path)


def _looks_alone(item: pytest.Item) -> bool:
    return "kept" not in getattr(item, "fixturenames", ())


@cache
def _names_it(path: Path) -> bool:
    return bool({"DATABASE_URL", "houses"} & set(re.findall(r"\w+", path.read_text(encoding="utf-8"))))


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Tests of a folder that look at a kept world come one after the other.

    On PostgreSQL only what may ask a database: the rest would be the very same run as on SQLite.
    With ``JOBCAFFE_FULL=1`` everything runs on both.
    """
    folders: dict[Path, list[pytest.Item]] = {}
    for item in items:
        folders.setdefault(item.path.parent, []).append(item)
    items[:] = [item for group in folders.values() for item in sorted(group, key=_looks_alone)]
    if not os.environ.get("DATABASE_URL", "").startswith("postgres") or os.environ.get("JOBCAFFE_FULL"):
        return
    same = [item for item in items if not asks_database(item)]
    if same:
        config.hook.pytest_deselected(items=same)
        items[:] = [item for item in items if asks_database(item)]


@pytest.fixture(autouse=True)
def _django_db_marker(request: pytest.FixtureRequest) -> None:
    """The plugin's transaction for a test of the database; a kept world brings its own."""
    if request.node.get_closest_marker("django_db") and "kept" not in request.fixturenames:
        request.getfixturevalue("_django_db_helper")


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    """A test that asks for no kept world finds the database empty, as always."""
    keeper = item.config.stash.get(KEEPER, None)
    if keeper is not None and "kept" not in getattr(item, "fixturenames", ()):
        keeper.drop()


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

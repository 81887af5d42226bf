"""Real threads and processes on a real file: nobody is refused, nothing is lost, nobody starves."""

from __future__ import annotations

import multiprocessing
import os
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from multiprocessing.synchronize import Event
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import OperationalError, transaction

from jobcaffe.foundation.db.sqlite.base import DatabaseWrapper
from jobcaffe.foundation.db.sqlite.turn import AVAILABLE, turn_of

pytestmark = pytest.mark.skipif(not AVAILABLE, reason="no flock on this system")

FORK = multiprocessing.get_context("fork")


def connect(path: Path, *, timeout: float = 20) -> DatabaseWrapper:
    """A connection as the settings make it, to a file of its own."""
    config: dict[str, Any] = {
        "ENGINE": "jobcaffe.foundation.db.sqlite",
        "NAME": str(path),
        "OPTIONS": {
            "timeout": timeout,
            "transaction_mode": "IMMEDIATE",
            "init_command": settings.SQLITE_PRAGMAS,
            "check_same_thread": False,
        },
        "ATOMIC_REQUESTS": False,
        "AUTOCOMMIT": True,
        "CONN_MAX_AGE": 600,
        "CONN_HEALTH_CHECKS": False,
        "TIME_ZONE": None,
        "USER": "",
        "PASSWORD": "",
        "HOST": "",
        "PORT": "",
        "TEST": {},
    }
    connection = DatabaseWrapper(config, alias=f"file-{path.stem}")
    connection.inc_thread_sharing()  # made here, used by a thread of the test
    return connection


class Atomic:
    """``transaction.atomic`` for a connection that has no alias."""

    def __init__(self, connection: DatabaseWrapper) -> None:
        self.connection = connection

    def __enter__(self) -> None:
        self.connection.set_autocommit(False, force_begin_transaction_with_broken_autocommit=True)
        self.connection.in_atomic_block = True

    def __exit__(self, kind: object, value: object, trace: object) -> None:
        self.connection.in_atomic_block = False
        if kind is None:
            self.connection.commit()
        else:
            self.connection.rollback()
        self.connection.set_autocommit(True)


@pytest.fixture(autouse=True)
def _own_databases(django_db_blocker: Any) -> Iterator[None]:
    """These tests open files of their own, not the database of the suite."""
    with django_db_blocker.unblock():
        yield


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A database with one counter and a table of visits."""
    file = tmp_path / "fair.sqlite3"
    connection = connect(file)
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE counter (n INTEGER NOT NULL)")
        cursor.execute("INSERT INTO counter VALUES (0)")
        cursor.execute("CREATE TABLE visit (who TEXT NOT NULL)")
    connection.close()
    return file


def add_one(connection: DatabaseWrapper, who: str) -> None:
    """Read, then write what was read plus one: the transaction that loses updates when unprotected."""
    with Atomic(connection), connection.cursor() as cursor:
        n = cursor.execute("SELECT n FROM counter").fetchone()[0]
        cursor.execute("UPDATE counter SET n = %s", [n + 1])
        cursor.execute("INSERT INTO visit VALUES (%s)", [who])


def write_until(path: Path, stop: Event | threading.Event, who: str, errors: list[str]) -> int:
    """Write as fast as possible; returns how often."""
    connection, done = connect(path), 0
    try:
        while not stop.is_set():
            add_one(connection, who)
            done += 1
    except OperationalError as error:
        errors.append(str(error))
    finally:
        connection.close()
    return done


def one(path: Path, question: str) -> int:
    """One number, asked by sqlite3 itself."""
    with sqlite3.connect(path) as raw:
        return int(raw.execute(question).fetchone()[0])


def counts_per_writer(path: Path) -> list[int]:
    """How many visits each writer wrote."""
    with sqlite3.connect(path) as raw:
        return [row[0] for row in raw.execute("SELECT count(*) FROM visit GROUP BY who")]


def test_eight_threads_lose_no_update_and_none_starves(path: Path) -> None:
    stop, errors, done = threading.Event(), [], []
    # In memory a thread writes hundreds of rows before the last one is made: all begin together.
    begin = threading.Barrier(9)

    def work(who: str) -> None:
        begin.wait()
        done.append(write_until(path, stop, who, errors))

    threads = [threading.Thread(target=work, args=(who,)) for who in "abcdefgh"]
    for thread in threads:
        thread.start()
    begin.wait()
    time.sleep(2)
    stop.set()
    for thread in threads:
        thread.join()
    assert errors == []
    assert one(path, "SELECT n FROM counter") == sum(done) == one(path, "SELECT count(*) FROM visit")
    assert len(done) == 8
    # First come, first served inside a process; without the queue the ratio is 1 to thousands.
    assert min(done) * 10 >= max(done) * 9


def _process(path: Path, stop: Event, who: str, results: Any) -> None:
    errors: list[str] = []
    results.put((write_until(path, stop, who, errors), errors))


def test_four_processes_lose_no_update_and_none_starves(path: Path) -> None:
    stop, results = FORK.Event(), FORK.Queue()
    workers = [FORK.Process(target=_process, args=(path, stop, who, results)) for who in "abcd"]
    for worker in workers:
        worker.start()
    time.sleep(3)
    stop.set()
    told = [results.get(timeout=30) for _worker in workers]
    for worker in workers:
        worker.join(30)
    assert [errors for _done, errors in told] == [[], [], [], []]
    assert one(path, "SELECT n FROM counter") == sum(done for done, _errors in told)
    shares = counts_per_writer(path)
    assert len(shares) == 4
    assert min(shares) * 10 >= max(shares)


def _fail_while_holding(connection: DatabaseWrapper) -> None:
    assert connection.holds_turn
    raise ZeroDivisionError


def test_the_turn_is_free_after_an_error_inside_a_transaction(path: Path) -> None:
    first, second = connect(path), connect(path, timeout=0.5)
    with pytest.raises(ZeroDivisionError), Atomic(first):
        _fail_while_holding(first)
    assert not first.holds_turn
    add_one(second, "second")
    assert one(path, "SELECT n FROM counter") == 1


def test_the_turn_is_free_after_a_connection_closed_in_a_transaction(path: Path) -> None:
    first, second = connect(path), connect(path, timeout=0.5)
    first.set_autocommit(False, force_begin_transaction_with_broken_autocommit=True)
    assert first.holds_turn
    first.close()
    assert not first.holds_turn
    add_one(second, "second")
    assert one(path, "SELECT n FROM counter") == 1


def test_the_turn_is_free_when_begin_itself_fails(path: Path) -> None:
    outsider = sqlite3.connect(path, isolation_level=None)
    outsider.execute("BEGIN IMMEDIATE")  # holds SQLite's lock without queueing
    first, second = connect(path, timeout=0.2), connect(path, timeout=0.5)
    with pytest.raises(OperationalError), Atomic(first):
        pass
    assert not first.holds_turn
    outsider.execute("ROLLBACK")
    add_one(second, "second")
    assert one(path, "SELECT n FROM counter") == 1


def test_waiting_ends_with_an_operational_error_when_the_time_is_over(path: Path) -> None:
    first, second = connect(path), connect(path, timeout=0.2)
    with Atomic(first):
        with pytest.raises(OperationalError, match="no turn to write within"), Atomic(second):
            pass
        assert not second.holds_turn
    add_one(second, "second")
    assert one(path, "SELECT n FROM counter") == 1


def test_who_gave_up_waiting_does_not_stop_who_waits_behind(path: Path) -> None:
    holder, impatient, patient = connect(path), connect(path, timeout=0.2), connect(path)
    waiting = threading.Thread(target=add_one, args=(patient, "patient"))
    gave_up: list[str] = []

    def try_briefly() -> None:
        try:
            add_one(impatient, "impatient")
        except OperationalError:
            gave_up.append("impatient")

    brief = threading.Thread(target=try_briefly)
    with Atomic(holder):
        brief.start()
        time.sleep(0.05)
        waiting.start()
        brief.join()
    waiting.join(10)
    assert gave_up == ["impatient"]
    assert counts_per_writer(path) == [1]


def test_a_killed_writer_leaves_nothing_locked(path: Path) -> None:
    code = (
        "import fcntl, os, sys, time\n"
        f"d = os.open({str(path) + '.writer'!r}, os.O_RDWR | os.O_CREAT)\n"
        "fcntl.flock(d, fcntl.LOCK_EX)\n"
        "print('held', flush=True); time.sleep(60)\n"
    )
    child = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True)
    assert child.stdout is not None
    assert child.stdout.readline() == "held\n"
    waiter = connect(path, timeout=0.2)
    with pytest.raises(OperationalError), Atomic(waiter):
        pass
    child.kill()
    child.wait()
    add_one(waiter, "after")
    assert one(path, "SELECT n FROM counter") == 1


def test_with_autocommit_off_the_first_statement_queues_and_commit_ends_the_turn(path: Path) -> None:
    first, second = connect(path), connect(path, timeout=0.2)
    first.set_autocommit(False)
    with first.cursor() as cursor:
        cursor.execute("UPDATE counter SET n = 5")
    assert first.holds_turn
    with pytest.raises(OperationalError), Atomic(second):
        pass
    first.commit()
    assert not first.holds_turn
    add_one(second, "second")
    assert one(path, "SELECT n FROM counter") == 6


def test_a_database_in_memory_does_not_queue() -> None:
    connection = connect(Path(":memory:"))
    connection.settings_dict["NAME"] = ":memory:"
    with Atomic(connection):
        assert not connection.holds_turn
    assert not os.path.exists(":memory:.writer")


def test_two_names_of_one_file_share_one_turn(path: Path) -> None:
    link = path.with_name("link.sqlite3")
    link.symlink_to(path)
    assert turn_of(str(path)) is turn_of(str(link))


@pytest.mark.django_db(transaction=True)
def test_the_product_itself_writes_through_the_queue() -> None:
    from django.db import connection

    if connection.vendor != "sqlite":
        pytest.skip("SQLite only")
    with transaction.atomic():
        assert connection.holds_turn  # type: ignore[attr-defined]
    assert not connection.holds_turn  # type: ignore[attr-defined]

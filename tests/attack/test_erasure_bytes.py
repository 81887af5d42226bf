"""Erasing is a search for bytes, not a query: nothing of a deleted row stays on the disk."""

from __future__ import annotations

import shutil
import sqlite3
from pathlib import Path
from typing import Any

import pytest
from django.db import connection, transaction

from jobcaffe.foundation.privacy.erasure import Busy, purge_traces
from jobcaffe.people.models import Person
from tests import factories

pytestmark = pytest.mark.django_db(transaction=True)
CANARY = "Xqcanarinoerasure"


@pytest.fixture(autouse=True)
def _sqlite_only() -> None:
    if connection.vendor != "sqlite":
        pytest.skip("SQLite's files")


def database_files() -> list[Path]:
    """The database, its write-ahead log and its shared memory."""
    name = str(connection.settings_dict["NAME"])
    return [
        path for path in (Path(name + tail) for tail in ("", "-wal", "-shm", "-journal")) if path.exists()
    ]


def found() -> list[str]:
    """Which files hold the canary's bytes, in either case."""
    words = (CANARY.encode(), CANARY.lower().encode())
    return [path.name for path in database_files() if any(word in path.read_bytes() for word in words)]


def erase_one_of_many() -> None:
    """A row among others, written, indexed and deleted."""
    for number in range(30):
        factories.person(last_name=f"Vicina{number}")
    person = factories.person(first_name=CANARY, last_name=CANARY)
    Person.objects.filter(pk=person.pk).delete()


def test_before_the_purge_the_bytes_are_still_there_so_the_search_can_fail() -> None:
    erase_one_of_many()
    assert found() != []


def test_after_the_purge_no_byte_of_the_erased_row_is_left() -> None:
    erase_one_of_many()
    purge_traces()
    assert found() == []
    assert Person.objects.count() == 30


def test_an_overwritten_value_is_gone_too() -> None:
    person = factories.person(first_name=CANARY)
    Person.objects.filter(pk=person.pk).update(first_name="Altra", search_name="altra")
    purge_traces()
    assert found() == []


def test_a_purge_inside_a_transaction_is_refused() -> None:
    with transaction.atomic(), pytest.raises(transaction.TransactionManagementError):
        purge_traces()


def test_a_purge_under_a_reader_says_that_it_is_not_done() -> None:
    erase_one_of_many()
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA busy_timeout = 100")
    reader = sqlite3.connect(str(connection.settings_dict["NAME"]), isolation_level=None)
    reader.execute("BEGIN")
    reader.execute("SELECT count(*) FROM people_person").fetchone()
    factories.person()
    try:
        with pytest.raises(Busy):
            purge_traces()
    finally:
        reader.close()
    purge_traces()
    assert found() == []
    connection.close()


def test_a_database_without_secure_delete_keeps_the_bytes(tmp_path: Path) -> None:
    def after_delete(secure: str) -> bool:
        path = tmp_path / f"{secure}.sqlite3"
        raw = sqlite3.connect(path, isolation_level=None)
        raw.execute(f"PRAGMA secure_delete={secure}")
        raw.execute("CREATE TABLE t (name TEXT)")
        raw.executemany("INSERT INTO t VALUES (?)", [(CANARY,), ("altra",)])
        raw.execute("DELETE FROM t WHERE name = ?", [CANARY])
        raw.close()
        return CANARY.encode() in path.read_bytes()

    assert (after_delete("OFF"), after_delete("ON")) == (True, False)


def test_a_backup_made_after_the_purge_does_not_hold_the_erased_row(tmp_path: Path, settings: Any) -> None:
    from jobcaffe.foundation import backup as backups
    from jobcaffe.foundation.sealedstream import Secret

    settings.HOME = tmp_path
    erase_one_of_many()
    made = backups.backup(tmp_path / "out")
    workshop = tmp_path / "opened"
    workshop.mkdir()
    backups._unpack(made, workshop, Secret(key=settings.KEYS.backup_key))
    assert not any(
        CANARY.encode() in path.read_bytes() or CANARY.lower().encode() in path.read_bytes()
        for path in workshop.rglob("*")
        if path.is_file()
    )
    shutil.rmtree(workshop)

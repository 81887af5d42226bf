"""A backup made under writes comes back whole; anything less is refused."""

from __future__ import annotations

import json
import os
import threading
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connection, connections, transaction

from jobcaffe.foundation import backup as backups
from jobcaffe.foundation.access import Refused
from jobcaffe.foundation.db import guards
from jobcaffe.foundation.files import store
from jobcaffe.foundation.journal.actions import SYSTEM, record
from jobcaffe.foundation.journal.models import Entry
from jobcaffe.foundation.privacy import keyfile
from jobcaffe.foundation.sealedstream import CHUNK, Damaged, Reader, Secret, Writer
from jobcaffe.people.models import Person
from tests import factories

PDF = b"%PDF-1.7\n1 0 obj<<>>endobj\nstartxref\n0\n%%EOF\n"
CANARY = "Zzquindici Canarino"
pytestmark = pytest.mark.django_db(transaction=True)
sqlite_only = pytest.mark.skipif(
    "sqlite" not in settings.DATABASES["default"]["ENGINE"], reason="the SQLite way back"
)


@pytest.fixture(autouse=True)
def own_home(settings: Any, tmp_path: Path) -> Path:
    """A home of its own for what the backup notes."""
    home = tmp_path / "home"
    home.mkdir()
    settings.HOME = home
    return home


def fill() -> Any:
    """A person, rows of the journal, a file; returns the file."""
    factories.person(first_name=CANARY, last_name="Backup")
    with transaction.atomic():
        record(SYSTEM, "person.create")
    return store.save_bytes(actor=SYSTEM, name="foglio.pdf", content=PDF, kind="scan")


def database_in(home: Path) -> dict[str, Any]:
    """The configuration of a restored database."""
    name = Path(str(settings.DATABASES["default"]["NAME"])).name
    return {**connection.settings_dict, "NAME": str(home / name)}


@sqlite_only
def test_a_backup_comes_back_with_every_row_and_file(tmp_path: Path) -> None:
    file = fill()
    made = backups.backup(tmp_path / "out")
    told = backups.restore(made, tmp_path / "new")
    assert "Ripristinato" in told
    with backups.attached(database_in(tmp_path / "new")) as using:
        assert Person.objects.using(using).get().first_name == CANARY
        assert Entry.objects.using(using).count() == Entry.objects.count()
    restored = tmp_path / "new" / "files" / store.path_of(file.pk).relative_to(settings.FILES_ROOT)
    assert store.decrypted(file.pk, restored.read_bytes(), settings.KEYS) == PDF


def test_a_backup_has_its_name_its_mode_and_leaves_no_clear_copy(tmp_path: Path) -> None:
    fill()
    made = backups.backup(tmp_path / "out")
    assert made.name.startswith("jobcaffe-2")
    assert made.suffix == ".jcb"
    assert oct(made.stat().st_mode)[-3:] == "600"
    assert list((tmp_path / "out").iterdir()) == [made]
    last = backups.last_backup()
    assert last is not None
    assert last["file"] == str(made)


def test_a_stolen_backup_shows_neither_names_nor_keys(tmp_path: Path) -> None:
    fill()
    stolen = backups.backup(tmp_path / "out").read_bytes()
    raw = json.loads(Path(settings.KEYS_FILE).read_text())
    for secret in (CANARY, "Canarino", raw["secret_key"], raw["index_key"], *raw["field_keys"].values()):
        assert secret.encode() not in stolen


def test_no_key_is_inside_even_for_who_can_open_it(tmp_path: Path) -> None:
    fill()
    made = backups.backup(tmp_path / "out")
    workshop = tmp_path / "opened"
    workshop.mkdir()
    backups._unpack(made, workshop, Secret(key=settings.KEYS.backup_key))
    inside = b"".join(path.read_bytes() for path in workshop.rglob("*") if path.is_file())
    raw = json.loads(Path(settings.KEYS_FILE).read_text())
    for name in ("index_key", "journal_key", "code_key", "secret_key"):
        assert raw[name].encode() not in inside
    assert all(key not in inside for key in settings.KEYS.field_keys.values())


@sqlite_only
def test_one_flipped_byte_anywhere_is_refused_and_nothing_is_written(tmp_path: Path) -> None:
    fill()
    made = backups.backup(tmp_path / "out")
    good = made.read_bytes()
    places = [0, 6, 30, 80, 130, len(good) // 2, len(good) - 17, len(good) - 1]
    for number, place in enumerate(places):
        made.write_bytes(good[:place] + bytes([good[place] ^ 1]) + good[place + 1 :])
        home = tmp_path / f"new{number}"
        with pytest.raises(Refused):
            backups.restore(made, home)
        assert list(home.iterdir()) == []


@sqlite_only
def test_a_cut_backup_is_refused(tmp_path: Path) -> None:
    fill()
    made = backups.backup(tmp_path / "out")
    good = made.read_bytes()
    for kept in (0, 3, 50, len(good) // 2, len(good) - 1):
        made.write_bytes(good[:kept])
        with pytest.raises(Refused):
            backups.restore(made, tmp_path / "new")


@sqlite_only
def test_a_home_with_data_is_not_overwritten_and_with_replace_the_old_is_kept(tmp_path: Path) -> None:
    fill()
    made = backups.backup(tmp_path / "out")
    home = tmp_path / "new"
    backups.restore(made, home)
    (home / "keys.json").write_text("stays")
    with pytest.raises(Refused, match="--replace"):
        backups.restore(made, home)
    told = backups.restore(made, home, replace=True)
    (aside,) = home.glob("before-restore-*")
    assert str(aside) in told
    assert sorted(
        path.name for path in aside.iterdir() if not path.name.endswith(("-wal", "-shm"))
    ) == sorted(["files", Path(database_in(home)["NAME"]).name])
    assert (home / "keys.json").read_text() == "stays"


@sqlite_only
def test_a_backup_whose_journal_was_touched_is_refused(tmp_path: Path, unguarded: Any) -> None:
    fill()
    with unguarded(guards.JOURNAL):
        Entry.objects.filter(seq=1).update(actor_name="nessuno")
    made = backups.backup(tmp_path / "out")
    with pytest.raises(Refused, match="registro"):
        backups.restore(made, tmp_path / "new")


@sqlite_only
def test_a_backup_of_another_installation_does_not_open(tmp_path: Path, settings: Any) -> None:
    fill()
    made = backups.backup(tmp_path / "out")
    settings.KEYS = keyfile.load_keys(tmp_path / "other.json")
    with pytest.raises(Refused):
        backups.restore(made, tmp_path / "new")


@sqlite_only
def test_a_backup_under_a_passphrase_opens_with_it_only(tmp_path: Path) -> None:
    fill()
    right, wrong, short = (tmp_path / name for name in ("right", "wrong", "short"))
    right.write_text("quattro gatti sul tetto che scotta\n")
    wrong.write_text("quattro gatti sul tetto che scottano\n")
    short.write_text("gatto\n")
    made = backups.backup(tmp_path / "out", passphrase_file=right)
    for secret in (wrong, None):
        with pytest.raises(Refused):
            backups.restore(made, tmp_path / "new", passphrase_file=secret)
    with pytest.raises(ValueError, match="16"):
        backups.backup(tmp_path / "out", passphrase_file=short)
    assert "Ripristinato" in backups.restore(made, tmp_path / "new", passphrase_file=right)


def test_a_backup_that_does_not_exist_is_refused_by_name(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="non c'è"):
        backups.restore(tmp_path / "nowhere.jcb", tmp_path / "new")


@sqlite_only
def test_a_backup_made_while_two_threads_write_loses_nothing_that_was_confirmed(tmp_path: Path) -> None:
    file = fill()
    stop, confirmed, errors = threading.Event(), [], []

    def keep_writing() -> None:
        try:
            while not stop.is_set():
                with transaction.atomic():
                    entry = record(SYSTEM, "person.read")
                confirmed.append(entry.seq)
        except Exception as error:
            errors.append(error)
        finally:
            connections.close_all()

    writers = [threading.Thread(target=keep_writing) for _ in range(2)]
    for writer in writers:
        writer.start()
    while len(confirmed) < 20:
        assert not errors
    before = list(confirmed)
    made = backups.backup(tmp_path / "out")
    stop.set()
    for writer in writers:
        writer.join()
    assert errors == []
    backups.restore(made, tmp_path / "new")
    with backups.attached(database_in(tmp_path / "new")) as using:
        there = set(Entry.objects.using(using).values_list("seq", flat=True))
    assert set(before) <= there
    assert len(confirmed) > len(before)
    assert file.pk


def test_a_row_whose_file_is_gone_is_listed_as_missing(tmp_path: Path) -> None:
    file = fill()
    store.path_of(file.pk).unlink()
    made = backups.backup(tmp_path / "out")
    workshop = tmp_path / "opened"
    workshop.mkdir()
    manifest = backups._unpack(made, workshop, Secret(key=settings.KEYS.backup_key))
    assert manifest.missing == [str(file.pk)]


@pytest.mark.parametrize("size", [0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 2 * CHUNK])
def test_the_sealed_stream_gives_back_what_it_took(size: int, tmp_path: Path) -> None:
    secret, clear, path = Secret(key=b"k" * 32), os.urandom(size), tmp_path / "sealed"
    with path.open("wb") as out:
        writer = Writer(out, secret)
        writer.write(clear)
        writer.finish()
    with path.open("rb") as source, Reader(source, secret) as reader:
        assert reader.read() == clear


def test_swapped_repeated_and_dropped_chunks_are_refused(tmp_path: Path) -> None:
    secret, path = Secret(key=b"k" * 32), tmp_path / "sealed"
    with path.open("wb") as out:
        writer = Writer(out, secret)
        writer.write(os.urandom(3 * CHUNK))
        writer.finish()
    whole = path.read_bytes()
    start = whole.index(b"\n", 5) + 1
    size = CHUNK + 16
    a, b, c = (whole[start + n * size : start + (n + 1) * size] for n in range(3))
    for order in ((b, a, c), (a, a, c), (a, c), (a, b), (a, b, c, c)):
        path.write_bytes(whole[:start] + b"".join(order))
        with path.open("rb") as source, Reader(source, secret) as reader, pytest.raises(Damaged):
            reader.drain()


@pytest.mark.skipif("sqlite" in settings.DATABASES["default"]["ENGINE"], reason="the PostgreSQL way back")
def test_on_postgresql_the_old_database_is_renamed_and_the_backup_takes_its_place(tmp_path: Path) -> None:
    from jobcaffe.foundation import pgtools

    fill()
    made = backups.backup(tmp_path / "out")
    rows = Entry.objects.count()
    config = connection.settings_dict
    with pytest.raises(Refused, match="--replace"):
        backups.restore(made, tmp_path / "new")
    factories.person(first_name="Dopo")
    told = backups.restore(made, tmp_path / "new", replace=True)
    old = told.rsplit(" ", 1)[-1].rstrip(".")
    assert [person.first_name for person in Person.objects.all()] == [CANARY]
    assert Entry.objects.count() == rows
    assert guards.missing(connection, guards.ALL) == []
    with pgtools.raw_connection(config, old) as before:
        assert before.execute("SELECT count(*) FROM people_person").fetchone() == (2,)
    with pgtools.raw_connection(config, "postgres") as server:
        server.execute(f'DROP DATABASE "{old}"')

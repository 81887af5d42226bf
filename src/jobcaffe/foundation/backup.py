"""Backups: one encrypted file with everything but the keys, and the way back.

Inside ``jobcaffe-YYYYMMDD-HHMMSS.jcb`` (see :mod:`.sealedstream`) is a compressed tar of the
database, the stored files that its rows name, and a manifest: rows of each table, SHA-256 of each
part, head of the journal, version, migrations. SQLite is copied by ``VACUUM INTO`` (a plain copy
of a live file is corrupt; the stepped backup may never end under writes), PostgreSQL by
``pg_dump`` of one exported snapshot, from which the counts come too.

A restore writes nothing into the home before the whole backup was read, checked against its
manifest, found whole by the database and by the journal's chain.
"""

from __future__ import annotations

import gzip
import hashlib
import io
import json
import os
import shutil
import sqlite3
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, connections, transaction
from django.db.backends.base.base import NO_DB_ALIAS
from django.utils import timezone

from jobcaffe.foundation import pgtools
from jobcaffe.foundation.access import Refused
from jobcaffe.foundation.files.store import path_of, sync_folder
from jobcaffe.foundation.journal.actions import SYSTEM, record
from jobcaffe.foundation.journal.verify import Mark, verify
from jobcaffe.foundation.placing import put_in_place
from jobcaffe.foundation.privacy import keycheck
from jobcaffe.foundation.sealedstream import Damaged, Reader, Secret, Writer

SUFFIX = ".jcb"
SQLITE_NAME, DUMP_NAME, MANIFEST_NAME = "database.sqlite3", "database.dump", "manifest.json"
LAST = "last-backup.json"
PIECE = 1 << 20


@dataclass(frozen=True)
class Manifest:
    """What a backup holds. ``parts`` are SHA-256 by name in the tar; ``missing`` are files that a
    row names and the disk did not have."""

    made_at: str
    software: str
    vendor: str
    tables: dict[str, int]
    migrations: list[str]
    journal_seq: int
    journal_mac: str
    parts: dict[str, str]
    missing: list[str]


def _secret(passphrase_file: Path | None) -> Secret:
    if passphrase_file is not None:
        return Secret.from_passphrase_file(passphrase_file)
    return Secret(key=settings.KEYS.backup_key)


# --- making one -----------------------------------------------------------------------------
def backup(destination: Path, *, passphrase_file: Path | None = None) -> Path:
    """Write a new backup into the folder ``destination`` and return its path.

    Works while others write. The file appears under its name only when it is whole and on the
    disk. Refused when there is no room for it.
    """
    destination = Path(destination)
    with transaction.atomic():
        record(SYSTEM, "backup.make")  # first, so that the copy tells of itself
    destination.mkdir(parents=True, exist_ok=True, mode=0o700)
    with tempfile.TemporaryDirectory(prefix=".jobcaffe-", dir=destination) as folder:
        workshop = Path(folder)
        _enough_room(workshop)
        copy = _copy_postgresql(workshop) if _is_postgresql() else _copy_sqlite(workshop)
        sealed = workshop / "sealed"
        _pack(sealed, copy, _secret(passphrase_file))
        target = _free_name(destination)
        os.replace(sealed, target)
    sync_folder(destination)
    _remember(target, copy)
    return target


@dataclass(frozen=True)
class _Copy:
    """A consistent copy of the database and what was read in the same moment."""

    path: Path
    name: str
    tables: dict[str, int]
    migrations: list[str]
    mark: Mark
    file_ids: list[UUID]


def _is_postgresql() -> bool:
    return connections[DEFAULT_DB_ALIAS].vendor == "postgresql"


def _enough_room(folder: Path) -> None:
    """The copy and the sealed file lie side by side for a moment."""
    files = sum(path.stat().st_size for path in Path(settings.FILES_ROOT).rglob("*") if path.is_file())
    database = 0 if _is_postgresql() else _live_file().stat().st_size
    if shutil.disk_usage(folder).free < 2 * database + files + 64 * PIECE:
        raise Refused("Sul disco non c'è posto per il salvataggio. Libera spazio o scegli un altro disco.")


def _live_file() -> Path:
    """The file that the live connection writes (in tests not the one of the settings)."""
    return Path(str(connections[DEFAULT_DB_ALIAS].settings_dict["NAME"]))


def _copy_sqlite(workshop: Path) -> _Copy:
    target = workshop / SQLITE_NAME
    # A connection of its own: VACUUM cannot run in somebody's transaction, and needs no write lock.
    with closing(sqlite3.connect(_live_file(), timeout=60)) as source:
        source.execute("VACUUM INTO ?", [str(target)])
    with closing(sqlite3.connect(target)) as copy:
        return _described(target, SQLITE_NAME, copy.execute)


def _copy_postgresql(workshop: Path) -> _Copy:
    target = workshop / DUMP_NAME
    config = connections[DEFAULT_DB_ALIAS].settings_dict
    with pgtools.raw_connection(config) as raw:
        raw.execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
        snapshot = raw.execute("SELECT pg_export_snapshot()").fetchone()
        pgtools.dump(config, target, snapshot=str(snapshot[0] if snapshot else ""))
        return _described(target, DUMP_NAME, raw.execute)


_TABLES = {
    SQLITE_NAME: "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'",
    DUMP_NAME: "SELECT tablename FROM pg_tables WHERE schemaname = 'public'",
}


def _described(path: Path, name: str, ask: Any) -> _Copy:
    """What the copy holds; ``ask`` runs one query in it and returns a cursor."""
    tables = sorted(row[0] for row in ask(_TABLES[name]).fetchall())
    counts = {table: int(ask(f'SELECT count(*) FROM "{table}"').fetchone()[0]) for table in tables}  # noqa: S608
    migrations = [
        f"{app}.{migration}"
        for app, migration in ask("SELECT app, name FROM django_migrations ORDER BY app, name").fetchall()
    ]
    heads = ask("SELECT seq, mac FROM journal_head").fetchall()
    mark = Mark(int(heads[0][0]), str(heads[0][1])) if heads else Mark(0, "")
    ids = [UUID(str(row[0])) for row in ask("SELECT id FROM files_storedfile ORDER BY id").fetchall()]
    return _Copy(path, name, counts, migrations, mark, ids)


def _pack(sealed: Path, copy: _Copy, secret: Secret) -> None:
    descriptor = os.open(sealed, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as out:
        writer = Writer(out, secret)
        # Most bytes are encrypted files that do not shrink: the quickest compression is enough.
        with (
            gzip.GzipFile(fileobj=writer, mode="wb", compresslevel=1, mtime=0) as small,
            tarfile.open(fileobj=small, mode="w|") as tar,
        ):
            parts = {copy.name: _add(tar, copy.path, copy.name)}
            missing = []
            for file_id in copy.file_ids:
                path, name = path_of(file_id), f"files/{file_id.hex[:2]}/{path_of(file_id).name}"
                if path.exists():
                    parts[name] = _add(tar, path, name)
                else:
                    missing.append(str(file_id))
            _add_manifest(tar, copy, parts, missing)
        writer.finish()
        out.flush()
        os.fsync(out.fileno())


def _add(tar: tarfile.TarFile, path: Path, name: str) -> str:
    """Put a file into the tar; returns its SHA-256."""
    with path.open("rb") as handle:
        digest = hashlib.file_digest(handle, "sha256").hexdigest()
        handle.seek(0)
        info = tarfile.TarInfo(name)
        info.size, info.mode = path.stat().st_size, 0o600
        tar.addfile(info, handle)
    return digest


def _add_manifest(tar: tarfile.TarFile, copy: _Copy, parts: dict[str, str], missing: list[str]) -> None:
    manifest = Manifest(
        made_at=timezone.now().isoformat(),
        software=version("jobcaffe"),
        vendor="sqlite" if copy.name == SQLITE_NAME else "postgresql",
        tables=copy.tables,
        migrations=copy.migrations,
        journal_seq=copy.mark.seq,
        journal_mac=copy.mark.mac,
        parts=parts,
        missing=missing,
    )
    body = json.dumps(asdict(manifest), indent=1).encode()
    info = tarfile.TarInfo(MANIFEST_NAME)
    info.size, info.mode = len(body), 0o600
    tar.addfile(info, io.BytesIO(body))


def _free_name(destination: Path) -> Path:
    stamp = datetime.now(UTC).strftime("%Y%m%d-%H%M%S")
    names = [f"jobcaffe-{stamp}{SUFFIX}", *(f"jobcaffe-{stamp}-{n}{SUFFIX}" for n in range(2, 100))]
    return next(destination / name for name in names if not (destination / name).exists())


def _remember(target: Path, copy: _Copy) -> None:
    """Note outside the database when and where the last backup was made, with the journal's head."""
    told = {"at": timezone.now().isoformat(), "file": str(target.resolve()), **asdict(copy.mark)}
    (Path(settings.HOME) / LAST).write_text(json.dumps(told))


def last_backup() -> dict[str, Any] | None:
    """What :func:`backup` noted last: ``at``, ``file``, ``seq``, ``mac``; ``None`` before the first."""
    try:
        told = json.loads((Path(settings.HOME) / LAST).read_text())
    except (OSError, ValueError):
        return None
    return told if isinstance(told, dict) else None


# --- the way back ---------------------------------------------------------------------------
def restore(
    file: Path, into: Path | None = None, *, replace: bool = False, passphrase_file: Path | None = None
) -> str:
    """Bring a backup back into a home (default: this installation's) and say in Italian what came.

    Refused when the file does not open or does not fit its manifest, when the database or the
    journal is not whole, when the key file is another's, and when the home holds data already:
    with ``replace`` those are set aside, never deleted. The server must be stopped.
    """
    home = Path(into) if into is not None else Path(settings.HOME)
    home.mkdir(parents=True, exist_ok=True, mode=0o700)
    with tempfile.TemporaryDirectory(prefix=".restoring-", dir=home) as folder:
        workshop = Path(folder)
        manifest = _unpack(Path(file), workshop, _secret(passphrase_file))
        if manifest.vendor == "postgresql":
            aside = pgtools.bring_back(
                connections[DEFAULT_DB_ALIAS].settings_dict,
                workshop / DUMP_NAME,
                replace=replace,
                check=lambda config: _check_database(config, manifest),
            )
            aside_files = put_in_place(workshop, home, [], replace=replace or not aside)
            aside = aside or aside_files
        else:
            _check_sqlite(workshop / SQLITE_NAME, manifest)
            aside = put_in_place(workshop, home, [SQLITE_NAME], replace=replace)
    told = f"Ripristinato il salvataggio del {_day(manifest)}: {sum(manifest.tables.values())} righe"
    told += f", {len(manifest.parts) - 1} documenti, registro fino alla riga {manifest.journal_seq}."
    return told + (f" I dati di prima sono in {aside}." if aside else "")


def _day(manifest: Manifest) -> str:
    made = timezone.localtime(datetime.fromisoformat(manifest.made_at))
    return made.strftime("%d/%m/%Y alle %H:%M")


def _unpack(file: Path, workshop: Path, secret: Secret) -> Manifest:
    """Decrypt and unpack all of it, then compare every part with the manifest."""
    found: dict[str, str] = {}
    try:
        with file.open("rb") as source, Reader(source, secret) as reader:
            with tarfile.open(fileobj=reader, mode="r|gz") as tar:
                for member in tar:
                    found[member.name] = _take_out(tar, member, workshop)
            reader.drain()
    except (Damaged, tarfile.TarError, EOFError, OSError) as error:
        if isinstance(error, FileNotFoundError):
            raise Refused(f"Il salvataggio {file} non c'è. Controlla il nome.") from error
        raise Refused(
            "Il salvataggio non si apre: è rovinato, non è intero, oppure è di un'altra chiave. "
            "Metti nella cartella di arrivo il keys.json di quel giorno, o usa un altro salvataggio."
        ) from error
    manifest = _manifest(workshop)
    del found[MANIFEST_NAME]
    if found != manifest.parts:
        raise Refused("Il salvataggio non corrisponde al suo elenco. Usa un altro salvataggio.")
    return manifest


def _take_out(tar: tarfile.TarFile, member: tarfile.TarInfo, workshop: Path) -> str:
    """Write one part under the workshop; only plain files with tame names. Returns its SHA-256."""
    path = (workshop / member.name).resolve()
    source = tar.extractfile(member)
    if source is None or not path.is_relative_to(workshop.resolve()):
        raise Damaged(f"unexpected part {member.name!r}")
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    digest = hashlib.sha256()
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as out:
        while piece := source.read(PIECE):
            digest.update(piece)
            out.write(piece)
        out.flush()
        os.fsync(out.fileno())
    return digest.hexdigest()


def _manifest(workshop: Path) -> Manifest:
    try:
        return Manifest(**json.loads((workshop / MANIFEST_NAME).read_text()))
    except (OSError, ValueError, TypeError) as error:
        raise Refused("Al salvataggio manca l'elenco di quello che contiene. Usane un altro.") from error


def _check_sqlite(path: Path, manifest: Manifest) -> None:
    with closing(sqlite3.connect(path)) as copy:
        answer = copy.execute("PRAGMA integrity_check").fetchone()[0]
        broken = copy.execute("PRAGMA foreign_key_check").fetchone()
    if answer != "ok" or broken:
        raise Refused("Il database del salvataggio è rovinato. Usa un altro salvataggio.")
    config = {**connections[DEFAULT_DB_ALIAS].settings_dict, "NAME": str(path)}
    _check_database(config, manifest)
    for name in (f"{path}-wal", f"{path}-shm", f"{path}.writer"):
        Path(name).unlink(missing_ok=True)


def _check_database(config: dict[str, Any], manifest: Manifest) -> None:
    """Counts, keys and journal of a database that is not yet in its place."""
    with attached(config) as using:
        with connections[using].cursor() as cursor:

            def rows_of(table: str) -> int:
                cursor.execute(f'SELECT count(*) FROM "{table}"')  # noqa: S608  from our own manifest
                return int(cursor.fetchone()[0])

            if {table: rows_of(table) for table in manifest.tables} != manifest.tables:
                raise Refused("Nel database mancano righe che il salvataggio elenca. Usane un altro.")
        if keycheck.mismatches(using):
            raise Refused("Il salvataggio è di un altro file delle chiavi. Rimetti quello giusto e riprova.")
        verdict = verify(Mark(manifest.journal_seq, manifest.journal_mac), using=using)
        if not verdict.whole:
            why = f"riga {verdict.faults[0].seq}: {verdict.faults[0].why}"
            raise Refused(f"Il registro del salvataggio è stato toccato ({why}) Usa un altro salvataggio.")


@contextmanager
def attached(config: dict[str, Any]) -> Iterator[str]:
    """A database under an alias of its own for a while; gives the alias."""
    alias = NO_DB_ALIAS  # Django's own name for a connection that is none of the configured ones
    connections.settings[alias] = {**config, "CONN_MAX_AGE": 0}
    try:
        yield alias
    finally:
        connections[alias].close()
        del connections[alias]
        del connections.settings[alias]

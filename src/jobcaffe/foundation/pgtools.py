"""PostgreSQL's own programs, for backups: ``pg_dump`` and ``pg_restore`` of the server's version."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jobcaffe.foundation.access import Refused

if TYPE_CHECKING:
    import psycopg

Config = dict[str, Any]
MAINTENANCE = "postgres"


def program(name: str) -> str:
    """The path of a PostgreSQL program: from PATH, else Debian's newest. Raises :class:`Refused`."""
    found = shutil.which(name)
    if found:
        return found
    installed = sorted(
        Path("/usr/lib/postgresql").glob(f"*/bin/{name}"), key=lambda path: float(path.parts[-3])
    )
    if not installed:
        raise Refused(f"Manca il programma {name} di PostgreSQL. Installa postgresql-client e riprova.")
    return str(installed[-1])


def _environment(config: Config, database: str = "") -> dict[str, str]:
    """Where to connect, as libpq reads it; the password never stands in a command line."""
    named = {
        "PGDATABASE": database or config["NAME"],
        "PGUSER": config.get("USER"),
        "PGPASSWORD": config.get("PASSWORD"),
        "PGHOST": config.get("HOST"),
        "PGPORT": config.get("PORT"),
    }
    return {**os.environ, **{name: str(value) for name, value in named.items() if value}}


def _run(arguments: list[str], config: Config, database: str = "") -> None:
    done = subprocess.run(  # noqa: S603  a program of PostgreSQL with our own arguments
        arguments, env=_environment(config, database), capture_output=True, text=True, check=False
    )
    if done.returncode:
        lines = done.stderr.strip().splitlines() or ["nessun messaggio"]
        raise Refused(f"{Path(arguments[0]).name} non è riuscito: {lines[-1]}")


def raw_connection(config: Config, database: str = "") -> psycopg.Connection[Any]:
    """A connection outside Django's, in autocommit; close it with ``with``."""
    import psycopg

    return psycopg.connect(
        dbname=database or config["NAME"],
        user=config.get("USER") or None,
        password=config.get("PASSWORD") or None,
        host=config.get("HOST") or None,
        port=config.get("PORT") or None,
        autocommit=True,
    )


def dump(config: Config, target: Path, *, snapshot: str) -> None:
    """Write the database as of an exported snapshot, in the custom format."""
    _run(
        [program("pg_dump"), "-Fc", "--no-owner", "--no-acl", f"--snapshot={snapshot}", f"--file={target}"],
        config,
    )


def bring_back(config: Config, source: Path, *, replace: bool, check: Callable[[Config], None]) -> str:
    """Restore into a new database, check it, and let it take the old one's name.

    The old database is renamed, never dropped; its new name is returned (empty when it had no
    tables). Refused when it has tables and ``replace`` is false, or while somebody is connected.
    """
    name = str(config["NAME"])
    stamp = datetime.now(UTC).strftime("%Y%m%d%H%M%S")
    fresh, old = f"{name}_new_{stamp}", f"{name}_before_{stamp}"
    with raw_connection(config) as present:
        found = present.execute("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'").fetchone()
    filled = bool(found and found[0])
    if filled and not replace:
        raise Refused(f"Il database {name} ha già dei dati. Aggiungi --replace per metterli da parte.")
    _close_own(name)
    with raw_connection(config, MAINTENANCE) as server:
        server.execute(f'CREATE DATABASE "{fresh}" TEMPLATE template0')
        try:
            restore = [
                program("pg_restore"),
                "--no-owner",
                "--no-acl",
                "--exit-on-error",
                "--single-transaction",
            ]
            _run([*restore, f"--dbname={fresh}", str(source)], config, fresh)
            check({**config, "NAME": fresh, "OPTIONS": {}})  # no pool: closed when looked at
            _rename(server, name, old)
        except BaseException:
            server.execute(f'DROP DATABASE "{fresh}"')
            raise
        server.execute(f'ALTER DATABASE "{fresh}" RENAME TO "{name}"')
        if not filled:
            server.execute(f'DROP DATABASE "{old}"')
    return old if filled else ""


def _rename(server: psycopg.Connection[Any], name: str, old: str) -> None:
    import psycopg

    try:
        server.execute(f'ALTER DATABASE "{name}" RENAME TO "{old}"')
    except psycopg.errors.ObjectInUse as error:
        raise Refused("Qualcuno usa ancora il database. Ferma il sito e i lavori, poi riprova.") from error


def _close_own(name: str) -> None:
    """This process's own connections to the database that is about to be renamed."""
    from django.db import connections

    for connection in connections.all(initialized_only=True):
        if connection.vendor == "postgresql" and connection.settings_dict["NAME"] == name:
            connection.close()
            connection.close_pool()  # type: ignore[attr-defined]

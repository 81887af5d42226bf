"""System checks: what must hold before the site answers anybody.

Registered when Django starts. Those that read the database run with ``migrate`` and with
:func:`refuse_to_start`, which the server, the jobs and the command line call.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Collection, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register, run_checks
from django.core.exceptions import ImproperlyConfigured
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.utils import DatabaseError

from jobcaffe.foundation import access
from jobcaffe.foundation.accounts.enums import Role
from jobcaffe.foundation.db import guards

# What SQLite answers when the settings are the ones that lose nothing (see docs/operations.md).
SQLITE_PRAGMAS: dict[str, tuple[object, str]] = {
    "journal_mode": ("wal", "WAL"),
    "synchronous": (2, "FULL"),
    "foreign_keys": (1, "ON"),
    "secure_delete": (1, "ON"),
}
OLDEST_POSTGRESQL = 150_000
# The only capabilities of who keeps the machine running: none opens a person's data.
SYSADMIN_MAY = frozenset({"account.own", "user.manage", "system.read", "job.read"})
# What a visitor may do: read and ask, never see a person.
ANYBODY_MAY = ("public.", "account.", "notice.choose")
# Those who pay and govern see totals, never a person.
TOTALS_ONLY = frozenset({Role.MUNICIPALITY, Role.FUNDER})
PERSONAL = (
    "person.", "queue.", "card.", "path.", "outcome.", "complaint.", "signup.", "notice.", "journal.",
    "fair.",
)  # fmt: skip


class NotFit(access.Refused, ImproperlyConfigured):
    """The installation is not safe to run; the message says what is wrong and how to mend it."""


def refuse_to_start() -> None:
    """Run every check with the database. Raises :class:`NotFit` with all that is wrong."""
    found = run_checks(databases=[DEFAULT_DB_ALIAS])
    serious = [message for message in found if message.is_serious() and not message.is_silenced()]
    if serious:
        raise NotFit("\n".join(str(message) for message in serious))


def pragmas(using: str = DEFAULT_DB_ALIAS) -> dict[str, object]:
    """The settings of the live SQLite connection, as SQLite itself reports them."""
    with connections[using].cursor() as cursor:
        return {name: cursor.execute(f"PRAGMA {name}").fetchone()[0] for name in SQLITE_PRAGMAS}


def server_settings(using: str = DEFAULT_DB_ALIAS) -> dict[str, str]:
    """The settings of the live PostgreSQL connection that decide whether a commit lasts."""
    names = ("fsync", "synchronous_commit", "full_page_writes", "server_version_num")
    with connections[using].cursor() as cursor:
        found = {}
        for name in names:
            cursor.execute(f"SHOW {name}")
            found[name] = str(cursor.fetchone()[0])
        return found


@register()
def database_settings(app_configs: object = None, **kwargs: Any) -> list[CheckMessage]:
    """The settings file asks for what is needed (without opening the database)."""
    return settings_faults(settings.DATABASES[DEFAULT_DB_ALIAS])


def settings_faults(config: Mapping[str, Any]) -> list[CheckMessage]:
    """What is wrong in one entry of ``DATABASES``."""
    found: list[CheckMessage] = []
    if config.get("ATOMIC_REQUESTS"):
        found.append(
            Error("ATOMIC_REQUESTS is on: every page would wait to write.", hint="Remove it.", id="db.E001")
        )
    if "sqlite" in config["ENGINE"] and config.get("OPTIONS", {}).get("transaction_mode") != "IMMEDIATE":
        found.append(
            Error(
                "SQLite transactions are not IMMEDIATE: under load they end in 'database is locked'.",
                hint='Set OPTIONS["transaction_mode"] = "IMMEDIATE".',
                id="db.E002",
            )
        )
    return found


@register(Tags.database)
def live_database(
    app_configs: object = None, databases: Collection[str] | None = None, **kwargs: Any
) -> list[CheckMessage]:
    """What the live connection says of itself."""
    found: list[CheckMessage] = []
    for using in databases or ():
        try:
            vendor = connections[using].vendor
            found += _sqlite(pragmas(using)) if vendor == "sqlite" else _postgresql(server_settings(using))
            found += _guards(using)
        except DatabaseError as error:
            found.append(Error(f"The database does not answer: {error}", id="db.E003"))
    return found


def _sqlite(live: Mapping[str, object]) -> list[CheckMessage]:
    return [
        Error(
            f"SQLite runs with {name}={live.get(name)!r}.",
            hint=f"Set PRAGMA {name}={wanted} in the settings' init_command: acknowledged data depend on it.",
            id="db.E004",
        )
        for name, (value, wanted) in SQLITE_PRAGMAS.items()
        if live.get(name) != value
    ]


def _postgresql(live: Mapping[str, str]) -> list[CheckMessage]:
    found: list[CheckMessage] = []
    if int(live["server_version_num"]) < OLDEST_POSTGRESQL:
        found.append(Error("PostgreSQL is older than 15.", hint="Use 15 or newer.", id="db.E005"))
    if os.environ.get("JOBCAFFE_TEST_DATABASE") == "1":
        return found  # a scratch server of the tests, whose data are thrown away
    return found + [
        Error(
            f"PostgreSQL runs with {name}={live[name]}: acknowledged data are lost when the power goes.",
            hint=f"Set {name} = on in postgresql.conf.",
            id="db.E006",
        )
        for name in ("fsync", "synchronous_commit", "full_page_writes")
        if live[name] in {"off", "local"}
    ]


def _guards(using: str) -> list[CheckMessage]:
    connection = connections[using]
    tables = set(connection.introspection.table_names())
    present = [guard for guard in guards.ALL if guard.table in tables]
    if not _migrated(using) or not present:
        return []
    return [
        Error(
            f"The trigger {name} is missing.",
            hint="Run jobcaffe manage migrate; then jobcaffe doctor.",
            id="db.E007",
        )
        for name in guards.missing(connection, present)
    ]


def _migrated(using: str) -> bool:
    """Whether the migrations that put up the guards have run (before them nothing is missing)."""
    from django.db.migrations.recorder import MigrationRecorder

    done = MigrationRecorder(connections[using]).applied_migrations()
    return {("journal", "0002_guards"), ("privacy", "0002_guards")} <= set(done)


@register()
def key_file_mode(app_configs: object = None, **kwargs: Any) -> list[CheckMessage]:
    """Only its owner reads the key file."""
    path = Path(settings.KEYS_FILE)
    if not path.exists():
        return [
            Error(f"The key file {path} is missing.", hint="Put it back from its safe copy.", id="keys.E001")
        ]
    mode = stat.S_IMODE(path.stat().st_mode)
    if mode & 0o077:
        return [
            Error(
                f"The key file {path} can be read by others (mode {mode:04o}).",
                hint=f"chmod 600 {path}",
                id="keys.E002",
            )
        ]
    return []


@register(Tags.database)
def key_file_match(
    app_configs: object = None, databases: Collection[str] | None = None, **kwargs: Any
) -> list[CheckMessage]:
    """The key file is the one that this database was written with."""
    from jobcaffe.foundation.privacy import keycheck

    found: list[CheckMessage] = []
    for using in databases or ():
        try:
            wrong = keycheck.mismatches(using)
        except DatabaseError:
            continue  # live_database says so already
        if wrong:
            found.append(
                Error(
                    f"The key file {settings.KEYS_FILE} does not belong to this database "
                    f"(keys that do not match: {', '.join(wrong)}).",
                    hint="Put back the key file of this database, or set JOBCAFFE_KEYS to it. "
                    "Nothing was written with the wrong keys.",
                    id="keys.E003",
                )
            )
    return found


@register()
def permissions(app_configs: object = None, **kwargs: Any) -> list[CheckMessage]:
    """The access dictionary says nothing dangerous."""
    return [Error(text, id="access.E001") for text in permission_faults(access.CAPABILITIES)]


def permission_faults(capabilities: Sequence[access.Capability]) -> Iterator[str]:
    """What is wrong in an access dictionary, one sentence each."""
    codes = [capability.code for capability in capabilities]
    for code in sorted({code for code in codes if codes.count(code) > 1}):
        yield f"{code} is written twice: one of the two is silently lost."
    for capability in capabilities:
        yield from _faults_of(capability)


def _faults_of(capability: access.Capability) -> Iterator[str]:
    known = {*Role.values, access.ANYBODY}
    for role, reach in capability.reach.items():
        if role not in known:
            yield f"{capability.code}: there is no role {role!r}."
        if reach is access.Reach.NONE:
            continue
        if role == Role.SYSADMIN and capability.code not in SYSADMIN_MAY:
            yield f"{capability.code}: who keeps the machine must not reach people's data."
        if role in TOTALS_ONLY and capability.code.startswith(PERSONAL):
            yield f"{capability.code}: {role} sees totals, never a person."
        if role == access.ANYBODY and not capability.code.startswith(ANYBODY_MAY):
            yield f"{capability.code}: open to anybody, but it is no public page."

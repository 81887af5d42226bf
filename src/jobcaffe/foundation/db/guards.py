"""Triggers that forbid changing what must never change, for both databases.

Emptying a whole table (TRUNCATE, or the flush of :mod:`.sqlite.operations`) passes by them: it
needs the owner of the database, who could drop the trigger anyway. Against the owner stands the
journal's chain, whose key is not in the database.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Guard:
    """One table whose rows are never deleted and whose columns stay as they were written.

    ``once`` are the columns that may be filled one time, from NULL, and never again. Without
    any columns, no update is allowed at all.
    """

    table: str
    columns: tuple[str, ...]
    once: tuple[str, ...] = ()

    @property
    def names(self) -> tuple[str, str]:
        """The names of the two triggers."""
        return f"{self.table}_no_update", f"{self.table}_no_delete"

    @property
    def message(self) -> str:
        """What the database answers."""
        return f"{self.table} is append-only"


def _distinct(vendor: str) -> str:
    return "IS NOT" if vendor == "sqlite" else "IS DISTINCT FROM"


def _forbidden(guard: Guard, vendor: str) -> str:
    """The condition under which an update is refused."""
    if not guard.columns:
        return "1=1"
    frozen = [f'OLD."{name}" {_distinct(vendor)} NEW."{name}"' for name in guard.columns]
    again = [f'OLD."{name}" IS NOT NULL' for name in guard.once[:1]]
    return " OR ".join(again + frozen)


def _sqlite(guard: Guard) -> list[str]:
    update, delete = guard.names
    stop = f"BEGIN SELECT RAISE(ABORT, '{guard.message}'); END"
    when = _forbidden(guard, "sqlite")
    return [
        f'CREATE TRIGGER "{update}" BEFORE UPDATE ON "{guard.table}" WHEN {when} {stop}',
        f'CREATE TRIGGER "{delete}" BEFORE DELETE ON "{guard.table}" {stop}',
    ]


def _postgresql(guard: Guard) -> list[str]:
    update, delete = guard.names
    table, stop = f'"{guard.table}"', f'"{guard.table}_stop"()'
    when = _forbidden(guard, "postgresql")
    body = f"BEGIN RAISE EXCEPTION '{guard.message}'; END"
    each = f"FOR EACH ROW WHEN ({when}) EXECUTE FUNCTION {stop}"
    return [
        f"CREATE FUNCTION {stop} RETURNS trigger LANGUAGE plpgsql AS $$ {body} $$",
        f'CREATE TRIGGER "{update}" BEFORE UPDATE ON {table} {each}',
        f'CREATE TRIGGER "{delete}" BEFORE DELETE ON {table} FOR EACH ROW EXECUTE FUNCTION {stop}',
    ]


def put_up(schema_editor: Any, guard: Guard) -> None:
    """Create the triggers; for a migration's ``RunPython``."""
    make = _sqlite if schema_editor.connection.vendor == "sqlite" else _postgresql
    for statement in make(guard):
        schema_editor.execute(statement)


def take_down(schema_editor: Any, guard: Guard) -> None:
    """Remove the triggers; for the way back of a migration."""
    on_table = "" if schema_editor.connection.vendor == "sqlite" else f' ON "{guard.table}"'
    for name in guard.names:
        schema_editor.execute(f'DROP TRIGGER IF EXISTS "{name}"{on_table}')
    if on_table:
        schema_editor.execute(f'DROP FUNCTION IF EXISTS "{guard.table}_stop"()')


def missing(connection: Any, guards: Sequence[Guard]) -> list[str]:
    """Names of the triggers that are not in the database.

    A later migration that rebuilds a table on SQLite drops its triggers silently: this tells.
    """
    question = (
        "SELECT name FROM sqlite_master WHERE type = 'trigger'"
        if connection.vendor == "sqlite"
        else "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal"
    )
    with connection.cursor() as cursor:
        cursor.execute(question)
        present = {row[0] for row in cursor.fetchall()}
    return [name for guard in guards for name in guard.names if name not in present]


JOURNAL = Guard("journal_entry", columns=())
CONSENTS = Guard(
    "privacy_consent",
    columns=(
        "id",
        "person_ref",
        "purpose",
        "text_version",
        "how",
        "given_at",
        "given_by_sealed",
        "recorded_by",
    ),
    once=("withdrawn_at", "withdrawn_by"),
)
# Closed periods, their rows, what was found afterwards, and the issued files.
ACCOUNT = tuple(
    Guard(f"programme_{name}", columns=()) for name in ("closure", "frozenrow", "correction", "issue")
)
# What a group decided, its pacts, what is left of its people, and the hours that cost.
CIRCLES = tuple(Guard(f"circles_{name}", columns=()) for name in ("decision", "pact", "residue", "hours"))
# How experiments went, what was decided after, and the money set aside for them.
LABS = tuple(Guard(f"worklife_labs_{name}", columns=()) for name in ("result", "decision", "budgetrow"))
# Hours that moved: a mistake is reversed, never edited.
HOURS = tuple(Guard(f"hours_{name}", columns=()) for name in ("transfer", "movement"))
# Every time somebody reached an organisation. Whose it is may change, when two records are merged.
TOUCHES = Guard(
    "network_outreach_touch",
    columns=(
        "id",
        "mailing_id",
        "by_id",
        "at",
        "way",
        "outcome",
        "stage",
        "note",
        "next_action",
        "next_on",
        "before",
        "corrects_id",
        "request_key",
    ),
)
# What was said of a promise made at the fair. Its reason may be forgotten, nothing else.
PLEDGES = Guard("fair_pledges_pledgeanswer", columns=("id", "pledge_id", "day", "answer", "at"))
ALL = (JOURNAL, CONSENTS, *ACCOUNT, *CIRCLES, *LABS, *HOURS, TOUCHES, PLEDGES)

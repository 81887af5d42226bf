"""The database itself refuses two held bookings of one room at the same time.

The lock in ``actions`` makes the second comer wait and get a clear answer; this guard is there for
everything that would write without that lock. On SQLite a migration that rebuilds the table drops
its triggers: such a migration calls :func:`install` again (a test looks for them).
"""

from __future__ import annotations

from django.db.backends.base.base import BaseDatabaseWrapper

NAME = "room_held_once"

_POSTGRES = """
ALTER TABLE spaces_booking ADD CONSTRAINT room_held_once
EXCLUDE USING gist (room_id WITH =, tstzrange(starts_at, ends_at, '[)') WITH &&)
WHERE (state = 'held')
"""

_TRIGGER = """
CREATE TRIGGER {name} BEFORE {event} ON spaces_booking
WHEN NEW.state = 'held' AND EXISTS (
    SELECT 1 FROM spaces_booking b
    WHERE b.room_id = NEW.room_id AND b.state = 'held' AND b.id <> NEW.id
      AND b.starts_at < NEW.ends_at AND NEW.starts_at < b.ends_at)
BEGIN SELECT RAISE(ABORT, 'room_held_once'); END
"""
_EVENTS = {
    "room_held_once_insert": "INSERT",
    "room_held_once_update": "UPDATE OF room_id, starts_at, ends_at, state",
}


def install(connection: BaseDatabaseWrapper) -> None:
    """Put the guard in place; harmless when it is there."""
    remove(connection)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("CREATE EXTENSION IF NOT EXISTS btree_gist")
            cursor.execute(_POSTGRES)
            return
        for name, event in _EVENTS.items():
            cursor.execute(_TRIGGER.format(name=name, event=event))


def remove(connection: BaseDatabaseWrapper) -> None:
    """Take the guard away: for migrations backwards, and to prove that the race is real."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(f"ALTER TABLE spaces_booking DROP CONSTRAINT IF EXISTS {NAME}")
            return
        for name in _EVENTS:
            cursor.execute(f"DROP TRIGGER IF EXISTS {name}")


def installed(connection: BaseDatabaseWrapper) -> bool:
    """Whether the database refuses a clash by itself."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT count(*) FROM pg_constraint WHERE conname = %s", [NAME])
            return bool(cursor.fetchone()[0] == 1)
        cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
        return set(_EVENTS) <= {name for (name,) in cursor.fetchall()}

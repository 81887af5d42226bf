"""Emptying tables as PostgreSQL's TRUNCATE does: row triggers do not fire."""

from __future__ import annotations

from typing import Any

from django.db.backends.sqlite3 import operations

_TRIGGERS = "SELECT name, tbl_name, sql FROM sqlite_master WHERE type = 'trigger'"


class DatabaseOperations(operations.DatabaseOperations):
    """Django's, with a flush that passes by the triggers that forbid deleting."""

    def sql_flush(self, style: Any, tables: Any, **options: Any) -> list[str]:
        """The statements of a flush: drop the guards of these tables, empty, put the guards back.

        They run in one transaction, so no other connection ever sees a table without its guard.
        """
        emptying = super().sql_flush(style, tables, **options)
        if not emptying:
            return []
        with self.connection.cursor() as cursor:
            cursor.execute(_TRIGGERS)
            guards = [(name, sql) for name, table, sql in cursor.fetchall() if table in set(tables)]
        drop = [f"DROP TRIGGER {self.quote_name(name)}" for name, _sql in guards]
        return [*drop, *emptying, *(sql for _name, sql in guards)]

"""Django's SQLite back end with a fair writer.

Every transaction waits for its turn (:mod:`.turn`) before ``BEGIN IMMEDIATE`` and ends it after
``COMMIT``, ``ROLLBACK`` or ``close``. Single statements in autocommit mode do not queue: they
are short, and SQLite's own lock protects them. Databases in memory and systems without
``flock`` behave as Django's own back end.
"""

from __future__ import annotations

from typing import Any

from django.db.backends.sqlite3 import base

from jobcaffe.foundation.db.sqlite.features import DatabaseFeatures
from jobcaffe.foundation.db.sqlite.operations import DatabaseOperations
from jobcaffe.foundation.db.sqlite.turn import AVAILABLE, WriterTurn, turn_of

DEFAULT_TIMEOUT_SECONDS = 5.0  # sqlite3's own


class DatabaseWrapper(base.DatabaseWrapper):
    """A connection that queues to write."""

    features_class = DatabaseFeatures
    ops_class = DatabaseOperations

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._held: WriterTurn | None = None

    @property
    def holds_turn(self) -> bool:
        """Whether this connection is the writer now."""
        return self._held is not None

    def _queues(self) -> bool:
        name = str(self.settings_dict["NAME"])
        return AVAILABLE and not self.is_in_memory_db() and not name.startswith("file:")

    def _take_turn(self) -> None:
        if self._held is not None or not self._queues():
            return
        turn = turn_of(str(self.settings_dict["NAME"]))
        turn.take(float(self.settings_dict["OPTIONS"].get("timeout", DEFAULT_TIMEOUT_SECONDS)))
        self._held = turn

    def _end_turn(self) -> None:
        held, self._held = self._held, None
        if held is not None:
            held.give_back()

    def _in_transaction(self) -> bool:
        return self.connection is not None and self.connection.in_transaction

    def _start_transaction_under_autocommit(self) -> None:
        self._take_turn()
        try:
            super()._start_transaction_under_autocommit()  # type: ignore[misc]
        except BaseException:
            self._end_turn()
            raise

    def _set_autocommit(self, autocommit: bool) -> None:
        super()._set_autocommit(autocommit)  # type: ignore[misc]
        if autocommit:
            self._end_turn()  # sqlite3 commits when the mode changes
        else:
            # sqlite3 opens transactions by itself in this mode: as a writer, not as a reader.
            with self.wrap_database_errors:
                self.connection.isolation_level = self.settings_dict["OPTIONS"].get("transaction_mode") or ""

    def create_cursor(self, name: str | None = None) -> Any:
        """A cursor; with autocommit off its first statement opens a transaction, so it queues here."""
        if not self.autocommit and not self.in_atomic_block and not self._in_transaction():
            self._take_turn()
        return super().create_cursor(name)

    def _commit(self) -> None:
        try:
            super()._commit()  # type: ignore[misc]
        finally:
            if not self._in_transaction():  # a refused COMMIT leaves the transaction open
                self._end_turn()

    def _rollback(self) -> None:
        try:
            super()._rollback()  # type: ignore[misc]
        finally:
            self._end_turn()

    def _close(self) -> None:
        try:
            super()._close()  # type: ignore[misc]
        finally:
            self._end_turn()

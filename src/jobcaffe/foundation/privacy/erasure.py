"""Making deleted data unreadable, not only unreachable.

SQLite overwrites deleted cells with zeros (``secure_delete``), but the old pages stay in the
write-ahead log until it is emptied. PostgreSQL keeps old row versions until VACUUM and gives the
space back to itself only; its log is the operator's (see docs/operations.md).
"""

from __future__ import annotations

from django.db import DEFAULT_DB_ALIAS, connections, transaction


class Busy(Exception):
    """Somebody is reading the old pages; try again a little later."""


def purge_traces(using: str = DEFAULT_DB_ALIAS) -> None:
    """Empty SQLite's write-ahead log. Call after the transaction that erased has been committed.

    On PostgreSQL there is nothing to do from here. Raises :class:`Busy` while a reader holds the
    old pages, and ``TransactionManagementError`` inside a transaction.
    """
    connection = connections[using]
    if connection.vendor != "sqlite":
        return
    if connection.in_atomic_block:
        raise transaction.TransactionManagementError("purge after the erasing transaction, not inside it")
    with connection.cursor() as cursor:
        busy = cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
    if busy:
        raise Busy("the write-ahead log is in use")

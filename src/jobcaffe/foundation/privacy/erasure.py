"""Making deleted data unreadable, not only unreachable.

SQLite overwrites deleted cells with zeros (``secure_delete``), but the old pages stay in the
write-ahead log until it is emptied. PostgreSQL keeps old row versions until VACUUM and gives the
space back to itself only; its log is the operator's (see docs/operations.md).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Protocol
from uuid import UUID

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


class Forgetting(Protocol):
    """How a room forgets a person."""

    def __call__(self, *, actor: Any, refs: Sequence[UUID]) -> None:
        """``actor`` erases; ``refs`` are her record and those joined to it."""


_FORGETTING: list[Forgetting] = []


def on_erase(forget: Forgetting) -> None:
    """A room says how it forgets a person whom no other room may know to be in it. At start."""
    if forget not in _FORGETTING:
        _FORGETTING.append(forget)


def forget_everywhere(*, actor: Any, refs: Sequence[UUID]) -> None:
    """Every such room forgets these records. Call inside the transaction that erases her."""
    for forget in _FORGETTING:
        forget(actor=actor, refs=refs)

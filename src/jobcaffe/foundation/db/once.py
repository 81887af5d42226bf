"""The same press of a button, twice: one row."""

from __future__ import annotations

import hashlib
from typing import TypeVar
from uuid import UUID

from django.db import connection, models

M = TypeVar("M", bound=models.Model)


def one_at_a_time(what: str) -> None:
    """Whoever writes about the same ``what`` waits here until this transaction ends. Call inside one.

    ``what`` says no name: a digest, an identifier. SQLite's IMMEDIATE transactions wait by themselves.
    """
    if connection.vendor == "postgresql":
        number = int.from_bytes(hashlib.sha256(what.encode()).digest()[:8], signed=True)
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [number])


def made_before(model: type[M], request_key: UUID | None) -> M | None:
    """The row that an earlier press with this key made, or ``None``. Call inside the transaction.

    ``model`` has a unique ``request_key``. Two presses at the same moment wait for each other:
    SQLite's IMMEDIATE transactions do it by themselves, PostgreSQL takes a lock on the key.
    """
    if request_key is None:
        return None
    one_at_a_time(str(request_key))
    return model._default_manager.filter(request_key=request_key).first()

"""The same press of a button, twice: one row."""

from __future__ import annotations

from typing import TypeVar
from uuid import UUID

from django.db import connection, models

M = TypeVar("M", bound=models.Model)
SIGNED_64 = 1 << 63


def made_before(model: type[M], request_key: UUID | None) -> M | None:
    """The row that an earlier press with this key made, or ``None``. Call inside the transaction.

    ``model`` has a unique ``request_key``. Two presses at the same moment wait for each other:
    SQLite's IMMEDIATE transactions do it by themselves, PostgreSQL takes a lock on the key.
    """
    if request_key is None:
        return None
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [request_key.int % SIGNED_64])
    return model._default_manager.filter(request_key=request_key).first()

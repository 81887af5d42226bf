"""Which rows are locked, read from the questions themselves, so that it is seen on every database."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import connection

LOCK = re.compile(r" FOR (NO KEY )?UPDATE( OF [\w\", ]+)?")
FROM = re.compile(r'FROM "(\w+)"')


@contextmanager
def seen(monkeypatch: pytest.MonkeyPatch, tell: Callable[[str, bool], None]) -> Iterator[None]:
    """``tell`` hears the table of every lock that is asked for, before it is given, and whether its keys
    are locked too.
    """

    def look(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        lock = LOCK.search(sql)
        table = FROM.search(sql)
        if lock and table:
            tell(table.group(1), lock.group(1) is None)
        plain = connection.vendor == "sqlite"
        return execute(LOCK.sub("", sql) if plain else sql, params, many, context)

    names = ("has_select_for_update", "has_select_for_update_of", "has_select_for_no_key_update")
    with monkeypatch.context() as patch, connection.execute_wrapper(look):
        for name in names:
            patch.setattr(connection.features, name, True)
        yield


@contextmanager
def while_waiting(monkeypatch: pytest.MonkeyPatch, table: str, do: Callable[[], object]) -> Iterator[None]:
    """Somebody else does this, once, while the first press here waits for its lock on this table."""
    waits = [do]

    def tell(locked: str, _full: bool) -> None:
        if locked == table and waits:
            waits.pop()()

    with seen(monkeypatch, tell):
        yield
    assert not waits, f"nobody waited for {table}"

"""What the foundation's own tests share."""

from __future__ import annotations

import os
import shutil
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from jobcaffe.foundation.db import guards
from jobcaffe.foundation.privacy.keyfile import load_keys


@dataclass(frozen=True)
class Somebody:
    """A person, as the journal asks for one."""

    full_name: str = "Rosa Brambilla"
    ref: uuid.UUID = field(default_factory=uuid.uuid4)


@pytest.fixture
def rosa() -> Somebody:
    """A person to write about."""
    return Somebody()


@pytest.fixture
def own_keys(settings: Any, tmp_path: Path) -> Path:
    """A copy of the key file that the test may change."""
    path = tmp_path / "keys.json"
    shutil.copy(settings.KEYS_FILE, path)
    os.chmod(path, 0o600)
    settings.KEYS_FILE = path
    settings.KEYS = load_keys(path)
    return path


@pytest.fixture
def unguarded() -> Callable[[guards.Guard], Any]:
    """``with unguarded(guards.JOURNAL):`` what the owner of the database could do by hand."""

    @contextmanager
    def without(guard: guards.Guard) -> Iterator[None]:
        # Not the schema editor: it refuses to work inside the transaction of a test.
        editor = _Editor()
        guards.take_down(editor, guard)
        yield
        guards.put_up(editor, guard)

    return without


class _Editor:
    """As much of a schema editor as the guards use."""

    connection = connection

    def execute(self, statement: str) -> None:
        with connection.cursor() as cursor:
            cursor.execute(statement)

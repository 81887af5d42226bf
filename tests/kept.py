"""A world that takes seconds to build is built once, and given as it was built to every test that asks for it."""

from __future__ import annotations

import copy
import copyreg
import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

from django.conf import settings
from django.core import mail
from django.db import transaction
from django.test import Client

W = TypeVar("W")
# What the fixture ``kept`` gives.
Kept = Callable[[Callable[[], Any]], Any]


class Keeper:
    """At most one world of a process, inside a transaction that never ends well.

    Each test that looks at it works in a savepoint and on a copy of its objects and files: what one does, no
    other finds. The first test that asks for another world, or for none, ends the transaction.
    """

    def __init__(self, home: Path, blocker: Any) -> None:
        self._home, self._blocker = home, blocker
        self._build: Callable[[], Any] | None = None
        self._world: Any = None
        self._open = ExitStack()

    @contextmanager
    def given(self, build: Callable[[], W]) -> Iterator[W]:
        """The world for one test, whose settings name its own folders."""
        if self._build is not build:
            self._make(build)
        _copied(self._home, Path(settings.FILES_ROOT).parent)
        with _undone():
            yield copy.deepcopy(self._world)

    def _make(self, build: Callable[[], W]) -> None:
        self.drop()
        self._open.enter_context(_undone())
        self._world = build()
        self._build = build
        mail.outbox.clear()
        _copied(Path(settings.FILES_ROOT).parent, self._home)

    def drop(self) -> None:
        """Nothing of the world stays."""
        self._build = self._world = None
        with self._blocker.unblock():
            self._open.close()
        shutil.rmtree(self._home, ignore_errors=True)


@contextmanager
def _undone() -> Iterator[None]:
    block = transaction.atomic()
    # As Django marks the transactions of its own test cases: what asks for a durable one gets it.
    block._from_testcase = True  # type: ignore[attr-defined]
    with block:
        yield
        transaction.set_rollback(True)


def _copied(one: Path, other: Path) -> None:
    """The files and the outbox of one folder, in another."""
    for name in ("files", "outbox"):
        if (one / name).exists():
            shutil.copytree(one / name, other / name, dirs_exist_ok=True)


def _again(handler: Any, cookies: Any, defaults: dict[str, Any]) -> Client:
    made = Client(**defaults)
    made.handler, made.cookies = handler, cookies
    return made


# A browser is copied with its cookies; the site behind it is the same.
copyreg.pickle(Client, lambda one: (partial(_again, one.handler), (one.cookies, one.defaults)))

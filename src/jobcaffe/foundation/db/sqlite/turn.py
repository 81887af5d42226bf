"""Whose turn it is to write: a fair, timed queue in front of SQLite's single writer.

Problem: SQLite allows one writer at a time, and its busy handler waits by sleeping longer and
longer. A thread that has just written is awake and takes the next turn too, while the others
sleep: with eight writers the slowest got 1 turn for 866 of the fastest, and waits reached 6 s.

Method: writers queue before ``BEGIN IMMEDIATE``. Threads of one process wait in a first-come,
first-served queue; the first of each process then asks for an advisory ``flock`` on
``<database>.writer``, which holds between processes and vanishes with a process that is killed.
``flock`` has no timed wait, so it is asked for again every half millisecond; a process that
has had the turn for 20 ms leaves a gap of a millisecond, so that another process gets in.

The queue only orders writers. Correctness never rests on it: SQLite's own lock is still taken.
"""

from __future__ import annotations

import os
import threading
import time
from collections import deque

from django.db.utils import OperationalError

try:
    import fcntl
except ImportError:  # not POSIX: SQLite's own waiting is all there is
    fcntl = None  # type: ignore[assignment]

AVAILABLE = fcntl is not None
ASK_AGAIN_SECONDS = 0.0005
LONGEST_RUN_SECONDS = 0.02
GAP_SECONDS = 0.001


class WriterTurn:
    """The turn of one database file. Shared by all connections of a process; get it with :func:`turn_of`."""

    def __init__(self, path: str) -> None:
        self.path = path
        self._mutex = threading.Lock()
        self._waiting: deque[threading.Event] = deque()
        self._taken = False
        self._descriptor = -1
        self._run_began = 0.0
        self._last_release = 0.0

    def take(self, timeout: float) -> None:
        """Wait for the turn, at most ``timeout`` seconds.

        Raises ``OperationalError`` when the time is over or the lock file cannot be opened;
        nothing is held then.
        """
        deadline = time.monotonic() + timeout
        self._queue_in_process(deadline, timeout)
        try:
            self._lock_between_processes(deadline, timeout)
        except BaseException:
            self._call_next()
            raise

    def give_back(self) -> None:
        """End the turn and wake the next in the queue."""
        try:
            if self._descriptor >= 0:
                fcntl.flock(self._descriptor, fcntl.LOCK_UN)
        finally:
            self._last_release = time.monotonic()
            self._call_next()

    def forget(self) -> None:
        """Close the descriptor that a forked child inherited; the parent's lock stays the parent's."""
        if self._descriptor >= 0:
            os.close(self._descriptor)
            self._descriptor = -1

    def _queue_in_process(self, deadline: float, timeout: float) -> None:
        with self._mutex:
            if not self._taken:
                self._taken = True
                return
            called = threading.Event()
            self._waiting.append(called)
        if called.wait(max(0.0, deadline - time.monotonic())):
            return
        with self._mutex:
            if called.is_set():  # called between the end of the wait and here: the turn is ours
                return
            self._waiting.remove(called)
        raise _too_late(timeout)

    def _lock_between_processes(self, deadline: float, timeout: float) -> None:
        self._open()
        self._let_others_in()
        while not self._try():
            self._run_began = 0.0
            if time.monotonic() >= deadline:
                raise _too_late(timeout)
            time.sleep(ASK_AGAIN_SECONDS)
        if not self._run_began:
            self._run_began = time.monotonic()

    def _let_others_in(self) -> None:
        now = time.monotonic()
        if now - self._last_release > GAP_SECONDS:
            self._run_began = 0.0  # the turn lay free long enough for anybody
        elif self._run_began and now - self._run_began > LONGEST_RUN_SECONDS:
            self._run_began = 0.0
            time.sleep(GAP_SECONDS)

    def _try(self) -> bool:
        try:
            fcntl.flock(self._descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        except OSError as error:
            raise OperationalError(f"unable to lock {self.path}: {error.strerror}") from error
        return True

    def _open(self) -> None:
        if self._descriptor >= 0:
            return
        try:
            self._descriptor = os.open(self.path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        except OSError as error:
            raise OperationalError(f"unable to open {self.path}: {error.strerror}") from error

    def _call_next(self) -> None:
        with self._mutex:
            if self._waiting:
                self._waiting.popleft().set()
            else:
                self._taken = False


def _too_late(timeout: float) -> OperationalError:
    return OperationalError(f"database is locked: no turn to write within {timeout:g} s")


_turns: dict[str, WriterTurn] = {}
_turns_mutex = threading.Lock()


def turn_of(database: str) -> WriterTurn:
    """The turn of a database file, the same object for the whole process."""
    path = os.path.realpath(database) + ".writer"
    with _turns_mutex:
        return _turns.setdefault(path, WriterTurn(path))


def _after_fork() -> None:
    global _turns_mutex  # noqa: PLW0603  the inherited lock may be held by a thread that is not here
    _turns_mutex = threading.Lock()
    for turn in _turns.values():
        turn.forget()
    _turns.clear()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_after_fork)

"""How many people a process of the web server answers at once, and how many may be connected to it."""

from __future__ import annotations

from typing import Any

# A process's open connections, those that knock meanwhile, and files it opens beside them.
CONNECTIONS, BACKLOG, SPARE_FILES = 8192, 4096, 512
# One interpreter a process, but who waits for the turn to write does not hold it: with two threads, two
# bookings that wait would keep every page of that process waiting.
THREADS = 4


def limits() -> dict[str, Any]:
    """What the server is started with; raises this process's limit of open files to hold its connections."""
    return {"blocking_threads": THREADS, "backlog": BACKLOG, "backpressure": _connections()}


def _connections() -> int:
    """How many connections are kept open. A telephone holds its own for half a minute after the page; beyond
    this number nobody else would be let in, though nobody is being served.
    """
    try:
        import resource
    except ImportError:  # not POSIX
        return CONNECTIONS
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = CONNECTIONS + SPARE_FILES
    allowed = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
    if soft != resource.RLIM_INFINITY and soft < allowed:
        resource.setrlimit(resource.RLIMIT_NOFILE, (allowed, hard))
        soft = allowed
    return CONNECTIONS if soft == resource.RLIM_INFINITY else max(128, min(CONNECTIONS, soft - SPARE_FILES))

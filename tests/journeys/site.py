"""A demo server of our own, started as a newcomer starts it and stopped by its own number."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bench.load.serving import free_port

# A machine may be busy with all else; a server that ends is noticed at once.
READY_SECONDS = 400
STOP_SECONDS = 10
COMMAND = Path(sys.executable).with_name("jobcaffe")


@contextmanager
def demo(home: Path) -> Iterator[str]:
    """``jobcaffe demo`` in an empty home; gives its address. Raises ``RuntimeError`` when it does not start.

    The environment of the tests is not handed on: the server must find its own way, as in a clean shell.
    """
    port = free_port()
    kept = {
        name: value for name, value in os.environ.items() if not name.startswith(("JOBCAFFE_", "DJANGO_"))
    }
    log = home / "server.log"
    command = [str(COMMAND), "demo", "--port", str(port), "--workers", "1", "--home", str(home / "demo")]
    with log.open("wb") as output:
        server = subprocess.Popen(
            command, env=kept, stdout=output, stderr=subprocess.STDOUT, start_new_session=True
        )
    try:
        _wait(f"http://127.0.0.1:{port}", server, log)
        yield f"http://127.0.0.1:{port}"
    finally:
        _stop(server)


def _wait(address: str, server: subprocess.Popen[bytes], log: Path) -> None:
    until = time.monotonic() + READY_SECONDS
    while time.monotonic() < until and server.poll() is None:
        try:
            with urllib.request.urlopen(f"{address}/healthz", timeout=2) as answer:  # noqa: S310 - http to ourselves
                if answer.status == 200:
                    return
        except (urllib.error.URLError, OSError):
            time.sleep(0.3)
    raise RuntimeError(f"the demo did not start:\n{log.read_text(errors='replace')[-3000:]}")


def _stop(server: subprocess.Popen[bytes]) -> None:
    if server.poll() is None:
        server.send_signal(signal.SIGTERM)
        try:
            server.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            # Its own session: the server, its worker and nobody else.
            os.killpg(server.pid, signal.SIGKILL)
            server.wait(STOP_SECONDS)

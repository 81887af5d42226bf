"""Hundreds of telephones keep their connection after the page: who comes next is let in all the same."""

from __future__ import annotations

import resource
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from bench.load.serving import free_port, wait_until_ready

from tests import houses

RESTING = 1_100  # more than the server's own default for two processes
PATIENCE = 20  # less than the half minute after which it lets go of one that rests
ASK = b"GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"


@pytest.fixture
def port(tmp_path: Path) -> Iterator[int]:
    """The site as ``jobcaffe serve`` starts it, on an empty home."""
    found = free_port()
    command = [sys.executable, "-m", "jobcaffe.cli", "serve", "--port", str(found)]
    with houses.empty(tmp_path / "home", JOBCAFFE_DEMO="0") as env:
        server = subprocess.Popen(command, env=env, stdout=subprocess.DEVNULL)
        try:
            wait_until_ready(found, server)
            yield found
        finally:
            server.terminate()
            server.wait(30)


@pytest.fixture
def many_files() -> Iterator[None]:
    """This side needs as many files as there are connections."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if hard != resource.RLIM_INFINITY and hard < RESTING + 200:
        pytest.skip(f"only {hard} open files are allowed here")
    resource.setrlimit(resource.RLIMIT_NOFILE, (max(soft, RESTING + 200), hard))
    yield
    resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))


def test_who_comes_after_a_thousand_resting_connections_is_answered(port: int, many_files: None) -> None:
    with ExitStack() as held:
        for _number in range(RESTING):
            one = held.enter_context(socket.create_connection(("127.0.0.1", port), PATIENCE))
            one.sendall(ASK)
            assert one.recv(4096).startswith(b"HTTP/1.1 200")

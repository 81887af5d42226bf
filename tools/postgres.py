"""A scratch PostgreSQL for tests: started, used, stopped, gone.

    python tools/postgres.py run -- .venv/bin/pytest tests

Starts a server of its own in a temporary directory (unix socket only, no network, nothing
synced to the disk: the data are thrown away), sets ``DATABASE_URL`` and
``JOBCAFFE_TEST_DATABASE=1``, runs the command and stops the server, also after Ctrl-C or SIGTERM.
The exit code is the command's; 3 when PostgreSQL 15 or newer is not installed.

PostgreSQL refuses to run as root, so for root everything is done as the user ``postgres``.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import pwd
import re
import shlex
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from types import FrameType
from urllib.parse import quote

OLDEST = 15
NOT_INSTALLED = 3
DATABASE, USER = "jobcaffe", "postgres"
PATIENCE_SECONDS = 30.0
ROOM_BYTES = 3_000_000_000
# Fast and careless: right for data that live for minutes.
SETTINGS = {
    "listen_addresses": "",
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "max_connections": "60",
    "shared_buffers": "64MB",
}


class Missing(Exception):
    """PostgreSQL's server programs are not here, or too old."""


def binaries() -> Path:
    """The folder with ``initdb`` and ``pg_ctl``: from PATH, else Debian's newest."""
    on_path = shutil.which("pg_ctl")
    candidates = [Path(on_path).resolve().parent] if on_path else []
    installed = [
        path.parent for path in Path("/usr/lib/postgresql").glob("*/bin/pg_ctl") if _major(path.parent)
    ]
    candidates += sorted(installed, key=_major, reverse=True)
    for folder in candidates:
        if (folder / "initdb").exists() and _major(folder) >= OLDEST:
            return folder
    raise Missing(
        f"PostgreSQL {OLDEST} or newer is not installed (looked for pg_ctl on PATH and in "
        "/usr/lib/postgresql/*/bin). On Debian: apt install postgresql."
    )


def _major(folder: Path) -> int:
    """The version of the programs in a folder; 0 when they do not answer."""
    try:
        told = subprocess.run([folder / "pg_ctl", "--version"], capture_output=True, text=True, check=True)
    except (OSError, subprocess.CalledProcessError):
        return 0
    found = re.search(r"(\d+)\.", told.stdout)
    return int(found[1]) if found else 0


def _as_owner(*command: str | Path) -> list[str]:
    """The command as the user that owns the server."""
    words = [str(word) for word in command]
    return ["su", USER, "-s", "/bin/sh", "-c", shlex.join(words)] if os.geteuid() == 0 else words


def _quiet(*command: str | Path, cwd: Path) -> str:
    done = subprocess.run(_as_owner(*command), capture_output=True, text=True, check=False, cwd=cwd)
    if done.returncode:
        raise RuntimeError(f"{Path(command[0]).name}: {done.stderr.strip() or done.stdout.strip()}")
    return done.stdout


def _make_cluster(folder: Path, data: Path) -> None:
    common = [folder / "initdb", "-N", "-D", data, "-U", USER, "--auth=trust", "--encoding=UTF8"]
    italian = ["--locale-provider=icu", "--icu-locale=it-IT", "--locale=C.UTF-8"]
    try:
        _quiet(*common, *italian, cwd=data.parent)
    except RuntimeError:  # built without ICU
        shutil.rmtree(data, ignore_errors=True)
        _quiet(*common, "--locale=C.UTF-8", cwd=data.parent)


def _pid_of(data: Path) -> int:
    return int((data / "postmaster.pid").read_text().split()[0])


def _wait_until_gone(pid: int) -> bool:
    for _ in range(int(PATIENCE_SECONDS * 20)):
        try:
            os.kill(pid, 0)
        except ProcessLookupError:
            return True
        time.sleep(0.05)
    return False


def _stop(pid: int) -> None:
    """SIGINT is PostgreSQL's fast shutdown; by its own process id, nobody else's."""
    with contextlib.suppress(ProcessLookupError):
        os.kill(pid, signal.SIGINT)
        if not _wait_until_gone(pid):
            os.kill(pid, signal.SIGKILL)


def _roof() -> str | None:
    """In memory where there is room. Short: a unix socket's path has at most 107 characters."""
    memory, disk = Path("/dev/shm"), Path("/tmp")  # noqa: S108
    if memory.is_dir() and os.access(memory, os.W_OK) and shutil.disk_usage(memory).free > ROOM_BYTES:
        return str(memory)
    return str(disk) if disk.is_dir() else None


@contextlib.contextmanager
def server() -> Iterator[str]:
    """A running scratch server; gives its ``DATABASE_URL``. Raises :class:`Missing`."""
    folder = binaries()
    home = Path(tempfile.mkdtemp(prefix="jcpg-", dir=_roof()))
    data = home / "data"
    try:
        if os.geteuid() == 0:
            owner = pwd.getpwnam(USER)
            os.chown(home, owner.pw_uid, owner.pw_gid)
        _make_cluster(folder, data)
        options = {**SETTINGS, "unix_socket_directories": str(home)}
        flags = shlex.join([word for name, value in options.items() for word in ("-c", f"{name}={value}")])
        log = home / "log"
        _quiet(folder / "pg_ctl", "-D", data, "-l", log, "-w", "-o", flags, "start", cwd=home)
        pid = _pid_of(data)
        try:
            _quiet(folder / "createdb", "-h", home, "-U", USER, DATABASE, cwd=home)
            yield f"postgres://{USER}@/{DATABASE}?host={quote(str(home))}"
        finally:
            _stop(pid)
    finally:
        shutil.rmtree(home, ignore_errors=True)


def _end(number: int, _frame: FrameType | None) -> None:
    raise SystemExit(128 + number)


def run(command: list[str]) -> int:
    """Run a command beside a scratch server; returns its exit code."""
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, _end)
    try:
        with server() as url:
            environment = {**os.environ, "DATABASE_URL": url, "JOBCAFFE_TEST_DATABASE": "1"}
            child = subprocess.Popen(command, env=environment)
            try:
                return child.wait()
            except BaseException:
                child.terminate()
                child.wait()
                raise
    except Missing as error:
        print(f"postgres: {error}", file=sys.stderr)
        return NOT_INSTALLED
    except KeyboardInterrupt:
        return 130


def main() -> int:
    """The command line."""
    parser = argparse.ArgumentParser(description="Run a command beside a scratch PostgreSQL.")
    commands = parser.add_subparsers(dest="what", required=True)
    commands.add_parser("run", help="run -- COMMAND…").add_argument("command", nargs=argparse.REMAINDER)
    options = parser.parse_args()
    command = options.command[1:] if options.command[:1] == ["--"] else options.command
    if not command:
        parser.error("which command?")
    return run(command)


if __name__ == "__main__":
    sys.exit(main())

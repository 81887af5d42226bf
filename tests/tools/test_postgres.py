"""The scratch PostgreSQL starts, is gone afterwards whatever happens, and hands on the exit code."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tools import postgres

TOOL = str(Path(postgres.__file__))


def installed() -> bool:
    """Whether PostgreSQL is here."""
    try:
        postgres.binaries()
    except postgres.Missing:
        return False
    return True


needs_postgresql = pytest.mark.skipif(not installed(), reason="PostgreSQL is not installed")
ASK = (
    "import os, psycopg\n"
    "with psycopg.connect(os.environ['DATABASE_URL']) as c:\n"
    "    print(os.environ['JOBCAFFE_TEST_DATABASE'], c.execute('SHOW listen_addresses').fetchone()[0] or 'socket',\n"
    "        c.execute('SELECT pg_backend_pid() > 0').fetchone()[0], c.execute(\"SHOW data_directory\").fetchone()[0])\n"
)


def run(*command: str) -> subprocess.CompletedProcess[str]:
    """The tool with a command."""
    return subprocess.run([sys.executable, TOOL, "run", "--", *command], capture_output=True, text=True)


@needs_postgresql
def test_the_command_finds_a_server_on_a_socket_only_that_is_gone_afterwards() -> None:
    done = run(sys.executable, "-c", ASK)
    test, address, alive, folder = done.stdout.split()
    assert (done.returncode, test, address, alive) == (0, "1", "socket", "True")
    assert not Path(folder).parent.exists()


@needs_postgresql
def test_the_exit_code_is_the_command_s() -> None:
    assert run(sys.executable, "-c", "raise SystemExit(7)").returncode == 7


@needs_postgresql
def test_a_terminated_run_stops_its_server_and_its_command(tmp_path: Path) -> None:
    note = tmp_path / "folder"
    code = ASK.replace("print(", f"print(file=open({str(note)!r}, 'w'), *(") + "import time; time.sleep(60)\n"
    code = code.replace("fetchone()[0])\n", "fetchone()[0]))\n")
    tool = subprocess.Popen([sys.executable, TOOL, "run", "--", sys.executable, "-c", code])
    for _ in range(600):
        if note.exists() and note.read_text():
            break
        time.sleep(0.05)
    folder = Path(note.read_text().split()[-1])
    server = int((folder / "postmaster.pid").read_text().split()[0])
    tool.send_signal(signal.SIGTERM)
    assert tool.wait(30) == 128 + signal.SIGTERM
    assert not folder.parent.exists()
    with pytest.raises(ProcessLookupError):
        os.kill(server, 0)


def test_without_postgresql_it_says_so_and_ends_with_three(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PATH", "")
    monkeypatch.setattr(postgres, "OLDEST", 1000)
    assert postgres.run(["true"]) == 3
    assert "apt install postgresql" in capsys.readouterr().err


def test_a_socket_in_the_address_reaches_the_settings(tmp_path: Path) -> None:
    code = (
        "from jobcaffe.config import settings as s\n"
        "d = s.DATABASES['default']\n"
        "print(d['HOST'], d['NAME'], d['USER'], sorted(d['OPTIONS']))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        env={
            **os.environ,
            "JOBCAFFE_HOME": str(tmp_path),
            "DATABASE_URL": "postgres://postgres@/jobcaffe?host=/run/some%20where",
        },
        capture_output=True,
        text=True,
    )
    assert done.stdout.strip() == "/run/some where jobcaffe postgres ['pool']", done.stderr

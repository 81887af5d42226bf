"""The command as a shell uses it."""

from __future__ import annotations

import os
import subprocess
import sys


def test_a_reader_that_has_had_enough_meets_no_traceback() -> None:
    read, write = os.pipe()
    os.close(read)
    command = [sys.executable, "-m", "jobcaffe.cli", "protect", "--schema"]
    told = subprocess.run(command, stdout=write, stderr=subprocess.PIPE, text=True, check=False)
    os.close(write)
    assert (told.returncode, told.stderr) == (141, "")

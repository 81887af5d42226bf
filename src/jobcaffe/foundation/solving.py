"""``jobcaffe solve``: the kernels that propose, from the command line."""

from __future__ import annotations

import sys
from typing import TextIO

from jobcaffe.foundation import formfiles
from jobcaffe.kernels import grouping
from jobcaffe.kernels.forms import FormError
from jobcaffe.kernels.grouping import form


def run(
    *,
    schema: bool = False,
    seconds: float = 600.0,
    seed: int = 0,
    stdin: TextIO | None = None,
    stdout: TextIO | None = None,
    stderr: TextIO | None = None,
) -> int:
    """An instance in JSON from standard input, the proposal to standard output.

    Exit code 0; 2 for a wrong form, with the path of the field and the reason on standard error, where
    a line of progress goes when it is a terminal. ``seconds`` is a ceiling, above 0.
    """
    out, told = stdout or sys.stdout, stderr or sys.stderr
    if schema:
        formfiles.write(form.SCHEMA, out)
        return 0
    try:
        if not 0 < seconds < float("inf"):
            raise FormError("--seconds", "deve essere più di 0")
        instance = form.read(formfiles.parsed(stdin or sys.stdin))
    except FormError as error:
        told.write(f"{error}\n")
        return 2
    progress = _teller(told) if told.isatty() else None
    answer = grouping.solve(instance, seconds=seconds, seed=seed, progress=progress)
    formfiles.write(form.write(answer), out)
    return 0


def _teller(stream: TextIO) -> grouping.Progress:
    """One line that is written over: share of the work, value, bound."""

    def tell(share: float, value: int, bound: int) -> None:
        stream.write(f"\r{share:4.0%}  valore {value}  limite {bound} " + ("\n" if share >= 1 else ""))
        stream.flush()

    return tell

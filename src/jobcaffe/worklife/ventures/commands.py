"""``jobcaffe venture``: a small activity in, the forms side by side out."""

from __future__ import annotations

import sys
from typing import Any, TextIO

from jobcaffe.foundation import formfiles
from jobcaffe.kernels import venture
from jobcaffe.kernels.forms import FormError
from jobcaffe.kernels.venture import form
from jobcaffe.worklife.ventures.figures import nearest


def run(
    *,
    schema: bool = False,
    stdin: TextIO | None = None,
    stdout: TextIO | None = None,
    stderr: TextIO | None = None,
) -> int:
    """A plan in JSON from standard input, the numbers to standard output.

    Exit code 0; 2 for a wrong form, or for figures of another year without consent, with the path of the
    field and the reason on standard error, where the warning of another year is written too.
    """
    out, told = stdout or sys.stdout, stderr or sys.stderr
    if schema:
        formfiles.write(dict(form.SCHEMA), out)
        return 0
    try:
        answer = _answer(formfiles.parsed(stdin or sys.stdin))
    except FormError as error:
        told.write(f"{error}\n")
        return 2
    for warning in answer.warnings:
        told.write(f"{warning}\n")
    formfiles.write(form.write(answer), out)
    return 0


def _answer(data: Any) -> venture.Answer:
    on = data.get("on") if isinstance(data, dict) else None
    plan, figures = form.read(data, nearest(on if isinstance(on, str) else ""))
    try:
        return venture.solve(plan, figures)
    except venture.OtherYear as error:
        raise FormError("accept_other_year", str(error)) from error

"""The table of rules for what leaves the house, and ``jobcaffe protect``."""

from __future__ import annotations

import sys
import tomllib
from functools import lru_cache
from pathlib import Path
from typing import TextIO

from jobcaffe.foundation import formfiles
from jobcaffe.kernels import disclosure
from jobcaffe.kernels.disclosure import form
from jobcaffe.kernels.forms import FormError

RULES_FILE = Path(__file__).with_name("disclosure_rules.toml")


@lru_cache(maxsize=1)
def rules() -> dict[disclosure.Audience, disclosure.Rule]:
    """The rules of every audience, read once from the file beside this one."""
    return disclosure.rules_from(tomllib.loads(RULES_FILE.read_text(encoding="utf-8")))


def run(
    schema: bool = False,
    *,
    stdin: TextIO | None = None,
    stdout: TextIO | None = None,
    stderr: TextIO | None = None,
) -> int:
    """A table in JSON from standard input, the publishable one to standard output.

    Exit code 0, also when the table may not leave (``refused`` says why); 2 for a wrong form, with
    the path of the field and the reason on standard error.
    """
    out = stdout or sys.stdout
    if schema:
        formfiles.write(form.SCHEMA, out)
        return 0
    try:
        table, audience, earlier = form.read(formfiles.parsed(stdin or sys.stdin))
        published = disclosure.protect(table, rules(), audience, earlier)
    except FormError as error:
        (stderr or sys.stderr).write(f"{error}\n")
        return 2
    formfiles.write(form.write(published), out)
    return 0

"""``jobcaffe report``: the files of a closed period, from the command line."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TextIO

from jobcaffe.foundation.access import Refused
from jobcaffe.foundation.files.store import read_bytes
from jobcaffe.foundation.journal.actions import SYSTEM
from jobcaffe.plan.queries import current_programme
from jobcaffe.programme import actions, queries
from jobcaffe.programme.enums import Audience, Format
from jobcaffe.programme.models import Closure

EVERY = "all"


def report(
    period: str,
    formats: str | Sequence[str],
    out: Path,
    audience: str = Audience.FUNDER,
    *,
    tell: TextIO | None = None,
) -> int:
    """Write the report of a closed period into the folder ``out``; 0 when done.

    ``formats`` is "all", one format or several. Raises :class:`Refused` for an unknown or open period.
    """
    names = [formats] if isinstance(formats, str) else list(formats)
    wanted = list(Format) if EVERY in names else [Format(name) for name in names]
    closure = _closure(period)
    out.mkdir(parents=True, exist_ok=True)
    for issue in actions.issue_report(
        actor=SYSTEM, closure=closure, audience=Audience(audience), wanted=wanted
    ):
        path = out / issue.file.name
        path.write_bytes(read_bytes(issue.file))
        (tell or sys.stdout).write(f"{path}  {issue.file.size} byte  sha256 {issue.file.sha256[:16]}\n")
    return 0


def _closure(code: str) -> Closure:
    programme = current_programme()
    if programme is None:
        raise Refused("Non c'è ancora un programma. Caricalo con «jobcaffe programme load».")
    found = queries.period_of(programme, code)
    if found is None:
        known = ", ".join(programme.periods.values_list("code", flat=True))
        raise Refused(f"Il periodo «{code}» non c'è nel piano. I periodi sono: {known}.")
    closure = queries.closure_of(found)
    if closure is None:
        raise Refused(f"Il periodo «{code}» è ancora aperto. Chiudilo dalla pagina Regia, poi riprova.")
    return closure

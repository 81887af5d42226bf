"""``jobcaffe programme check`` and ``load``: plain messages, exit code 0 or 1."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TextIO

from jobcaffe.foundation.access import Refused
from jobcaffe.foundation.journal.actions import SYSTEM
from jobcaffe.plan.actions import LoadResult, load_programme
from jobcaffe.plan.loading import EXAMPLE, Plan, PlanError, read

_COUNTED = (
    ("actions", "azioni"),
    ("milestones", "tappe"),
    ("periods", "periodi"),
    ("indicators", "indicatori"),
)


def check(path: Path | str = "", *, out: TextIO | None = None) -> int:
    """Read a programme file (without a name, the shipped one) and say what is wrong, or that it is fine."""
    out, path = out or sys.stdout, Path(path or EXAMPLE)
    try:
        plan = read(path)
    except PlanError as error:
        return _tell_errors(error, out)
    out.write(f"{path.name}: va bene. {_summary(plan)}.\n")
    return 0


def load(path: Path | str = "", *, out: TextIO | None = None) -> int:
    """Load a programme file and say what changed. Nothing changes when there is a mistake."""
    out, path = out or sys.stdout, Path(path or EXAMPLE)
    try:
        result = load_programme(actor=SYSTEM, path=path)
    except PlanError as error:
        return _tell_errors(error, out)
    except Refused as refusal:
        out.write(f"{refusal}\nNon è cambiato niente.\n")
        return 1
    _tell_result(result, out)
    return 0


def _tell_errors(error: PlanError, out: TextIO) -> int:
    count = len(error.problems)
    out.write(f"{error}\n")
    out.write("C'è un errore da correggere.\n" if count == 1 else f"Ci sono {count} errori da correggere.\n")
    return 1


def _summary(plan: Plan) -> str:
    return ", ".join(f"{len(plan.rows[name])} {label}" for name, label in _COUNTED)


def _tell_result(result: LoadResult, out: TextIO) -> None:
    out.write(f"{result.programme.name}\n")
    if not result.touched:
        out.write("Il file è uguale a quello già caricato: non è cambiato niente.\n")
        return
    for title, names in (("Nuovi", result.created), ("Cambiati", result.changed), ("Tolti", result.removed)):
        if names:
            out.write(f"{title} ({len(names)}): {', '.join(names)}\n")
    out.write(f"Uguali a prima: {len(result.same)}\n")

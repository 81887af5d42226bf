"""``jobcaffe solve``: the kernels that propose, from the command line."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, TextIO

from jobcaffe.foundation import formfiles
from jobcaffe.kernels import cohesion, grouping, matching, rota, timetable, weekmap
from jobcaffe.kernels.cohesion import form as cohesion_form
from jobcaffe.kernels.forms import FormError, Schema
from jobcaffe.kernels.grouping import form as grouping_form
from jobcaffe.kernels.matching import form as matching_form
from jobcaffe.kernels.rota import form as rota_form
from jobcaffe.kernels.timetable import form as timetable_form
from jobcaffe.kernels.weekmap import form as weekmap_form

Progress = Callable[[float, int, int], None]


@dataclass(frozen=True)
class Kernel:
    """A kernel that proposes: its form, its search, and what it is in Italian."""

    schema: Schema
    read: Callable[[object], Any]
    solve: Callable[..., Any]
    write: Callable[[Any], dict[str, Any]]
    label: str


def _measured(case: cohesion.Case, *, seed: int, **_unused: object) -> cohesion.Answer:
    """Nothing is searched: only the dice of the permutations may be changed from outside."""
    return cohesion.measure(replace(case, seed=seed or case.seed))


KERNELS = {
    "cohesion": Kernel(
        cohesion_form.SCHEMA, cohesion_form.read, _measured, cohesion_form.write, "come cresce la rete"
    ),
    "grouping": Kernel(
        grouping_form.SCHEMA,
        grouping_form.read,
        grouping.solve,
        grouping_form.write,
        "chi va in quale gruppo",
    ),
    "match": Kernel(
        matching_form.SCHEMA,
        matching_form.read,
        matching.respond,
        matching_form.write,
        "chi può fare che cosa",
    ),
    "rota": Kernel(
        rota_form.SCHEMA, rota_form.read, rota.solve, rota_form.write, "chi tiene i bambini di chi"
    ),
    "timetable": Kernel(
        timetable_form.published(),
        timetable_form.read,
        timetable.solve,
        timetable_form.write,
        "chi incontra chi, e quando",
    ),
    "weekmap": Kernel(
        weekmap_form.SCHEMA,
        weekmap_form.read,
        weekmap.solve,
        weekmap_form.write,
        "la settimana di una famiglia",
    ),
}


def run(
    kernel: str,
    *,
    schema: bool = False,
    seconds: float = 600.0,
    seed: int = 0,
    stdin: TextIO | None = None,
    stdout: TextIO | None = None,
    stderr: TextIO | None = None,
) -> int:
    """An instance in JSON from standard input, the proposal to standard output.

    ``kernel`` is a key of :data:`KERNELS`. Exit code 0; 2 for a wrong form, with the path of the field
    and the reason on standard error, where a line of progress goes when it is a terminal. ``seconds`` is
    a ceiling, above 0.
    """
    chosen, out, told = KERNELS[kernel], stdout or sys.stdout, stderr or sys.stderr
    if schema:
        formfiles.write(dict(chosen.schema), out)
        return 0
    try:
        if not 0 < seconds < float("inf"):
            raise FormError("--seconds", "deve essere più di 0")
        instance = chosen.read(formfiles.parsed(stdin or sys.stdin))
    except FormError as error:
        told.write(f"{error}\n")
        return 2
    progress = _teller(told) if told.isatty() else None
    answer = chosen.solve(instance, seconds=seconds, seed=seed, progress=progress)
    formfiles.write(chosen.write(answer), out)
    return 0


def _teller(stream: TextIO) -> Progress:
    """One line that is written over: share of the work, value, bound."""

    def tell(share: float, value: int, bound: int) -> None:
        stream.write(f"\r{share:4.0%}  valore {value}  limite {bound} " + ("\n" if share >= 1 else ""))
        stream.flush()

    return tell

"""Business talks: the prover runs beside, is stopped at the ceiling, and is believed after a count."""

from __future__ import annotations

import json
import queue
import subprocess
import sys
import threading
from collections.abc import Callable
from typing import IO

from jobcaffe.kernels.ceiling import Ceiling
from jobcaffe.kernels.timetable.business.checking import total_breaks
from jobcaffe.kernels.timetable.business.clash import clash
from jobcaffe.kernels.timetable.model import Answer, Business, Ended, Status, Told, Unplaced

Progress = Callable[[float, int, int], None]
LATE = Told.of("late", "Il tempo è finito prima di trovare un orario. Prova con più minuti.")
NONE = "Non c'è un orario in cui stiano tutti gli incontri. Non possono valere insieme: "
RESERVE = 0.06  # of the seconds, kept for what is told at the end
CLASH = 0.5  # of the seconds left, at most, to find a small set of what clashes


class _State:
    def __init__(self) -> None:
        self.plan: tuple[tuple[str, int], ...] = ()
        self.bound, self.none, self.done = 0, False, False

    def read(self, row: dict[str, object]) -> None:
        """One line of the prover."""
        if "plan" in row:
            self.plan = tuple((str(talk), int(slot)) for talk, slot in row["plan"])  # type: ignore[attr-defined]
        self.bound = int(row.get("bound", self.bound))  # type: ignore[call-overload]
        self.none = bool(row.get("none", self.none))
        self.done = bool(row.get("done", self.done)) or self.none


def solve(instance: Business, seconds: float, seed: int, progress: Progress | None) -> Answer:
    """The timetable with fewest breaks, or why there is none; see :mod:`..timetable`."""
    ceiling = Ceiling(seconds)
    state = _prove(instance, Ceiling(seconds * (1 - RESERVE)), progress)
    if state.none:
        found = clash(instance, ceiling.left() * CLASH)
        return Answer(
            status=Status.INFEASIBLE, ended_by=Ended.PROOF, value=0, bound=0, gap=0.0, seed=seed,
            seconds=seconds, why=NONE + "; ".join(found) + ".", clash=found,
        )  # fmt: skip
    value = total_breaks(instance, state.plan) if state.plan or not instance.talks else 0
    placed = {talk for talk, _slot in state.plan}
    late = tuple(Unplaced(LATE, talk=talk.id) for talk in instance.talks if talk.id not in placed)
    optimal = state.done and not late
    bound = value if optimal else state.bound
    return Answer(
        status=Status.OPTIMAL if optimal else Status.FEASIBLE,
        ended_by=Ended.PROOF if optimal else Ended.TIME,
        value=value,
        bound=bound,
        gap=round((value - bound) / value, 6) if value else 0.0,
        seed=seed,
        seconds=seconds,
        business=state.plan,
        unplaced=late,
        why=LATE if late else "",
    )


def _prove(instance: Business, ceiling: Ceiling, progress: Progress | None) -> _State:
    from jobcaffe.kernels.timetable.form import instance_form

    state, rows = _State(), queue.Queue[str]()
    command = [sys.executable, "-m", "jobcaffe.kernels.timetable.business.prover"]
    with subprocess.Popen(  # noqa: S603 - our own module, no shell
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as prover:
        assert prover.stdin is not None  # noqa: S101 - told by PIPE
        assert prover.stdout is not None  # noqa: S101
        prover.stdin.write(json.dumps(instance_form(instance)))
        prover.stdin.close()
        threading.Thread(target=_listen, args=(prover.stdout, rows), daemon=True).start()
        try:
            while not state.done and ceiling.left() > 0:
                _next(state, rows, ceiling)
                if progress is not None:
                    value = total_breaks(instance, state.plan) if state.plan else 0
                    progress(1 - ceiling.left() / ceiling.seconds, value, state.bound)
        finally:
            prover.kill()
    return state


def _listen(stream: IO[str], rows: queue.Queue[str]) -> None:
    for line in stream:
        rows.put(line)
    rows.put("")


def _next(state: _State, rows: queue.Queue[str], ceiling: Ceiling) -> None:
    try:
        line = rows.get(timeout=min(0.5, max(0.01, ceiling.left())))
    except queue.Empty:
        return
    if not line:
        raise RuntimeError("the prover ended without an answer")
    state.read(json.loads(line))

"""The day of a fair under load, with a backup in the middle: open model, time from the intended start.

    python bench/fairload.py [--times 1 3 8] [--seconds N] [--database sqlite|postgres]

A scratch fair (3,000 visitors, workshops with places, stands with free hours) is served by
``jobcaffe serve`` beside ``jobcaffe work``, both as they are in production, on the loopback. x1 is 23
requests a second, 4 of them writes: check-ins 2 (the door's own address, a device key, one reading
each), bookings 2 (a seat or a talk, half and half, from one's ticket: nothing limits them by address),
the fair's page 8.3, programme or exhibitors 8.3, the rest 2.4 (tickets, the door's state, the tables'
fragment, assets). Connections are kept; no browser has anything cached. In the middle ``jobcaffe
backup`` runs. At the end the database is asked whether every promise is kept.

The peer is the prototype of the same mix, measured before this product was written, with plain Django on
two workers of four threads while the machine was busy (load average 17-20): constants below. The closed loop
asks for the same programme page; it shows the ceiling, and how little it tells about waiting.

Targets at x8: no error, nothing lost or oversold (exit 1), p99.9 of writes at most 1 s, of reads 0.5 s
(printed: a shared machine may miss them for its own reasons).
"""

from __future__ import annotations

import argparse
import asyncio
import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from bench.load import fairhome, openmodel, serving  # noqa: E402
from bench.load.openmodel import Answer, Ask, Pool, percentile  # noqa: E402
from bench.load.serving import free_port, wait_until_ready  # noqa: E402

RATES = {"check-in": 2.0, "booking": 2.0, "fair": 8.3, "programme": 8.3, "rest": 2.4}
WRITES = ("check-in", "booking")
READS = ("fair", "programme", "rest")
DEVICES = 4  # at x1: one reading every two seconds each
# p99.9 says something of its own only from so many requests.
ENOUGH = 10_000
CLOSED_CLIENTS, CLOSED_SECONDS = 8, 4.0
TARGET_MS = {"writes": 1_000, "reads": 500}
# The prototype: times, requests, errors, p99.9 of its reads and of its check-ins in ms.
PROTOTYPE = {
    1: "p99.9 448 ms",
    3: "p99.9 245 ms",
    8: "0 errors of 8,195, p99.9 reads 327 ms, check-ins 1,026 ms",
}
PROTOTYPE_CEILING = "cached programme 1,222 requests/s"


@dataclass
class Run:
    """One strength: what was answered, and what it cost."""

    times: int
    answers: list[Answer]
    server_cpu: float
    worker_cpu: float
    client_cpu: float
    backup: str
    load: tuple[float, float]
    opened: int
    verdicts: list[tuple[str, int]] = field(default_factory=list)


# --- processes ----------------------------------------------------------------------------------------
def cpu_seconds(pid: int) -> float:
    """Processor time of a process and of its living children, from ``/proc``; 0 where there is none."""
    parents, spent = {}, {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        number = int(stat.parent.name)
        parents[number] = int(fields[1])
        spent[number] = (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
    family = {pid}
    while more := {child for child, parent in parents.items() if parent in family} - family:
        family |= more
    return sum(spent.get(one, 0.0) for one in family)


# --- one strength -------------------------------------------------------------------------------------
async def _backup_at(moment: float, folder: Path) -> str:
    await asyncio.sleep(moment)
    start = time.monotonic()
    process = await asyncio.create_subprocess_exec(
        *serving.jobcaffe("backup", str(folder)), stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
    )
    _out, error = await process.communicate()
    if process.returncode:
        raise SystemExit(f"the backup failed: {error.decode()[-400:]}")
    size = sum(one.stat().st_size for one in folder.glob("*.jcb")) / 1e6
    return f"{time.monotonic() - start:.1f} s, {size:.1f} MB"


async def _load(
    site: fairhome.Site, port: int, times: int, seconds: float, folder: Path
) -> tuple[list[Answer], str, int, float]:
    pool, rng = Pool("127.0.0.1", port), random.Random(times)
    visits = await fairhome.open_pages(site, rng, pool.send)
    await asyncio.gather(*(pool.send(Ask(f"/jobfest/{site.slug}/")) for _ in range(times * 2)))  # warm
    makers, now = visits.makers(), time.time()
    rates = {kind: rate * times for kind, rate in RATES.items()}
    drawn = [(due, kind, makers[kind](now + due)) for due, kind in openmodel.schedule(rng, rates, seconds)]
    before = time.process_time()
    copy = asyncio.create_task(_backup_at(seconds / 2, folder))
    answers = await openmodel.drive(drawn, pool.send)
    spent = time.process_time() - before
    told = await copy
    opened = pool.opened
    pool.close()
    return answers, told, opened, spent


async def _ceiling(site: fairhome.Site, port: int) -> list[Answer]:
    pool = Pool("127.0.0.1", port)
    found = await openmodel.closed(
        CLOSED_CLIENTS, CLOSED_SECONDS, [Ask(f"/jobfest/{site.slug}/programma/")], pool.send
    )
    pool.close()
    return found


def _strength(times: int, seconds: float, home: Path) -> tuple[Run, list[Answer]]:
    """A home of its own, the server and the worker, the load, the questions at the end."""
    site, port, folder = fairhome.build(DEVICES * times), free_port(), home / "backups"
    serving.hang_up()
    before = os.getloadavg()[0]
    with ExitStack() as stack:
        server = stack.enter_context(serving.process("serve", "--port", str(port)))
        worker = stack.enter_context(serving.process("work"))
        wait_until_ready(port, server)
        start = cpu_seconds(server.pid), cpu_seconds(worker.pid)
        answers, told, opened, client = asyncio.run(_load(site, port, times, seconds, folder))
        spent = cpu_seconds(server.pid) - start[0], cpu_seconds(worker.pid) - start[1]
        ceiling = asyncio.run(_ceiling(site, port))
    load = (before, os.getloadavg()[0])
    run = Run(times, answers, spent[0], spent[1], client, told, load, opened)
    run.verdicts = list(fairhome.verdicts(answers))
    return run, ceiling


# --- the table ----------------------------------------------------------------------------------------
def _row(label: str, answers: Sequence[Answer], target: int = 0) -> str:
    waited = [one.waited * 1000 for one in answers]
    errors = sum(bool(one.fault) for one in answers)
    figures = [percentile(waited, share) for share in (0.5, 0.99, 0.999, 1.0)]
    few = "" if len(answers) >= ENOUGH else "*"
    missed = " over" if target and figures[2] > target else ""
    return (
        f"{label:<12}{len(answers):>9}{errors:>8}"
        + "".join(f"{one:>9.0f}" for one in figures)
        + (f"{few:<2} p99.9 target {target}:{missed or ' met'}" if target else few)
    )


def _print(run: Run, ceiling: Sequence[Answer], seconds: float) -> None:
    kinds = {kind: [one for one in run.answers if one.kind == kind] for kind in RATES}
    rate = len(run.answers) / seconds
    writes = [one for kind in WRITES for one in kinds[kind]]
    reads = [one for kind in READS for one in kinds[kind]]
    print(
        f"\nx{run.times}: {rate:.0f} requests/s, {len(writes) / seconds:.0f} writes/s for {seconds:g} s, "
        f"{run.opened} connections, load average {run.load[0]:.1f} → {run.load[1]:.1f}"
    )
    print(f"{'class':<12}{'requests':>9}{'errors':>8}{'p50':>9}{'p99':>9}{'p99.9':>9}{'max':>9}  ms")
    for kind, answers in kinds.items():
        print(_row(kind, answers))
    for label, answers in (("writes", writes), ("reads", reads)):
        print(_row(label, answers, TARGET_MS[label]))
    told = sorted({f"{one.kind}: {one.fault}" for one in run.answers if one.fault})
    full = sum(one.status == 200 for one in kinds["booking"])
    late = percentile([(one.begun - one.due) * 1000 for one in run.answers], 0.999)
    print(f"errors: {', '.join(told) or 'none'}; {full} were told that the hour is gone; backup {run.backup}")
    print(", ".join(f"{name} {many}" for name, many in run.verdicts))
    per = run.server_cpu * 1000 / len(run.answers)
    print(
        f"CPU: server {per:.1f} ms a request, worker {run.worker_cpu:.1f} s, this program "
        f"{run.client_cpu:.1f} s (it started its requests late by {late:.0f} ms, p99.9: that counts above)"
    )
    waited = [one.waited * 1000 for one in ceiling]
    print(
        f"ceiling: programme, {CLOSED_CLIENTS} clients in a closed loop: {len(ceiling) / CLOSED_SECONDS:.0f} "
        f"requests/s, p50 {percentile(waited, 0.5):.0f} ms, p99 {percentile(waited, 0.99):.0f} ms"
    )
    print(
        f"prototype: x{run.times} {PROTOTYPE.get(run.times, 'not measured')}; {PROTOTYPE_CEILING}", flush=True
    )


def _wrong(run: Run) -> bool:
    return any(one.fault for one in run.answers) or any(many for _name, many in run.verdicts)


def _runs(strengths: Sequence[int], seconds: float, home: Path) -> int:
    print(f"{serving.begin()}; {fairhome.VISITORS} visitors; times from the intended start")
    wrong = False
    for times in strengths:
        serving.fresh()
        run, ceiling = _strength(times, seconds, home)
        _print(run, ceiling, seconds)
        wrong |= _wrong(run)
    print(f"\n* fewer than {ENOUGH:,} requests: p99.9 rests on a handful of them")
    return int(wrong)


def main() -> int:
    """Make the home, load it, print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument(
        "--times", type=int, nargs="+", default=[8], metavar="N", help="how many fairs at once"
    )
    parser.add_argument("--seconds", type=float, default=30.0)
    parser.add_argument("--database", choices=["sqlite", "postgres"], default="sqlite")
    options = parser.parse_args()
    if options.database == "postgres" and "DATABASE_URL" not in os.environ:
        return serving.beside_postgres(__file__)
    with tempfile.TemporaryDirectory(prefix="jobcaffe-bench-") as scratch:
        os.environ.update(JOBCAFFE_HOME=scratch, JOBCAFFE_DEMO="0")
        return _runs(options.times, options.seconds, Path(scratch))


if __name__ == "__main__":
    raise SystemExit(main())

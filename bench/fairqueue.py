"""A morning at the door without a network: how long its telephones take to send all that they kept.

    python bench/fairqueue.py [--scans 3000] [--database sqlite|postgres]

A scratch fair with 3,000 visitors is served by ``jobcaffe serve`` beside ``jobcaffe work``, as in production,
on the loopback. Arrivals, ways out, walk-ins and mistakes taken back were pressed in the last three hours:
first all on one telephone, then shared among four that come back to the network at the same moment. Clocks
are wrong by up to a day, every telephone sends in an order of its own, one batch of ten is sent a second time
(its answer was lost), and each sends its next batch when the last was answered, as the page does.

Target: 3,000 scans in at most 60 s. Exit 1 when it is missed, when a scan is lost, kept twice or refused, or
when somebody is not where the true order of the presses says.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import random
import sys
import tempfile
import time
import uuid
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from bench.load import fairhome, serving  # noqa: E402
from bench.load.openmodel import Ask, Pool  # noqa: E402

BATCH, TARGET_SECONDS, VISITORS = 200, 60.0, fairhome.VISITORS
SKEWS_MS = (0, 86_400_000, -86_400_000, 420_000)
MORNING_MS = 3 * 3_600_000
REPEATED = 0.1
KINDS = (("in", 0.70), ("out", 0.18), ("walk_in", 0.05), ("undo", 0.07))


@dataclass
class Morning:
    """Presses in their true order, and where they leave everybody: code → inside."""

    facts: list[dict[str, Any]]
    inside: dict[str, bool]
    walk_ins: int


def morning(rng: random.Random, codes: list[str], scans: int) -> Morning:
    """What happened at the door; hours are the true ones, in milliseconds."""
    now = int(time.time() * 1000)
    hours = sorted(rng.sample(range(now - MORNING_MS, now - 1_000), scans))
    facts: list[dict[str, Any]] = []
    for at in hours:
        kind = rng.choices([one for one, _share in KINDS], [share for _one, share in KINDS])[0]
        fact = {"nonce": str(uuid.UUID(int=rng.getrandbits(128), version=4)), "at": at, "kind": kind}
        pressed = [one for one in facts[-20:] if one["kind"] != "undo"]
        if kind == "undo" and pressed:
            fact["undoes"] = rng.choice(pressed)["nonce"]
        elif kind == "walk_in":
            fact["name"] = f"Gina {len(facts)}"
        else:
            fact |= {"kind": "out" if kind == "out" else "in", "read": rng.choice(codes)}
        facts.append(fact)
    gone = {one["undoes"] for one in facts if one["kind"] == "undo"}
    left = [one for one in facts if one["kind"] != "undo" and one["nonce"] not in gone]
    inside = {one["read"]: one["kind"] == "in" for one in left if "read" in one}
    return Morning(facts, inside, sum(one["kind"] == "walk_in" for one in left))


async def _telephone(
    pool: Pool, path: str, headers: Any, facts: list[dict[str, Any]], skew: int
) -> list[str]:
    """All of one telephone, batch after batch; what went wrong."""
    rng, wrong = random.Random(skew), []
    rng.shuffle(facts)
    for first in range(0, len(facts), BATCH):
        part = [{**one, "at": one["at"] + skew} for one in facts[first : first + BATCH]]
        for _time in range(2 if rng.random() < REPEATED else 1):
            body = json.dumps({"sent": int(time.time() * 1000) + skew, "facts": part}).encode()
            reply = await pool.send(Ask(path, "POST", headers, body))
            said = json.loads(reply.body) if reply.status == 200 else {}
            if len(said.get("taken", ())) != len(part):
                wrong.append(f"status {reply.status}: {len(said.get('taken', ()))} of {len(part)} taken")
    return wrong


async def _drain(site: fairhome.Site, port: int, told: Morning, telephones: int) -> tuple[float, list[str]]:
    pool = Pool("127.0.0.1", port)
    visits = await fairhome.open_pages(site, random.Random(telephones), pool.send)
    path = f"/jobfest/porta/{site.slug}/manda/"
    start = time.monotonic()
    wrong = await asyncio.gather(
        *(
            _telephone(pool, path, visits.doors[number][1], told.facts[number::telephones], SKEWS_MS[number])
            for number in range(telephones)
        )
    )
    spent = time.monotonic() - start
    pool.close()
    return spent, [one for each in wrong for one in each]


def verdicts(told: Morning) -> list[tuple[str, int]]:
    """What is not as the true order says: every number should be 0."""
    from jobcaffe.fair.visits.models import Scan, Visitor

    kept = {str(one) for one in Scan.objects.values_list("nonce", flat=True)}
    asked = {one["nonce"] for one in told.facts}
    where = dict(Visitor.objects.filter(code__in=told.inside).values_list("code", "inside"))
    newcomers = Visitor.objects.filter(way="door", name_index__isnull=False, scans__kind="walk_in")
    return [
        ("lost", len(asked - kept)),
        ("of nobody's telephone", len(kept - asked)),
        ("visitors in the wrong place", sum(where.get(code) != said for code, said in told.inside.items())),
        ("walk-ins too many or too few", abs(newcomers.filter(inside=True).count() - told.walk_ins)),
    ]


def _one(scans: int, telephones: int) -> tuple[float, list[str], list[tuple[str, int]]]:
    """A fair of its own, the server and the worker, the telephones, the questions at the end."""
    serving.fresh()
    site, port = fairhome.build(telephones), serving.free_port()
    told = morning(random.Random(scans), [code for _visitor, code, _token in site.tickets], scans)
    serving.hang_up()
    with ExitStack() as stack:
        server = stack.enter_context(serving.process("serve", "--port", str(port)))
        stack.enter_context(serving.process("work"))
        serving.wait_until_ready(port, server)
        spent, wrong = asyncio.run(_drain(site, port, told, telephones))
    return spent, wrong, verdicts(told)


def _runs(scans: int) -> int:
    vendor, missed = serving.begin(), False
    print(f"{vendor}; {scans} scans, {VISITORS} visitors; target {TARGET_SECONDS:g} s")
    print(f"{'telephones':<12}{'seconds':>9}{'scans/s':>9}{'load':>7}")
    for telephones in (1, len(SKEWS_MS)):
        spent, wrong, found = _one(scans, telephones)
        bad = bool(wrong) or any(many for _name, many in found) or spent > TARGET_SECONDS
        verdict = "met" if spent <= TARGET_SECONDS else "missed"
        print(f"{telephones:<12}{spent:>9.1f}{scans / spent:>9.0f}{os.getloadavg()[0]:>7.1f}  {verdict}")
        print("; ".join([*wrong[:5], *(f"{name} {many}" for name, many in found)]), flush=True)
        missed |= bad
    return int(missed)


def main() -> int:
    """Make the home, drain into it, print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--scans", type=int, default=3_000)
    parser.add_argument("--database", choices=["sqlite", "postgres"], default="sqlite")
    options = parser.parse_args()
    if options.database == "postgres" and "DATABASE_URL" not in os.environ:
        return serving.beside_postgres(__file__)
    with tempfile.TemporaryDirectory(prefix="jobcaffe-bench-") as scratch:
        os.environ.update(JOBCAFFE_HOME=scratch, JOBCAFFE_DEMO="0")
        return _runs(options.scans)


if __name__ == "__main__":
    raise SystemExit(main())

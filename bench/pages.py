"""The ten most used pages with 10,000 people: server time, queries, bytes; ours beside an empty page.

    python bench/pages.py [--people N] [--rounds N] [--home FOLDER]

The community of the demo is made with so many people in a scratch SQLite home (thrown away at the
end; ``--home`` keeps it for the next run). "in process": Django's test client, the whole
middleware; "granian": the same page over HTTP from one server process, one client, one kept
connection. "wire": bytes of the page as sent, gzip. The peer is the floor under any page of this
house: the base template alone, in a bare view without a query of its own.

Gates: no list takes more than 12 queries (exit 1), and p50 in process is at most 40 ms (printed).
"""

from __future__ import annotations

import argparse
import http.client
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
MOST_QUERIES = 12
MOST_MS = 40
WARM_UP = 5
FLOOR = "/_bare/"
LIST, PAGE, PEER = "list", "page", "peer"


@dataclass(frozen=True)
class Line:
    """One page: who opens it, where it is, what kind of page it is."""

    label: str
    role: str
    path: str
    kind: str = PAGE


@dataclass
class Measure:
    """Milliseconds of each request, and what the page asked of the database and of the network."""

    inside: list[float]
    served: list[float]
    queries: int
    wire: int


# --- the site, with one address more ----------------------------------------------------------
def bare(request: Any) -> Any:
    """The base template alone."""
    from django.shortcuts import render

    return render(request, "base.html")


def __getattr__(name: str) -> Any:
    """``application`` for the server and ``urlpatterns`` for Django, made when they are asked for."""
    if name == "application":
        _django()
        from django.core.wsgi import get_wsgi_application

        return get_wsgi_application()
    if name == "urlpatterns":
        from django.urls import path

        from jobcaffe.config.urls import urlpatterns

        return [path(FLOOR[1:], bare), *urlpatterns]
    raise AttributeError(name)


def _django() -> None:
    import django
    from django.conf import settings

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jobcaffe.config.settings")
    settings.ROOT_URLCONF = "bench.pages"
    settings.ALLOWED_HOSTS = ["127.0.0.1", "testserver"]
    django.setup()


def _community(people: int) -> None:
    """The made-up community, once for each home."""
    from django.core.management import call_command

    from jobcaffe.demo import community
    from jobcaffe.people.models import Person

    call_command("migrate", verbosity=0, skip_checks=True)
    if not Person.objects.exists():
        community.build(people=people)


# --- what is measured ---------------------------------------------------------------------------
def _lines(users: dict[str, Any]) -> list[Line]:
    from django.urls import reverse

    from jobcaffe.people.models import Person
    from jobcaffe.plan.models import Indicator

    desk = Person.objects.filter(operator=users["paola"], protected=False, paths__isnull=False)
    record = desk.filter(attendances__isnull=False).order_by("created_at").first()
    assert record is not None
    tile = Indicator.objects.get(tile="people")
    return [
        Line("Home", "", "/", PAGE),
        Line("Appuntamenti", "", reverse("public:appointments"), LIST),
        Line("Oggi, di chi partecipa", "franco", reverse("member:today"), PAGE),
        Line("Sportello", "paola", reverse("desk:home"), PAGE),
        Line("Cerca «ferr»", "paola", reverse("desk:search") + "?q=ferr", LIST),
        Line("Le mie persone", "paola", reverse("desk:persons"), LIST),
        Line("Tutte le persone", "marta", reverse("desk:persons"), LIST),
        Line("Scheda di una persona", "paola", reverse("desk:person", args=[record.pk]), PAGE),
        Line("Ferme da 30 giorni", "paola", reverse("desk:stalled"), LIST),
        Line("Agenda", "paola", reverse("agenda:agenda"), LIST),
        Line("Organizzazioni", "paola", reverse("organisations:index"), LIST),
        Line("Regia", "marta", reverse("regia:home"), PAGE),
        Line("Le righe di «Persone accolte»", "marta", reverse("regia:indicator", args=[tile.code]), PAGE),
        Line("Pagina vuota (il pavimento)", "", FLOOR, PEER),
    ]


def _times(once: Callable[[], None], rounds: int) -> list[float]:
    """Milliseconds of every round after the first few."""
    found = []
    for turn in range(rounds + WARM_UP):
        start = time.perf_counter()
        once()
        if turn >= WARM_UP:
            found.append((time.perf_counter() - start) * 1000)
    return found


def _counted(once: Callable[[], None]) -> int:
    """Statements sent to the database, savepoints apart."""
    from django.db import connection

    sent: list[str] = []

    def note(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if "SAVEPOINT" not in sql:
            sent.append(sql)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        once()
    return len(sent)


def _client(user: Any) -> Any:
    from django.test import Client

    client = Client(headers={"Accept-Language": "it"})
    if user is not None:
        client.force_login(user)
    return client


def _measure(line: Line, client: Any, port: int, rounds: int) -> Measure:
    def inside() -> None:
        answer = client.get(line.path)
        assert answer.status_code == 200, (line.path, answer.status_code)

    wire = 0
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    cookies = "; ".join(f"{name}={one.value}" for name, one in client.cookies.items())

    def over_http() -> None:
        nonlocal wire
        connection.request("GET", line.path, headers={"Cookie": cookies, "Accept-Encoding": "gzip"})
        answer = connection.getresponse()
        wire = len(answer.read())
        assert answer.status == 200, (line.path, answer.status)

    inside()
    return Measure(_times(inside, rounds), _times(over_http, rounds), _counted(inside), wire)


@contextmanager
def _server() -> Iterator[int]:
    """One granian process on the same home; stopped by its own number."""
    from bench.load.serving import free_port, wait_until_ready

    port = free_port()
    options = ["--interface", "wsgi", "--workers", "1", "--blocking-threads", "2", "--no-ws", "--no-log"]
    command = [str(Path(sys.executable).with_name("granian")), *options, "--port", str(port)]
    server = subprocess.Popen([*command, "bench.pages:application"], cwd=ROOT, env=dict(os.environ))
    try:
        wait_until_ready(port, server)
        yield port
    finally:
        server.terminate()
        try:
            server.wait(10)
        except subprocess.TimeoutExpired:
            server.kill()


# --- the table ----------------------------------------------------------------------------------
def _p(times: list[float], percent: int) -> float:
    return statistics.quantiles(times, n=100, method="inclusive")[percent - 1]


def _row(line: Line, found: Measure) -> str:
    figures = [_p(found.inside, 50), _p(found.inside, 99), _p(found.served, 50), _p(found.served, 99)]
    marks = _failures(line, found)
    return (
        f"{line.label:<32}{line.kind:<6}"
        + "".join(f"{one:>9.1f}" for one in figures)
        + f"{found.queries:>9}{found.wire / 1000:>9.1f}  {', '.join(marks)}"
    )


def _failures(line: Line, found: Measure) -> list[str]:
    if line.kind != LIST:
        return []
    slow = _p(found.inside, 50) > MOST_MS
    return ["too many queries"] * (found.queries > MOST_QUERIES) + ["slow"] * slow


def _run(people: int, rounds: int) -> int:
    _django()
    start = time.perf_counter()
    _community(people)
    from django.db import connection

    from jobcaffe.demo import community
    from jobcaffe.people.models import Person

    made = time.perf_counter() - start
    users = {who.key: user for who, user in community.characters()} | {"franco": community.member()}
    clients = {key: _client(user) for key, user in {"": None, **users}.items()}
    print(
        f"{Person.objects.count()} people on {connection.vendor}, {rounds} rounds (community: {made:.0f} s)"
    )
    print(f"{'':<38}{'in process, ms':>18}{'granian, ms':>18}")
    print(f"{'page':<32}{'kind':<6}" + f"{'p50':>9}{'p99':>9}" * 2 + f"{'queries':>9}{'wire kB':>9}")
    too_many = False
    with _server() as port:
        for line in _lines(users):
            found = _measure(line, clients[line.role], port, rounds)
            too_many |= "too many queries" in _failures(line, found)
            print(_row(line, found), flush=True)
    print(f"gates for lists: at most {MOST_QUERIES} queries (exit 1), p50 in process at most {MOST_MS} ms")
    return int(too_many)


def main() -> int:
    """Make the home, measure, print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--people", type=int, default=10_000)
    parser.add_argument("--rounds", type=int, default=100)
    parser.add_argument("--home", type=Path)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="jobcaffe-bench-") as scratch:
        home = (options.home or Path(scratch)).resolve()
        os.environ.update(JOBCAFFE_HOME=str(home), JOBCAFFE_DEMO="0", PYTHONPATH=str(ROOT))
        sys.path.insert(0, str(ROOT))
        from bench import pages

        return pages._run(options.people, options.rounds)


if __name__ == "__main__":
    raise SystemExit(main())

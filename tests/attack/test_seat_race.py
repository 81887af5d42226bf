"""Eighty people press for the last seat of a workshop at the same moment, on two server processes."""

from __future__ import annotations

import http.client
import threading
from collections import Counter
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

import pytest

from tests import houses
from tests.attack.seat_race_site import CLIENTS
from tests.houses import TOKEN

SITE = "tests.attack.seat_race_site"
ANSWER_SECONDS = 60


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Any]]:
    """A home of its own with a fair, workshops of one seat and eighty tickets."""
    with houses.empty(tmp_path_factory.mktemp("seats")) as env:
        yield {"env": env, **houses.ask(env, SITE, "prepare")}


def _press(world: dict[str, Any], port: int, session: str, ticket: str) -> int:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=ANSWER_SECONDS)
    headers = {"Cookie": f"{world['csrf']}={TOKEN}", "Content-Type": "application/x-www-form-urlencoded"}
    body = urlencode({"what": "take", "csrfmiddlewaretoken": TOKEN})
    connection.request("POST", f"/jobfest/posto/biglietto/{ticket}/posti/{session}/", body, headers)
    answer = connection.getresponse()
    answer.read()
    return answer.status


def _race(world: dict[str, Any], port: int, session: str, *, presses: int = 1) -> Counter[int]:
    """All tickets at once, each ``presses`` times; how often each status came back."""
    tickets = world["tokens"] * presses
    barrier, answers = threading.Barrier(len(tickets)), []

    def run(ticket: str) -> None:
        barrier.wait()
        answers.append(_press(world, port, session, ticket))

    threads = [threading.Thread(target=run, args=(ticket,)) for ticket in tickets]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(ANSWER_SECONDS * 3)
    assert len(answers) == len(tickets)
    return Counter(answers)


def test_the_last_seat_has_one_holder_everybody_else_waits_and_a_double_press_is_one(
    world: dict[str, Any],
) -> None:
    first, second = world["sessions"][:2]
    with houses.served(world["env"]) as port:
        assert _race(world, port, first) == {302: CLIENTS}
        assert _race(world, port, second, presses=2) == {302: 2 * CLIENTS}
    held = houses.ask(world["env"], SITE, "count")
    # Who holds the seat of the first hour may hold the second's too: they do not overlap.
    assert (held[first], held[second]) == ([1, CLIENTS - 1], [1, CLIENTS - 1])


def test_the_race_is_real_without_lock_and_number_it_oversells(world: dict[str, Any]) -> None:
    rounds = world["sessions"][2:]
    assert houses.ask(world["env"], SITE, "unguard") is True
    with houses.served(world["env"], f"{SITE}:application") as port:
        for session in rounds:
            _race(world, port, session)
            if houses.ask(world["env"], SITE, "count")[session][0] > 1:
                break
    held = houses.ask(world["env"], SITE, "count")
    assert max(held[session][0] for session in rounds) > 1

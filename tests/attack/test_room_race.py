"""Forty people press for one room at the same moment, on two server processes."""

from __future__ import annotations

import http.client
import re
import threading
import uuid
from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode

import pytest

from tests import houses
from tests.houses import TOKEN

CLIENTS = 40
ANSWER_SECONDS = 60
SITE = "tests.attack.room_race_site"
CARELESS = f"{SITE}:application"


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Any]]:
    """A home of its own with six rooms and eight signed-in operators."""
    with houses.empty(tmp_path_factory.mktemp("race")) as env:
        yield {"env": env, **houses.ask(env, SITE, "prepare")}


def _press(world: dict[str, Any], port: int, room: str, number: int, key: str) -> tuple[int, str]:
    day = date.today() + timedelta(days=7)  # noqa: DTZ011  any day of next week
    fields = {"day": f"{day:%d/%m/%Y}", "starts": "18", "ends": "20", "request_key": key}
    cookie = world["cookies"][number % len(world["cookies"])]
    headers = {
        "Cookie": f"{world['session']}={cookie}; {world['csrf']}={TOKEN}",
        "Content-Type": "application/x-www-form-urlencoded",
    }
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=ANSWER_SECONDS)
    body = urlencode({**fields, "csrfmiddlewaretoken": TOKEN})
    connection.request("POST", f"/sale/{room}/prenota/", body, headers)
    answer = connection.getresponse()
    return answer.status, answer.read().decode()


def _race(world: dict[str, Any], port: int, room: str, *, presses: int = 1) -> list[tuple[int, str]]:
    """All clients at once; each presses ``presses`` times with the same key."""
    barrier, answers = threading.Barrier(CLIENTS * presses), []
    keys = [str(uuid.uuid4()) for _client in range(CLIENTS)]

    def run(number: int) -> None:
        barrier.wait()
        answers.append(_press(world, port, room, number, keys[number % CLIENTS]))

    threads = [threading.Thread(target=run, args=(number,)) for number in range(CLIENTS * presses)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(ANSWER_SECONDS * 2)
    assert len(answers) == len(threads)
    return answers


def test_one_room_has_one_holder_and_everybody_else_a_clear_answer(world: dict[str, Any]) -> None:
    first, second = world["rooms"][:2]
    with houses.served(world["env"]) as port:
        answers = _race(world, port, first)
        doubled = _race(world, port, second, presses=2)
    assert Counter(status for status, _body in answers) == {302: 1, 200: CLIENTS - 1}
    lost = [body for status, body in answers if status == http.client.OK]
    assert all("è già prenotata" in body and re.search('name="slot"', body) for body in lost)
    # Who won pressed twice, and was told twice that the room is hers.
    assert Counter(status for status, _body in doubled) == {302: 2, 200: 2 * CLIENTS - 2}
    held = houses.ask(world["env"], SITE, "count")
    assert (held[first], held[second]) == (1, 1)


def test_the_race_is_real_without_lock_and_guard_it_oversells(world: dict[str, Any]) -> None:
    rooms = world["rooms"][2:]
    assert houses.ask(world["env"], SITE, "unguard") is True
    with houses.served(world["env"], CARELESS) as port:
        for room in rooms:
            _race(world, port, room)
            if houses.ask(world["env"], SITE, "count")[room] > 1:
                break
    held = houses.ask(world["env"], SITE, "count")
    assert max(held[room] for room in rooms) > 1

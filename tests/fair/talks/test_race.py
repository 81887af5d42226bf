"""Eighty telephones press for the last hour of a stand at one moment, on two server processes."""

from __future__ import annotations

import http.client
import threading
import uuid
from collections import Counter
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

import pytest

from tests import houses
from tests.fair.talks.race_site import SLOT, TABLES
from tests.houses import TOKEN

CLIENTS = 80
ANSWER_SECONDS = 120
SITE = "tests.fair.talks.race_site"
CARELESS = f"{SITE}:application"


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Any]]:
    """A home of its own with a fair whose stands have two places left each."""
    # Behind a proxy every telephone has an address of its own.
    with houses.empty(tmp_path_factory.mktemp("talks"), JOBCAFFE_PROXY_HOPS="1") as env:
        yield {"env": env, **houses.ask(env, SITE, "prepare")}


def _press(world: dict[str, Any], port: int, stand: str, number: int, key: str) -> tuple[int, str]:
    # Nobody has signed up in an earlier race: who has hears of her talks by her ticket alone.
    first = 100 * (1 + [*world["stands"]].index(stand))
    fields = {
        "name": f"Rosa Bo{chr(97 + number % 26)}", "contact": f"333 {5_000_000 + first + number:07d}",
        "request_key": key, "csrfmiddlewaretoken": TOKEN,
    }  # fmt: skip
    headers = {
        "Cookie": f"{world['csrf']}={TOKEN}",
        "Content-Type": "application/x-www-form-urlencoded",
        "X-Forwarded-For": f"10.9.{number // 250}.{number % 250}",
    }
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=ANSWER_SECONDS)
    address = f"/jobfest/colloqui/{world['slug']}/stand/{stand}/{SLOT}/"
    connection.request("POST", address, urlencode(fields), headers)
    answer = connection.getresponse()
    return answer.status, answer.read().decode()


def _race(world: dict[str, Any], port: int, stand: str, *, presses: int = 1) -> list[tuple[int, str]]:
    """All at once; each presses ``presses`` times with the same key."""
    clients = CLIENTS // presses
    barrier, answers = threading.Barrier(CLIENTS), []
    keys = [str(uuid.uuid4()) for _client in range(clients)]

    def run(number: int) -> None:
        barrier.wait()
        one = number % clients
        answers.append(_press(world, port, stand, one, keys[one]))

    threads = [threading.Thread(target=run, args=(number,)) for number in range(CLIENTS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(ANSWER_SECONDS * 2)
    assert len(answers) == CLIENTS
    return answers


def test_the_last_places_are_had_by_as_many_as_there_are_tables_and_nobody_else(
    world: dict[str, Any],
) -> None:
    first, second = world["stands"][:2]
    with houses.served(world["env"]) as port:
        answers = _race(world, port, first)
        doubled = _race(world, port, second, presses=2)
    assert Counter(status for status, _body in answers) == {302: TABLES, 200: CLIENTS - TABLES}
    lost = [body for status, body in answers if status == http.client.OK]
    assert all("sono appena state prese" in body and 'value="Rosa Bo' in body for body in lost)
    # Who won pressed twice, and was told twice that the hour is hers.
    assert Counter(status for status, _body in doubled) == {302: 2 * TABLES, 200: CLIENTS - 2 * TABLES}
    found = houses.ask(world["env"], SITE, "count")
    assert (found["stands"][first], found["stands"][second]) == (TABLES, TABLES)
    assert found["idle"] == 0


def test_the_race_is_real_without_lock_and_constraint_it_oversells(world: dict[str, Any]) -> None:
    stands = world["stands"][2:]
    assert houses.ask(world["env"], SITE, "unguard") is True
    with houses.served(world["env"], CARELESS) as port:
        for stand in stands:
            _race(world, port, stand)
            if houses.ask(world["env"], SITE, "count")["stands"][stand] > TABLES:
                break
    held = houses.ask(world["env"], SITE, "count")["stands"]
    assert max(held[stand] for stand in stands) > TABLES

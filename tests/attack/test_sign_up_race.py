"""One name and one telephone sign up several times at the same moment, on two server processes: one visitor."""

from __future__ import annotations

import http.client
import threading
from collections import Counter
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode
from uuid import uuid4

import pytest

from tests import houses
from tests.houses import TOKEN

SITE = "tests.attack.sign_up_race_site"
ANSWER_SECONDS = 60
# A contact may be tried six times an hour.
CONTACTS, TIMES = 10, 6


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Any]]:
    """A home of its own with a fair."""
    with houses.empty(tmp_path_factory.mktemp("sign-ups")) as env:
        yield {"env": env, **houses.ask(env, SITE, "prepare")}


def _press(world: dict[str, Any], port: int, contact: str) -> int:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=ANSWER_SECONDS)
    headers = {"Cookie": f"{world['csrf']}={TOKEN}", "Content-Type": "application/x-www-form-urlencoded"}
    told = {"name": "Anna Re", "contact": contact, "request_key": str(uuid4()), "csrfmiddlewaretoken": TOKEN}
    connection.request("POST", f"/jobfest/posto/{world['slug']}/", urlencode(told), headers)
    answer = connection.getresponse()
    answer.read()
    return answer.status


def _race(world: dict[str, Any], port: int, first: int) -> Counter[int]:
    """Ten contacts, six times each, all at once; how often each status came back."""
    contacts = [f"+39333{first:03d}{number:04d}" for number in range(CONTACTS)] * TIMES
    barrier, answers = threading.Barrier(len(contacts)), []

    def run(contact: str) -> None:
        barrier.wait()
        answers.append(_press(world, port, contact))

    threads = [threading.Thread(target=run, args=(one,)) for one in contacts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(ANSWER_SECONDS * 3)
    assert len(answers) == len(contacts)
    return Counter(answers)


def _visitors(world: dict[str, Any], first: int) -> list[int]:
    """How many visitors each contact of that race has; the tests come in any order, on one home."""
    counts = houses.ask(world["env"], SITE, "count")
    return [many for contact, many in counts.items() if contact.startswith(f"+39333{first:03d}")]


def test_one_name_and_one_telephone_at_once_are_one_visitor(world: dict[str, Any]) -> None:
    with houses.served(world["env"]) as port:
        assert _race(world, port, 100) == {302: CONTACTS * TIMES}
    assert _visitors(world, 100) == [1] * CONTACTS


def test_the_race_is_real_without_the_lock_somebody_is_two(world: dict[str, Any]) -> None:
    with houses.served(world["env"], f"{SITE}:application") as port:
        for first in range(200, 206):
            _race(world, port, first)
            if max(_visitors(world, first)) > 1:
                break
    assert max(_visitors(world, first)) > 1

"""Twenty-four operators ask for the next card at the same moment, from four processes."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest

from tests import houses
from tests.network.outreach.race_site import CARDS, OPERATORS

SITE = "tests.network.outreach.race_site"
PROCESSES = 4


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Any]]:
    """A home and a database of its own, with two campaigns."""
    with houses.empty(tmp_path_factory.mktemp("calls")) as env:
        yield {"env": env, **houses.ask(env, SITE, "prepare")}


def _race(world: dict[str, Any], how: str) -> Counter[str]:
    start, users = str(time.time() + 6), world["users"]
    runs = [
        houses.start(world["env"], SITE, how, start, *users[part::PROCESSES]) for part in range(PROCESSES)
    ]
    return Counter(one for run in runs for one in houses.answer(run))


def test_two_operators_never_get_the_same_organisation(world: dict[str, Any]) -> None:
    answers = _race(world, "take")
    assert sum(answers.values()) == OPERATORS
    assert answers.pop("none") == OPERATORS - CARDS
    assert len(answers) == CARDS
    assert set(answers.values()) == {1}


def test_the_race_is_real_who_looks_first_and_writes_afterwards_calls_twice(world: dict[str, Any]) -> None:
    assert houses.ask(world["env"], SITE, "free") is True
    answers = _race(world, "careless")
    assert max(answers.values()) > 1

"""Eight organisations say yes to the same time at the same moment, and there are two rooms."""

from __future__ import annotations

import time
from collections import Counter
from pathlib import Path

from tests import houses
from tests.network.tables.race_site import COFFEES, ROOMS

SITE = "tests.network.tables.race_site"
PROCESSES = 4


def test_two_coffees_never_get_the_same_room_and_time(tmp_path: Path) -> None:
    with houses.empty(tmp_path) as env:
        taps = houses.ask(env, SITE, "prepare")["taps"]
        start = str(time.time() + 6)
        runs = [houses.start(env, SITE, "say", start, *taps[part::PROCESSES]) for part in range(PROCESSES)]
        told = Counter(one for run in runs for one in houses.answer(run))
    rooms = {said: count for said, count in told.items() if said.startswith("room ")}
    refused = [said for said in told if not said.startswith("room ")]
    assert sorted(rooms.values()) == [1] * ROOMS
    assert len(refused) == 1
    assert "non c'è più una sala libera" in refused[0]
    assert told[refused[0]] == COFFEES - ROOMS

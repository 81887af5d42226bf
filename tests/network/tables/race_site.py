"""What the race for one room runs, in processes of its own. Only tests load this module.

``python -m tests.network.tables.race_site prepare`` makes coffees that all want one
time, each with one yes; ``say START TOKEN:TIME…`` waits for the moment START and says the second yes,
from one thread for each.
"""

from __future__ import annotations

import json
import os
import sys
import threading
import time
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jobcaffe.config.settings")

COFFEES, ROOMS = 8, 2


def prepare() -> dict[str, Any]:
    """Eight coffees, two rooms."""
    from jobcaffe.network.tables import actions
    from jobcaffe.network.tables.rules import token_of
    from tests import factories
    from tests.network.tables import around

    for _room in range(ROOMS):
        factories.room()
    desk, taps = factories.user("desk"), []
    for number in range(COFFEES):
        coffee = around.proposed(desk, first=around.body(f"A{number}"), second=around.body(f"B{number}"))
        wanted = coffee.times.all()[0].pk
        actions.answer(actor=desk, coffee_id=coffee.pk, side="first", says="yes", time_id=wanted)
        taps.append(f"{token_of(coffee, 'second')} {wanted}")
    return {"taps": taps}


def _say(tap: str) -> str:
    from jobcaffe.foundation.access import Refused
    from jobcaffe.network.tables import actions

    token, wanted = tap.split(" ")
    try:
        coffee = actions.answer_by_link(token=token, says="yes", time_id=int(wanted))
    except Refused as refusal:
        return str(refusal)
    return f"room {coffee.encounter.room_id}" if coffee.encounter else "waits"


def race(start: float, taps: list[str]) -> list[str]:
    """What each thread was told."""
    told: list[str] = []

    def run(tap: str) -> None:
        time.sleep(max(0.0, start - time.time()))
        told.append(_say(tap))

    threads = [threading.Thread(target=run, args=(tap,)) for tap in taps]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return told


if __name__ == "__main__":
    import django

    django.setup()
    answer = prepare() if sys.argv[1] == "prepare" else race(float(sys.argv[2]), sys.argv[3:])
    sys.stdout.write(json.dumps(answer) + "\n")

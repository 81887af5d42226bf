"""What the race for cards runs, in processes of its own. Only tests load this module.

``python -m tests.network.outreach.race_site prepare`` makes a campaign and its operators;
``take START USER…`` waits for the moment START and takes the next card from one thread for each user;
``careless …`` does the same with software that looks first and writes afterwards.
"""

from __future__ import annotations

import json
import os
import sys
import threading
import time
from typing import Any

from tests.attack.careless import something_else

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jobcaffe.config.settings")

OPERATORS, CARDS, TWINS = 24, 20, 4


def prepare() -> dict[str, Any]:
    """Twenty organisations; four of them are in a second campaign too."""
    from tests import factories
    from tests.network.outreach.around import campaign, card

    boss = factories.user("coordinator")
    one, two = campaign(boss), campaign(boss, name="Scuole")
    bodies = [card(one, name=f"Associazione {number}").organisation for number in range(CARDS)]
    for body in bodies[:TWINS]:
        card(two, organisation=body)
    team = factories.team()
    return {"users": [str(factories.user("desk", team=team).pk) for _n in range(OPERATORS)]}


def _take(user: str) -> str:
    from jobcaffe.foundation.accounts.models import User
    from jobcaffe.network.outreach import actions

    card = actions.take_next(actor=User.objects.get(pk=user))
    return str(card.organisation_id) if card else "none"


def _careless(user: str) -> str:
    """As software does that shows a list and then writes who is calling."""
    from jobcaffe.foundation.accounts.models import User
    from jobcaffe.network.outreach import queries
    from jobcaffe.network.outreach.actions.cards import hold

    actor = User.objects.get(pk=user)
    card = queries.due(actor).first()
    if card is None:
        return "none"
    something_else()
    hold(actor=actor, card=card)
    return str(card.organisation_id)


def race(work: Any, start: str, *users: str) -> list[str]:
    """The organisation each got; anything but that is told by its name."""
    from django.db import connection

    answers: list[str] = []

    def run(user: str) -> None:
        time.sleep(max(0.0, float(start) - time.time()))
        try:
            answers.append(work(user))
        except Exception as error:  # told to the test, which fails on it
            answers.append(repr(error))
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(user,)) for user in users]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(90)
    return answers


def free() -> bool:
    """Nobody has anything in hand."""
    from jobcaffe.network.outreach.models import Card

    Card.objects.update(holder=None, held_until=None)
    return True


if __name__ == "__main__":
    import django

    django.setup()
    name, *rest = sys.argv[1:]
    if name in ("take", "careless"):
        print(json.dumps(race(_take if name == "take" else _careless, *rest)))
    else:
        print(json.dumps({"prepare": prepare, "free": free}[name]()))

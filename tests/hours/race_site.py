"""What the races of the ledger run, in processes of its own. Only tests load this module.

``python -m tests.hours.race_site prepare`` makes a bank and its accounts, and prints
them as JSON; ``pay START COUNT WHO…`` waits for the moment START and pays from COUNT threads at
once; ``careless …`` does the same with software that looks first and writes afterwards;
``forever WHO…`` pays to and fro until it is killed; ``count`` prints what the ledger holds.
"""

from __future__ import annotations

import json
import os
import sys
import threading
import time
from typing import Any
from uuid import UUID

from tests.attack.careless import something_else

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jobcaffe.config.settings")

LIMIT, HOUR, GIVERS = 600, 60, 5


def prepare() -> dict[str, Any]:
    """Three banks at a limit of ten hours, each with one household that asks and five that give."""
    from tests.hours.ledger import bank, household

    found = []
    for label in ("Prima banca", "Seconda banca", "Terza banca"):
        at = bank(limit_minutes=LIMIT, label=label)
        asks, account = household(at)
        givers = [str(household(at)[1].pk) for _one in range(GIVERS)]
        found.append({"user": str(asks.pk), "account": str(account.pk), "givers": givers})
    return {"banks": found}


def _one(user: str, giver: UUID, receiver: UUID) -> str:
    from jobcaffe.foundation.access import Refused
    from jobcaffe.foundation.accounts.models import User
    from jobcaffe.hours import actions

    try:
        actions.transfer(actor=User.objects.get(pk=user), giver_id=giver, receiver_id=receiver, minutes=HOUR)
    except Refused:
        return "refused"
    return "paid"


def _careless(user: str, giver: UUID, receiver: UUID) -> str:
    """As software does that checks a balance and then writes."""
    from jobcaffe.hours.actions.transfers import write
    from jobcaffe.hours.models import Account

    accounts = {row.pk: row for row in Account.objects.filter(pk__in=[giver, receiver])}
    if accounts[receiver].balance - HOUR < -LIMIT:
        return "refused"
    something_else()
    community = accounts[receiver].community
    write(community, accounts, {giver: HOUR, receiver: -HOUR}, kind="exchange")
    return "paid"


def pay(work: Any, start: str, count: str, user: str, receiver: str, *givers: str) -> list[str]:
    """What each thread got; anything but a refusal is told by its name."""
    from django.db import connection

    answers: list[str] = []

    def run(number: int) -> None:
        time.sleep(max(0.0, float(start) - time.time()))
        try:
            answers.append(work(user, UUID(givers[number % len(givers)]), UUID(receiver)))
        except Exception as error:  # told to the test, which fails on it
            answers.append(repr(error))
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(number,)) for number in range(int(count))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(90)
    return answers


def forever(user: str, receiver: str, *givers: str) -> None:
    """Pay and reverse until killed; says when it has begun."""
    from jobcaffe.foundation.accounts.models import User
    from jobcaffe.hours import actions

    actor = User.objects.get(pk=user)
    while True:
        for giver in givers:
            done = actions.transfer(
                actor=actor, giver_id=UUID(giver), receiver_id=UUID(receiver), minutes=HOUR
            )
            actions.reverse(actor=actor, transfer_id=done.pk, agreed=True)
            sys.stdout.write("moved\n")
            sys.stdout.flush()


def count() -> dict[str, Any]:
    """Balances by account, how many transfers, and what is wrong."""
    from jobcaffe.hours import queries
    from jobcaffe.hours.models import Account, Transfer

    balances = {str(row.pk): queries.balance(row) for row in Account.objects.all()}
    return {"balances": balances, "transfers": Transfer.objects.count(), "faults": queries.faults()}


if __name__ == "__main__":
    import django

    django.setup()
    name, *rest = sys.argv[1:]
    if name in ("pay", "careless"):
        print(json.dumps(pay(_one if name == "pay" else _careless, *rest)))
    else:
        print(json.dumps({"prepare": prepare, "count": count, "forever": forever}[name](*rest)))

"""A woman with a household, small enough to search in a moment."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from jobcaffe.foundation.accounts.models import User
from jobcaffe.kernels.weekmap import Alternative, Answer, Trip, Uncovered
from jobcaffe.kernels.weekmap import form as weekform
from jobcaffe.worklife.weeks import actions, queries
from jobcaffe.worklife.weeks.models import Household, Week
from tests import factories

WORK = ["0"]
FULL = [
    ["work", "home", "kids"],
    *[["work", "kids", "home"]] * 4,
    ["me", "free", "free"],
    ["home", "home", "me"],
]


def woman(**fields: Any) -> User:
    """A member with a record."""
    return factories.member(person=factories.person(first_name="Rosa", sex="F", **fields))


def item(user: User, subject: str, code: str, **data: Any) -> None:
    """One row of her household."""
    actions.save_item(actor=user, subject=subject, item_id=code, data=data)


def household(user: User, child: str = "Anna") -> None:
    """Alone with a girl of seven; on Monday school ends two hours before work does."""
    item(user, "bambini", "anna", name=child, year=2019, alone_from=11)
    item(user, "luoghi", "scuola", name="scuola", minutes=10)
    item(user, "luoghi", "lavoro", name="ufficio", minutes=10)
    hours = {"days": WORK}
    item(
        user,
        "impegni",
        "lezioni",
        name="Scuola",
        who="anna",
        kind="school",
        where="scuola",
        **hours,
        **{"from": "08:30", "to": "14:30"},
    )
    item(user, "impegni", "turno", name="Lavoro", who="io", kind="work", where="lavoro",
         **hours, **{"from": "09:00", "to": "16:30"})  # fmt: skip


def granny(user: User, cost: str = "poco") -> None:
    """Her mother could come, take and fetch."""
    item(user, "scelte-aiuti", "nonna", name="La nonna", children=["anna"], brings=True, days=WORK, cost=cost,
         **{"from": "14:00", "to": "17:30"})  # fmt: skip


def leave_early(user: User) -> None:
    """She could end at two."""
    item(user, "scelte-orari", "presto", name="Esco alle 14", commitment="turno", what="hours", days=WORK,
         cost="molto", to="14:00")  # fmt: skip


def whole_week(user: User) -> Week:
    """All seven days."""
    row = actions.start_week(actor=user, uses=FULL[0], request_key=uuid4())
    for day, uses in enumerate(FULL[1:], 1):
        actions.fill_day(actor=user, week_id=row.pk, day=day, uses=uses)
    row.refresh_from_db()
    return row


def found(user: User) -> None:
    """What a search of that household finds, without searching: an uncovered hour, her mother helps."""
    trip = Trip(0, 870, 880, "nonna", "scuola", "casa", ("anna",))
    answer = Answer((), (Uncovered(0, "anna", 870, 1000),), (Alternative(("nonna",), 1, (trip,)),))
    row = Household.objects.get(Household.of(queries.refs_of(user)))
    row.seal({**weekform.write(answer), "digest": "", "on": "2026-11-22"}, "result")
    row.save()

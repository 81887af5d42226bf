"""A fair whose day is today and whose second slot has just begun."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.utils import timezone

from jobcaffe.fair.events.models import Fair, Helper, Shift, Stand
from jobcaffe.fair.talks.models import Talk, Wish
from jobcaffe.fair.visits.models import Visitor
from jobcaffe.foundation.accounts.models import User
from tests import factories

NOW = 1  # the slot that runs
_codes = iter(range(100, 100_000))


def fair_today(*, slot: int = NOW, minutes: int = 1, **fields: Any) -> Fair:
    """A fair of eight quarters of an hour, ``minutes`` into the slot ``slot``."""
    first = timezone.now() - timedelta(minutes=15 * slot + minutes)
    values = {
        "opens_at": first - timedelta(minutes=30),
        "first_slot_at": first,
        "slots": 8,
        "breaks": [],
        "talks_mode": "planned",
        **fields,
    }
    return factories.fair(**values)


def visitor(fair: Fair, *, inside: bool = True, **fields: Any) -> Visitor:
    """Somebody who signed up; inside she came before the first slot."""
    number = next(_codes)
    values = {
        "code": f"F{number // 1000}-{number % 1000:03}",
        "name": "Franca Prova",
        "inside": inside,
        "arrived_at": fair.opens_at if inside else None,
        **fields,
    }
    return Visitor.objects.create(fair=fair, **values)


def talk(stand: Stand, who: Visitor, slot: int, table: int = 0, **fields: Any) -> Talk:
    """A talk in the plan."""
    return Talk.objects.create(fair=stand.fair, stand=stand, visitor=who, slot=slot, table=table, **fields)


def wish(who: Visitor, stand: Stand, value: int = 5, **fields: Any) -> Wish:
    """Somebody would like to talk there."""
    return Wish.objects.create(visitor=who, stand=stand, value=value, **fields)


def volunteer(fair: Fair, name: str = "Ivan") -> User:
    """A volunteer with a shift at this fair."""
    user = factories.user("fair_volunteer", name=name)
    shift, _new = Shift.objects.get_or_create(
        fair=fair, job="tables", defaults={"starts_at": fair.opens_at, "ends_at": fair.closes_at}
    )
    Helper.objects.create(shift=shift, user=user)
    return user


@dataclass
class Around:
    """One fair, two stands, who works there."""

    fair: Fair
    one: Stand
    two: Stand
    ivan: User


def around(**fields: Any) -> Around:
    """Two stands with one table each."""
    fair = fair_today(**fields)
    return Around(fair, factories.stand(fair=fair), factories.stand(fair=fair), volunteer(fair))

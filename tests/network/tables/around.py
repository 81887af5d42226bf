"""Two organisations of the network and what happens between them."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.utils import timezone

from jobcaffe.foundation.accounts.models import User
from jobcaffe.network.tables import actions, slots
from jobcaffe.network.tables.models import Coffee
from jobcaffe.organisations.models import Organisation
from tests import factories


def body(name: str, **fields: Any) -> Organisation:
    """An organisation that everybody sees in the network."""
    usual = {"kind": "company", "municipality": "Lainate", "email": "info@example.org"}
    joined = {"stage": "member", "verified_on": timezone.localdate()}
    return factories.organisation(**{"name": name, **usual, **joined, **fields})


def proposed(actor: User | None = None, **fields: Any) -> Coffee:
    """The house proposes three times to two organisations."""
    first = fields.pop("first", None) or body("Officina")
    second = fields.pop("second", None) or body("Istituto", kind="school")
    times = [slot.value for slot in slots.free_times()[:3]]
    who = actor or factories.user("desk")
    return actions.propose(actor=who, first_id=first.pk, second_id=second.pk, times=times, **fields)


def agreed(actor: User | None = None, **fields: Any) -> Coffee:
    """Both said yes to the first time."""
    coffee = proposed(actor, **fields)
    house = factories.user("desk", name="Chi ha telefonato")
    time_id = coffee.times.all()[0].pk
    for side in ("first", "second"):
        coffee = actions.answer(actor=house, coffee_id=coffee.pk, side=side, says="yes", time_id=time_id)
    return coffee


def over(coffee: Coffee) -> Coffee:
    """The same, two days ago."""
    met = coffee.encounter
    assert met is not None
    length, start = met.ends_at - met.starts_at, timezone.now() - timedelta(days=2)
    type(met).objects.filter(pk=met.pk).update(starts_at=start, ends_at=start + length)
    return Coffee.objects.get(pk=coffee.pk)

"""Pages of the network ask the database as often with many rows as with few."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from jobcaffe.organisations.models import Contact, ContactConsent, Location, Organisation
from tests import factories

pytestmark = pytest.mark.django_db


def grow(row: Organisation, count: int) -> None:
    for number in range(count):
        one = factories.organisation(
            name="Bottega", stage="member", verified_on=timezone.localdate(), municipality="Lainate"
        )
        for owner in (one, row):
            Location.objects.create(
                organisation=owner,
                address=f"via {number}",
                municipality="Lainate",
                hours=[[0, "09:00", "12:00"]],
            )
            who = Contact.objects.create(organisation=owner, name=f"Rosa {number}", phone="+393330000001")
            ContactConsent.objects.create(contact=who, purpose="public", how="paper")
        factories.partner(row)


def test_no_page_of_the_network_asks_more_with_more_rows(client_for: Callable[..., Client]) -> None:
    row = factories.organisation(stage="member", verified_on=timezone.localdate())
    desk, partner = client_for("desk"), client_for(user=factories.partner(row))
    looks = [(Client(), f"directory:{name}", ()) for name in ("index", "map", "hsds")]
    looks += [
        (Client(), "directory:detail", (row.pk,)),
        (partner, "partner:home", ()),
        (partner, "partner:preview", ()),
    ]
    looks += [
        (desk, f"organisations:{name}", args)
        for name, args in (("index", ()), ("twins", ()), ("detail", (row.pk,)), ("history", (row.pk,)))
    ]  # type: ignore[misc]
    costs: dict[str, list[int]] = {}
    for more in (1, 2, 12):
        grow(row, more)
        for client, name, args in looks:
            with CaptureQueriesContext(connection) as asked:
                assert client.get(reverse(name, args=args)).status_code == 200
            costs.setdefault(name, []).append(len(asked))
    assert {name: counts for name, counts in costs.items() if max(counts[1:]) > counts[0]} == {}

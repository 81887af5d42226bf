"""An organisation asks for a stand, fills it in, opens its tables, leaves."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from jobcaffe.exchange.posts.models import Post
from jobcaffe.fair.events.models import Fair, Stand
from tests import factories

pytestmark = pytest.mark.django_db
ClientFor = Callable[..., Client]


def at(fair: Fair, name: str) -> str:
    return reverse(f"fairstand:{name}", args=[fair.slug])


def test_an_organisation_goes_from_nothing_to_a_stand_with_its_tables(client_for: ClientFor) -> None:
    fair, body = factories.fair(), factories.organisation(name="Forno Uno")
    client = client_for(user=factories.partner(body))
    today = timezone.localdate()
    post = Post.objects.create(
        organisation=body, direction="offer", sort="job", title="Fornaia", text="Due righe.", state="open",
        published_on=today, fresh_until=today + timedelta(days=30),
    )  # fmt: skip
    assert fair.name in client.get(reverse("fairstand:home")).content.decode()
    for _press in (1, 2):
        assert client.post(at(fair, "ask")).status_code == 302
    stand = Stand.objects.get()
    data = {
        "brings": "Pane",
        "posts": [post.pk],
        "sought": "fornaio\ncommessa",
        "contact_phone": "333 1234567",
    }
    assert client.post(at(fair, "edit"), data).status_code == 302
    assert (
        client.post(
            at(fair, "tables"), {"tables": 2, "first": 0, "last": 5, "pause_from": 2, "pause_to": 3}
        ).status_code
        == 302
    )
    stand.refresh_from_db()
    assert (stand.brings, stand.contact_phone, stand.wants_meetings) == ("Pane", "+393331234567", False)
    assert list(stand.posts.all()) == [post]
    assert len(stand.occupations) == 2
    assert stand.tables[:7] == [2, 2, 0, 0, 2, 2, 0]
    page = client.get(at(fair, "stand")).content.decode()
    assert "Fornaia" in page
    # The forms open again with what was typed.
    again = client.get(at(fair, "tables")).content.decode()
    assert again.count("selected") == 4
    client.post(at(fair, "leave"))
    stand.refresh_from_db()
    assert stand.state == "withdrawn"


def test_a_trade_nobody_knows_is_said_with_its_words(client_for: ClientFor) -> None:
    stand = factories.stand(fair=factories.fair())
    client = client_for(user=factories.partner(stand.organisation))
    answer = client.post(at(stand.fair, "edit"), {"brings": "Pane", "sought": "xqzwkjh"})
    body = answer.content.decode()
    assert (answer.status_code, "«xqzwkjh»" in body, "Pane" in body) == (200, True, True)


def test_one_sees_only_the_stand_of_ones_own(client_for: ClientFor) -> None:
    fair = factories.fair()
    other = factories.stand(fair=fair, brings="Segreto degli altri", needs="Presa")
    client = client_for(user=factories.partner())
    page = client.get(at(fair, "stand")).content.decode()
    assert ("Segreto" in page, "Chiedete lo stand" in page) == (False, True)
    assert client.get(at(fair, "edit")).status_code == 404
    assert client.post(at(fair, "leave")).status_code == 404
    other.refresh_from_db()
    assert other.state == "accepted"


def test_a_fair_in_preparation_is_there_only_for_who_was_asked(client_for: ClientFor) -> None:
    fair = factories.fair(state="draft")
    asked = factories.stand(fair=fair, state="asked")
    assert client_for(user=factories.partner(asked.organisation)).get(at(fair, "stand")).status_code == 200
    assert client_for(user=factories.partner()).get(at(fair, "stand")).status_code == 404
    assert client_for(user=factories.partner()).post(at(fair, "ask")).status_code == 404

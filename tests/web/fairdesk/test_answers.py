"""Many answers in one press, and a fair that is over asks to be closed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from jobcaffe.fair.events.models import Fair
from jobcaffe.foundation.journal.models import Entry
from tests import factories

pytestmark = pytest.mark.django_db
ClientFor = Callable[..., Client]


def at(fair: Fair, name: str) -> str:
    return reverse(f"fairdesk:{name}", args=[fair.slug])


def test_all_that_wait_are_confirmed_in_one_press_and_the_others_stay(client_for: ClientFor) -> None:
    fair, boss = factories.fair(), client_for("coordinator")
    for state in ("asked", "asked", "asked", "declined", "withdrawn"):
        factories.stand(fair=fair, state=state)
    assert "Conferma tutti e 3" in boss.get(at(fair, "stands")).content.decode()
    answers = [boss.post(at(fair, "accept"))["Location"] for _press in range(2)]
    assert answers == [at(fair, "stands")] * 2
    states = sorted(fair.stands.values_list("state", flat=True))
    assert states == ["accepted", "accepted", "accepted", "declined", "withdrawn"]
    assert Entry.objects.filter(action="stand.answer").count() == 3


def test_nobody_but_the_coordinator_confirms(client_for: ClientFor) -> None:
    stand = factories.stand(state="asked")
    assert client_for("desk").post(at(stand.fair, "accept")).status_code == 404
    stand.refresh_from_db()
    assert stand.state == "asked"


def test_the_page_of_exhibitors_says_how_many_come_and_with_how_many_tables(client_for: ClientFor) -> None:
    fair = factories.fair()
    for tables in ([2, 2], [1, 0]):
        factories.stand(fair=fair, tables=tables)
    page = client_for("coordinator").get(at(fair, "stands")).content.decode()
    assert "2 espositori confermati, 3 tavoli." in page


def test_a_fair_that_is_over_asks_to_be_closed_and_nothing_else(client_for: ClientFor) -> None:
    now, boss = timezone.now(), client_for("coordinator")
    fair = factories.fair(opens_at=now - timedelta(hours=9), closes_at=now - timedelta(hours=1))
    page = boss.get(at(fair, "home")).content.decode()
    assert reverse("fairafter:close", args=[fair.slug]) in page
    assert [words in page for words in ("Che cosa manca", "Non manca niente")] == [False, False]

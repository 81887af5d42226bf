"""An uncovered hour meets the offers of her bank and the turns of the lab, by their hours."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from jobcaffe.web.week.offers import Found, Offered, Time
from jobcaffe.worklife.timebank import actions as timebank
from jobcaffe.worklife.weeks import actions
from tests.hours.ledger import bank
from tests.hours.ledger import household as bank_household
from tests.worklife.care.pools import World
from tests.worklife.weeks.homes import household

pytestmark = pytest.mark.django_db
WEDNESDAY = Time(2, 16 * 60 + 30, 18 * 60)


@pytest.mark.parametrize(
    ("time", "windows"),
    [
        (WEDNESDAY, {"pomeriggio"}),
        (Time(2, 7 * 60, 8 * 60), {"mattina"}),
        (Time(2, 11 * 60, 13 * 60), {"mattina", "pomeriggio"}),
        (Time(2, 18 * 60, 19 * 60), {"sera"}),
        (Time(5, 9 * 60, 19 * 60), {"sabato"}),
    ],
)
def test_the_windows_of_an_hour(time: Time, windows: set[str]) -> None:
    assert time.windows() == windows


def test_an_offer_fits_its_own_hours_and_one_without_hours_fits_all() -> None:
    here = Found("x")
    assert Offered(here).fits(WEDNESDAY)
    assert Offered(here, windows=frozenset({"pomeriggio"})).fits(WEDNESDAY)
    assert not Offered(here, windows=frozenset({"mattina"})).fits(WEDNESDAY)
    assert Offered(here, spans=((16 * 60, 18 * 60),)).fits(WEDNESDAY)
    assert not Offered(here, spans=((7 * 60, 9 * 60), (18 * 60, 20 * 60))).fits(WEDNESDAY)


def test_offers_and_turns_stand_under_her_hour_and_nobody_is_told(client: Client) -> None:
    at = bank()
    (user, _hers), (other, _others) = bank_household(at), bank_household(at)
    post = {"actor": other, "community_id": at.pk, "kind": "offer"}
    timebank.post(**post, category="bambini", slots=["pomeriggio"], text="Merenda al parco")
    timebank.post(**post, category="bambini", slots=["mattina"], text="Colazione insieme")
    timebank.post(**post, category="orto", text="Pomodori")
    World()
    household(user)
    actions.search(actor=user)
    client.force_login(user)
    page = client.get(reverse("week:answers")).content.decode()
    assert "Merenda al parco" in page
    assert "Turni di cura: Turni di via Litta" in page
    assert "Colazione insieme" not in page
    assert "Pomodori" not in page
    assert other.name not in page

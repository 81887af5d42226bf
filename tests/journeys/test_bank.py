"""Two neighbours exchange an hour on two telephones without scripts; every page is accessible and narrow."""

from __future__ import annotations

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from jobcaffe.foundation.accounts.models import User
from jobcaffe.hours.models import Account, Community
from jobcaffe.worklife.timebank import actions
from jobcaffe.worklife.timebank.models import Exchange
from tests import factories
from tests.hours.ledger import bank, household
from tests.journeys.keys import tab_to
from tests.journeys.telephones import Telephones, faults

pytestmark = pytest.mark.django_db(transaction=True)
HOME = "timebank:home"


def test_an_hour_from_the_first_tap_to_the_confirmation(telephones: Telephones) -> None:
    bank()
    anna, bruna = (telephones.of(factories.member(), HOME) for _one in range(2))
    for page in (anna, bruna):
        page.get_by_role("button", name="Apri il tuo conto").click()
        expect(page.get_by_text("Sei in pari")).to_be_visible()
    anna.get_by_role("link", name="Offri un aiuto").first.click()
    anna.get_by_text("Orto, piante, animali").click()
    anna.get_by_role("button", name="Offri", exact=True).click()
    bruna.reload()
    bruna.get_by_role("button", name="Chiedi questo aiuto").click()
    anna.reload()
    anna.get_by_role("button", name="Dico di sì").click()
    bruna.reload()
    bruna.get_by_text("1 ora", exact=True).click()
    bruna.get_by_role("button", name="Conferma").click()
    expect(bruna.get_by_text("Hai ricevuto 1 ora.")).to_be_visible()
    assert sorted(Account.objects.filter(kind="household").values_list("balance", flat=True)) == [-60, 60]


def _full(at: Community) -> User:
    """Somebody with one of everything on her pages."""
    (anna, _hers), (bruna, _other) = household(at), household(at)
    listing = actions.post(actor=bruna, community_id=at.pk, kind="offer", category="spesa", text="Due ore")
    done = actions.ask(actor=anna, listing_id=listing.pk)
    actions.answer(actor=bruna, exchange_id=done.pk, yes=True)
    actions.confirm(actor=anna, exchange_id=done.pk, minutes=60)
    again = actions.ask(actor=anna, listing_id=listing.pk)
    actions.answer(actor=bruna, exchange_id=again.pk, yes=True)
    own = actions.post(actor=anna, community_id=at.pk, kind="need", category="orto")
    actions.ask(actor=bruna, listing_id=own.pk)
    actions.post(actor=bruna, community_id=at.pk, kind="offer", category="orto")
    return anna


def test_every_page_is_accessible_and_fits_the_narrowest_screen(telephones: Telephones) -> None:
    at = bank()
    user = _full(at)
    page = telephones.of(user, HOME, scripts=True)
    account = Account.objects.get(holders__person_index__gt="", balance__lt=0)
    exchanges = Exchange.objects.values_list("pk", flat=True)
    addresses = [
        *(reverse(f"timebank:{one}", args=[at.pk]) for one in ("bank", "board", "mine", "offer", "exchanges")),
        *(reverse(f"timebank:{one}", args=[account.pk]) for one in ("account", "donate", "family", "close_account")),
        *(reverse("timebank:exchange", args=[pk]) for pk in exchanges),
        reverse("timebank:join"),
        reverse("timebank:home") + "?tutte=1",
    ]  # fmt: skip
    assert faults(page, [telephones.site + address for address in addresses]) == []


def test_the_keyboard_alone_says_yes(telephones: Telephones) -> None:
    at = bank()
    page = telephones.of(_full(at), HOME, scripts=True)
    tab_to(page, "Dico di sì")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Siete d'accordo")).to_be_visible()

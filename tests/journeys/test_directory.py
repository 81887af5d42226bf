"""An organisation enters the network and keeps its page, by telephone and by keyboard, without scripts."""

from __future__ import annotations

import time
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from jobcaffe.organisations import queries
from jobcaffe.organisations.models import Check, Contact, ContactConsent, Location, Organisation
from tests import factories
from tests.journeys.keys import tab_to
from tests.journeys.telephones import Telephones, faults

pytestmark = pytest.mark.django_db(transaction=True)
MOST_FIELDS, MOST_SECONDS = 9, 240
LINK = "l" * 22


def shown() -> Organisation:
    row = factories.organisation(
        name="Panificio Airaghi", stage="member", verified_on=timezone.localdate(), municipality="Lainate",
        description="Pane e dolci.", offers="Tirocini", asks="Un aiuto", address="via Roma 1", website="a.example",
    )  # fmt: skip
    Location.objects.create(
        organisation=row, address="via Roma 1", municipality="Lainate", hours=[[0, "09:00", "13:00"]]
    )
    who = Contact.objects.create(organisation=row, name="Rosa Villa", phone="+393330000001")
    ContactConsent.objects.create(contact=who, purpose="public", how="paper")
    Check.objects.create(organisation=row, digest=queries.check_digest(LINK))
    return row


def test_an_organisation_asks_to_enter_in_few_answers_without_scripts(telephones: Telephones) -> None:
    page = telephones.of(None, at="directory:index")
    started = time.monotonic()
    page.get_by_role("link", name="Entra nella rete").click()
    names = {one.get_attribute("name") for one in page.locator("main form [name]:not([type=hidden])").all()}
    assert len(names - {None}) <= MOST_FIELDS
    page.get_by_label("Come si chiama").fill("Bottega Po")
    page.get_by_label("Azienda").check()
    page.get_by_label("In che comune").fill("Lainate")
    page.get_by_label("Chi possiamo chiamare").fill("Rosa Villa")
    page.get_by_label("Il suo telefono").fill("333 000 0001")
    page.get_by_role("button", name="Manda la richiesta").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Grazie. La richiesta è arrivata.")
    assert time.monotonic() - started < MOST_SECONDS
    assert Organisation.objects.get().stage == "interested"


def test_one_tap_on_the_link_of_a_letter_confirms(telephones: Telephones) -> None:
    row = shown()
    Organisation.objects.filter(pk=row.pk).update(verified_on=timezone.localdate() - timedelta(days=190))
    page = telephones.of(None, at="directory:index")
    page.goto(telephones.site + reverse("directory:check", args=[LINK]))
    page.get_by_role("button", name="Conferma: è tutto giusto").click()
    expect(page.get_by_text("Grazie. È tutto confermato.")).to_be_visible()
    row.refresh_from_db()
    assert row.verified_on == timezone.localdate()


def test_hours_are_changed_with_the_keyboard_alone(telephones: Telephones) -> None:
    row = shown()
    page = telephones.of(factories.partner(row), at="partner:home")
    tab_to(page, "Cambia la sede: via Roma 1")
    page.keyboard.press("Enter")
    expect(page.get_by_label("Lunedì")).to_have_value("9-13")
    page.get_by_label("Sabato").focus()
    page.keyboard.type("9-12.30")
    tab_to(page, "Salva la sede")
    page.keyboard.press("Enter")
    expect(page.get_by_text("sabato: dalle 9 alle 12:30")).to_be_visible()


def test_every_page_of_the_network_is_accessible_and_narrow(telephones: Telephones) -> None:
    row = shown()
    other = factories.organisation(name=row.name, municipality="Lainate")
    place, who, desk = row.locations.get(), row.contacts.get(), factories.user("desk")
    public = ["index", "map", "join", "joined", ("detail", row.pk), ("check", LINK)]
    own = ["home", "edit", "preview", "location_add", ("location_edit", place.pk), ("consents", who.pk)]
    staff = [
        "index", "twins", ("detail", row.pk), ("edit", row.pk), ("history", row.pk), ("merge", row.pk, other.pk),
        ("location_edit", row.pk, place.pk), ("consents", row.pk, who.pk), ("delegate_add", row.pk),
    ]  # fmt: skip
    wrong = []
    for user, area, pages in (
        (None, "directory", public),
        (factories.partner(row), "partner", own),
        (desk, "organisations", staff),
    ):
        page = telephones.of(user, scripts=True, at="directory:index")
        names = [(one,) if isinstance(one, str) else one for one in pages]
        wrong += faults(
            page, [telephones.site + reverse(f"{area}:{name}", args=args) for name, *args in names]
        )
    assert wrong == []

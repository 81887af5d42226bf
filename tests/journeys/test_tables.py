"""Journey (g), the coffee: proposed from a telephone of 390 pixels, answered with one tap on a link."""

from __future__ import annotations

import re
import time

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from jobcaffe.foundation.notices.models import Notice
from jobcaffe.network.tables.models import Coffee
from jobcaffe.organisations.models import Organisation
from tests import factories
from tests.journeys.telephones import Telephones, faults
from tests.network.tables import around

pytestmark = pytest.mark.django_db(transaction=True)
LINK = re.compile(r"https?://[^/\s]+(/tavoli/rispondi/\S+)")
WHY = "Due tirocini in primavera"
TIMES = 3
MOST_SECONDS = 180
SCRIPTS = pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])


@pytest.fixture(autouse=True)
def a_room(transactional_db: None) -> None:
    factories.room()


def two() -> tuple[Organisation, Organisation]:
    """A workshop and a school, with reasons to meet."""
    return around.body("Officina Po"), around.body(
        "Istituto Olona", kind="school", email="preside@example.org"
    )


def letter(template: str, to: Organisation) -> str:
    """The address in the last message of this kind to an organisation, as its reader finds it."""
    rows = Notice.objects.filter(template=template).order_by("created_at")
    found = [row for row in rows if row.contact == to.email]
    assert found, (template, to.email)
    link = LINK.search(found[-1].body)
    assert link, found[-1].body
    return link[1]


def propose(page: Page) -> None:
    """Two taps and one line: the first three times are ticked already."""
    page.get_by_role("link", name="Proponete un caffè").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Proponete un caffè")
    expect(page.get_by_role("checkbox", checked=True)).to_have_count(TIMES)
    page.get_by_label("Perché vedersi").fill(WHY)
    page.get_by_role("button", name="Proponete i tre orari").click()
    expect(page.get_by_text("scelgono uno dei tre orari")).to_be_visible()


@SCRIPTS
def test_a_coffee_is_proposed_and_the_others_say_yes_by_link(telephones: Telephones, scripts: bool) -> None:
    own, school = two()
    started = time.monotonic()
    giulia = telephones.of(factories.partner(own), at="tables:mine", scripts=scripts)
    expect(giulia.get_by_text("Una scuola e chi dà lavoro")).to_be_visible()
    propose(giulia)
    visitor = telephones.of(None, at="public:home", scripts=scripts)
    visitor.goto(telephones.site + letter("coffee_proposed", school))
    expect(visitor.get_by_role("heading", level=1)).to_have_text("Un caffè con Officina Po")
    expect(visitor.get_by_text(WHY)).to_be_visible()
    times = visitor.locator("button[name=say][value^='yes:']")
    expect(times).to_have_count(TIMES)
    # Looking, even twice, decides nothing: only the tap does.
    visitor.reload()
    assert Coffee.objects.get().encounter_id is None
    times.nth(1).click()
    expect(visitor.get_by_text("Il caffè è fissato")).to_be_visible()
    expect(visitor.get_by_role("link", name="Mettilo nel calendario")).to_be_visible()
    assert time.monotonic() - started < MOST_SECONDS
    met = Coffee.objects.get().encounter
    assert met is not None
    assert met.starts_at == Coffee.objects.get().times.order_by("starts_at")[1].starts_at
    giulia.goto(telephones.site + reverse("tables:mine"))
    expect(giulia.get_by_text("Fissato")).to_be_visible()


@SCRIPTS
def test_a_no_by_link_is_one_tap_and_closes_the_proposal(telephones: Telephones, scripts: bool) -> None:
    own, school = two()
    giulia = telephones.of(factories.partner(own), at="tables:mine", scripts=scripts)
    propose(giulia)
    visitor = telephones.of(None, at="public:home", scripts=scripts)
    visitor.goto(telephones.site + letter("coffee_proposed", school))
    visitor.get_by_role("button", name="No, grazie").click()
    expect(visitor.get_by_text("La proposta è chiusa")).to_be_visible()
    expect(visitor.locator("button[name=say]")).to_have_count(0)
    assert Coffee.objects.get().encounter_id is None
    giulia.goto(telephones.site + reverse("tables:mine"))
    expect(giulia.get_by_text("Rifiutato")).to_be_visible()


def test_after_the_coffee_how_it_went_is_one_tap_on_the_same_link(telephones: Telephones) -> None:
    coffee = around.agreed(first=around.body("Officina Po"))
    address = letter("coffee_agreed", coffee.second)
    around.over(coffee)
    visitor = telephones.of(None, at="public:home")
    visitor.goto(telephones.site + address)
    visitor.get_by_role("button", name="Facciamo qualcosa insieme").click()
    expect(visitor.get_by_text("Grazie. L'abbiamo scritto.")).to_be_visible()
    assert Coffee.objects.get().outcome == "together"


def test_every_page_of_coffees_is_accessible_and_fits_the_narrowest_screen(telephones: Telephones) -> None:
    own, school = two()
    user = factories.partner(own)
    coffee = around.proposed(user, first=own, second=school)
    third = around.body("Auser", kind="association")
    page = telephones.of(user, scripts=True, at="tables:mine")
    addresses = [
        reverse("tables:mine"),
        reverse("tables:commitments"),
        reverse("tables:own_coffee", args=[coffee.pk]),
        reverse("tables:own_propose", args=[third.pk]),
        letter("coffee_proposed", school),
    ]
    assert faults(page, [telephones.site + address for address in addresses]) == []
    desk = telephones.of(factories.user("desk"), scripts=True, at="tables:home")
    addresses = [
        reverse("tables:home"),
        reverse("tables:coffee", args=[coffee.pk]),
        reverse("tables:meet", args=[own.pk]),
        reverse("tables:new"),
        reverse("tables:agreement_new"),
    ]
    assert faults(desk, [telephones.site + address for address in addresses]) == []

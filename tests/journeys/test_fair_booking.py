"""Journey (i): a talk is booked from a telephone of 390 pixels, without scripts: three screens, two fields."""

from __future__ import annotations

import re
from collections import Counter

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from jobcaffe.fair.talks.models import Talk
from jobcaffe.fair.visits import rules as visit_rules
from tests import factories
from tests.fair.talks.around import book, booking_fair, planned_fair, visitor
from tests.foundation.ui.browser import overflow
from tests.journeys.telephones import Telephones, faults

pytestmark = pytest.mark.django_db(transaction=True)
BUTTON = 48


def _open(page: Page, site: str, name: str, *args: object) -> None:
    page.goto(site + reverse(name, args=args))


@pytest.mark.parametrize("scripts", [False, True])
def test_a_talk_is_booked_in_three_screens_and_two_fields(telephones: Telephones, scripts: bool) -> None:
    fair = booking_fair()
    stand = factories.stand(fair=fair, brings="Due posti nel forno.")
    page = telephones.of(None, at="fair:index", scripts=scripts)
    _open(page, telephones.site, "fairtalks:choose", fair.slug)

    page.get_by_role("link", name=stand.organisation.name).click()
    hour = page.get_by_role("link", name="10:30")
    box = hour.bounding_box()
    assert box is not None
    assert min(box["height"], box["width"]) >= BUTTON
    hour.click()
    fields = page.locator("main input:visible")
    expect(fields).to_have_count(2)
    page.get_by_label("Nome").fill("Rosa Bo")
    page.get_by_label("Telefono").fill("333 1112223")
    page.get_by_role("button", name="Prenota").click()

    expect(page.get_by_role("heading", name="Ti abbiamo scritto").first).to_be_visible()
    talk = Talk.objects.get()
    # As from the message.
    _open(page, telephones.site, "fairtalks:mine", visit_rules.token_of(talk.visitor))
    assert (talk.stand_id, talk.slot) == (stand.pk, 2)
    expect(page.get_by_text(talk.visitor.code)).to_be_visible()
    expect(page.get_by_alt_text("Codice da inquadrare")).to_be_visible()
    page.get_by_role("link", name="Annulla").click()
    page.get_by_role("button", name="Annulla il colloquio").click()
    expect(page.get_by_text("Il colloquio è annullato")).to_be_visible()
    assert Talk.objects.get().state == "cancelled"


@pytest.mark.parametrize(("width", "fewest"), [(390, 3), (320, 2)])
def test_hours_are_a_grid_that_a_thumb_hits(telephones: Telephones, width: int, fewest: int) -> None:
    fair = booking_fair()
    stand = factories.stand(fair=fair)
    page = telephones.of(None, at="fair:index")
    page.set_viewport_size({"width": width, "height": 844})
    _open(page, telephones.site, "fairtalks:stand", fair.slug, stand.pk)
    hours = page.get_by_role("link", name=re.compile(r"^\d\d:\d\d$"))
    expect(hours).to_have_count(fair.slots)
    boxes = [box for one in hours.all() if (box := one.bounding_box())]
    rows = Counter(round(box["y"]) for box in boxes)
    assert max(rows.values()) >= fewest
    assert min(min(box["height"], box["width"]) for box in boxes) >= BUTTON
    assert overflow(page) == 0


def test_a_taken_hour_offers_two_others_and_keeps_what_was_typed(telephones: Telephones) -> None:
    fair = booking_fair()
    stand = factories.stand(fair=fair)
    page = telephones.of(None, at="fair:index")
    _open(page, telephones.site, "fairtalks:book", fair.slug, stand.pk, 3)
    page.get_by_label("Nome").fill("Rosa Bo")
    page.get_by_label("Telefono").fill("333 1112223")
    book(visitor(fair, "Chi arriva prima"), stand, 3)
    page.get_by_role("button", name="Prenota").click()
    expect(page.get_by_label("Nome")).to_have_value("Rosa Bo")
    page.get_by_role("button", name="Prenota alle 11:00").click()
    expect(page.get_by_role("heading", name="Ti abbiamo scritto").first).to_be_visible()
    assert Talk.objects.filter(slot=4).count() == 1


def test_the_pages_are_accessible_and_fit_the_narrowest_screen(telephones: Telephones) -> None:
    fair, wishing = booking_fair(), planned_fair()
    stand = factories.stand(fair=fair)
    for _number in range(3):
        factories.stand(fair=wishing)
    who = visitor(fair)
    talk = book(who, stand, 1)
    token = visit_rules.token_of(who)
    addresses = [
        reverse("fairtalks:choose", args=[fair.slug]),
        reverse("fairtalks:stand", args=[fair.slug, stand.pk]),
        reverse("fairtalks:book", args=[fair.slug, stand.pk, 2]),
        reverse("fairtalks:wishes", args=[wishing.slug]),
        reverse("fairtalks:mine", args=[token]),
        reverse("fairtalks:cancel", args=[token, talk.pk]),
    ]
    page = telephones.of(None, at="fair:index", scripts=True)
    assert faults(page, [telephones.site + address for address in addresses]) == []

"""Turns of care on telephones: one press says yes, a swap finds somebody, who is ill is replaced."""

from __future__ import annotations

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from jobcaffe.worklife.care import actions, queries
from jobcaffe.worklife.care.models import Turn
from tests.foundation.ui.browser import overflow, violations
from tests.journeys.keys import press
from tests.journeys.telephones import Telephones
from tests.worklife.care.pools import World, day, small_world

pytestmark = pytest.mark.django_db(transaction=True)
HOME = "care:home"
TUESDAY, THURSDAY = 1, 3


def _published() -> tuple[World, str, str]:
    """A week sent to the families; who looks after Anna's child on Tuesday, and who else could."""
    world = small_world()
    run = world.quick()
    actions.publish(actor=world.leader, run_id=run.pk)
    carer = _carer(world, TUESDAY)
    return world, carer, next(name for name in ("Sara", "Rita") if name != carer)


def _carer(world: World, weekday: int) -> str:
    turn = queries.live_turns(world.pool).get(day=day(weekday))
    return next(name for name, one in world.families.items() if one.pk == turn.offer.family_id)


def test_the_keyboard_alone_says_yes_and_finds_a_swap(telephones: Telephones) -> None:
    world, carer, other = _published()
    hers, another = (telephones.of(world.users[name], HOME, scripts=True) for name in (carer, other))
    press(hers, "Ci sono io")
    expect(hers.get_by_text("Il tuo turno").first).to_be_visible()
    press(hers, "Cerco cambio")
    expect(hers.get_by_text("Cerchi cambio").first).to_be_visible()
    another.reload()
    press(another, "Ci sono io")
    expect(another.get_by_text("1 bambino · con te").first).to_be_visible()
    assert _carer(world, TUESDAY) == other


def test_who_is_ill_is_replaced_with_one_tap_and_nobody_else_moves(telephones: Telephones) -> None:
    world, carer, other = _published()
    thursday = _carer(world, THURSDAY)
    hers = telephones.of(world.users[carer], HOME)
    with hers.expect_navigation():
        hers.get_by_role("button", name="Non posso").first.click()
    anna = telephones.of(world.users["Anna"], HOME)
    expect(anna.get_by_text(f"16:00–18:00 · 1 bambino · con {other}").first).to_be_visible()
    assert (_carer(world, TUESDAY), _carer(world, THURSDAY)) == (other, thursday)


def test_every_page_of_a_family_is_accessible_and_narrow(telephones: Telephones) -> None:
    world, carer, _other = _published()
    page = telephones.of(world.users[carer], HOME, scripts=True)
    family, turn = world.families[carer], Turn.objects.filter(offer__family=world.families[carer])[0]
    addresses = [
        reverse(HOME),
        *(reverse(f"care:{name}", args=[family.pk]) for name in ("family", "trust", "add_child")),
        reverse("care:week", args=[family.pk, queries.next_monday().isoformat()]),
        *(reverse(f"care:{name}", args=[turn.pk]) for name in ("turn", "sheet")),
        reverse("care:join"),
    ]
    places, wrong = set(), []
    for address in addresses:
        page.set_viewport_size({"width": 390, "height": 844})
        page.goto(telephones.site + address)
        places.add(tuple(page.locator("[data-exit]").bounding_box().values()))  # type: ignore[union-attr]
        page.set_viewport_size({"width": 320, "height": 844})
        wide = overflow(page)
        height = page.evaluate("document.documentElement.scrollHeight")
        page.set_viewport_size({"width": 320, "height": height})
        wrong += [f"{address}: {fault}" for fault in violations(page)]
        wrong += [f"{address}: {wide} px"] if wide else []
    assert wrong == []
    # The way out is under the thumb at the same place on each.
    assert len(places) == 1

"""The door begins on a bad network, and who signs out is never held back: what was pressed stays until sent."""

from __future__ import annotations

import re

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from jobcaffe.fair.visits.models import Device, Visitor
from tests.fair.visits import around
from tests.journeys import test_fair_door
from tests.journeys.test_fair_door import SENT, Door

pytestmark = pytest.mark.django_db(transaction=True)
door = test_fair_door.door

# What IndexedDB does on a telephone whose disk is full, and on one where it hangs.
FAILS = "() => { IDBDatabase.prototype.transaction = () => { throw new Error('broken') } }"
HANGS = """() => {
  const asked = new Proxy({}, { get: () => () => ({}) });
  IDBDatabase.prototype.transaction = () => ({ objectStore: () => asked });
}"""


def test_the_door_works_when_its_first_questions_have_no_answer(door: Door) -> None:
    franco, page = around.visitor(door.fair, "Franco Colombo"), door.page
    asked = re.compile(r"/(stato|telefono|manda)/$|/elenco\.json$")
    page.route(asked, lambda route: route.abort())
    door.open()
    page.get_by_label("Nome", exact=True).fill("Gina")
    page.get_by_role("button", name="Fai entrare").click()
    expect(page.get_by_text("Gina è dentro.")).to_be_visible()
    expect(page.get_by_text("Senza rete. Segnati su questo telefono: 1.")).to_be_visible()
    assert (door.queued(), Device.objects.count()) == (1, 0)
    page.unroute(asked)
    expect(page.get_by_text(SENT)).to_be_visible(timeout=20_000)
    door.sent()
    assert Visitor.objects.get(way="door").name == "Gina"
    assert [one.user_id for one in Device.objects.all()] == [door.keeper.pk]
    # The list that could not be asked before is here now, without another opening.
    door.context.set_offline(True)
    door.scan(franco.code)
    expect(page.get_by_role("heading", name="Franco")).to_be_visible()


@pytest.mark.parametrize("fault", [FAILS, HANGS], ids=["fails", "hangs"])
def test_who_signs_out_leaves_also_when_the_telephone_cannot_look_at_what_it_keeps(
    door: Door, fault: str
) -> None:
    page = door.open()
    page.evaluate(fault)
    page.get_by_role("button", name="Esci").click()
    expect(page.get_by_role("link", name="Entra").first).to_be_visible(timeout=20_000)


def test_what_waits_outlives_everybody_who_signs_out_in_between(door: Door) -> None:
    franco, rosa = around.visitor(door.fair, "Franco Colombo"), around.volunteer(door.fair, name="Rosa")
    page = door.open()
    page.route("**/manda/", lambda route: route.abort())
    door.scan(franco.code)
    page.get_by_role("button", name="È entrato").click()
    expect(page.get_by_text("Segnati su questo telefono: 1.")).to_be_visible()
    for keeper in (door.keeper, rosa, rosa):
        door.signed_in(keeper)
        page.goto(door.site + reverse("accounts:own"))
        page.get_by_role("button", name="Esci", exact=True).first.click()
        expect(page.get_by_role("link", name="Entra").first).to_be_visible()
        names = {one["name"] for one in door.context.cookies()}
        assert ("jobcaffe-porta" in names, "jobcaffe" in names) == (True, False)
    page.unroute("**/manda/")
    door.signed_in(door.keeper)
    door.open()
    expect(page.get_by_text(SENT)).to_be_visible()
    door.sent()
    assert list(Visitor.objects.filter(inside=True)) == [franco]
    # Nothing waits any more: the next sign-out leaves nothing.
    page.goto(door.site + reverse("accounts:own"))
    page.get_by_role("button", name="Esci", exact=True).first.click()
    expect(page.get_by_role("link", name="Entra").first).to_be_visible()
    assert sum(door.kept()["counts"].values()) == 0

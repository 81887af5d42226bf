"""The door in unlucky hands: two tabs, double taps, a full disk, a battery that dies, a network that lies."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Route, expect

from jobcaffe.fair.events.enums import State
from jobcaffe.fair.events.models import Fair, Helper
from jobcaffe.fair.visits import queries
from jobcaffe.fair.visits.models import Scan, Visitor
from tests import factories
from tests.fair.visits import around
from tests.journeys import test_fair_door
from tests.journeys.test_fair_door import SENT, Door

pytestmark = pytest.mark.django_db(transaction=True)
door = test_fair_door.door

# What a browser does when the disk is full: it reads, and writes no more.
FULL = """() => {
  const full = () => { throw new DOMException('full', 'QuotaExceededError') };
  IDBObjectStore.prototype.add = IDBObjectStore.prototype.put = full;
}"""
ROOM = "() => { IDBObjectStore.prototype.add = window.wrote.add; IDBObjectStore.prototype.put = window.wrote.put }"
REMEMBER = "() => { const { add, put } = IDBObjectStore.prototype; window.wrote = { add, put } }"
# How every change of what was pressed asks to be written.
LISTEN = """() => {
  const begun = IDBDatabase.prototype.transaction;
  window.asked = [];
  IDBDatabase.prototype.transaction = function (stores, mode, options) {
    const made = begun.call(this, stores, mode, options);
    if (mode === 'readwrite' && [stores].flat().includes('queue')) window.asked.push(made.durability);
    return made;
  };
}"""
# Sealing takes a second: what another tab does meanwhile comes first.
SLOW = """() => {
  const seal = crypto.subtle.encrypt.bind(crypto.subtle);
  crypto.subtle.encrypt = async (...all) => {
    const made = await seal(...all);
    await new Promise((done) => setTimeout(done, 2500));
    return made;
  };
}"""


def arrive(door: Door, many: int) -> None:
    """Until the house has so many facts; twenty seconds at most."""
    for _look in range(100):
        if Scan.objects.count() >= many:
            return
        door.page.wait_for_timeout(200)
    raise AssertionError(f"{Scan.objects.count()} facts of {many} arrived")


def test_two_taps_on_let_in_are_one_person(door: Door) -> None:
    page = door.open()
    page.evaluate(SLOW)
    page.get_by_label("Nome", exact=True).fill("Gina")
    page.get_by_role("button", name="Fai entrare").dblclick()
    expect(page.get_by_text("Gina è dentro.")).to_be_visible(timeout=15_000)
    page.wait_for_timeout(3_000)
    door.sent()
    assert [one.name for one in Visitor.objects.all()] == ["Gina"]


def test_two_taps_on_take_back_are_one(door: Door) -> None:
    franco = around.visitor(door.fair, "Franco Colombo")
    page = door.open()
    door.context.set_offline(True)
    door.scan(franco.code)
    page.get_by_role("button", name="È entrato").click()
    page.get_by_role("button", name="Annulla").dblclick()
    expect(page.get_by_text("Tolto.")).to_be_visible()
    page.wait_for_timeout(500)
    assert door.queued() == 2
    door.scan(franco.code)
    expect(page.get_by_role("button", name="È entrato")).to_be_visible()


def test_with_a_full_disk_what_is_pressed_is_sent_at_once_or_said_to_be_nowhere_else(door: Door) -> None:
    franco, anna = around.visitor(door.fair, "Franco Colombo"), around.visitor(door.fair, "Anna Re")
    page = door.open()
    page.evaluate(REMEMBER)
    page.evaluate(FULL)
    door.scan(franco.code)
    page.get_by_role("button", name="È entrato").click()
    expect(page.get_by_text("Franco è dentro.")).to_be_visible()
    arrive(door, 1)
    assert around.present_now(door.fair) == {franco.pk}
    door.context.set_offline(True)
    door.scan(anna.code)
    page.get_by_role("button", name="È entrato").click()
    told = "Memoria piena: 1 solo su questa pagina. Non chiuderla, scrivi i nomi su carta."
    expect(page.get_by_text(told)).to_be_visible()
    # Who signs out now is told the same, not that it stays.
    page.get_by_role("button", name="Esci").click()
    expect(page.get_by_text(told)).to_be_visible(timeout=15_000)
    assert door.queued() == 0
    page.evaluate(ROOM)
    door.context.set_offline(False)
    expect(page.get_by_text(SENT)).to_be_visible(timeout=20_000)
    assert around.present_now(door.fair) == {franco.pk, anna.pk}


def test_what_was_confirmed_is_on_the_disk_and_not_only_on_its_way_there(door: Door) -> None:
    franco = around.visitor(door.fair, "Franco Colombo")
    page = door.open()
    page.evaluate(LISTEN)
    door.context.set_offline(True)
    door.scan(franco.code)
    page.get_by_role("button", name="È entrato").click()
    expect(page.get_by_text("Franco è dentro.")).to_be_visible()
    assert page.evaluate("window.asked") == ["strict"]


def test_a_second_tab_at_another_door_takes_nothing_from_the_first(door: Door) -> None:
    franco = around.visitor(door.fair, "Franco Colombo")
    other = factories.fair(opens_at=timezone.now() - timedelta(hours=1))
    Helper.objects.create(shift=around.shift(other), user=door.keeper)
    page = door.open()
    page.evaluate(SLOW)
    door.scan(franco.code)
    page.get_by_role("button", name="È entrato").click()
    beside = door.context.new_page()
    beside.goto(door.site + reverse("fairdoor:home", args=[other.slug]))
    expect(beside.locator("[data-door][data-ready]")).to_have_count(1)
    expect(page.get_by_text("Franco è dentro.")).to_be_visible(timeout=15_000)
    arrive(door, 1)
    assert around.present_now(door.fair) == {franco.pk}


def test_a_battery_that_dies_while_it_sends_loses_nothing_and_counts_nothing_twice(door: Door) -> None:
    people = [around.visitor(door.fair, f"Anna{n}") for n in range(3)]
    page = door.open()
    door.context.set_offline(True)
    for one in people:
        door.scan(one.code)
        page.get_by_role("button", name="È entrato").click()
        expect(page.get_by_text("è dentro.")).to_be_visible()
    # The house takes them, and the answer never arrives: the telephone is dead.
    took: list[int] = []

    def takes(route: Route) -> None:
        took.append(route.fetch().status)
        route.abort()

    page.route("**/manda/", takes)
    door.context.set_offline(False)
    for _look in range(100):
        if took:
            break
        page.wait_for_timeout(200)
    page.close()
    assert Scan.objects.count() == 3
    door.page = door.context.new_page()
    assert door.open() is door.page
    expect(door.page.get_by_text(SENT)).to_be_visible()
    assert (door.queued(), Scan.objects.count()) == (0, 3)
    assert queries.counts(door.fair).inside == 3


def test_a_network_that_never_answers_holds_nobody_at_the_door(door: Door) -> None:
    page = door.open()
    page.route(re.compile(r"/(stato|manda)/$|/elenco\.json$"), lambda route: None)
    door.scan("F4-118")
    expect(page.get_by_text("Non è in elenco. Tengo il codice")).to_be_visible(timeout=6_000)
    assert door.queued() == 1


@pytest.mark.parametrize("text", ["Z" * 3_000_000, "https://altrove.example/" + "x" * 4_000, "😀" * 500])
def test_a_square_that_is_no_ticket_leaves_the_door_open(door: Door, text: str) -> None:
    franco = around.visitor(door.fair, "Franco Colombo")
    page = door.open()
    page.get_by_label("Codice o nome").evaluate(
        "(one, text) => { one.value = text; one.form.requestSubmit(); }", text
    )
    expect(page.get_by_text(re.compile("^Nessuno con quest"))).to_be_visible()
    expect(page.locator("[data-door][data-ready]")).to_have_count(1)
    door.scan(franco.code)
    expect(page.get_by_role("heading", name="Franco")).to_be_visible()
    assert Fair.objects.get(pk=door.fair.pk).state == State.OPEN

"""Who keeps the door means harm, or has none of the luck: nothing is lost, said or counted that should not be."""

from __future__ import annotations

import json
import re
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from jobcaffe.fair.events.models import Fair
from jobcaffe.fair.visits import queries, rules
from jobcaffe.fair.visits.models import Scan, Visitor
from tests import factories
from tests.attack.test_fair_volunteers import batch, drained, now_ms, signed_in
from tests.fair.visits.around import fact, present_now, telephone, visitor, volunteer

pytestmark = pytest.mark.django_db
DAY = 86_400_000


class Phone:
    """A telephone of a door that is open now, in the hand of its keeper."""

    def __init__(self, fair: Fair) -> None:
        self.fair = fair
        keeper = volunteer(fair)
        made, self.key = telephone(fair, keeper)
        self.client, self.name = signed_in(keeper), str(made.pk)

    def send(self, body: Any) -> Any:
        """One batch, as it is."""
        return drained(self.client, self.fair, self.name, self.key, body)


@pytest.fixture
def today() -> Fair:
    return factories.fair(opens_at=timezone.now() - timedelta(hours=1))


@pytest.fixture
def phone(today: Fair) -> Phone:
    return Phone(today)


# --- malformed, at every depth ------------------------------------------------------------------------
FIELDS = ("nonce", "kind", "at", "read", "undoes", "name", "heard")
NESTS = {"list": ("[", "]"), "record": ('{"a":', "}")}


@pytest.mark.parametrize("nest", NESTS)
@pytest.mark.parametrize("field", FIELDS)
def test_no_depth_of_a_nested_field_is_an_error_of_ours(phone: Phone, field: str, nest: str) -> None:
    franco, (opened, closed) = visitor(phone.fair), NESTS[nest]
    for depth in range(600, 1_000, 57):
        deep = opened * depth + "1" + closed * depth
        kind = {"undoes": "undo", "name": "walk_in", "heard": "walk_in"}.get(field, "in")
        odd = json.dumps({**fact(kind=kind, at=1, name="Gina"), field: "DEEP"}).replace('"DEEP"', deep)
        good = json.dumps(fact(franco.code, at=now_ms()))
        answer = phone.send(f'{{"sent": {now_ms()}, "facts": [{odd}, {good}]}}')
        assert answer.status_code in (200, 400), depth


ODD = [
    None,
    True,
    7,
    1.5,
    -1,
    "",
    "x",
    "\x00",
    "\ud800",
    [],
    ["x"],
    {},
    {"a": 1},
    10**40,
    -(10**40),
    "é" * 3000,
]


@pytest.mark.parametrize("field", FIELDS)
def test_no_kind_of_value_holds_up_the_press_beside_it(phone: Phone, field: str) -> None:
    franco = visitor(phone.fair)
    for kind in ("in", "out", "undo", "walk_in"):
        whole = {**fact(franco.code, kind, now_ms(), name="Gina", heard="web"), "undoes": str(uuid4())}
        for odd in ODD:
            good = fact(franco.code, at=now_ms())
            answer = phone.send(batch({**whole, "nonce": str(uuid4()), field: odd}, good))
            assert answer.status_code == 200, (kind, odd)
            assert good["nonce"] in answer.json()["taken"], (kind, odd)


def test_a_batch_of_a_hundred_thousand_is_refused_whole(phone: Phone) -> None:
    body = f'{{"sent": {now_ms()}, "facts": [{",".join(["{}"] * 100_000)}]}}'
    assert phone.send(body).status_code in (400, 413)
    assert not Scan.objects.exists()


# --- clocks -------------------------------------------------------------------------------------------
@pytest.mark.parametrize("days", [-1, 1])
def test_a_clock_a_day_wrong_tells_the_hour_of_the_press(phone: Phone, days: int) -> None:
    franco, wrong = visitor(phone.fair), now_ms() + days * DAY
    phone.send({"sent": wrong, "facts": [fact(franco.code, at=wrong - 600_000)]})
    franco.refresh_from_db()
    assert franco.arrived_at is not None
    assert abs(timezone.now() - timedelta(minutes=10) - franco.arrived_at) < timedelta(minutes=1)


def test_a_clock_a_day_ahead_that_is_put_right_before_sending_leaves_nobody_inside(phone: Phone) -> None:
    franco, anna, now = visitor(phone.fair), visitor(phone.fair, "Anna Re"), now_ms()
    ahead = now + DAY - 60_000
    # The page keeps its presses in order: what follows a press of tomorrow is not before it.
    rows = [
        fact(franco.code, at=ahead), fact(anna.code, at=ahead + 1),
        fact(franco.code, "out", ahead + 2), fact(anna.code, "out", ahead + 3), fact(anna.code, at=ahead + 4),
    ]  # fmt: skip
    assert phone.send({"sent": now, "facts": rows}).status_code == 200
    assert present_now(phone.fair) == {anna.pk}
    # Nobody came tomorrow, and who goes now is outside.
    assert not Scan.objects.filter(at__gt=timezone.now()).exists()
    phone.send(batch(fact(anna.code, "out", now_ms())))
    assert present_now(phone.fair) == set()


# --- other fairs, other sites -------------------------------------------------------------------------
def test_no_reading_of_another_fair_or_site_opens_anything_here(phone: Phone) -> None:
    elsewhere = visitor(factories.fair(), "Zenobia Quintarossa")
    here = visitor(phone.fair)
    token = rules.token_of(here)
    readings = [
        rules.ticket_url(elsewhere), rules.token_of(elsewhere), elsewhere.code,
        token[:-1] + ("0" if token[-1] != "0" else "1"), here.pk.hex + "0" * 20, str(here.pk), here.pk.hex,
        "https://altrove.example/", "WIFI:S:casa;P:segreta;;", "x" * 100_000, token[:32] + token[32:][::-1],
    ]  # fmt: skip
    readings = [one for one in readings if one != here.code]
    answer = phone.send(batch(*(fact(one, at=now_ms()) for one in readings)))
    assert (answer.status_code, len(answer.json()["taken"])) == (200, len(readings))
    assert (present_now(phone.fair), present_now(elsewhere.fair)) == (set(), set())
    assert "Zenobia" not in answer.content.decode()
    for one in readings:
        page = phone.client.get(reverse("fairdoor:home", args=[phone.fair.slug]), {"letto": one[:4_000]})
        assert page.status_code == 200
        assert "Zenobia" not in page.content.decode()


def test_who_guesses_every_code_learns_no_name_and_writes_nobody_in(phone: Phone) -> None:
    made = visitor(factories.fair(), "Zenobia Quintarossa")
    for first in range(0, 10_000, 200):
        rows = [fact(f"F{n // 1000}-{n % 1000:03d}", at=now_ms()) for n in range(first, first + 200)]
        answer = phone.send(batch(*rows))
        assert answer.status_code == 200
        assert set(answer.json()) == {"taken", "unknown", "refused", "late", "counts"}
    assert queries.counts(phone.fair) == queries.Counts(inside=0, arrived=0, expected=0)
    assert not Visitor.objects.exclude(pk=made.pk).exists()


def test_the_nonce_of_another_telephone_takes_nothing_from_it(phone: Phone) -> None:
    other, franco, anna = Phone(phone.fair), visitor(phone.fair), visitor(phone.fair, "Anna Re")
    row = fact(franco.code, at=now_ms())
    assert phone.send(batch(row)).status_code == 200
    stolen = [{**row, "kind": "out"}, {**row, "read": anna.code}, {**row, "kind": "walk_in", "name": "Gina"}]
    for one in stolen:
        assert other.send(batch(one)).json()["taken"] == [row["nonce"]]
    assert (present_now(phone.fair), Scan.objects.count()) == ({franco.pk}, 1)
    assert Scan.objects.get().device_id is not None
    assert str(Scan.objects.get().device_id) == phone.name


# --- the plain page -----------------------------------------------------------------------------------
def shown(client: Client, fair: Fair, text: str) -> list[tuple[str, str]]:
    """Code and nonce of every card of the page."""
    page = client.get(reverse("fairdoor:home", args=[fair.slug]), {"letto": text}).content.decode()
    return re.findall(r'name="code" value="([^"]+)"><input type="hidden" name="nonce" value="([^"]+)"', page)


def pressed(client: Client, fair: Fair, code: str, nonce: str) -> str:
    sent = {"code": code, "nonce": nonce, "kind": "in"}
    return client.post(reverse("fairdoor:press", args=[fair.slug]), sent, follow=True).content.decode()


def test_a_family_comes_in_from_one_page(phone: Phone) -> None:
    family = [visitor(phone.fair, f"{name} Brambilla") for name in ("Anna", "Bruno", "Carla")]
    cards = shown(phone.client, phone.fair, "brambilla")
    assert {code for code, _nonce in cards} == {one.code for one in family}
    # Back, and the next one: the page is the same.
    for code, nonce in cards:
        assert "è dentro" in pressed(phone.client, phone.fair, code, nonce)
    assert present_now(phone.fair) == {one.pk for one in family}


def test_a_page_that_has_served_does_not_say_that_she_is_inside(phone: Phone) -> None:
    franco = visitor(phone.fair)
    [(code, nonce)] = shown(phone.client, phone.fair, franco.code)
    assert "Franco è dentro." in pressed(phone.client, phone.fair, code, nonce)
    phone.client.post(reverse("fairdoor:undo", args=[phone.fair.slug]), {"nonce": nonce})
    phone.client.get(reverse("fairdoor:home", args=[phone.fair.slug]))  # says that it was taken back
    said = pressed(phone.client, phone.fair, code, nonce)
    assert ("Franco è dentro." in said, "Questa pagina è già servita." in said) == (False, True)
    assert present_now(phone.fair) == set()

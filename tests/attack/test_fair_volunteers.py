"""A volunteer reads of visitors what her turn at the door needs, on the days that need it."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from jobcaffe.fair.events.models import Fair, Helper
from jobcaffe.fair.visits import actions
from jobcaffe.fair.visits.models import Device, Scan
from jobcaffe.foundation.accounts.models import User
from tests import factories
from tests.fair.visits.around import fact, present_now, telephone, visitor, volunteer

pytestmark = pytest.mark.django_db
NAME = "Zenobia Quintarossa"
ROOMS = ("home", "paper", "roster", "devices")


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def pages(client: Client, fair: Fair) -> dict[str, Any]:
    """Every page of a door that could hold a name, as it answers."""
    found = {name: client.get(reverse(f"fairdoor:{name}", args=[fair.slug])) for name in ROOMS}
    found["search"] = client.get(reverse("fairdoor:home", args=[fair.slug]), {"letto": "Zenobia"})
    return found


def opened(client: Client, fair: Fair) -> set[str]:
    """Where a name, a code or a list on paper is given out."""
    one = fair.visitors.get()
    return {
        name
        for name, answer in pages(client, fair).items()
        if answer.status_code == 200
        and (answer["Content-Type"] == "application/pdf" or one.code in answer.content.decode())
    }


@pytest.mark.parametrize("days", [9, 3, -2, -40])
def test_far_from_the_day_a_volunteer_reads_no_names_and_the_desk_does(days: int) -> None:
    fair = factories.fair(opens_at=timezone.now() + timedelta(days=days))
    visitor(fair, NAME) if days > 0 else _late(fair)
    assert opened(signed_in(volunteer(fair)), fair) == set()
    assert {"paper", "search"} <= opened(signed_in(factories.user("desk")), fair)


def _late(fair: Fair) -> None:
    """Who signed up for a fair that is past."""
    Fair.objects.filter(pk=fair.pk).update(
        opens_at=timezone.now(), closes_at=timezone.now() + timedelta(hours=9)
    )
    visitor(Fair.objects.get(pk=fair.pk), NAME)
    Fair.objects.filter(pk=fair.pk).update(opens_at=fair.opens_at, closes_at=fair.closes_at)


@pytest.mark.parametrize("hours", [-20, 1, 8])
def test_around_the_day_she_does_also_when_her_own_turn_is_over(hours: int) -> None:
    fair = factories.fair(
        opens_at=timezone.now() - timedelta(hours=max(hours, 0)) + timedelta(hours=-min(hours, 0))
    )
    visitor(fair, NAME)
    assert {"paper", "search", "roster"} <= opened(signed_in(volunteer(fair)), fair)


def test_a_volunteer_of_another_fair_or_of_none_any_more_is_answered_like_a_stranger() -> None:
    fair, elsewhere = (factories.fair(opens_at=timezone.now() - timedelta(hours=1)) for _n in range(2))
    visitor(fair, NAME)
    other, former = signed_in(volunteer(elsewhere)), signed_in(user := volunteer(fair))
    Helper.objects.filter(user=user).delete()
    for client in (other, former):
        assert {answer.status_code for answer in pages(client, fair).values()} == {404}
        for name in ("register", "drain", "press", "walk_in", "undo"):
            sent = client.post(
                reverse(f"fairdoor:{name}", args=[fair.slug]), {"name": "Gina", "code": "F0-000"}
            )
            assert sent.status_code == 404, name
    assert not Device.objects.filter(fair=fair).exists()


# --- what a device sends ------------------------------------------------------------------------------


@pytest.fixture
def today() -> Fair:
    return factories.fair(opens_at=timezone.now() - timedelta(hours=1))


def drained(client: Client, fair: Fair, device: str, key: str, body: Any) -> Any:
    text = body if isinstance(body, str | bytes) else json.dumps(body)
    headers = {"X-Porta": device, "X-Porta-Chiave": key}
    address = reverse("fairdoor:drain", args=[fair.slug])
    return client.post(address, text, content_type="application/json", headers=headers)


def now_ms() -> int:
    return round(timezone.now().timestamp() * 1000)


def batch(*facts: Any) -> dict[str, Any]:
    return {"sent": now_ms(), "facts": list(facts)}


def test_only_its_own_working_device_with_its_own_key_writes(today: Fair) -> None:
    elsewhere, keeper, boss = (
        factories.fair(opens_at=today.opens_at),
        volunteer(today),
        factories.user("desk"),
    )
    client, franco = signed_in(keeper), visitor(today)
    mine, key = telephone(today, keeper)
    off, dead = telephone(today, keeper, "Porta 2")
    other, foreign = telephone(elsewhere, boss, "Porta 3")
    actions.turn_off_device(actor=boss, fair=today, device_id=off.pk)
    row = batch(fact(franco.code, at=now_ms()))
    forged = [
        (str(mine.pk), dead), (str(mine.pk), ""), (str(mine.pk), key[:-1]), (str(mine.pk), key.upper() + " "),
        (str(other.pk), foreign), (str(off.pk), dead), ("", key), ("x" * 5000, key), (str(uuid4()), key),
        ("١٢٣".encode().decode("latin-1"), key),
    ]  # fmt: skip
    assert {drained(client, today, device, one, row).status_code for device, one in forged} == {410}
    assert not Scan.objects.exists()
    assert drained(client, today, str(mine.pk), key, row).status_code == 200
    # The same bytes again, and the same nonce with another reading, change nothing.
    again = {**row["facts"][0], "read": visitor(today, "Anna Bo").code}
    assert drained(client, today, str(mine.pk), key, row).status_code == 200
    assert drained(client, today, str(mine.pk), key, batch(again)).status_code == 200
    assert present_now(today) == {franco.pk}
    assert Scan.objects.count() == 1


@pytest.mark.parametrize(
    "body",
    [
        "", "null", "[]", "5", '"x"', "{}", '{"sent": 1}', '{"sent": null, "facts": []}', '{"sent": 1, "facts": null}',
        '{"sent": 1, "facts": 7}', '{"sent": "x", "facts": []}', '{"sent": NaN, "facts": []}', b"\xff\xfe\x00",
        '{"sent": Infinity, "facts": []}', '{"sent": 1e400, "facts": []}', "{" * 100_000, "[" * 100_000,
        '{"sent": 1, "facts": [' + "9" * 5000 + "]}", '{"sent": ' + "9" * 5000 + ', "facts": []}',
    ],
)  # fmt: skip
def test_what_is_no_batch_is_told_so_and_nothing_is_kept(today: Fair, body: Any) -> None:
    keeper = volunteer(today)
    made, key = telephone(today, keeper)
    assert drained(signed_in(keeper), today, str(made.pk), key, body).status_code in (200, 400)
    assert not Scan.objects.exists()


def test_ten_thousand_rows_are_refused_whole_and_what_is_odd_in_a_batch_is_told_apart(today: Fair) -> None:
    keeper, franco, elsewhere = volunteer(today), visitor(today), visitor(factories.fair())
    made, key = telephone(today, keeper)
    client, device = signed_in(keeper), str(made.pk)
    many = [fact(franco.code, at=now_ms()) for _n in range(10_000)]
    assert drained(client, today, device, key, batch(*many)).status_code in (400, 413)
    assert not Scan.objects.exists()
    twice = json.dumps(batch(fact(franco.code, at=now_ms()))).replace(
        '"kind": "in"', '"kind": "out", "kind": "in"'
    )
    assert drained(client, today, device, key, twice).status_code == 200
    assert present_now(today) == {franco.pk}
    odd: list[Any] = [
        None, 7, "x", [], {}, {"nonce": {}}, fact(elsewhere.code, at=now_ms()), fact("Ｆ٠-٠٠٠", at=now_ms()),
        fact("\x00", at=now_ms()), fact("9" * 100_000, at=now_ms()), fact(franco.code, at=10**30),
        fact(franco.code, kind="boss", at=1), fact(franco.code, kind=["in"], at=1), fact(franco.code, at="x"),  # type: ignore[arg-type]
        fact(franco.code, kind="undo", at=1, undoes="x"), {**fact(at=1), "nonce": "x" * 9999},
        {**fact(at=1), "read": {"a": ["b"] * 99}}, {**fact(kind="walk_in", at=1), "name": ["\ud800"], "heard": {}},
        fact(franco.code, at=float("inf")),  # type: ignore[arg-type]
    ]  # fmt: skip
    answer = drained(client, today, device, key, batch(*odd))
    assert answer.status_code == 200
    assert present_now(today) >= {franco.pk}
    assert present_now(elsewhere.fair) == set()
    assert not Scan.objects.filter(visitor__fair=elsewhere.fair).exists()


@pytest.mark.parametrize("years", [-10, 10])
def test_a_clock_that_is_ten_years_off_tells_the_hour_of_the_press_all_the_same(
    today: Fair, years: int
) -> None:
    keeper, franco = volunteer(today), visitor(today)
    made, key = telephone(today, keeper)
    wrong = now_ms() + years * 365 * 86_400_000
    body = {"sent": wrong, "facts": [fact(franco.code, at=wrong - 600_000)]}
    assert drained(signed_in(keeper), today, str(made.pk), key, body).status_code == 200
    franco.refresh_from_db()
    assert franco.arrived_at is not None
    assert abs(timezone.now() - timedelta(minutes=10) - franco.arrived_at) < timedelta(minutes=1)


@pytest.mark.parametrize("years", [-10, 10])
def test_a_clock_put_right_between_press_and_sending_moves_no_arrival_to_another_year(
    today: Fair, years: int
) -> None:
    keeper, franco = volunteer(today), visitor(today)
    made, key = telephone(today, keeper)
    body = batch(fact(franco.code, at=now_ms() + years * 365 * 86_400_000))
    assert drained(signed_in(keeper), today, str(made.pk), key, body).status_code == 200
    franco.refresh_from_db()
    assert franco.arrived_at is not None
    assert abs(timezone.now() - franco.arrived_at) < timedelta(days=1)

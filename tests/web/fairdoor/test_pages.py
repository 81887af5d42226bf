"""The door online without a script, what a telephone gets and sends, and three thousand of it."""

from __future__ import annotations

import json
import time
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from jobcaffe.fair.events.models import Fair
from jobcaffe.fair.visits import queries, rules
from jobcaffe.fair.visits.actions import BATCH
from jobcaffe.fair.visits.models import Device, Scan, Visitor
from jobcaffe.web.public.seats import CODES_AN_HOUR
from tests import factories
from tests.fair.visits import around

pytestmark = pytest.mark.django_db
QUEUE, SECONDS = 3_000, 60


@pytest.fixture
def fair() -> Fair:
    """A fair that is on now."""
    return factories.fair(opens_at=timezone.now() - timedelta(hours=1))


@pytest.fixture
def keeper(fair: Fair, client_for: Any) -> Client:
    """A volunteer of its door."""
    client: Client = client_for(user=around.volunteer(fair, name="Ivan"))
    return client


def url(name: str, *args: object) -> str:
    return reverse(f"fairdoor:{name}", args=args)


def registered(keeper: Client, fair: Fair) -> dict[str, str]:
    """A device, as headers."""
    mine = {"X-Porta": str(uuid4()), "X-Porta-Chiave": uuid4().hex}
    made = keeper.post(url("register", fair.slug), headers=mine).json()
    return {"X-Porta": made["device"], "X-Porta-Chiave": made["key"]}


def drained(keeper: Client, fair: Fair, facts: Any, headers: dict[str, str], **more: Any) -> Any:
    body = json.dumps({"sent": round(timezone.now().timestamp() * 1000), "facts": facts, **more})
    return keeper.post(url("drain", fair.slug), body, content_type="application/json", headers=headers)


def test_a_code_shows_first_name_and_talks_and_one_button_lets_in(fair: Fair, keeper: Client) -> None:
    made = around.visitor(fair, "Franco Colombo")
    page = keeper.get(url("home", fair.slug), {"letto": made.code.lower()}).content.decode()
    assert "Franco" in page
    assert "Colombo" not in page
    assert "È entrato" in page
    nonce = str(uuid4())
    for _press in range(2):
        keeper.post(url("press", fair.slug), {"code": made.code, "nonce": nonce, "kind": "in"})
    assert (around.present_now(fair), Scan.objects.count()) == ({made.pk}, 1)
    keeper.post(url("undo", fair.slug), {"nonce": nonce})
    assert around.present_now(fair) == set()


def test_the_ticket_opened_by_who_keeps_the_door_is_the_doors_page(fair: Fair, keeper: Client) -> None:
    made = around.visitor(fair)
    ticket = reverse("fairvisit:ticket", args=[rules.token_of(made)])
    answer = keeper.get(ticket)
    assert answer["Location"] == f"{url('home', fair.slug)}?letto={rules.token_of(made)}"
    assert "È entrato" in keeper.get(answer["Location"]).content.decode()
    assert Client().get(ticket).status_code == 200


def test_the_talks_of_a_visitor_are_said_at_the_door(fair: Fair, keeper: Client) -> None:
    from jobcaffe.fair.talks.models import Talk

    made, stand = around.visitor(fair), factories.stand(fair, first_table=7)
    other = factories.stand(fair, first_table=9)
    Talk.objects.create(fair=fair, stand=stand, visitor=made, slot=2, table=0)
    Talk.objects.create(fair=fair, stand=other, visitor=made, slot=5, table=0)
    hour = f"{timezone.localtime(fair.slot_start(2)):%H:%M}"
    line = f"2 colloqui, il primo alle {hour}: tavolo 7"
    assert line in keeper.get(url("home", fair.slug), {"letto": made.code}).content.decode()
    people = keeper.get(url("roster", fair.slug)).json()["people"]
    assert people == [[made.pk.hex[:12], made.code, "Franco", line, 0]]


def test_a_walk_in_is_a_name_and_one_press(fair: Fair, keeper: Client) -> None:
    form = {"name": "Gina", "heard": "poster", "request_key": str(uuid4())}
    for _press in range(2):
        keeper.post(url("walk_in", fair.slug), form)
    made = Visitor.objects.get()
    assert (made.way, made.heard_from, made.inside) == ("door", "poster", True)
    assert made.code in keeper.get(url("home", fair.slug)).content.decode()


def test_another_fairs_volunteer_finds_no_door(fair: Fair, client_for: Any) -> None:
    stranger = client_for(user=around.volunteer(factories.fair()))
    made = around.visitor(fair)
    for name in ("home", "devices", "paper", "roster"):
        assert stranger.get(url(name, fair.slug)).status_code == 404, name
    for name in ("press", "walk_in", "undo", "register", "drain"):
        sent = {"code": made.code, "nonce": str(uuid4()), "name": "Gina"}
        assert stranger.post(url(name, fair.slug), sent).status_code == 404, name
    assert stranger.get(url("contact", fair.slug)).json() == {"state": "ended"}
    assert (Scan.objects.count(), Device.objects.count()) == (0, 0)


def test_the_telephone_keeps_no_more_than_code_first_name_and_first_talk(fair: Fair, keeper: Client) -> None:
    around.visitor(fair, "Franco Colombo", needs="Carrozzina", contact="333 1234567")
    text = keeper.get(url("roster", fair.slug)).content.decode()
    for secret in ("Colombo", "Carrozzina", "1234567"):
        assert secret not in text


def test_far_from_the_day_no_list_leaves_and_no_telephone_is_registered(client_for: Any) -> None:
    later = factories.fair()
    keeper = client_for(user=around.volunteer(later))
    around.visitor(later)
    assert keeper.get(url("roster", later.slug)).json() == {"people": [], "for": 0}
    assert keeper.post(url("register", later.slug)).status_code == 409
    assert " data-keep" not in keeper.get(url("home", later.slug)).content.decode()


def pressed(keeper: Client, fair: Fair, code: str) -> tuple[int, str]:
    sent = {"code": code, "nonce": str(uuid4())}
    answer = keeper.post(url("press", fair.slug), sent, follow=True)
    return answer.status_code, answer.content.decode()


def test_far_from_the_day_no_answer_says_a_name_to_a_volunteer(client_for: Any) -> None:
    later = factories.fair()
    keeper, made = client_for(user=around.volunteer(later)), around.visitor(later, "Franco Colombo")
    status, page = pressed(keeper, later, made.code)
    assert (status, "Franco" in page, f"{made.code} è dentro." in page) == (200, False, True)
    assert "Franco è dentro." in pressed(client_for("desk"), later, made.code)[1]
    # The key of another's press gives no name either.
    key = Scan.objects.latest("received_at").nonce
    form = {"name": "Gina", "heard": "poster", "request_key": str(key)}
    assert "Franco" not in keeper.post(url("walk_in", later.slug), form, follow=True).content.decode()
    first = {"name": "Rosa Neri", "heard": "poster", "request_key": str(uuid4())}
    for name in ("Rosa Neri", "Gina"):
        sent = {**first, "name": name}
        page = keeper.post(url("walk_in", later.slug), sent, follow=True).content.decode()
        assert ("Rosa" in page) is (name == "Rosa Neri")
    assert Visitor.objects.filter(way="door").count() == 1


def test_far_from_the_day_no_batch_says_which_codes_are_of_somebody(keeper: Client, fair: Fair) -> None:
    headers = registered(keeper, fair)
    facts = [around.fact("F4-118", at=1)]
    assert drained(keeper, fair, facts, headers).json()["unknown"] == [facts[0]["nonce"]]
    far = timezone.now() + timedelta(days=5)
    Fair.objects.filter(pk=fair.pk).update(opens_at=far, closes_at=far + timedelta(hours=8))
    said = drained(keeper, fair, [around.fact("F4-119", at=1)], headers).json()
    assert (len(said["taken"]), said["unknown"]) == (1, [])


def test_far_from_the_day_codes_are_not_tried_one_after_the_other(client_for: Any) -> None:
    later = factories.fair()
    keeper, made = client_for(user=around.volunteer(later)), around.visitor(later)
    tried = [pressed(keeper, later, f"X{n // 10}-{n:03d}")[0] for n in range(CODES_AN_HOUR)]
    assert {*tried} == {404}
    assert pressed(keeper, later, made.code)[0] == 429
    # The others at this door, on the same network, go on; and she too, on the day.
    assert pressed(client_for(user=around.volunteer(later)), later, made.code)[0] == 200
    Fair.objects.filter(pk=later.pk).update(opens_at=timezone.now())
    assert pressed(keeper, later, made.code)[0] == 200


def test_a_telephone_that_was_turned_off_is_told_to_forget(
    fair: Fair, keeper: Client, client_for: Any
) -> None:
    headers = registered(keeper, fair)
    assert keeper.get(url("contact", fair.slug), headers=headers).json()["state"] == "live"
    assert Client().get(url("contact", fair.slug), headers=headers).json() == {"state": "rested"}
    client_for("coordinator").post(url("turn_off", fair.slug, headers["X-Porta"]))
    for client in (keeper, Client()):
        assert client.get(url("contact", fair.slug), headers=headers).json() == {"state": "ended"}
    assert drained(keeper, fair, [around.fact("F4-118")], headers).status_code == 410
    assert Scan.objects.count() == 0


@pytest.mark.parametrize(
    "body", ["", "[]", "{}", '{"sent": "x", "facts": []}', '{"sent": 1e99, "facts": []}', "{"]
)
def test_what_is_no_batch_is_answered_plainly(fair: Fair, keeper: Client, body: str) -> None:
    headers = registered(keeper, fair)
    answer = keeper.post(url("drain", fair.slug), body, content_type="application/json", headers=headers)
    assert answer.status_code == 400


def test_the_empty_page_without_a_network_says_nobodys_name(fair: Fair, keeper: Client) -> None:
    around.visitor(fair, "Franco")
    page = keeper.get(url("shell")).content.decode()
    assert "data-shell" in page
    assert "Franco" not in page
    assert fair.slug not in page
    assert b"worker" in keeper.get(url("worker")).content


def test_the_list_on_paper_is_a_pdf(fair: Fair, keeper: Client) -> None:
    around.visitor(fair)
    assert keeper.get(url("paper", fair.slug)).content.startswith(b"%PDF-")


def test_three_thousand_facts_of_a_day_without_a_network_arrive_in_a_minute(
    fair: Fair, keeper: Client
) -> None:
    people = Visitor.objects.bulk_create(
        Visitor(fair=fair, code=f"F{n // 1000}-{n % 1000:03d}", name="Anna") for n in range(QUEUE - 100)
    )
    headers = registered(keeper, fair)
    began = round(timezone.now().timestamp() * 1000) - 3_600_000
    facts = [around.fact(one.code, at=began + place) for place, one in enumerate(people)]
    facts += [around.fact(kind="walk_in", at=began, name=f"Gina {n}") for n in range(100)]
    start = time.monotonic()
    for first in range(0, QUEUE, BATCH):
        part = facts[first : first + BATCH]
        answer = drained(keeper, fair, part, headers)
        assert (answer.status_code, len(answer.json()["taken"])) == (200, len(part))
    spent = time.monotonic() - start
    again = drained(keeper, fair, facts[:BATCH], headers).json()
    assert len(again["taken"]) == BATCH
    assert queries.counts(fair) == queries.Counts(inside=QUEUE, arrived=QUEUE, expected=0)
    assert (Scan.objects.count(), Scan.objects.filter(offline=True).count()) == (QUEUE, QUEUE)
    assert spent <= SECONDS

"""What a telephone kept arrives after the fair was closed; a browser is one telephone."""

from __future__ import annotations

import json
from datetime import timedelta
from functools import partial
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from jobcaffe.fair.events.models import Fair
from jobcaffe.fair.pledges.actions import close
from jobcaffe.fair.pledges.models import Closing
from jobcaffe.fair.visits.models import Device, Scan, Visitor
from jobcaffe.foundation.journal.models import Entry
from jobcaffe.programme import fairs
from tests import factories
from tests.fair.locks import while_waiting
from tests.fair.visits import around
from tests.web.fairdoor.test_pages import drained, registered, url

pytestmark = pytest.mark.django_db
GONE = {"state": "ended"}


@pytest.fixture
def fair() -> Fair:
    """A fair that has just ended."""
    opened = timezone.now() - timedelta(hours=9)
    return factories.fair(opens_at=opened, closes_at=timezone.now() - timedelta(minutes=5))


@pytest.fixture
def keeper(fair: Fair, client_for: Any) -> Client:
    """A volunteer of its door."""
    client: Client = client_for(user=around.volunteer(fair, name="Ivan"))
    return client


def signed_up(fair: Fair, code: str, **fields: Any) -> Visitor:
    """Somebody who had signed up while one could."""
    return Visitor.objects.create(fair=fair, code=code, name="Franco Colombo", **fields)


def ended(fair: Fair, days_ago: int = 0) -> Fair:
    """Closed by the coordinator, so many days ago."""
    close(actor=factories.user("coordinator"), fair_id=fair.pk, counts=lambda: fairs.counts(fair))
    fair.refresh_from_db()
    if days_ago:
        Fair.objects.filter(pk=fair.pk).update(closed_on=timezone.localdate() - timedelta(days=days_ago))
        fair.refresh_from_db()
    return fair


def ms(**ago: float) -> int:
    """A moment before now on a telephone's clock."""
    return round((timezone.now() - timedelta(**ago)).timestamp() * 1000)


def test_a_closed_fair_takes_what_was_pressed_before_and_its_counts_are_right(
    fair: Fair, keeper: Client
) -> None:
    person = factories.person()
    franco = signed_up(fair, "F4-118", person=person)
    headers = registered(keeper, fair)
    ended(fair)
    assert fairs.account(fair).day.visitors == 0
    facts = [around.fact("F4-118", at=ms(hours=3)), around.fact(kind="walk_in", at=ms(hours=2), name="Gina")]
    for _time in range(2):
        answer = drained(keeper, fair, facts, headers)
        assert (answer.status_code, len(answer.json()["taken"])) == (200, 2)
    gina = Visitor.objects.get(way="door")
    assert (gina.name, around.present_now(fair)) == ("Gina", {franco.pk, gina.pk})
    day = fairs.account(fair).day
    assert (day.expected, day.arrived, day.walk_ins) == (1, 1, 1)
    here = Closing.objects.get(fair=fair).encounter.attendances.filter(person=person)
    assert list(here.values_list("presence", flat=True)) == ["present"]
    assert Entry.objects.filter(action="fair.count_late").count() == 1


def test_what_was_pressed_after_the_closing_is_let_go_of_and_not_counted(fair: Fair, keeper: Client) -> None:
    signed_up(fair, "F4-118")
    headers = registered(keeper, fair)
    ended(fair)
    late = around.fact("F4-118", at=ms(hours=-1))
    said = drained(keeper, fair, [late], headers).json()
    assert (said["late"], said["taken"]) == ([late["nonce"]], [])
    assert Scan.objects.count() == 0


def test_a_closed_door_takes_from_its_telephones_alone(fair: Fair, keeper: Client) -> None:
    made = signed_up(fair, "F4-118")
    headers = registered(keeper, fair)
    ended(fair)
    for name in ("press", "walk_in", "undo"):
        sent = {"code": made.code, "nonce": str(uuid4()), "name": "Gina", "request_key": str(uuid4())}
        assert keeper.post(url(name, fair.slug), sent).status_code == 404, name
    for name in ("roster", "devices", "paper"):
        assert keeper.get(url(name, fair.slug)).status_code == 404, name
    wrong = {**headers, "X-Porta-Chiave": "0" * 48}
    assert drained(keeper, fair, [around.fact("F4-118", at=ms(hours=1))], wrong).status_code == 410
    assert Scan.objects.count() == 0


def test_the_page_of_a_closed_door_sends_and_shows_nobody(fair: Fair, keeper: Client) -> None:
    signed_up(fair, "F4-118")
    headers = registered(keeper, fair)
    ended(fair)
    page = keeper.get(url("home", fair.slug), {"letto": "F4-118"}).content.decode()
    assert " data-send" in page
    assert " data-keep" not in page
    assert "Franco" not in page
    assert keeper.get(url("contact", fair.slug), headers=headers).json()["state"] == "shut"
    assert Client().get(url("contact", fair.slug), headers=headers).json() == {"state": "rested"}
    assert keeper.get(url("index"))["Location"] == url("home", fair.slug)


@pytest.mark.parametrize(("days", "status"), [(2, 200), (3, 410)])
def test_the_door_waits_two_whole_days(fair: Fair, keeper: Client, days: int, status: int) -> None:
    signed_up(fair, "F4-118")
    headers = registered(keeper, fair)
    ended(fair, days_ago=days)
    Closing.objects.update(at=timezone.now() - timedelta(days=days))
    answer = drained(keeper, fair, [around.fact("F4-118", at=ms(days=days, hours=1))], headers)
    assert answer.status_code == (200 if status == 200 else 404)
    contact = keeper.get(url("contact", fair.slug), headers=headers).json()
    assert (contact == GONE) is (status != 200)


def test_another_fairs_volunteer_sends_nothing_to_a_closed_door(fair: Fair, client_for: Any) -> None:
    stranger = client_for(user=around.volunteer(factories.fair()))
    ended(fair)
    for name in ("home",):
        assert stranger.get(url(name, fair.slug)).status_code == 404
    for name in ("register", "drain"):
        assert stranger.post(url(name, fair.slug), {}).status_code == 404
    assert stranger.get(url("contact", fair.slug)).json() == GONE


# --- at the very moment of the end ------------------------------------------------------------------------


def test_who_comes_in_while_the_end_waits_is_counted(
    fair: Fair, client_for: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    made, stand = signed_up(fair, "F4-118"), factories.stand(fair)
    comes_in = partial(Visitor.objects.filter(pk=made.pk).update, arrived_at=timezone.now())
    with while_waiting(monkeypatch, "fair_events_fair", comes_in):
        client_for("coordinator").post(reverse("fairafter:close", args=[fair.slug]), {"missing": stand.pk})
    assert Closing.objects.get(fair=fair).counts["arrived"] == 1


def test_two_telephones_that_send_late_at_once_are_both_counted(
    fair: Fair, keeper: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    _mine, other = signed_up(fair, "F4-118"), signed_up(fair, "F4-119")
    headers = registered(keeper, fair)
    ended(fair)
    comes_in = partial(Visitor.objects.filter(pk=other.pk).update, arrived_at=timezone.now())
    with while_waiting(monkeypatch, "fair_pledges_closing", comes_in):
        drained(keeper, fair, [around.fact("F4-118", at=ms(hours=3))], headers)
    assert Closing.objects.get(fair=fair).counts["arrived"] == 2


def test_a_press_that_waited_for_the_end_is_refused(
    fair: Fair, keeper: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = signed_up(fair, "F4-118")
    with while_waiting(monkeypatch, "fair_events_fair", lambda: ended(fair)):
        answer = keeper.post(url("press", fair.slug), {"code": made.code, "nonce": str(uuid4())}, follow=True)
    page = answer.content.decode()
    assert ("JOBFEST è conclusa" in page, "è dentro" in page) == (True, False)
    made.refresh_from_db()
    assert (made.arrived_at, Scan.objects.count()) == (None, 0)


def test_a_batch_that_waited_for_the_end_is_taken_as_far_as_it_was_pressed_before(
    fair: Fair, keeper: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    signed_up(fair, "F4-118")
    headers = registered(keeper, fair)
    before, after = around.fact("F4-118", at=ms(hours=1)), around.fact("F4-118", at=ms(minutes=-1))
    with while_waiting(monkeypatch, "fair_events_fair", lambda: ended(fair)):
        said = drained(keeper, fair, [before, after], headers).json()
    assert (said["taken"], said["late"]) == ([before["nonce"]], [after["nonce"]])
    assert Closing.objects.get(fair=fair).counts["arrived"] == 1


# --- one browser, one telephone ---------------------------------------------------------------------------


def named(device: str = "", key: str = "a" * 48) -> dict[str, str]:
    return {"X-Porta": device or str(uuid4()), "X-Porta-Chiave": key}


def asked(client: Client, fair: Fair, headers: dict[str, str]) -> tuple[int, dict[str, Any]]:
    answer = client.post(reverse("fairdoor:register", args=[fair.slug]), headers=headers)
    return answer.status_code, json.loads(answer.content)


def test_a_browser_that_opens_the_door_twice_is_one_telephone(fair: Fair, keeper: Client) -> None:
    headers = named()
    said = [asked(keeper, fair, headers) for _time in range(2)]
    assert said[0] == said[1]
    assert said[0][0] == 200
    assert Device.objects.count() == 1
    assert Entry.objects.filter(action="fair_device.register").count() == 1
    assert keeper.get(url("devices", fair.slug)).content.decode().count("Telefono di Ivan") == 1


def test_nobody_takes_the_telephone_of_another(fair: Fair, keeper: Client, client_for: Any) -> None:
    headers = named()
    asked(keeper, fair, headers)
    rosa = client_for(user=around.volunteer(fair, name="Rosa"))
    assert asked(rosa, fair, headers)[0] == 410
    assert asked(keeper, fair, named(headers["X-Porta"], "b" * 48))[0] == 410
    other = factories.fair(opens_at=timezone.now() - timedelta(hours=1))
    assert asked(client_for("coordinator"), other, headers)[0] == 410
    assert asked(keeper, fair, named(key="short"))[0] == 410
    assert asked(keeper, fair, {"X-Porta": "x", "X-Porta-Chiave": "b" * 48})[0] == 400
    assert Device.objects.get().user.name == "Ivan"


def test_a_telephone_that_was_turned_off_needs_another_name(
    fair: Fair, keeper: Client, client_for: Any
) -> None:
    headers = named()
    asked(keeper, fair, headers)
    client_for("coordinator").post(url("turn_off", fair.slug, headers["X-Porta"]))
    assert asked(keeper, fair, headers)[0] == 410
    assert asked(keeper, fair, named())[0] == 200

"""The staff's pages: look-alikes, accounts, history, consents with how they were given."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from jobcaffe.foundation.notices.models import Notice
from jobcaffe.organisations.models import Check, Contact, ContactConsent, Delegate, Organisation
from tests import factories

pytestmark = pytest.mark.django_db
Signed = Callable[..., Client]


@pytest.fixture
def client(client_for: Signed) -> Client:
    return client_for("desk")


def get(client: Client, name: str, *args: Any) -> str:
    answer = client.get(reverse(f"organisations:{name}", args=args), follow=True)
    assert answer.status_code == 200
    return answer.content.decode()


def post(client: Client, name: str, /, *args: Any, **values: Any) -> str:
    answer = client.post(reverse(f"organisations:{name}", args=args), values, follow=True)
    assert answer.status_code == 200
    return answer.content.decode()


def twins() -> tuple[Organisation, Organisation]:
    first = factories.organisation(
        name="Officine Meroni", municipality="Lainate", phone="+39020001", sector="ferro"
    )
    return first, factories.organisation(name="OFFICINE MERONI SRL", municipality="Lainate")


def test_two_that_look_alike_are_seen_side_by_side_and_united(client: Client) -> None:
    first, second = twins()
    assert reverse("organisations:merge", args=[first.pk, second.pk]) in get(client, "twins")
    assert "ferro" in get(client, "merge", first.pk, second.pk)
    body = post(client, "merge", first.pk, second.pk, choice="second")
    assert "Le due schede ora sono una" in body
    assert Organisation.objects.get() == second
    assert "ferro" in get(client, "detail", first.pk)
    assert "Officine Meroni" in get(client, "history", second.pk)


def test_two_that_are_two_stay_two(client: Client) -> None:
    first, second = twins()
    post(client, "merge", first.pk, second.pk, choice="apart")
    assert "Per ora non ce ne sono" in get(client, "twins")
    assert Organisation.objects.count() == 2


def test_a_press_without_a_choice_decides_nothing(client: Client) -> None:
    first, second = twins()
    post(client, "merge", first.pk, second.pk, choice="tutte")
    assert Organisation.objects.count() == 2


def test_an_account_is_given_and_taken_back(client: Client) -> None:
    row = factories.organisation()
    post(client, "delegate_add", row.pk, name="Rosa Villa", contact="rosa@example.org")
    one = Delegate.objects.get()
    assert "Rosa Villa" in get(client, "detail", row.pk)
    post(client, "delegate_remove", row.pk, one.user_id)
    assert "Accesso chiuso" in get(client, "detail", row.pk)


def test_a_contact_that_is_in_use_is_said_beside_the_field(client: Client) -> None:
    factories.user("desk", email="sala@example.org")
    body = post(client, "delegate_add", factories.organisation().pk, name="Rosa", contact="sala@example.org")
    assert "già usato per un altro accesso" in body
    assert 'value="sala@example.org"' in body


def test_the_staff_writes_how_a_yes_was_said(client: Client) -> None:
    row = factories.organisation()
    who = Contact.objects.create(organisation=row, name="Rosa", phone="+393330000001")
    post(client, "consents", row.pk, who.pk, purpose="call")
    assert not ContactConsent.objects.exists()
    post(client, "consents", row.pk, who.pk, purpose="call", how="voice")
    assert ContactConsent.objects.get().how == "voice"
    assert "a voce" in get(client, "detail", row.pk)


def test_asking_twice_on_one_day_sends_one_question(client: Client) -> None:
    row = factories.organisation(email="info@a.example")
    for _press in range(2):
        post(client, "ask", row.pk)
    assert (Check.objects.count(), Notice.objects.count()) == (1, 1)


def test_who_may_only_read_finds_no_door_to_write(client_for: Signed) -> None:
    row = factories.organisation()
    leader = client_for("lab_leader")
    body = get(leader, "detail", row.pk)
    for name in ("ask", "location_add", "delegate_add"):
        assert reverse(f"organisations:{name}", args=[row.pk]) not in body
        assert leader.post(reverse(f"organisations:{name}", args=[row.pk])).status_code == 404


def test_a_place_needs_no_coordinates_and_those_that_were_kept_stay(client: Client) -> None:
    row = factories.organisation()
    typed = {"address": "via Roma 1", "municipality": "rho"}
    closed = re.search(
        r"<details[^>]*>(?:(?!</details>).)*Latitudine", get(client, "location_add", row.pk), re.S
    )
    assert closed is not None
    assert " open" not in closed[0].split(">")[0]
    post(client, "location_add", row.pk, **typed)
    place = row.locations.get()
    assert (place.municipality, place.lat, place.lon) == ("Rho", None, None)

    row.locations.update(lat=45.571, lon=9.027)
    page = get(client, "location_edit", row.pk, place.pk)
    assert re.search(r"<details[^>]* open[^>]*>", page)
    known = dict(re.findall(r'name="(lat|lon)" value="([^"]+)"', page))
    post(client, "location_edit", row.pk, place.pk, **typed, **known, name="Negozio")
    place.refresh_from_db()
    assert (place.name, place.lat, place.lon) == ("Negozio", 45.571, 9.027)
    assert "o nessuna delle due" in post(client, "location_edit", row.pk, place.pk, **typed, lat="45,5")

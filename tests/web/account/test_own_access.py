"""Sessions: how long they live, and that they end everywhere at once."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from jobcaffe.foundation.access import Refused
from jobcaffe.foundation.accounts import actions
from jobcaffe.foundation.accounts.actions import sessions
from jobcaffe.foundation.accounts.enums import Way
from jobcaffe.foundation.accounts.models import Device, Grant, User
from tests import factories
from tests.foundation.accounts.helpers import SoftwareKey, blank_request, last_code

pytestmark = pytest.mark.django_db
OWN = "/io/accesso/"


def _client_of(user: User) -> Client:
    """A browser signed in through the door's own action."""
    request = blank_request()
    actions.sign_in(request, user, how=Way.CODE)
    client = Client()
    client.cookies["jobcaffe"] = request.session.session_key
    return client


def _inside(client: Client) -> bool:
    return client.get(OWN).status_code == 200


def test_staff_are_out_after_thirty_minutes_of_rest():
    client = _client_of(factories.user("desk"))
    start = timezone.now()
    assert _inside(client)
    with time_machine.travel(start + timedelta(minutes=24), tick=False):
        assert _inside(client)
    with time_machine.travel(start + timedelta(minutes=48), tick=False):
        assert _inside(client)
    with time_machine.travel(start + timedelta(minutes=78), tick=False):
        assert not _inside(client)
    assert not _inside(client)


def test_staff_are_out_after_twelve_hours_however_busy():
    client = _client_of(factories.user("coordinator"))
    start = timezone.now()
    for minutes in range(0, 12 * 60, 20):
        with time_machine.travel(start + timedelta(minutes=minutes), tick=False):
            assert _inside(client)
    with time_machine.travel(start + timedelta(hours=12, seconds=1), tick=False):
        assert not _inside(client)


def test_somebody_who_is_both_member_and_staff_has_the_rules_of_staff():
    member = factories.member()
    Grant.objects.create(user=member, role="facilitator")
    client = _client_of(User.objects.get(pk=member.pk))
    with time_machine.travel(timezone.now() + timedelta(minutes=31), tick=False):
        assert not _inside(client)


def test_a_page_is_not_a_write_but_every_five_minutes_it_is():
    client = _client_of(factories.user("desk"))
    client.get(OWN)

    def writes() -> list[str]:
        with CaptureQueriesContext(connection) as queries:
            assert _inside(client)
        return [one["sql"] for one in queries if not one["sql"].lstrip().upper().startswith("SELECT")]

    start = timezone.now()
    assert writes() == []
    with time_machine.travel(start + timedelta(minutes=4), tick=False):
        assert writes() == []
    with time_machine.travel(start + timedelta(minutes=6), tick=False):
        assert len([sql for sql in writes() if sql.startswith("UPDATE")]) == 1
        assert writes() == []


def test_a_device_ended_elsewhere_is_refused_at_its_next_request():
    user = factories.user("desk")
    phone, computer = _client_of(user), _client_of(user)
    lost = Device.objects.get(session_key=phone.cookies["jobcaffe"].value)
    assert _inside(phone)
    assert computer.post(f"/io/accesso/dispositivi/{lost.pk}/esci/").status_code == 302
    assert not _inside(phone)
    assert _inside(computer)


def test_a_device_whose_session_row_survives_is_refused_too():
    client = _client_of(factories.user("desk"))
    Device.objects.update(ended_at=timezone.now())
    assert not _inside(client)


def test_all_the_others_are_ended_together():
    user = factories.user("desk")
    others, here = [_client_of(user) for _ in range(3)], _client_of(user)
    here.post("/io/accesso/dispositivi/esci/")
    assert [_inside(client) for client in others] == [False, False, False]
    assert _inside(here)


def test_the_device_of_another_is_not_there():
    mine, theirs = _client_of(factories.user("desk")), _client_of(factories.user("desk"))
    foreign = Device.objects.get(session_key=theirs.cookies["jobcaffe"].value)
    assert mine.post(f"/io/accesso/dispositivi/{foreign.pk}/esci/").status_code == 404
    assert _inside(theirs)
    with pytest.raises(Refused):
        actions.end_device(actor=factories.user("desk"), device=foreign)


def test_a_closed_account_is_out_at_its_next_request():
    desk, admin = factories.user("desk"), factories.user("sysadmin")
    client = _client_of(desk)
    assert _inside(client)
    actions.end_access(actor=admin, user=desk)
    assert not _inside(client)


def test_a_session_moved_to_another_user_is_refused():
    client = _client_of(factories.user("desk"))
    other = factories.user("coordinator")
    session = client.session
    session["_auth_user_id"] = str(other.pk)
    session.save()
    assert not _inside(client)


def test_the_demo_door_exists_only_in_the_demo(settings):
    desk = factories.user("desk")
    settings.DEMO = False
    with pytest.raises(Refused):
        actions.sign_in(blank_request(), desk, how=Way.DEMO)
    assert Device.objects.count() == 0


def test_signed_in_pages_are_not_kept_by_the_browser():
    assert _client_of(factories.user("desk")).get(OWN)["Cache-Control"] == "no-store"


def test_where_the_rule_is_on_staff_do_nothing_before_they_add_a_passkey(settings):
    settings.STAFF_NEED_PASSKEY = True
    admin, member = _client_of(factories.user("sysadmin")), _client_of(factories.member())
    for address in (OWN, "/sistema/persone/", "/entra/lingua/", "/non-c-e/"):
        assert admin.get(address)["Location"] == "/io/accesso/passkey/aggiungi/"
    assert admin.get("/io/accesso/passkey/aggiungi/").status_code == 200
    assert _inside(member)


# --- second factor ---------------------------------------------------------------------------
@pytest.fixture
def named_site(settings):
    settings.SITE_URL = "http://localhost:8000"


def _register(client: Client, key: SoftwareKey):
    page = client.get("/io/accesso/passkey/aggiungi/")
    return client.post(
        "/io/accesso/passkey/aggiungi/",
        {
            "name": "telefono",
            "challenge": page.context["challenge"],
            "answer": key.create(page.context["options"]),
        },
    )


def _show(client: Client, key: SoftwareKey, address: str = "/entra/passkey/"):
    page = client.get(address)
    return client.post(
        address, {"challenge": page.context["challenge"], "answer": key.get(page.context["options"])}
    )


def _first_factor(user: User) -> Client:
    client = Client()
    client.post("/entra/", {"contact": user.email})
    answer = client.post("/entra/codice/", {"contact": user.email, "code": last_code()})
    assert answer["Location"] == "/entra/passkey/"
    return client


@pytest.mark.usefixtures("named_site")
def test_with_a_passkey_the_code_alone_opens_nothing():
    user, key = factories.user("desk"), SoftwareKey()
    first = _register(_client_of(user), key)
    assert first["Location"] == "/io/accesso/riserva/"
    client = _first_factor(user)
    assert not _inside(client)
    before = client.cookies["jobcaffe"].value
    assert _show(client, key).status_code == 302
    assert client.cookies["jobcaffe"].value != before
    assert _inside(client)


@pytest.mark.usefixtures("named_site")
def test_the_second_step_waits_ten_minutes():
    user, key = factories.user("desk"), SoftwareKey()
    _register(_client_of(user), key)
    client = _first_factor(user)
    with time_machine.travel(timezone.now() + timedelta(minutes=11), tick=False):
        assert client.get("/entra/passkey/")["Location"] == "/entra/"


@pytest.mark.usefixtures("named_site")
def test_a_recovery_code_stands_in_for_the_passkey_once():
    user = factories.user("desk")
    inside = _client_of(user)
    _register(inside, SoftwareKey())
    codes = inside.post("/io/accesso/riserva/").context["codes"]
    assert inside.get("/io/accesso/riserva/").context["codes"] == []
    client = _first_factor(user)
    assert client.post("/entra/riserva/", {"code": "22222222"}).status_code == 200
    assert client.post("/entra/riserva/", {"code": codes[3].lower()}).status_code == 302
    assert _inside(client)
    again = _first_factor(user)
    assert again.post("/entra/riserva/", {"code": codes[3]}).status_code == 200
    assert not _inside(again)


@pytest.mark.usefixtures("named_site")
def test_what_changes_the_way_in_asks_for_the_passkey_again():
    user, key = factories.user("desk"), SoftwareKey()
    client = _client_of(user)
    _register(client, key)
    passkey = user.passkeys.get()
    guarded = [
        "/io/accesso/contatto/",
        "/io/accesso/contatto/codice/",
        "/io/accesso/riserva/",
        "/io/accesso/passkey/aggiungi/",
        f"/io/accesso/passkey/{passkey.pk}/togli/",
    ]
    assert [client.get(address).status_code for address in guarded] == [200] * 5
    with time_machine.travel(timezone.now() + timedelta(minutes=11), tick=False):
        for address in guarded:
            assert client.get(address)["Location"].startswith("/entra/passkey/?next=")
            assert client.post(address)["Location"].startswith("/entra/passkey/?next=")
        before = client.cookies["jobcaffe"].value
        _show(client, key)
        assert client.cookies["jobcaffe"].value != before
        assert client.get(guarded[0]).status_code == 200


@pytest.mark.usefixtures("named_site")
def test_the_passkey_of_another_is_not_there_and_members_have_none():
    user, key = factories.user("desk"), SoftwareKey()
    _register(_client_of(user), key)
    passkey = user.passkeys.get()
    stranger, member = _client_of(factories.user("desk")), _client_of(factories.member())
    assert stranger.post(f"/io/accesso/passkey/{passkey.pk}/togli/").status_code == 404
    assert member.get("/io/accesso/passkey/aggiungi/").status_code == 404
    assert member.get("/io/accesso/riserva/").status_code == 404
    assert member.get("/io/accesso/contatto/").status_code == 404
    assert user.passkeys.count() == 1


def test_staff_change_their_email_by_the_code_sent_to_the_new_one():
    user = factories.user("desk", email="vecchia@example.org")
    client, other = _client_of(user), _client_of(user)
    client.post("/io/accesso/contatto/", {"contact": "nuova@example.org"})
    answer = client.post(
        "/io/accesso/contatto/codice/", {"contact": "nuova@example.org", "code": last_code("contact_code")}
    )
    assert answer["Location"] == OWN
    assert User.objects.get(pk=user.pk).email == "nuova@example.org"
    assert (_inside(client), _inside(other)) == (True, False)


def test_a_session_opened_by_django_itself_gets_its_device():
    client = Client()
    client.force_login(factories.user("desk"))
    assert _inside(client)
    device = Device.objects.get()
    assert device.session_key == client.cookies["jobcaffe"].value
    sessions.expire(device)
    assert not _inside(client)

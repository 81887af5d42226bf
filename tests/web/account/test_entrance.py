"""The door as a browser meets it."""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
import time_machine
from django.contrib.sessions.models import Session
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from jobcaffe.foundation.accounts import actions
from jobcaffe.foundation.accounts.models import Device, SignInCode, User
from tests import factories
from tests.foundation.accounts.helpers import last_code, last_link

pytestmark = pytest.mark.django_db
OWN = "/io/accesso/"


def _ask(client: Client, contact: str, **data):
    return client.post("/entra/", {"contact": contact, **data})


def _enter(client: Client, contact: str, **data):
    _ask(client, contact)
    return client.post("/entra/codice/", {"contact": contact, "code": last_code(), **data})


def _signed_in(client: Client) -> bool:
    return client.get(OWN).status_code == 200


def _plain(response) -> str:
    """The page without what is random on every page."""
    text = response.content.decode()
    text = re.sub(r'(name="csrfmiddlewaretoken" value=")[^"]+', r"\1", text)
    return re.sub(r'nonce="[^"]+"', "nonce", text)


def test_a_person_comes_in_with_her_phone_and_a_code():
    factories.person(phone="3331112233")
    client = Client()
    answer = _ask(client, "333 111 2233")
    assert (answer.status_code, answer["Location"]) == (302, "/entra/codice/")
    assert "333 111 2233" in client.get("/entra/codice/").content.decode()
    code = last_code()
    answer = client.post("/entra/codice/", {"contact": "3331112233", "code": f"{code[:3]} {code[3:]}"})
    assert answer.status_code == 302
    assert _signed_in(client)


def test_the_code_works_on_another_device():
    factories.person(phone="3331112233")
    _ask(Client(), "3331112233")
    other = Client()
    other.post("/entra/codice/", {"contact": "3331112233", "code": last_code()})
    assert _signed_in(other)


def test_the_field_for_the_code_helps_telephones():
    page = Client().get("/entra/codice/").content.decode()
    field = re.search(r'<input[^>]*name="code"[^>]*>', page)
    assert field
    assert 'autocomplete="one-time-code"' in field.group()
    assert 'inputmode="numeric"' in field.group()


def test_two_hundred_known_and_two_hundred_unknown_contacts_get_the_same_answer():
    known = [f"nota{number}@example.org" for number in range(200)]
    unknown = [f"mai0{number}@example.org" for number in range(200)]
    for contact in known:
        factories.user("desk", email=contact, team=None)
    answers, statements = {}, {}
    for group, contacts in (("known", known), ("unknown", unknown)):
        answers[group], statements[group] = set(), set()
        for number, contact in enumerate(contacts):
            client = Client(REMOTE_ADDR=f"198.51.100.{number}")
            with CaptureQueriesContext(connection) as queries:
                first = _ask(client, contact)
            second = client.post("/entra/codice/", {"contact": contact, "code": "000 00"})
            kept = first.cookies["jobcaffe-contact"]
            shape = (first.status_code, first.content, first["Location"], kept["max-age"], kept["path"])
            answers[group].add((shape, second.status_code, _plain(second).replace(contact, "")))
            statements[group].add(len(queries))
    # The very first request also begins the journal.
    assert len(statements["known"]) <= 2
    assert min(statements["known"]) == min(statements["unknown"]) == max(statements["unknown"])
    assert answers["known"] == answers["unknown"]
    assert len(answers["known"]) == 1


def test_a_wrong_code_is_refused_in_the_same_words_for_known_and_unknown():
    factories.user("desk", email="nota@example.org")
    pages = set()
    for contact in ("nota@example.org", "mai0@example.org"):
        client = Client()
        _ask(client, contact)
        wrong = "000000" if contact.startswith("mai") or last_code() != "000000" else "000001"
        pages.add(
            _plain(client.post("/entra/codice/", {"contact": contact, "code": wrong})).replace(contact, "")
        )
    assert len(pages) == 1
    assert "Il codice non è giusto" in pages.pop()


@pytest.mark.parametrize("typed", ["", "ciao", "12", "a@", "333 abc"])
def test_what_is_no_contact_stays_typed_with_a_sentence_that_helps(typed):
    answer = _ask(Client(), typed)
    assert answer.status_code == 200
    assert SignInCode.objects.count() == 0
    assert "id_contact" in answer.content.decode()


def test_opening_the_link_spends_nothing_and_its_button_opens_once():
    factories.person(phone="3331112233")
    _ask(Client(), "3331112233")
    address = last_link()
    scanner, client, late = Client(), Client(), Client()
    for _ in range(3):
        assert scanner.get(address).status_code == 200
        assert scanner.head(address).status_code == 200
    assert not _signed_in(scanner)
    assert client.post(address, {}).status_code == 302
    assert _signed_in(client)
    assert late.post(address, {}).status_code == 200
    assert not _signed_in(late)


def test_the_page_of_a_link_does_not_tell_whether_it_is_good():
    factories.person(phone="3331112233")
    _ask(Client(), "3331112233")
    good, bad = last_link(), f"/entra/l/{'x' * 22}/"
    assert _plain(Client().get(good)).replace(good, "") == _plain(Client().get(bad)).replace(bad, "")


def test_a_card_comes_in_by_hand_and_by_qr_and_only_the_button_opens():
    person = factories.person()
    card, code = actions.issue_card(actor=factories.user("desk"), person_ref=person.pk, subject=person)
    typed, scanned = Client(), Client()
    typed.post("/entra/tessera/", {"card": f"{code[:4]}-{code[4:]}".lower()})
    assert _signed_in(typed)
    assert scanned.get(f"/t/{code}/").status_code == 200
    assert not _signed_in(scanned)
    scanned.post(f"/t/{code}/", {})
    assert _signed_in(scanned)
    actions.revoke_card(actor=factories.user("desk"), card=card)
    refused = Client()
    assert refused.post(f"/t/{code}/", {}).status_code == 200
    assert not _signed_in(refused)


def test_the_session_key_changes_at_sign_in_and_the_old_key_is_dead():
    factories.person(phone="3331112233")
    fixed = Client()
    session = fixed.session
    session["planted"] = "x"
    session.save()
    before = session.session_key
    fixed.cookies["jobcaffe"] = before
    _enter(fixed, "3331112233")
    after = fixed.cookies["jobcaffe"].value
    assert after != before
    assert "planted" not in fixed.session
    attacker = Client()
    attacker.cookies["jobcaffe"] = before
    assert not _signed_in(attacker)


def test_signing_in_as_somebody_else_ends_the_first_session():
    factories.person(phone="3331112233")
    second = factories.person(phone="3334445566")
    client = Client()
    _enter(client, "3331112233")
    person = second
    _card, code = actions.issue_card(actor=factories.user("desk"), person_ref=person.pk, subject=person)
    client.post(f"/t/{code}/", {})
    live = Device.objects.get(ended_at=None)
    assert live.user.person_ref == second.pk
    assert Session.objects.count() == 1


def test_signing_out_ends_the_session_and_clears_the_browser():
    factories.person(phone="3331112233")
    client = Client()
    _enter(client, "3331112233")
    key = client.cookies["jobcaffe"].value
    answer = client.post("/io/accesso/esci/")
    assert answer["Clear-Site-Data"] == '"cache", "cookies", "storage"'
    assert Device.objects.get().ended_at is not None
    thief = Client()
    thief.cookies["jobcaffe"] = key
    assert not _signed_in(thief)
    assert client.get("/io/accesso/esci/").status_code == 302


def test_signing_out_spares_what_a_door_has_not_sent_and_the_mark_that_says_so():
    factories.person(phone="3331112233")
    client = Client()
    _enter(client, "3331112233")
    key = client.cookies["jobcaffe"].value
    sent = {
        "jobcaffe": key,
        "jobcaffe-csrf": "x" * 32,
        "django_language": "it",
        "jobcaffe-porta": "1",
        "a[b]": "2",
    }
    cookies = "; ".join(f"{name}={value}" for name, value in sent.items())
    answer = client.post("/io/accesso/esci/", headers={"cookie": cookies})
    assert (answer.status_code, answer["Clear-Site-Data"]) == (302, '"cache"')
    gone = {name: (one.value, one["max-age"], one["path"]) for name, one in answer.cookies.items()}
    # The browser's cookies go one by one, the session's among them; a name that is not ours breaks nothing.
    assert gone == dict.fromkeys(("jobcaffe", "jobcaffe-csrf", "django_language"), ("", 0, "/"))
    assert Device.objects.get().ended_at is not None
    thief = Client()
    thief.cookies["jobcaffe"] = key
    assert not _signed_in(thief)


PAYLOADS = [
    "https://evil.example/",
    "//evil.example/",
    "/\\evil.example/",
    "\\\\evil.example",
    "///evil.example",
    "javascript:alert(1)",
    "http:evil.example",
    "https://testserver@evil.example/",
    "/\t/evil.example",
    " //evil.example",
]


@pytest.mark.parametrize("payload", PAYLOADS)
def test_nobody_is_sent_elsewhere_after_coming_in(payload):
    factories.person(phone="3331112233")
    client = Client()
    answer = _ask(client, "3331112233", next=payload)
    assert answer["Location"] == "/entra/codice/"
    answer = client.post("/entra/codice/", {"contact": "3331112233", "code": last_code(), "next": payload})
    assert "evil" not in answer["Location"]
    assert answer["Location"].startswith("/")
    again = client.get("/entra/", {"next": payload})
    assert "evil" not in again["Location"]
    back = client.post("/entra/lingua/", {"language": "it", "next": payload})
    assert back["Location"] == "/"


def test_a_page_of_ours_that_was_asked_for_is_where_one_arrives():
    factories.person(phone="3331112233")
    client = Client()
    sent = client.get(OWN)
    assert sent["Location"] == f"/entra/?next={OWN}"
    answer = _ask(client, "3331112233", next=OWN)
    assert answer["Location"] == f"/entra/codice/?next={OWN.replace('/', '%2F')}"
    answer = client.post("/entra/codice/", {"contact": "3331112233", "code": last_code(), "next": OWN})
    assert answer["Location"] == OWN


def test_a_foreign_host_is_refused_and_messages_carry_our_address(settings):
    settings.SITE_URL = "https://jobcaffe.example.org"
    factories.person(phone="3331112233")
    assert (
        Client().post("/entra/", {"contact": "3331112233"}, headers={"host": "evil.example"}).status_code
        == 400
    )
    _ask(Client(), "3331112233")
    from tests.foundation.accounts.helpers import last_notice

    body = last_notice("sign_in_code").body
    assert "evil" not in body
    assert "https://jobcaffe.example.org/entra/l/" in body or "http" not in body


@pytest.mark.parametrize(
    "address", ["/entra/", "/entra/codice/", "/entra/tessera/", "/t/K7M2QX4P/", "/entra/l/x/"]
)
def test_the_door_works_without_scripts_and_keeps_a_neutral_title(address):
    page = Client().get(address).content.decode()
    assert "<script" not in page
    assert "htmx" not in page
    assert re.search(r"<title>\s*Entra\b", page)


@pytest.mark.parametrize("address", ["/entra/", "/entra/codice/", "/entra/tessera/", "/t/K7M2QX4P/"])
def test_forms_of_the_door_need_their_token(address):
    strict = Client(enforce_csrf_checks=True)
    assert strict.post(address, {"contact": "3331112233"}).status_code == 403


def test_own_phone_keeps_ninety_days_for_members_and_nothing_for_staff():
    factories.person(phone="3331112233")
    factories.user("desk", email="anna@example.org")
    member, staff = Client(), Client()
    _enter(member, "3331112233", own_phone="on")
    assert 90 * 86_400 - int(member.cookies["jobcaffe"]["max-age"]) in range(5)
    _enter(staff, "anna@example.org", own_phone="on")
    assert staff.cookies["jobcaffe"]["max-age"] == ""
    assert {device.own_phone for device in Device.objects.filter(user__person_ref=None)} == {False}
    start = timezone.now()
    with time_machine.travel(start + timedelta(days=89), tick=False):
        assert _signed_in(member)
    with time_machine.travel(start + timedelta(days=91), tick=False):
        assert not _signed_in(member)


def test_a_lent_device_forgets_a_member_after_half_a_day():
    factories.person(phone="3331112233")
    client = Client()
    _enter(client, "3331112233")
    with time_machine.travel(timezone.now() + timedelta(hours=12, seconds=5), tick=False):
        assert not _signed_in(client)


def test_the_language_is_kept_with_the_account():
    factories.person(phone="3331112233")
    client = Client()
    _enter(client, "3331112233")
    client.post("/entra/lingua/", {"language": "en", "next": OWN})
    assert User.objects.get().language == "en"
    assert client.cookies["django_language"].value == "en"
    client.post("/entra/lingua/", {"language": "xx"})
    assert User.objects.get().language == "en"


def test_the_contact_in_the_cookie_cannot_be_read():
    client = Client()
    _ask(client, "3331112233")
    assert "111" not in client.cookies["jobcaffe-contact"].value[:10]
    assert "3331112233" not in client.cookies["jobcaffe-contact"].value
    assert client.cookies["jobcaffe-contact"]["httponly"]
    client.cookies["jobcaffe-contact"] = "f1$abc"
    assert client.get("/entra/codice/").status_code == 200


@pytest.mark.parametrize("address", ["/entra/codice/", "/entra/tessera/", "/t/K7M2QX4P/", "/entra/l/x/"])
def test_pages_that_hold_a_contact_or_a_code_are_not_kept_by_the_browser(address):
    assert "no-store" in Client().get(address)["Cache-Control"]


@pytest.mark.django_db(transaction=True)
def test_a_code_pressed_by_four_browsers_at_once_opens_one():
    factories.person(phone="3331112233")
    _ask(Client(), "3331112233")
    code = last_code()

    def press(_number: int) -> int:
        try:
            return Client().post("/entra/codice/", {"contact": "3331112233", "code": code}).status_code
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        assert sorted(pool.map(press, range(4))) == [200, 200, 200, 302]
    assert (User.objects.count(), Device.objects.count()) == (1, 1)


@pytest.mark.django_db(transaction=True)
def test_two_first_sign_ins_at_once_make_one_account():
    person = factories.person()
    _card, card = actions.issue_card(actor=factories.user("desk"), person_ref=person.pk, subject=person)

    def press(_number: int) -> int:
        try:
            return Client().post(f"/t/{card}/", {}).status_code
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(press, range(4))) == [302] * 4
    assert User.objects.filter(person_ref=person.pk).count() == 1

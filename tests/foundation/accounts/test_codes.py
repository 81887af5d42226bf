"""Codes and links under attack."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from jobcaffe.foundation.access import Refused
from jobcaffe.foundation.accounts import actions
from jobcaffe.foundation.accounts.contacts import Contact, parse
from jobcaffe.foundation.accounts.models import SignInCode, User
from jobcaffe.foundation.journal.actions import PUBLIC
from jobcaffe.foundation.journal.models import Entry
from jobcaffe.foundation.notices.models import Notice
from tests import factories
from tests.foundation.accounts.helpers import last_code, last_link

pytestmark = pytest.mark.django_db
HERE = "192.0.2.7"
# What differs between two equal statements: texts, numbers, names of savepoints.
VALUES = re.compile(r"""('[^']*'|"s[0-9]+_x[0-9]+"|[0-9a-f]{32}|\bNULL\b|\b[0-9]+\b)(::\w+)?""")


def _contact(text: str) -> Contact:
    found = parse(text)
    assert found is not None
    return found


def _ask(text: str, address: str = HERE) -> Contact:
    contact = _contact(text)
    actions.request_code(actor=PUBLIC, contact=contact, address=address)
    return contact


def _try(contact: Contact, code: str) -> User | None:
    try:
        return actions.verify_code(actor=PUBLIC, contact=contact, code=code, address=HERE)
    except Refused:
        return None


def _wrong(code: str) -> str:
    return f"{(int(code) + 1) % 1_000_000:06d}"


def test_a_person_known_by_phone_gets_her_account_at_her_first_sign_in():
    person = factories.person(phone="333 444 5566", first_name="Lucia")
    contact = _ask("+39 333 4445566")
    user = _try(contact, last_code())
    assert user is not None
    assert (user.person_ref, user.name, user.roles, user.is_staff) == (
        person.pk,
        "Lucia",
        frozenset({"member"}),
        False,
    )
    again = _ask("333 4445566")
    assert _try(again, last_code()) == user


def test_staff_come_in_by_the_email_of_their_account_in_any_case():
    operator = factories.user("desk", email="anna@example.org")
    contact = _ask(" Anna@Example.ORG ")
    assert _try(contact, last_code()) == operator


def test_a_code_with_spaces_is_the_same_code():
    operator = factories.user("desk", email="anna@example.org")
    contact = _ask("anna@example.org")
    code = last_code()
    assert _try(contact, f" {code[:3]} {code[3:]} ") == operator


def test_sixty_guesses_stop_at_five_and_then_the_right_code_is_dead():
    factories.user("desk", email="anna@example.org")
    contact = _ask("anna@example.org")
    right = last_code()
    for _ in range(60):
        assert _try(contact, _wrong(right)) is None
    assert SignInCode.objects.get().tries_left == 0
    assert _try(contact, right) is None


def test_the_fifth_try_still_opens():
    operator = factories.user("desk", email="anna@example.org")
    contact = _ask("anna@example.org")
    right = last_code()
    assert [_try(contact, _wrong(right)) for _ in range(4)] == [None] * 4
    assert _try(contact, right) == operator


def test_a_used_code_opens_nothing_and_takes_its_link_with_it():
    operator = factories.user("desk", email="anna@example.org")
    contact = _ask("anna@example.org")
    code, token = last_code(), last_link().split("/")[3]
    assert _try(contact, code) == operator
    assert _try(contact, code) is None
    with pytest.raises(Refused):
        actions.verify_link(actor=PUBLIC, token=token, address=HERE)


def test_a_used_code_kills_the_other_codes_that_were_sent():
    factories.user("desk", email="anna@example.org")
    contact = _ask("anna@example.org")
    first = last_code()
    _ask("anna@example.org")
    assert _try(contact, last_code()) is not None
    assert _try(contact, first) is None


def test_the_code_of_one_contact_opens_nothing_for_another():
    factories.user("desk", email="anna@example.org")
    factories.user("desk", email="bruno@example.org")
    _ask("anna@example.org")
    code_of_anna = last_code()
    bruno = _ask("bruno@example.org")
    if last_code() != code_of_anna:
        assert _try(bruno, code_of_anna) is None


def test_a_code_to_change_a_contact_does_not_sign_in():
    operator = factories.user("desk", email="anna@example.org")
    new = _contact("nuova@example.org")
    actions.ask_contact_change(actor=operator, contact=new)
    assert _try(new, last_code("contact_code")) is None


def test_codes_and_links_live_ten_minutes():
    operator = factories.user("desk", email="anna@example.org")
    start = timezone.now()
    with time_machine.travel(start, tick=False):
        contact = _ask("anna@example.org")
        code, token = last_code(), last_link().split("/")[3]
    with time_machine.travel(start + timedelta(minutes=10), tick=False):
        assert _try(contact, code) is None
        with pytest.raises(Refused):
            actions.verify_link(actor=PUBLIC, token=token, address=HERE)
    with time_machine.travel(start + timedelta(minutes=11), tick=False):
        contact = _ask("anna@example.org")
        code = last_code()
    with time_machine.travel(start + timedelta(minutes=20, seconds=59), tick=False):
        assert _try(contact, code) == operator


def test_a_link_opens_once():
    operator = factories.user("desk", email="anna@example.org")
    _ask("anna@example.org")
    token = last_link().split("/")[3]
    assert actions.verify_link(actor=PUBLIC, token=token, address=HERE) == operator
    with pytest.raises(Refused):
        actions.verify_link(actor=PUBLIC, token=token, address=HERE)


def test_a_thousand_requests_send_five_messages():
    factories.user("desk", email="anna@example.org")
    with time_machine.travel("2026-03-02 10:00:00+00:00", tick=False):
        for number in range(1000):
            _ask("anna@example.org", address=f"198.51.100.{number % 250}")
    assert Notice.objects.count() == 5
    with time_machine.travel("2026-03-02 11:00:01+00:00", tick=False):
        _ask("anna@example.org")
    assert Notice.objects.count() == 6


def test_one_network_address_cannot_write_to_everybody():
    for number in range(70):
        _ask(f"sconosciuta{number}@example.org")
    assert SignInCode.objects.count() == 60


@pytest.mark.parametrize("kind", ["email", "phone"])
def test_known_and_unknown_contacts_cost_the_same_statements(kind):
    factories.user("desk", email="anna@example.org")
    factories.person(phone="3331112233", email="lucia@example.org")
    texts = {
        "email": ["anna@example.org", "lucia@example.org", "nessuna@example.org"],
        "phone": ["333 1112233", "333 9998877"],
    }[kind]
    _ask("prima@example.org")  # the journal begins once
    shapes = []
    for text in texts:
        with CaptureQueriesContext(
            connection,
        ) as queries:
            _ask(text)
        shapes.append([VALUES.sub("?", one["sql"]) for one in queries])
    assert shapes == [shapes[0]] * len(shapes)
    assert len(shapes[0]) > 5


def test_nobody_pays_for_telephone_messages_to_strangers():
    _ask("333 999 8877")
    notice = Notice.objects.get()
    assert notice.template == "sign_in_unknown"
    assert notice.expires_at is not None
    assert notice.expires_at <= timezone.now()


def test_the_code_made_for_an_unknown_contact_opens_nothing():
    contact = _ask("nessuna@example.org")
    row = SignInCode.objects.get()
    from jobcaffe.foundation.accounts import tokens

    row.code_digest = tokens.code_digest(row.pk, "123456")
    row.save()
    assert _try(contact, "123456") is None
    assert User.objects.count() == 0


def test_a_closed_account_gets_no_code_and_opens_nothing():
    operator = factories.user("desk", email="anna@example.org")
    contact = _ask("anna@example.org")
    code = last_code()
    User.objects.filter(pk=operator.pk).update(is_active=False)
    assert _try(contact, code) is None
    _ask("anna@example.org")
    assert Notice.objects.latest("created_at").template == "sign_in_unknown"


def test_two_persons_with_one_phone_are_not_told_apart_so_neither_comes_in():
    factories.person(phone="3331112233")
    factories.person(phone="3331112233")
    _ask("3331112233")
    assert SignInCode.objects.get().person_ref is None


def test_codes_are_kept_as_digests_only():
    factories.user("desk", email="anna@example.org")
    contact = _ask("anna@example.org")
    row = SignInCode.objects.get()
    kept = " ".join(str(getattr(row, field.attname)) for field in row._meta.fields)
    assert last_code() not in kept
    assert last_link().split("/")[3] not in kept
    assert contact.value not in kept


def test_the_journal_tells_a_failed_try_without_the_contact():
    factories.user("desk", email="anna@example.org")
    contact = _ask("anna@example.org")
    assert _try(contact, _wrong(last_code())) is None
    entry = Entry.objects.get(action="signin.failed")
    told = f"{entry.actor_name} {entry.reason} {entry.object_ref} {entry.fields} {entry.subject_sealed}"
    assert "anna" not in told
    assert entry.reason == "code"


@pytest.mark.parametrize("text", ["", "ciao", "123", "a@b", "333-abc-4567", "x" * 300])
def test_what_is_no_contact_is_none(text):
    assert parse(text) is None
